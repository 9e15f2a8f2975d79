// Find words in this transcript at once, and in all through the full-text search.

import { h } from "../../common/view/dom.js";
import { button } from "./dom.js";
import { hub } from "../wire/hub.js";

const PAINTED = 2000;
const FORMS = [[/\s/, "\\s+"], [/[её]/i, "[её]"], [/['’ʼ]/, "['’ʼ]"], [/[-‐‑]/, "[-‐‑]\\n?"]];

export class Find {
  constructor(desk) {
    this.desk = desk;
    this.hits = [];
    this.at = -1;
    this.input = h("input", {
      type: "search", placeholder: "Find in this transcript", "aria-label": "Find in this transcript",
      oninput: () => this.changed(),
    });
    this.status = h("span", { className: "cd-found", role: "status" });
    this.results = h("div", { className: "cd-results", hidden: true });
    this.element = h(
      "div",
      { className: "cd-find", role: "search", hidden: true },
      h(
        "div", { className: "cd-find-bar" },
        this.input,
        this.status,
        button("Previous", () => this.step(-1), { glyph: "left", quiet: true, key: "N" }),
        button("Next", () => this.step(1), { glyph: "right", quiet: true, key: "n" }),
        button("In all transcripts", () => this.everywhere(), { title: "Search every interview (Ctrl+Enter)" }),
        button("Close", () => this.close(), { glyph: "close", quiet: true }),
      ),
      this.results,
    );
    this.element.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.close();
      else if (event.key === "Enter" && event.target === this.input) {
        event.preventDefault();
        if (event.ctrlKey || event.metaKey) this.everywhere();
        else {
          this.step(event.shiftKey ? -1 : 1);
          desk.scroller.focus({ preventScroll: true });
        }
      }
    });
  }

  get active() {
    return this.hits.length > 0;
  }

  open(words = "") {
    this.element.hidden = false;
    if (words) this.input.value = words;
    this.input.focus();
    this.input.select();
    this.changed();
  }

  close() {
    this.element.hidden = true;
    this.results.hidden = true;
    this.hits = [];
    this.paint();
    this.desk.scroller.focus({ preventScroll: true });
  }

  changed() {
    const wanted = this.input.value.trim();
    this.hits = [];
    this.at = -1;
    this.results.hidden = true;
    if (wanted) {
      const { model, text } = this.desk;
      this.hits = [...hits(model.text, wanted), ...text.beside.hits((words) => hits(words, wanted))].sort(([a], [b]) => a - b);
      const from = model.turns[this.desk.sight.topTurn()].start;
      this.at = Math.max(0, this.hits.findIndex(([start]) => start >= from)) - 1;
    }
    this.paint();
    this.count();
  }

  count() {
    const wanted = this.input.value.trim();
    const shown = Math.max(0, this.at) + 1;
    const beside = this.hits.filter(([, , there]) => there).length;
    const also = beside ? `, ${beside} beside it` : "";
    this.status.textContent = !wanted ? "" : this.hits.length ? `${shown} of ${this.hits.length}${also}` : "not here";
  }

  step(by) {
    if (!this.hits.length) return false;
    this.at = (this.at + by + this.hits.length) % this.hits.length;
    this.count();
    const [start] = this.hits[this.at];
    this.desk.sight.goTo(Math.floor(start), { quietly: true });
    this.paint();
    return true;
  }

  // Hits are painted by the CSS Custom Highlight API: no node of the text is touched.
  paint() {
    if (!globalThis.Highlight) return;
    CSS.highlights.delete("cd-hit");
    CSS.highlights.delete("cd-hit-now");
    if (!this.hits.length) return;
    const near = Math.max(0, this.at - PAINTED / 2);
    const { text } = this.desk;
    const rangeOf = ([start, end, there]) => (there ? text.beside.range(...there) : text.still(start, end));
    const ranges = this.hits.slice(near, near + PAINTED).map((hit) => {
      try {
        return rangeOf(hit);
      } catch {
        return null;
      }
    });
    CSS.highlights.set("cd-hit", new Highlight(...ranges.filter(Boolean)));
    const now = this.hits[this.at];
    if (now) CSS.highlights.set("cd-hit-now", new Highlight(rangeOf(now)));
  }

  everywhere() {
    const query = this.input.value.trim();
    if (query) this.desk.segments.search(query);
  }

  result(transcript, name, start, words) {
    return h(
      "button", { type: "button", className: "cd-result", onclick: () => this.desk.travel.leaveAndGo(transcript, start) },
      h("b", {}, name), h("span", {}, words),
    );
  }

  // The passages of all transcripts in this language that say nearly what some words say.
  async alike(start, end) {
    const { model } = this.desk;
    const words = model.text.slice(start, end).replace(/\s+/g, " ");
    this.element.hidden = false;
    this.input.value = "";
    this.changed();
    this.results.hidden = false;
    this.results.replaceChildren(h("p", {}, "Looking for passages like it …"));
    const { hits = [], fault } = await hub.ask("alike", { start: model.point(start), end: model.point(end) });
    const rows = hits.map(([transcript, name, at, said]) => this.result(transcript, name, at, said));
    const short = words.length > 60 ? `${words.slice(0, 60)}…` : words;
    this.results.replaceChildren(h("p", {}, fault || (rows.length ? `Passages like “${short}”, the nearest first` : "No passage is like it.")), ...rows);
    rows[0]?.focus();
  }
}

// Where words stand in a text, in whatever case; Russian often writes ё as е.
// What people type finds what stands there in another form: any blank, apostrophe or hyphen, ё for е,
// a word that a hyphen parts at the end of a line.
export function hits(text, words) {
  const wanted = words.trim().replace(/[\u00ad\u200b\u2060]/g, "").replace(/\s+/g, " ");
  if (!wanted) return [];
  const letters = Array.from(wanted);
  const pattern = letters.map((letter, i) => {
    const within = /\p{L}/u.test(letter) && /\p{L}/u.test(letters[i + 1] ?? "") ? "(?:-\\n)?" : "";
    return (FORMS.find(([form]) => form.test(letter))?.[1] ?? letter.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&")) + within;
  }).join("");
  return Array.from(text.matchAll(new RegExp(pattern, "giu")), ({ index, 0: hit }) => [index, index + hit.length]);
}
