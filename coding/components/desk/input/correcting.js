// Correct what is said in a turn: a mistyped word, a misheard name. Python makes a new version of the
// interview of it, in which codings follow their words; this page learns that text like any news.

import { h } from "../../common/view/dom.js";
import { button, dialog } from "../view/dom.js";
import { settle } from "../view/settle.js";

export class Correcting {
  constructor(desk) {
    this.desk = desk;
  }

  // The turn of the cursor, or the one with this place among the turns.
  open(i = this.desk.selection.turn) {
    const { drafts, model, root } = this.desk;
    const turn = model.turns[i];
    if (!turn) return;
    const words = model.text.slice(turn.start, turn.end);
    const key = this.key(turn.number);
    const draft = drafts.get(key);
    if (draft?.refusal) {
      this.settle(turn.number, draft);
      return;
    }
    const before = draft?.before ?? words;
    const area = h("textarea", {
      rows: Math.min(14, 3 + Math.ceil(words.length / 70)), value: draft?.text ?? words, dir: "auto",
      spellcheck: true, lang: model.data.language || undefined, "aria-label": "What is said in this turn",
    });
    const letGo = () => {
      drafts.drop(key);
      box.close();
    };
    const save = () => {
      letGo();
      this.save(turn.number, area.value, before);
    };
    area.addEventListener("input", () => {
      if (area.value === before) drafts.drop(key);
      else drafts.put(key, { text: area.value, before });
    });
    area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      save();
    });
    const box = dialog(root, `Correct turn ${turn.number}${turn.speaker ? `, ${turn.speaker}` : ""}`, [
      draft ? h("p", { className: "cd-hint" }, "You typed this before and have not saved it yet.") : "",
      area,
      h("p", { className: "cd-hint" }, "What is coded stays on its words. The text as it was is kept; Undo brings it back."),
      h("footer", {}, button("Cancel", letGo), button("Save", save, { primary: true, key: "Ctrl ↵" })),
    ], { className: "cd-wide" });
    area.focus();
    const { start, end } = this.desk.selection;
    if (!draft && start !== null && start !== undefined && start >= turn.start && end <= turn.end) {
      area.setSelectionRange(start - turn.start, end - turn.start);
    } else area.setSelectionRange(0, 0);
  }

  key(number) {
    return `words|${this.desk.data.id}|${number}`;
  }

  save(number, words, before) {
    if (words.trim() === before.trim()) return;
    if (!words.trim()) {
      this.desk.tell("A turn needs words. To take it away, edit the file and take it in anew.", { kind: "error" });
      return;
    }
    this.desk.push({ kind: "turn.words", transcript: this.desk.data.id, number, said: words, was: before });
    this.desk.tell("Turn corrected.", { action: () => this.desk.acts.reverse("undo"), label: "Undo" });
  }

  // Somebody else was quicker: both texts, until one of them is chosen.
  conflict(op, refusal) {
    if (refusal.clashes) this.settle(op.number, { text: op.said, refusal });
  }

  settle(number, draft) {
    const { drafts, root } = this.desk;
    const key = this.key(number);
    const theirs = draft.refusal.clashes[0][2];
    drafts.put(key, draft);
    const refusal = { ...draft.refusal, clashes: [["text", draft.text, theirs]] };
    settle(root, `Turn ${number}: corrected by somebody else meanwhile`, refusal, {
      keep: ({ text }) => {
        drafts.drop(key);
        this.save(number, text, theirs);
      },
      leave: () => drafts.drop(key),
      later: ({ text }) => drafts.put(key, { ...draft, text }),
    });
  }
}
