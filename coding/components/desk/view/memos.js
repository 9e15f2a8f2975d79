// Write a memo on a coding, a turn, a code, a transcript, a participant or the project.

import { moment } from "../../common/view/dates.js";
import { h } from "../../common/view/dom.js";
import { button, dialog } from "./dom.js";
import { settle } from "./settle.js";

const LONG = 400; // letters of a passage shown above what is written of it

export class Memos {
  constructor(desk) {
    this.desk = desk;
  }

  // The memo as it stands when somebody begins to write: its id, its words, and the version that
  // a change names. While our own earlier change is on its way, that is named too.
  opened(kind, about) {
    const { model } = this.desk;
    const memo = model.memoOf(kind, about);
    return {
      id: memo?.id || crypto.randomUUID(), text: memo?.text || "",
      version: model.base.memos.get(memo?.id)?.version ?? 0,
      after: memo?.pending || undefined,
    };
  }

  save(kind, about, text, { id, text: before, version, after }) {
    if (before === text) return;
    this.desk.push({
      kind: "memo", memo: id, about_kind: kind, about, text, version, after,
    });
  }

  // Say in a line of one's own what the words of the chosen coding say.
  ownWords() {
    const { acts, model } = this.desk;
    const { chosen } = acts;
    if (!chosen) {
      this.desk.tell("Choose a coding first; then O says it in your own words.");
      return;
    }
    const words = model.text.slice(chosen.start, chosen.end);
    this.open("paraphrase", chosen.id, "", { line: true, of: words.length > LONG ? `${words.slice(0, LONG)}…` : words });
  }

  // Open a memo to be written; what was typed before and not saved is there again. A `line` is one,
  // under the words that it says anew.
  open(kind, about, title, { line = false, of = "" } = {}) {
    const { drafts, model, root } = this.desk;
    const key = `memo|${kind}|${about}`;
    const draft = drafts.get(key);
    if (draft?.refusal) {
      this.settle(kind, about, draft);
      return;
    }
    const memo = model.memoOf(kind, about);
    const opened = draft?.opened ?? this.opened(kind, about);
    const area = h("textarea", {
      rows: line ? 2 : 7, value: draft?.text ?? opened.text, "aria-label": line ? "In your own words" : "Memo",
    });
    const letGo = () => {
      drafts.drop(key);
      box.close();
    };
    const save = () => {
      letGo();
      this.save(kind, about, area.value, opened);
    };
    area.addEventListener("input", () => {
      if (area.value === opened.text) drafts.drop(key);
      else drafts.put(key, { text: area.value, opened });
    });
    area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(line || event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      save();
    });
    const box = dialog(root, line ? "In your own words" : `Memo: ${title}`, [
      of ? h("blockquote", { className: "cd-of", dir: "auto" }, of) : "",
      draft ? h("p", { className: "cd-hint" }, "You typed this before and have not saved it yet.") : "",
      area,
      h(
        "footer", {},
        memo ? h("span", { className: "cd-by-line" }, `${memo.coder}, last changed ${moment(memo.updated || Date.now())}`) : "",
        button("Cancel", letGo),
        button("Save", save, { primary: true, key: line ? "↵" : "Ctrl ↵" }),
      ),
    ]);
    area.focus();
  }

  // Somebody else was quicker: both texts, until one of them is chosen.
  conflict(op, refusal) {
    const { clashes, version, key } = refusal;
    if (!clashes) return;
    this.settle(op.about_kind, op.about, {
      text: op.text, refusal, opened: { id: key || op.memo, text: clashes[0][2], version },
    });
  }

  settle(kind, about, draft) {
    const { drafts, root } = this.desk;
    const key = `memo|${kind}|${about}`;
    drafts.put(key, draft);
    const refusal = { ...draft.refusal, clashes: [["text", draft.text, draft.refusal.clashes[0][2]]] };
    settle(root, kind === "paraphrase" ? "In your own words: changed by somebody else meanwhile" : "Memo: changed by somebody else meanwhile", refusal, {
      keep: ({ text }) => {
        drafts.drop(key);
        this.save(kind, about, text, draft.opened);
      },
      leave: () => drafts.drop(key),
      later: ({ text }) => {
        drafts.put(key, { ...draft, text });
        this.desk.tell("What you typed is kept: open the memo again to decide.");
      },
    });
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
