// On a wide screen: all that is open, in the draft's order, with what is open about it.

import { h } from "../../common/view/dom.js";
import { short } from "./words.js";

const WIDE = "(min-width: 1600px)"; // as in list.css

export class List {
  constructor(board, choose) {
    Object.assign(this, { board, choose, shown: new Map() });
    this.head = h("header");
    this.rows = h("ul");
    this.root = h("nav", { className: "dv-list", "aria-label": "Open, in the draft’s order" }, this.head, this.rows);
    this.rows.addEventListener("click", (event) => {
      const row = event.target.closest("button");
      if (row) this.choose(row.dataset.id);
    });
  }

  render() {
    if (!matchMedia(WIDE).matches) return;
    const { open } = this.board;
    if (open.some((id) => !this.shown.has(id))) this.build(open);
    const left = new Set(open);
    for (const [id, row] of this.shown) {
      if (left.has(id)) this.update(id, row);
      else {
        row.parentElement.remove();
        this.shown.delete(id);
      }
    }
    this.head.textContent = open.length ? `Open, in the draft’s order · ${open.length}` : "Nothing is open";
    const now = this.shown.get(this.board.chosen);
    if (now === this.now) return;
    this.now?.removeAttribute("aria-current");
    now?.setAttribute("aria-current", "true");
    now?.scrollIntoView({ block: "nearest" });
    this.now = now;
  }

  // What becomes open again comes to its place: then all are laid out anew.
  build(open) {
    this.shown.clear();
    this.now = undefined;
    this.rows.replaceChildren(...open.map((id) => {
      const { paragraph, printed } = this.board.places[id];
      const row = h(
        "button", { type: "button" }, h("span", { className: "dv-soft" }, `¶ ${paragraph}`),
        h("span", {}, h("span", {}, short(printed))), h("span", { className: "dv-soft" }),
      );
      row.dataset.id = id;
      this.shown.set(id, row);
      return h("li", {}, row);
    }));
  }

  update(id, row) {
    const kind = `dv-mark dv-${this.board.places[id].mark}`;
    const why = this.board.why(id);
    const words = row.children[1].firstChild;
    if (words.className !== kind) words.className = kind;
    if (row.lastChild.textContent !== why) row.lastChild.textContent = why;
  }
}
