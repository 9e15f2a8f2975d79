// On a wide screen: all that is open, in the draft's order, with what is open about it.

import { h } from "./dom.js";
import { short } from "./words.js";

export class List {
  constructor(board, choose) {
    Object.assign(this, { board, choose, shown: "" });
    this.head = h("header");
    this.rows = h("ul");
    this.root = h("nav", { className: "dv-list", "aria-label": "Open, in the draft’s order" }, this.head, this.rows);
    this.rows.addEventListener("click", (event) => {
      const row = event.target.closest("button");
      if (row) this.choose(row.dataset.id);
    });
  }

  render() {
    if (!this.root.offsetParent) return;
    const open = this.board.open.map((id) => [id, this.board.places[id].mark, this.board.why(id)]);
    const told = JSON.stringify(open);
    if (told !== this.shown) this.build(open);
    this.shown = told;
    for (const row of this.rows.querySelectorAll("button")) {
      const now = row.dataset.id === this.board.chosen;
      if (now === (row.getAttribute("aria-current") === "true")) continue;
      row.setAttribute("aria-current", String(now));
      if (now) row.scrollIntoView({ block: "nearest" });
    }
  }

  build(open) {
    this.head.textContent = open.length ? `Open, in the draft’s order · ${open.length}` : "Nothing is open";
    this.rows.replaceChildren(...open.map(([id, mark, why]) => {
      const { paragraph, printed } = this.board.places[id];
      const row = h(
        "button", { type: "button" }, h("span", { className: "dv-soft" }, `¶ ${paragraph}`),
        h("span", {}, h("span", { className: `dv-mark dv-${mark}` }, short(printed))), h("span", { className: "dv-soft" }, why),
      );
      row.dataset.id = id;
      return h("li", {}, row);
    }));
  }
}
