// Search all figures of the survey by words, and choose one, or several with how they go together.

import { h } from "../../common/view/dom.js";
import { Figures } from "../state/finding.js";
import { named } from "./figures.js";

const SENSES = [
  ["equal", "It is this figure", 1], ["complement", "100 minus this", 1], ["sum", "Their sum", 2],
  ["complement", "100 minus their sum", 2], ["difference", "First minus second", 2], ["ratio", "First : second", 2],
];

// What is typed between two figures says how they go together.
const SIGNS = { "+": "sum", "-": "difference", "−": "difference", ":": "ratio", "/": "ratio" };
const SIGNED = { sum: " + ", difference: " − ", ratio: " : " };

const NUMBERED = 9; // of what is near at hand, as many as there are digits

export class Search {
  constructor(board, acts) {
    Object.assign(this, { board, acts, open: false });
  }

  show(inside) {
    this.open = true;
    this.chosen = [];
    this.sign = "sum";
    this.at = 0;
    this.field = h("input", {
      type: "text", placeholder: "Words of the answer, group or question", "aria-label": "Another figure",
      autocomplete: "off", oninput: () => this.typed(), onkeydown: (event) => this.pressed(event),
    });
    this.results = h("ul", { className: "dv-results", role: "listbox", "aria-label": "Figures" });
    this.several = h("div", { className: "dv-several" });
    this.root = h(
      "div", { className: "dv-search" }, h("h3", {}, "Another figure"), this.field, this.results, this.several,
      h("p", { className: "dv-soft" }, h("kbd", {}, "↑"), " ", h("kbd", {}, "↓"), " choose, ", h("kbd", {}, "↵"), " bind, ",
        h("kbd", {}, "⇧ ↵"), " 100 minus it, ",
        h("kbd", {}, "Ctrl ↵"), " another beside it, then ", h("kbd", {}, "−"), " or ", h("kbd", {}, ":"), " if it is no sum, ", h("kbd", {}, "Esc"), " back"),
    );
    this.figures = new Figures(this.board.figures, this.board.questions);
    inside.replaceChildren(inside.querySelector(".dv-sentence") ?? "", this.root);
    this.list();
    this.field.focus();
  }

  // A difference or ratio is mostly of the same answer in two groups or years.
  get against() {
    return this.sign === "sum" ? null : this.board.figures[this.chosen[0]] ?? null;
  }

  // What belongs to what was taken already, then what is near the claim.
  get near() {
    const taken = this.chosen.map((id) => [this.board.figures[id].q, this.board.figures[id].g]);
    return [...taken, ...this.board.near];
  }

  close() {
    this.open = false;
  }

  list() {
    this.found = this.figures.search(this.field.value, this.near, this.against).filter((id) => !this.chosen.includes(id));
    const keys = this.field.value.trim() ? 0 : NUMBERED;
    this.at = Math.min(this.at, this.found.length - 1);
    this.results.replaceChildren(...this.found.map((id, n) => {
      const { q } = this.board.figures[id];
      return h(
        "li",
        {
          role: "option", "data-figure": id, "aria-selected": String(n === this.at),
          onclick: (event) => (event.ctrlKey || event.metaKey ? this.toggle(id) : this.take(id)),
        },
        h("span", {}, n < keys ? h("kbd", {}, String(n + 1)) : null, n < keys ? " " : null, ...named(this.board, id)), h("span", { className: "dv-soft" }, this.board.questions[q]?.text ?? ""),
      );
    }));
    if (this.field.value.trim() && !this.found.length) {
      this.results.append(h("li", { className: "dv-soft" }, "No figure has all these words. Fewer words find more."));
    }
    this.results.children[this.at]?.scrollIntoView({ block: "nearest" });
    this.together();
  }

  together() {
    const listed = this.chosen.length ? this.chosen : this.found.slice(this.at, this.at + 1);
    const fits = SENSES.filter(([, , many]) => (many === 1) === (listed.length === 1) && (many < 2 || listed.length >= 2));
    this.several.replaceChildren(
      ...(listed.length
        ? [
          this.chosen.length ? h("p", {}, ...this.chosen.flatMap((id, n) => this.taken(id, n)), `${SIGNED[this.sign]}…`) : "",
          ...fits.map(([sense, label]) => h("button", { type: "button", className: "dv-button", onclick: () => this.done(sense, listed) }, label)),
        ]
        : []),
    );
  }

  taken(id, n) {
    const out = { type: "button", title: "Leave it out", onclick: () => this.toggle(id) };
    return [n ? SIGNED[this.sign] : "", h("button", out, ...named(this.board, id))];
  }

  typed() {
    this.at = 0;
    this.list();
  }

  // Take one and look for another beside it, or leave it again; until then none of the list is meant.
  toggle(id) {
    this.chosen = this.chosen.includes(id) ? this.chosen.filter((one) => one !== id) : [...this.chosen, id];
    this.field.value = "";
    this.at = this.chosen.length ? -1 : 0;
    this.list();
    this.field.focus();
  }

  take(id, rest = false) {
    const listed = id ? [...this.chosen, id] : this.chosen;
    const plain = listed.length > 1 ? this.sign : "equal";
    this.done(rest ? "complement" : plain, listed);
  }

  done(sense, figures) {
    this.close();
    this.acts.state(sense, figures);
  }

  // Before anything is typed a digit takes what it stands before, with ⇧ and one more beside it.
  numbered({ code, shiftKey, ctrlKey, altKey, metaKey }) {
    const [, digit] = /^(?:Digit|Numpad)([1-9])$/.exec(code) ?? [];
    const id = this.found[Number(digit) - 1];
    if (!id || ctrlKey || altKey || metaKey) return false;
    if (shiftKey) this.toggle(id);
    else this.take(id);
    return true;
  }

  pressed(event) {
    const { key } = event;
    if (this.chosen.length && !this.field.value && SIGNS[key]) this.sign = SIGNS[key];
    else if (this.field.value.trim() || !this.numbered(event)) {
      if (!this.steered(event)) return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (this.open) this.list();
  }

  steered(event) {
    const { key } = event;
    if (key === "ArrowDown") this.at = Math.min(this.at + 1, this.found.length - 1);
    else if (key === "ArrowUp") this.at = Math.max(this.at - 1, this.chosen.length ? -1 : 0);
    else if (key === "Escape") {
      this.close();
      this.acts.render();
    } else if (key === "Enter" && (this.found[this.at] || (this.at < 0 && this.chosen.length))) {
      if (!event.ctrlKey && !event.metaKey) this.take(this.found[this.at], event.shiftKey);
      else if (this.found[this.at]) this.toggle(this.found[this.at]);
    } else return false;
    return true;
  }
}
