// How far the claims are: a meter, a sentence, and what next and previous go through.

import { h } from "../../common/view/dom.js";
import { FILTERS } from "../state/board.js";

const METER = ["proved", "bound", "other", "contradicted", "machine", "look"];

export class Bar {
  constructor(board, filter, tell) {
    Object.assign(this, { board, filter, tell });
    this.root = h("div", { className: "dv-bar" });
  }

  render() {
    const { board } = this;
    const { counts } = board;
    const said = METER.filter((mark) => counts[mark]).map((mark) => `${counts[mark]} ${this.name(mark)}`).join(", ");
    const meter = h("span", { className: "dv-meter", role: "img", "aria-label": said });
    for (const mark of METER) {
      if (!counts[mark]) continue;
      const part = h("i", { className: `dv-part-${mark}` });
      part.style.flex = String(counts[mark]);
      meter.append(part);
    }
    const b = (number, kind = "") => h("b", { className: kind }, String(number));
    const sentence = h(
      "span", { className: "dv-sum" }, b(counts.stand), ` of ${counts.all} claims stand, `,
      b(counts.contradicted, counts.contradicted ? "dv-bad" : ""), " contradicted, ",
      b(board.many("look")), " to look at", counts.machine ? `, ${counts.machine} of them with a likely figure` : "",
    );
    if (!counts.all && !counts.remark) {
      sentence.replaceChildren("Nothing is quoted in this draft, and no figure is printed: there is nothing to compare.");
      meter.hidden = true;
    }
    const chips = [...FILTERS, ["all", "All"]].filter(([mark]) => board.many(mark) || mark === board.filter);
    const row = h(
      "div", { className: "dv-chips", role: "group", "aria-label": "Go through" },
      ...chips.map(([mark, name]) =>
        h(
          "button",
          {
            type: "button", className: "dv-chip", "aria-pressed": String(board.filter === mark),
            onclick: () => this.filter(mark),
          },
          h("span", { className: `dv-mark dv-${mark}` }, name), " ", h("b", {}, String(board.many(mark))),
        )),
    );
    const unseen = board.unseen.length
      ? h("button", { type: "button", className: "dv-link", onclick: () => this.tell() }, `${board.unseen.length} ${board.unseen.length === 1 ? "note" : "notes"}: what was not looked at, or guessed`)
      : null;
    this.root.replaceChildren(h("div", { className: "dv-progress" }, meter, sentence, unseen ?? ""), row);
  }

  name(mark) {
    return (FILTERS.find(([one]) => one === mark) ?? [mark, mark])[1].toLowerCase();
  }
}
