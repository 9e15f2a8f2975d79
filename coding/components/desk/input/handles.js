// Two handles at the edges of the chosen coding; dragging one moves the edge, by words.

import { h } from "../view/dom.js";

export class Handles {
  constructor(desk) {
    this.desk = desk;
    this.elements = ["start", "end"].map((edge) => {
      const element = h("div", { className: `cd-handle cd-handle-${edge}`, hidden: true, title: `Drag to move the ${edge}` });
      element.addEventListener("pointerdown", (event) => this.drag(event, edge, element));
      desk.scroller.append(element);
      return element;
    });
  }

  show() {
    const { desk } = this;
    const coding = desk.model.view.codings.get(desk.selected);
    const [first, last] = this.elements;
    first.hidden = last.hidden = !coding || !desk.model.shown(coding);
    if (first.hidden) return;
    this.put(first, desk.text.range(coding.start, coding.start + 1).getClientRects()[0], "left");
    const tail = desk.text.range(coding.end - 1, coding.end).getClientRects();
    this.put(last, tail[tail.length - 1], "right");
    const { colour } = desk.model.style(coding.code);
    for (const element of this.elements) element.style.setProperty("--c0", colour);
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
    const coding = desk.model.view.codings.get(desk.selected);
    event.preventDefault();
    event.stopPropagation();
    element.setPointerCapture(event.pointerId);
    desk.root.classList.add("cd-dragging");
    let { start, end } = coding;
    const move = (at) => {
      const unit = this.under(at.clientX, at.clientY);
      if (unit === null) return;
      const [from, to] = desk.selection.snapped(unit, at.altKey, edge === "end");
      if (edge === "start" && from < end) start = from;
      if (edge === "end" && to > start) end = to;
      if (globalThis.Highlight) CSS.highlights.set("cd-edge", new Highlight(desk.text.range(start, end)));
    };
    const done = () => {
      element.removeEventListener("pointermove", move);
      desk.root.classList.remove("cd-dragging");
      globalThis.CSS?.highlights?.delete("cd-edge");
      desk.acts.setEdges(coding.id, start, end);
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
