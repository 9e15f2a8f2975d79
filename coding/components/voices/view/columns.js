// The quotes that people placed, in three columns, with k of N people for each.

import { h } from "../../common/view/dom.js";
import { COLUMNS } from "../state/board.js";
import { button, refill } from "./dom.js";

const FEW = 12; // so many people are shown by their initials

export class Columns {
  constructor(board, acts) {
    Object.assign(this, { board, acts });
    this.root = h("div", { className: "vc-columns" });
    this.unfolded = new Set();
  }

  render() {
    const typing = this.root.querySelector("textarea");
    if (typing && typing.dataset.coding === this.board.noting) return; // what is being typed stays
    refill(this.root, ...COLUMNS.map((column) => this.column(column)));
    this.root.querySelector("textarea")?.focus({ preventScroll: true });
  }

  column({ key, sign, title, relations }) {
    const { board } = this;
    const cards = board.column(relations);
    const speaking = board.speaking(relations);
    const toggle = () => {
      if (!this.unfolded.delete(key)) this.unfolded.add(key);
      this.render();
    };
    return h(
      "section", { className: `vc-column vc-${key}${this.unfolded.has(key) ? " vc-unfolded" : ""}`, "aria-label": title },
      h("header", {},
        h("h3", {}, h("span", { "aria-hidden": "true" }, `${sign} `), title, h("span", { className: "vc-k" }, `${speaking.size} of ${board.data.people.length}`)),
        this.people(speaking),
        cards.length ? button(this.unfolded.has(key) ? "Fold" : `Show ${cards.length}`, toggle, { className: "vc-link vc-fold", "aria-expanded": String(this.unfolded.has(key)), "data-focus": `fold ${key}` }) : null),
      h("div", { className: "vc-cards" }, cards.length ? cards.map((card) => this.card(card)) : h("p", { className: "vc-none" }, "Nothing placed here yet.")),
    );
  }

  people(speaking) {
    const { people } = this.board.data;
    if (people.length > FEW) return null;
    return h(
      "span", { className: "vc-people" },
      people.map(([id, name]) => h("span", { className: speaking.has(id) ? "vc-yes" : "", title: speaking.has(id) ? `${name} says so` : name }, [...name][0]?.toUpperCase() ?? "")),
    );
  }

  card(card) {
    const { board, acts } = this;
    const { coding, relation, note, minority, sections } = card;
    const finer = COLUMNS[1].relations.includes(relation);
    const other = relation === "expands" ? "partly agrees" : "expands";
    const set = (fields) => acts.place(coding, relation, fields);
    return h(
      "article", { className: `vc-quote${coding === board.last ? " vc-last" : ""}`, tabIndex: 0, "data-focus": `quote ${coding}` },
      h("p", { className: "vc-words" }, card.text),
      (note || minority) && board.noting !== coding && h("p", { className: "vc-note" }, minority && h("b", {}, "A minority voice. "), note),
      board.noting === coding ? this.writeNote(card) : null,
      tells(card),
      h("div", { className: "vc-by", title: [card.name, card.where].filter(Boolean).join(", ") },
        h("b", {}, card.label || card.name || "Nobody known"), fits(card, board.data),
        h("span", { className: "vc-in" }, finer && button(relation, () => acts.place(coding, other), { className: "vc-finer", title: `Make it “${other}”`, "data-focus": `finer ${coding}` }), ...sections.map((name) => h("span", { title: `In the report: ${name}` }, `§ ${number(board, name)}`)))),
      h("div", { className: "vc-tools" },
        button("Into the report", () => acts.put(coding), { className: "vc-link", key: coding === board.last ? "i" : "", "data-focus": `put ${coding}` }),
        button(note ? "Edit note" : "Note", () => acts.note(coding), { className: "vc-link", "data-focus": `note ${coding}` }),
        button(minority ? "Not a minority" : "Minority", () => set({ minority: !minority }), { className: "vc-link", "aria-pressed": String(minority), "data-focus": `few ${coding}` }),
        button("In the interview", () => acts.show(card), { className: "vc-link" }),
        button("Take off", () => acts.takeOff(coding), { className: "vc-link" })),
    );
  }

  writeNote({ coding, relation, note }) {
    const close = () => {
      this.root.querySelector("textarea")?.remove();
      this.acts.note("");
    };
    const field = h("textarea", {
      rows: 2, value: note, "aria-label": "Note", placeholder: "What they say together. Enter keeps it.",
      onkeydown: (event) => {
        if (event.key === "Escape") close();
        if (event.key !== "Enter" || event.shiftKey) return;
        event.preventDefault();
        const text = field.value;
        field.remove();
        this.acts.place(coding, relation, { note: text });
      },
    });
    field.dataset.coding = coding;
    return field;
  }
}

function number(board, name) {
  return board.sections.findIndex((section) => section.name === name) + 1;
}

// How many people the label fits: of few, readers could tell who it is.
export function fits({ label, k }, { people, floor }) {
  if (!label || !k) return null;
  return h("span", { className: k < floor ? "vc-fits vc-alone" : "vc-fits" }, `fits ${k} of ${people.length}`);
}

// What the words themselves give away.
export function tells(card) {
  return (card.tells ?? []).map(([, what, stops]) => h("p", { className: stops ? "vc-tells vc-bad" : "vc-tells vc-alone" }, what, stops ? ". It stops the export until somebody decides." : ""));
}
