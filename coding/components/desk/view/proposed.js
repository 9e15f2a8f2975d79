// Show on the text what is proposed: a line before each passage, and the one that has the focus.

import { key, percent, word } from "../state/likely.js";
import { h } from "./dom.js";

export class Proposed {
  constructor(desk) {
    this.desk = desk;
  }

  draw() {
    this.paint();
    for (const block of this.desk.margin?.near ?? []) this.mark(block);
  }

  // The passage that has the focus is painted without touching a node of the text.
  paint() {
    if (!globalThis.Highlight) return;
    CSS.highlights.delete("cd-proposed");
    const { current } = this.desk.proposals;
    if (!current) return;
    const range = this.desk.text.range(current.start, current.end);
    const paint = new Highlight(range);
    paint.priority = -1;
    CSS.highlights.set("cd-proposed", paint);
  }

  // A line before each passage of a block for which something is proposed.
  mark(block) {
    const { model, margin, proposals } = this.desk;
    const drawn = (block.marks ??= new Map());
    const wanted = new Set();
    const from = model.turns[block.from].start;
    const to = model.turns[block.to - 1].end;
    const left = this.desk.text.bodies[block.from].getBoundingClientRect().left - block.element.getBoundingClientRect().left;
    for (const passage of proposals.shown ? proposals.passages.values() : []) {
      if (passage.start >= to || passage.end <= from || !proposals.open(passage)) continue;
      const place = margin.place(block, Math.max(from, passage.start), Math.min(to, passage.end));
      if (!place) continue;
      const best = passage.rows.find((row) => !proposals.state(passage, row));
      const on = passage === proposals.current;
      const look = `${place.y} ${place.bottom} ${left} ${word(best.score)} ${on} ${model.name(best.code)}`;
      wanted.add(key(passage));
      const old = drawn.get(key(passage));
      if (old?.look === look) continue;
      old?.element.remove();
      const element = h("button", {
        type: "button", tabIndex: -1, className: `cd-proposed cd-${word(best.score)}${on ? " cd-on" : ""}`,
        style: { top: `${place.y}px`, height: `${place.bottom - place.y}px`, left: `${left - 11}px` },
        title: passage.rows.map((row) => `${model.name(row.code)} – ${word(row.score)}, ${percent(row.score)}`).join("\n"),
        "aria-label": `Suggestions for this passage: ${model.name(best.code)}, ${word(best.score)}`,
        onclick: () => proposals.focus(proposals.passages.get(key(passage)) ?? passage),
      });
      block.element.append(element);
      drawn.set(key(passage), { element, look });
    }
    for (const [at, { element }] of drawn) {
      if (wanted.has(at)) continue;
      element.remove();
      drawn.delete(at);
    }
  }
}
