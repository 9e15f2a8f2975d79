// Write a memo on a coding, a turn, a code, a transcript, a participant or the project.

import { button, dialog, h } from "./dom.js";

export class Memos {
  constructor(desk) {
    this.desk = desk;
  }

  save(kind, about, text) {
    const memo = this.desk.model.memoOf(kind, about);
    if ((memo?.text || "") === text) return;
    this.desk.push({
      kind: "memo", memo: memo?.id || crypto.randomUUID(), about_kind: kind, about, text,
      version: memo && !memo.pending ? memo.version : undefined,
    });
  }

  // Open a memo to be written; `typed` is what was written on top of somebody else's change.
  open(kind, about, title, typed) {
    const memo = this.desk.model.memoOf(kind, about);
    const area = h("textarea", { rows: 7, value: typed ?? memo?.text ?? "", "aria-label": "Memo" });
    const save = () => {
      box.close();
      this.save(kind, about, area.value);
    };
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    });
    const box = dialog(this.desk.root, `Memo: ${title}`, [
      typed !== undefined && memo
        ? h("div", { className: "cd-theirs" }, h("h3", {}, "What stands there now"), h("p", {}, memo.text), h("h3", {}, "What you wrote"))
        : "",
      area,
      h(
        "footer", {},
        memo ? h("span", { className: "cd-by-line" }, `${memo.coder}, last changed ${new Date(memo.updated || Date.now()).toLocaleString()}`) : "",
        button("Cancel", () => box.close()),
        button("Save", save, { primary: true, key: "Ctrl ↵" }),
      ),
    ]);
    area.focus();
  }

  conflict(op) {
    this.open(op.about_kind, op.about, "changed by somebody else meanwhile", op.text);
  }

  // On the chosen coding, else on the turn that has the focus.
  here() {
    const { card, model, selected, selection } = this.desk;
    if (model.view.codings.has(selected)) {
      card.show();
      card.note?.focus();
    } else this.turn(selection.turn);
  }

  turn(i) {
    const { data, model } = this.desk;
    const { number } = model.turns[i];
    this.open("turn", `${data.id}#${number}`, `turn ${number}`);
  }
}
