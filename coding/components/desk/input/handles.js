// Two handles at the edges of the chosen coding, or of the suggestion that has the focus; dragging
// one moves the edge, by words.

import { h } from "../../common/view/dom.js";

export class Handles {
  constructor(desk) {
    this.desk = desk;
    this.elements = ["start", "end"].map((edge) => {
      const element = h("div", { className: `cd-handle cd-handle-${edge}`, hidden: true, title: `Drag to move the ${edge}` });
      element.addEventListener("pointerdown", (event) => this.drag(event, edge, element));
      desk.scroller.append(element);
      return element;
    });
    // Turns above get their true height once they are near the window, and move the words below.
    this.heights = new ResizeObserver(() => this.show());
    this.heights.observe(desk.text.element);
  }

  stop() {
    this.heights.disconnect();
  }

  // What the handles hold: where it begins and ends, its colour, and how its edges are set.
  held() {
    const { model, selected, proposals, acts } = this.desk;
    const coding = model.view.codings.get(selected);
    if (coding && !coding.carried && model.shown(coding)) {
      const { id, start, end, code } = coding;
      return { start, end, colour: model.style(code).colour, set: (from, to) => acts.setEdges(id, from, to) };
    }
    if (!proposals.trimmable) return null;
    const [start, end] = proposals.trims.of(proposals.active);
    return { start, end, colour: "var(--tone-machine)", set: (from, to) => proposals.cut(from, to) };
  }

  show() {
    const { desk } = this;
    const held = this.held();
    const [first, last] = this.elements;
    first.hidden = last.hidden = !held;
    if (!held) return;
    this.put(first, desk.text.range(held.start, held.start + 1).getClientRects()[0], "left");
    const tail = desk.text.range(held.end - 1, held.end).getClientRects();
    this.put(last, tail[tail.length - 1], "right");
    for (const element of this.elements) element.style.setProperty("--c0", held.colour);
  }

  put(element, box, side) {
    if (!box) return;
    const frame = this.desk.scroller.getBoundingClientRect();
    element.style.left = `${box[side] - frame.left}px`;
    element.style.top = `${box.top - frame.top + this.desk.scroller.scrollTop}px`;
    element.style.height = `${box.height}px`;
  }

  drag(event, edge, element) {
    const { desk } = this;
    const held = this.held();
    if (!held) return;
    event.preventDefault();
    event.stopPropagation();
    element.setPointerCapture(event.pointerId);
    desk.root.classList.add("cd-dragging");
    let { start, end } = held;
    const move = (at) => {
      const unit = this.under(at.clientX, at.clientY);
      if (unit === null) return;
      const [from, to] = desk.selection.snapped(unit, at.altKey, edge === "end");
      if (edge === "start" && from < end) start = from;
      if (edge === "end" && to > start) end = to;
      if (globalThis.Highlight) CSS.highlights.set("cd-edge", new Highlight(desk.text.still(start, end)));
    };
    const done = () => {
      element.removeEventListener("pointermove", move);
      desk.root.classList.remove("cd-dragging");
      globalThis.CSS?.highlights?.delete("cd-edge");
      held.set(start, end);
    };
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", done, { once: true });
  }

  under(x, y) {
    const at = document.caretPositionFromPoint?.(x, y);
    const range = at ? null : document.caretRangeFromPoint?.(x, y);
    const node = at?.offsetNode ?? range?.startContainer;
    return node ? this.desk.text.offset(node, at?.offset ?? range.startOffset) : null;
  }
}
