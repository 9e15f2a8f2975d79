// The draft as text. It is built anew only where findings are; else only classes change.

import { h } from "../../common/view/dom.js";
import { calm } from "./dom.js";

const RANK = { contradicted: 0, look: 1, machine: 2, other: 3, bound: 4, proved: 5, remark: 6 };
const NAMES = {
  contradicted: "contradicted", look: "to look at", machine: "likely, nobody has decided", bound: "bound",
  proved: "proved", other: "another source’s, or no figure", remark: "remark",
};

export class Text {
  constructor(board, paragraphs, choose) {
    Object.assign(this, { board, choose, marks: new Map() });
    this.root = h("div", { className: "dv-draft", tabIndex: 0, role: "region", "aria-label": "The draft" });
    this.remarks = h("section", { className: "dv-unseen", "aria-label": "What was not looked at" });
    this.take(paragraphs);
    this.root.addEventListener("click", (event) => this.clicked(event));
  }

  // What is found about several claims comes and goes with what is bound, and cuts the text anew.
  take(paragraphs) {
    const told = JSON.stringify(paragraphs);
    if (told === this.built) return;
    this.built = told;
    const { scrollTop } = this.root;
    this.marks.clear();
    this.root.replaceChildren();
    this.build(paragraphs);
    this.root.append(this.remarks);
    this.root.scrollTop = scrollTop;
  }

  build(paragraphs) {
    let table = null;
    let row = null;
    for (const { kind, table: of, row: number, pieces } of paragraphs) {
      if (kind !== "cell") table = null;
      else if (table?.dataset.of !== String(of)) {
        table = h("table");
        table.dataset.of = of;
        row = null;
        this.root.append(h("div", { className: "dv-wide" }, table));
      }
      if (table && row?.dataset.number !== String(number)) {
        row = table.insertRow();
        row.dataset.number = number;
      }
      const tag = { heading: "h3", quote: "blockquote" }[kind] ?? "p";
      const element = table ? row.insertCell() : h(tag);
      element.classList.add(`dv-${kind}`);
      element.dir = "auto";
      for (const [words, ids, stress] of pieces) {
        const piece = this.piece(words, ids);
        element.append(stress ? h(stress, {}, piece) : piece);
      }
      if (!table) this.root.append(element);
    }
  }

  piece(words, ids) {
    if (!ids.length) return document.createTextNode(words);
    const mark = h("span", { className: "dv-mark" }, words);
    mark.dataset.ids = ids.join(" ");
    for (const id of ids) {
      if (!this.marks.has(id)) this.marks.set(id, []);
      this.marks.get(id).push(mark);
    }
    return mark;
  }

  paint() {
    const told = this.board.unseen.join("\n");
    if (told !== this.told) {
      this.remarks.replaceChildren(...(told
        ? [h("h3", {}, "What was not looked at, guessed or counted"), h("ul", {}, ...this.board.unseen.map((note) => h("li", {}, note)))]
        : []));
    }
    this.told = told;
    for (const mark of this.root.querySelectorAll(".dv-mark")) {
      const ids = mark.dataset.ids.split(" ");
      const top = this.top(ids);
      const kind = this.board.places[top].mark;
      const now = ids.includes(this.board.chosen);
      const name = `dv-mark dv-${kind}${now ? " dv-chosen" : ""}${this.board.waiting.has(top) ? " dv-waiting" : ""}`;
      if (mark.className !== name) mark.className = name;
      if (mark.title !== NAMES[kind]) mark.title = NAMES[kind];
    }
  }

  // Of several at one place the chosen one, else what weighs most, and of those the shortest.
  top(ids) {
    if (ids.length === 1) return ids[0];
    if (ids.includes(this.board.chosen)) return this.board.chosen;
    const length = (id) => (this.marks.get(id) ?? []).reduce((sum, mark) => sum + mark.textContent.length, 0);
    return ids.toSorted((a, b) =>
      RANK[this.board.places[a].mark] - RANK[this.board.places[b].mark] || length(a) - length(b))[0];
  }

  tell() {
    this.remarks.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  }

  follow() {
    const [mark] = this.marks.get(this.board.chosen) ?? [];
    if (!mark) return;
    const here = mark.getBoundingClientRect();
    const frame = this.root.getBoundingClientRect();
    if (here.top > frame.top + 40 && here.bottom < frame.bottom - 60) return;
    const top = this.root.scrollTop + here.top - frame.top - this.root.clientHeight / 3;
    this.root.scrollTo({ top, behavior: calm() ? "auto" : "smooth" });
  }

  // A second click on the same words goes on to what else stands there.
  clicked(event) {
    const mark = event.target.closest(".dv-mark");
    if (!mark) return;
    const ids = mark.dataset.ids.split(" ");
    const at = ids.indexOf(this.board.chosen);
    this.choose(at < 0 ? this.top(ids) : ids[(at + 1) % ids.length]);
  }
}
