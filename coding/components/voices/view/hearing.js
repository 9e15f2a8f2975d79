// Who is heard in the report: people, labels, sections, and which groups nobody speaks for.

import { counted, h } from "../../common/view/dom.js";
import { refill } from "./dom.js";

export class Hearing {
  constructor(board) {
    this.board = board;
    this.root = h("aside", { className: "ol-heard", "aria-label": "Who is heard" });
  }

  render() {
    const { quotes, people, labels, often, sections, lines } = this.board.data.hearing;
    if (!quotes) return refill(this.root, h("h3", {}, "Who is heard"), h("p", { className: "vc-soft" }, "Nobody yet: put a quote into a section."));
    const shared = sections.filter(([, number]) => number);
    refill(
      this.root,
      h("h3", {}, `Who is heard: ${counted(quotes, "quote")}`),
      this.bars(people, often),
      h("h4", {}, "Under which label"),
      this.bars(labels, often),
      shared.length > 1 ? h("h4", {}, "In which section") : null,
      shared.length > 1 ? this.bars(shared.map(([name, number]) => [name, number]), []) : null,
      lines.length ? h("ul", { className: "ol-lines" }, lines.map((line) => h("li", {}, line))) : null,
    );
  }

  bars(rows, often) {
    const most = Math.max(1, ...rows.map(([, times]) => times));
    return h(
      "div", { className: "ol-bars" },
      rows.map(([name, times]) => {
        const bar = h("i", {});
        bar.style.width = `${(100 * times) / most}%`;
        const kind = times ? (often.includes(name) ? "ol-often" : "") : "ol-zero";
        return h("div", { className: kind }, h("span", {}, name || "no label"), h("span", { className: "ol-bar" }, bar), h("span", { className: "ol-times" }, times));
      }),
    );
  }
}
