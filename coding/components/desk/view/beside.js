// Draw what stands beside a turn in the other language: its turns, what is coded on them, and
// whether it is surely these.

import { h } from "../../common/view/dom.js";

export class BesideView {
  constructor(desk) {
    this.desk = desk;
    this.cells = []; // turn → its cell
  }

  get beside() {
    return this.desk.model.beside;
  }

  forget() {
    this.cells = [];
    this.beside.painted = new Map();
  }

  cell(i) {
    const cell = h("div", { className: "cd-parallel" });
    this.cells[i] = cell;
    this.fill(i);
    return cell;
  }

  fill(i) {
    const { pairs, above } = this.beside.rows[i] ?? { pairs: [] };
    this.cells[i].replaceChildren(
      ...(above ? [h("p", { className: "cd-with-above" }, `with turn ${above}`)] : []),
      ...pairs.map((pair) => this.pair(pair)),
    );
  }

  // Draw all cells anew: turns are paired otherwise.
  refreshAll() {
    this.beside.painted = new Map();
    this.cells.forEach((_, i) => this.fill(i));
  }

  // Draw those cells anew in which codings were added, changed or removed.
  refresh(codings) {
    for (const i of this.beside.touched(codings)) this.fill(i);
  }

  pair(pair) {
    const { mine, theirs, state } = pair;
    const kind = state === "doubtful" ? " cd-unsure" : state === "hand" ? " cd-by-hand" : "";
    return h(
      "div", { className: `cd-pair${kind}${mine.length ? "" : " cd-unpaired"}` },
      this.said(pair),
      ...theirs.map((number) => this.turn(this.beside.turn(number))),
    );
  }

  // What is said of a pair, if anything: a button that mends it.
  said({ mine, theirs, state }) {
    const words = state === "doubtful" ? "Not surely aligned"
      : !mine.length ? "Nothing of this text beside it" : !theirs.length ? "Nothing beside it" : state === "hand" ? "Paired by hand" : "";
    const name = words || "Mend the pair";
    return h(
      "button",
      {
        type: "button", tabIndex: -1, className: `cd-pair-said${words ? "" : " cd-quiet-said"}`, "aria-haspopup": "menu",
        title: `${name}: click to say what belongs together (M)`, "aria-label": `${name}, ${mine.length ? `turn ${mine.join(", ")}` : `turn ${theirs.join(", ")} of ${this.beside.told.name}`}`,
        dataset: { mine: mine.join(" "), theirs: theirs.join(" ") },
      },
      words || "⇄",
    );
  }

  turn({ number, speaker, words }) {
    const { language } = this.beside.told;
    const body = h("div", { className: "cd-there-words", dir: "auto", lang: language || undefined }, ...this.pieces(number, words));
    return h(
      "div", { className: "cd-there", dataset: { there: number } },
      h(
        "div", { className: "cd-there-head" },
        h("button", {
          type: "button", tabIndex: -1, className: "cd-there-number", "aria-haspopup": "menu",
          title: "Where this turn belongs", "aria-label": `Turn ${number} of ${this.beside.told.name}: where it belongs`,
        }, String(number)),
        speaker ? h("bdi", {}, speaker) : null,
      ),
      body,
    );
  }

  // The words of a turn, what is coded on them marked.
  pieces(number, words) {
    const marks = this.beside.marks(number);
    this.beside.painted.set(number, marks.map(([{ id }]) => id));
    const cuts = [...new Set([0, words.length, ...marks.flatMap(([, from, to]) => [from, to])])].sort((a, b) => a - b);
    const parts = [];
    for (let k = 0; k + 1 < cuts.length; k++) {
      const on = marks.filter(([, from, to]) => from <= cuts[k] && to >= cuts[k + 1]);
      const node = document.createTextNode(words.slice(cuts[k], cuts[k + 1]));
      if (!on.length) {
        parts.push(node);
        continue;
      }
      const mark = this.desk.text.mark(node, on.map(([coding]) => coding));
      mark.classList.toggle("cd-carried", on.every(([, , , made]) => made));
      mark.classList.toggle("cd-unsurely", on.some(([{ id }, , , made]) => made && this.beside.placed.get(id)?.doubtful));
      parts.push(mark);
    }
    return parts;
  }

  // ── finding ──

  // Where words stand in the other language, if it is in sight: after the turn that it is beside, as
  // [place, place, [its turn, from, to]].
  hits(find) {
    if (!this.desk.root.classList.contains("cd-beside")) return [];
    const { turns } = this.desk.model;
    return this.beside.rows.flatMap(({ pairs }, i) => pairs.flatMap(({ theirs }) => theirs.flatMap((number) =>
      find(this.beside.turn(number).words).map(([from, to]) => [turns[i].start + 0.5, turns[i].start + 0.5, [number, from, to]]))));
  }

  range(number, from, to) {
    const words = this.desk.text.element.querySelector(`.cd-there[data-there="${number}"] .cd-there-words`);
    const range = document.createRange();
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    let before = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const within = (place) => place >= before && place <= before + node.length;
      if (within(from)) range.setStart(node, from - before);
      if (within(to)) {
        range.setEnd(node, to - before);
        break;
      }
      before += node.length;
    }
    return range;
  }
}
