// Ask the one thing that a file leaves open, with its answers and their keys.

import { h } from "../../common/view/dom.js";
import { button, icon } from "./dom.js";

export const KEYS = ["y", "d", "f"];

export class Question {
  constructor(pane) {
    this.pane = pane;
    this.all = true; // an answer counts for all files with the same question
    this.element = h("section", { className: "sp-question", "aria-live": "polite", "aria-label": "Question" });
    this.offer = h("section", { className: "sp-offer", "aria-label": "Offer" });
  }

  render() {
    const { file, doubt, data } = this.pane.model;
    this.element.hidden = !doubt;
    this.element.replaceChildren(...(doubt ? this.asked(file, doubt) : []));
    const { offer } = data;
    this.offer.hidden = !offer;
    this.offer.replaceChildren(...(offer ? this.offered(offer) : []));
  }

  asked(file, doubt) {
    const more = file.doubts.length - 1;
    return [
      h(
        "div", { className: "sp-asked" },
        h("p", {}, ...marked(doubt.text)),
        doubt.also
          ? h(
            "label", { className: "sp-also" },
            h("input", { type: "checkbox", checked: this.all, onchange: (event) => { this.all = event.target.checked; } }),
            `also in ${doubt.also} other file${doubt.also === 1 ? "" : "s"} with the same question`,
          )
          : null,
        more ? h("p", { className: "sp-soft" }, `${more} more question${more === 1 ? "" : "s"} after this`) : null,
      ),
      h(
        "div", { className: "sp-answers" },
        ...doubt.options.map(([value, label], n) =>
          button(label, () => this.answer(value), { key: KEYS[n], primary: n === 0 && doubt.kind !== "unlabelled" })),
        doubt.others.length ? this.others(doubt) : null,
      ),
    ];
  }

  // Further speakers to choose from, where there are more than there are keys.
  others(doubt) {
    return h(
      "select",
      {
        className: "sp-select", "aria-label": "Another answer",
        onchange: (event) => event.target.value && this.answer(event.target.value),
      },
      h("option", { value: "" }, doubt.elsewhere),
      ...doubt.others.map(([value, label]) => h("option", { value }, label)),
    );
  }

  answer(value) {
    const { model, acts } = this.pane;
    const { doubt } = model;
    if (!doubt) return;
    acts.push({
      kind: "answer", file: model.chosen, about: doubt.about, beside: doubt.beside, doubt: doubt.kind,
      choice: value, all: Boolean(doubt.also) && this.all,
    });
  }

  byKey(n) {
    const option = this.pane.model.doubt?.options[n];
    if (option) this.answer(option[0]);
  }

  offered({ text, yes }) {
    const { acts } = this.pane;
    return [
      icon("spark"),
      h("p", {}, ...marked(text)),
      button(yes, () => acts.push({ kind: "share" }), { key: "↵" }),
      button("Only here", () => acts.push({ kind: "keep" }), { quiet: true }),
    ];
  }
}

// What is asked about stands out: it is in “quotation marks”, and leaves the order of what
// stands beside it alone, also where it is written from the right.
function marked(text) {
  return text.split(/(“[^”]*”)/).map((part) => (part.startsWith("“") ? h("strong", {}, "“", h("bdi", {}, part.slice(1, -1)), "”") : part));
}
