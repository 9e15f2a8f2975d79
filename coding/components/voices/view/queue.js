// What nobody has judged yet: one passage at a time with its keys, and what comes after it.

import { counted, h } from "../../common/view/dom.js";
import { RELATION_OF_KEY } from "../state/board.js";
import { fits, tells } from "./columns.js";
import { button, code, refill } from "./dom.js";

const LABELS = { 1: "confirms", 2: "qualifies", 3: "contradicts", 0: "not about it" };
const NEXT = 8;

export class Queue {
  constructor(board, acts) {
    Object.assign(this, { board, acts, away: false });
    this.root = h("section", { className: "vc-queue", "aria-label": "Segments nobody has judged yet" });
  }

  render() {
    const { board } = this;
    const typing = this.root.querySelector("textarea");
    if (typing && typing.dataset.coding === board.asking) return; // what is being typed stays
    const { queue, current } = board;
    const waiting = queue.length + (board.data.more ?? 0);
    const under = board.data.under ?? [];
    refill(
      this.root,
      h("header", {}, spark(), h("h3", {}, waiting ? `${counted(waiting, "segment")} to judge` : "Nothing waits here"),
        h("span", { className: "vc-soft" }, waiting
          ? `${under.length ? `Under ${under.join(", ")}, then what is alike. ` : "Alike by words and codes. "}Nobody has said yet what they say to the figure. Those not heard come first.`
          : "Every segment that is proposed has been judged. More come as interviews are coded.")),
      current && this.now(current),
      current && this.next(queue, current),
      this.putAway(),
    );
    this.root.querySelector("textarea")?.focus({ preventScroll: true });
  }

  now(card) {
    const { board, acts } = this;
    const turn = `${card.where}, turn ${card.turn}`;
    return h(
      "article", { className: "vc-now" },
      h("p", { className: "vc-from" }, h("b", {}, card.name || "Speaker not known"), card.codes.map((id) => code(id, board.data)),
        card.coders.length > 1 && h("span", {}, `by ${card.coders.join(" and ")}`),
        button(turn, () => acts.show(card), { className: "vc-link" }),
        card.heard && h("span", { className: "vc-soft" }, "quoted beside it already")),
      card.asked && h("p", { className: "vc-asked" }, card.asked),
      h("p", { className: "vc-words", "aria-live": "polite" }, card.text),
      card.reasons.map((reason) => h("p", { className: "vc-reason" }, spark(), reason)),
      board.asking === card.coding ? this.why(card) : this.keys(),
      tells(card),
      this.label(card),
    );
  }

  // The label it would get; a coarser one is a decision about the whole study.
  label(card) {
    const { acts, board } = this;
    const alone = card.k === 1 && card.k < board.data.floor;
    return h(
      "div", { className: "vc-label" },
      h("span", { className: "vc-soft" }, "Label"), h("span", {}, card.label || "none yet"),
      alone ? h("span", { className: "vc-alone" }, "fits only this person") : fits(card, board.data),
      (card.coarser ?? []).length ? h("span", { className: "vc-soft" }, "For all quotes:") : null,
      (card.coarser ?? []).map(([text, scheme, k]) => button(`${text}, fits ${k}`, () => acts.send({ act: "scheme", text: scheme, language: card.language }), { className: "vc-link", "data-focus": `scheme ${scheme}` })),
    );
  }

  keys() {
    const { acts } = this;
    return h(
      "div", { className: "vc-decide", role: "group", "aria-label": "What it says to the figure" },
      Object.keys(LABELS).sort((a, b) => (a === "0") - (b === "0") || a - b)
        .map((key) => button(LABELS[key], () => acts.decide(RELATION_OF_KEY[key]), { key, className: "vc-key", "data-focus": `key ${key}` })),
      button("later", () => acts.putOff(), { key: "f", className: "vc-key", "data-focus": "key f" }),
    );
  }

  // A contradiction is what readers ask about first: it is said what contradicts what.
  why(card) {
    const field = h("textarea", {
      rows: 2, "aria-label": "What contradicts what", placeholder: "What contradicts what, and why may that be?",
      onkeydown: (event) => {
        if (event.key === "Escape") this.leave(() => this.acts.choose(card.coding));
        if (event.key !== "Enter" || event.shiftKey) return;
        event.preventDefault();
        keep();
      },
    });
    const keep = () => {
      const note = field.value.trim();
      if (note) this.leave(() => this.acts.place(card.coding, "contradicts", { note }));
    };
    field.dataset.coding = card.coding;
    return h("div", { className: "vc-why" }, field,
      h("div", { className: "vc-acts" }, button("Contradicts", keep, { className: "vc-button vc-primary", key: "Enter" }), button("Cancel", () => this.leave(() => this.acts.choose(card.coding)), { className: "vc-button", key: "Esc" })));
  }

  leave(act) {
    this.root.querySelector("textarea")?.remove();
    act();
  }

  next(queue, current) {
    const at = queue.indexOf(current);
    const ahead = [...queue.slice(at + 1), ...queue.slice(0, at)].slice(0, NEXT);
    const left = queue.length + (this.board.data.more ?? 0) - 1 - ahead.length;
    return h(
      "ul", { className: "vc-next" },
      ahead.map((card) => h("li", {}, h("button", { type: "button", onclick: () => this.acts.choose(card.coding), "data-focus": `next ${card.coding}` },
        h("span", {}, card.name || "–"), h("span", { className: "vc-words" }, card.text), h("span", { className: "vc-codes" }, card.codes.map((id) => code(id, this.board.data)))))),
      left > 0 && h("li", { className: "vc-soft" }, `and ${left} more`),
    );
  }

  putAway() {
    const { board, acts } = this;
    if (!board.away.length) return null;
    return h(
      "details", { className: "vc-away", open: this.away, ontoggle: (event) => { this.away = event.target.open; } },
      h("summary", {}, `${counted(board.away.length, "segment")} not about it`),
      board.away.map((card) => h("p", {}, h("span", { className: "vc-words" }, card.text), " ", button("Ask again", () => acts.takeOff(card.coding), { className: "vc-link" }))),
    );
  }
}

export function spark() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "vc-spark");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M12 3.5c.6 5 3.5 7.9 8.5 8.5-5 .6-7.900 3.5-8.5 8.5-.6-5-3.5-7.9-8.5-8.5 5-.6 7.9-3.5 8.5-8.5z");
  svg.append(path);
  return svg;
}
