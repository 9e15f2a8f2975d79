// Show the whole transcript as one narrow strip: where it is coded, and with what.

import { h } from "../../common/view/dom.js";
import { below } from "../state/offsets.js";

export class Overview {
  constructor(desk) {
    this.desk = desk;
    this.canvas = h("canvas", {});
    this.window = h("div", { className: "cd-here" });
    this.element = h(
      "div",
      {
        className: "cd-overview", title: "The whole transcript: click to go there",
        "aria-hidden": "true",
      },
      this.canvas,
      this.window,
    );
    const go = (event) => {
      const box = this.element.getBoundingClientRect();
      const share = Math.max(0, Math.min(1, (event.clientY - box.top) / box.height));
      desk.sight.goTo(Math.floor(share * (desk.model.text.length - 1)), { quietly: true });
    };
    this.element.addEventListener("pointerdown", (event) => {
      this.element.setPointerCapture(event.pointerId);
      go(event);
      event.preventDefault();
    });
    this.element.addEventListener("pointermove", (event) => {
      // A selection dragged past the edge of the text must not scroll it away.
      if (this.element.hasPointerCapture(event.pointerId)) go(event);
    });
    this.sizes = new ResizeObserver(() => this.changed());
    this.sizes.observe(this.element);
  }

  stop() {
    clearTimeout(this.later);
    this.sizes.disconnect();
  }

  // Drawn a little later than the text: a code must be seen where it was put before all else.
  changed() {
    this.later ??= setTimeout(() => {
      this.later = undefined;
      this.draw();
      this.moved();
    }, 120);
  }

  draw() {
    const { model } = this.desk;
    const { clientWidth: width, clientHeight: height } = this.element;
    const scale = devicePixelRatio || 1;
    this.canvas.width = width * scale;
    this.canvas.height = height * scale;
    const pen = this.canvas.getContext("2d");
    if (!pen || !width) return;
    pen.scale(scale, scale);
    const y = (unit) => (unit / Math.max(1, model.text.length)) * height;
    pen.fillStyle = getComputedStyle(this.canvas).color;
    for (const turn of model.turns) {
      if (turn.role !== "i") pen.fillRect(4, y(turn.start), 4, Math.max(0.6, y(turn.end) - y(turn.start)));
    }
    const lanes = this.desk.margin?.lanes;
    for (const coding of model.visible()) {
      const lane = lanes?.get(coding.id) ?? 0;
      pen.fillStyle = model.style(coding.code).colour;
      const x = 11 + (lane % 5) * 6;
      pen.fillRect(x, y(coding.start), 5, Math.max(2, y(coding.end) - y(coding.start)));
    }
  }

  // The window follows scrolling: characters at the upper and lower edge.
  moved() {
    const { scroller, text, model } = this.desk;
    const { blocks } = text;
    if (!blocks.length) return;
    const tops = blocks.map(({ element }) => element.offsetTop);
    const at = (pixel) => {
      const k = Math.max(0, below(tops, pixel + 1) - 1);
      const { element, from, to } = blocks[k];
      const share = Math.max(0, Math.min(1, (pixel - tops[k]) / Math.max(1, element.offsetHeight)));
      const start = model.turns[from].start;
      return start + share * (model.turns[to - 1].end - start);
    };
    const length = Math.max(1, model.text.length);
    const top = at(scroller.scrollTop) / length;
    const bottom = at(scroller.scrollTop + scroller.clientHeight) / length;
    this.window.style.top = `${top * 100}%`;
    this.window.style.height = `${Math.max(0.8, (bottom - top) * 100)}%`;
  }
}
