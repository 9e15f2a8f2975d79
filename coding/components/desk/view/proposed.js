// Show on the text what is proposed: a line before each passage, and the one that has the focus.

import { h } from "../../common/view/dom.js";
import { key, percent, word } from "../state/likely.js";

export class Proposed {
  constructor(desk) {
    this.desk = desk;
    this.known = new WeakMap(); // element → the passage that it stands for
    // What of a passage is in sight is all there is of it, or fills half of the window.
    this.watcher = new IntersectionObserver(
      (entries) => {
        for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries) {
          const passage = this.known.get(target);
          const on = intersectionRatio > 0.95 || intersectionRect.height > (rootBounds?.height ?? Infinity) / 2;
          if (passage) desk.proposals.passing.sight(key(passage), passage, this.words(passage), on);
        }
      },
      { root: desk.scroller, threshold: [0, 0.25, 0.5, 0.75, 0.96, 1] },
    );
  }

  words({ start, end }) {
    return this.desk.model.text.slice(start, end).split(/\s+/).length;
  }

  stop() {
    this.watcher.disconnect();
  }

  // A line is gone, and with it what it stood for is out of sight.
  gone(element) {
    const passage = this.known.get(element);
    this.watcher.unobserve(element);
    if (passage) this.desk.proposals.passing.sight(key(passage), passage, this.words(passage), false);
    element.remove();
  }

  draw() {
    this.paint();
    for (const block of this.desk.margin?.near ?? []) this.mark(block);
  }

  // What is proposed is underlined, and the one that has the focus lies on a ground of its own: both
  // without touching a node of the text.
  paint() {
    if (!globalThis.Highlight) return;
    const { active, current, passages, shown, trims } = this.desk.proposals;
    const rows = shown ? [...passages.values()].flatMap((passage) => passage.rows) : [];
    const open = rows.filter((row) => row !== active && this.desk.proposals.waits(row));
    this.lay("cd-proposals", open.map((row) => trims.of(row)), -2);
    this.lay("cd-proposed", active ? [trims.of(active)] : current ? [[current.start, current.end]] : [], -1);
  }

  lay(name, spans, priority) {
    CSS.highlights.delete(name);
    if (!spans.length) return;
    const paint = new Highlight(...spans.map(([start, end]) => this.desk.text.still(start, end)));
    paint.priority = priority;
    CSS.highlights.set(name, paint);
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
      const best = passage.rows.find((row) => proposals.waits(row));
      const on = passage === proposals.current;
      const look = `${place.y} ${place.bottom} ${left} ${word(best.score)} ${on} ${model.name(best.code)}`;
      wanted.add(key(passage));
      const old = drawn.get(key(passage));
      if (old?.look === look) continue;
      if (old) this.gone(old.element);
      const element = h("button", {
        type: "button", tabIndex: -1, className: `cd-proposed cd-${word(best.score)}${on ? " cd-on" : ""}`,
        style: { top: `${place.y}px`, height: `${place.bottom - place.y}px`, left: `${left - 11}px` },
        title: passage.rows.map((row) => `${model.name(row.code)} – ${word(row.score)}, ${percent(row.score)}`).join("\n"),
        "aria-label": `Suggestions for this passage: ${model.name(best.code)}, ${word(best.score)}`,
        onclick: () => proposals.focus(proposals.passages.get(key(passage)) ?? passage),
      });
      this.known.set(element, passage);
      block.element.append(element);
      this.watcher.observe(element);
      drawn.set(key(passage), { element, look });
    }
    for (const [at, { element }] of drawn) {
      if (wanted.has(at)) continue;
      this.gone(element);
      drawn.delete(at);
    }
  }
}
