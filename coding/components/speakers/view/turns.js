// The turns of a file as they would come in, those in question marked; in an interview that is in
// already, turns can be chosen and given to another speaker.

import { counted, h } from "../../common/view/dom.js";
import { button, clock } from "./dom.js";

const STEP = 300; // turns

export class Turns {
  constructor(pane) {
    this.pane = pane;
    this.chosen = new Set();
    this.last = 0;
    this.element = h("ol", { className: "sp-turns", "aria-label": "Turns" });
  }

  render() {
    const { text, file } = this.pane.model;
    const same = text && this.drawn === text;
    if (same) return;
    if (this.drawn?.key !== text?.key) this.chosen.clear();
    this.drawn = text;
    if (!text) {
      this.element.replaceChildren(h("li", { className: "sp-soft sp-wait" }, file?.state === "bad" ? "" : "…"));
      return;
    }
    this.element.replaceChildren(...text.turns.map((turn, at) => (
      typeof turn === "number" ? this.gap(turn, text.turns[at - 1]?.[0] ?? 0) : this.turn(turn)
    )));
  }

  // How many turns are left out behind one, and a way to them.
  gap(count, before) {
    const { acts, model } = this.pane;
    const step = Math.min(count, STEP);
    return h(
      "li", { className: "sp-gap" }, `${counted(count, "turn")} not shown here `,
      button(step === count ? "Show them" : `Show ${step} more`, () =>
        acts.push({ kind: "more", file: model.chosen, shown: before + step })),
    );
  }

  turn([number, speaker, role, time, pieces, asked]) {
    const unknown = role === "unknown";
    const able = this.pane.model.data.mode === "interview";
    return h(
      "li", { className: `sp-turn sp-role-${role}${asked ? " sp-marked" : ""}`, dataset: { number } },
      able ? this.tick(number, speaker) : h("span", { className: "sp-count" }, String(number)),
      h(
        "span", { className: `sp-who${unknown ? " sp-warn" : ""}` },
        speaker || (unknown ? "who speaks?" : ""),
        time === null ? null : h("time", {}, clock(time)),
      ),
      h("span", { className: "sp-words", dir: "auto" }, ...pieces.map(([words, mark]) => (mark ? h("mark", {}, words) : words))),
    );
  }

  tick(number, speaker) {
    return h(
      "label", { className: "sp-count" },
      h("input", {
        type: "checkbox", checked: this.chosen.has(number), "aria-label": `Turn ${number}${speaker ? `, ${speaker}` : ""}`,
        onclick: (event) => this.pick(number, event.target.checked, event.shiftKey),
      }),
      String(number),
    );
  }

  // With shift all turns from the one ticked before.
  pick(number, on, shift) {
    const from = shift && this.last ? Math.min(this.last, number) : number;
    const to = shift && this.last ? Math.max(this.last, number) : number;
    for (const row of this.element.querySelectorAll(".sp-turn")) {
      const n = Number(row.dataset.number);
      if (n < from || n > to) continue;
      if (on) this.chosen.add(n);
      else this.chosen.delete(n);
      row.querySelector("input").checked = on;
    }
    this.last = number;
    this.pane.bar.render();
  }

  clear() {
    this.chosen.clear();
    for (const box of this.element.querySelectorAll("input:checked")) box.checked = false;
  }

  // Bring the first turn in question into sight, and else the beginning.
  follow() {
    const { frame } = this.pane;
    const mark = this.element.querySelector("mark, .sp-marked");
    frame.scrollTop = mark ? Math.max(0, mark.closest("li").offsetTop - 60) : 0;
  }
}
