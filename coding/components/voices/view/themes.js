// The researcher's own word on each theme and the figure, and the form in which it is written.

import { h } from "../../common/view/dom.js";
import { SIGNS } from "../state/board.js";
import { button, refill } from "./dom.js";

const MEANING = {
  confirms: "the voices say what the figure says",
  expands: "they say why, or what it does not ask",
  "partly agrees": "in part they do, in part not",
  contradicts: "they say something else",
  silent: "one of the two says nothing",
};

export class Themes {
  constructor(board, acts) {
    Object.assign(this, { board, acts });
    this.root = h("section", { className: "vc-themes", "aria-label": "What themes and the figure say together" });
  }

  render() {
    const { board } = this;
    if (this.form && this.form.dataset.code === board.form?.code && this.form.isConnected) {
      this.form.querySelector("[type=submit]").disabled = Boolean(board.form.sent);
      return; // what is being typed stays
    }
    this.form = null;
    const rows = board.themes.map((theme) => (board.form?.code === theme.code ? this.write() : this.row(theme)));
    if (board.form && !board.theme(board.form.code)) rows.push(this.write());
    if (!rows.length) rows.push(this.empty());
    else if (!board.form) rows.push(this.add("Another theme"));
    refill(this.root, ...rows);
    this.form?.querySelector("textarea").focus({ preventScroll: true });
  }

  row({ code, name, relation, note, coder }) {
    return h(
      "div", { className: "vc-theme" },
      badge(relation),
      h("p", {}, h("b", {}, name), " ", note || h("span", { className: "vc-soft" }, "No note yet."), " ", h("span", { className: "vc-soft" }, coder)),
      button("Edit", () => this.acts.write(code), { className: "vc-link", "aria-label": `Edit what ${name} and the figure say together`, "data-focus": `theme ${code}` }),
    );
  }

  empty() {
    const likely = this.board.data.likely_themes ?? [];
    const under = this.board.data.under ?? [];
    if (under.length) {
      return h("div", { className: "vc-theme" }, h("span", { className: "vc-open" }, "not said yet"),
        h("p", {}, `${under.join(", ")} ${under.length === 1 ? "stands" : "stand"} beside it. What do they say together? That is yours to say.`), this.add("Say it"));
    }
    return h(
      "div", { className: "vc-theme vc-start" },
      h("p", {}, h("b", {}, "Which code speaks of this?"), likely.length ? " Likeliest by their words:" : ""),
      ...likely.map(([code, name]) => button(name, () => this.acts.write(code), { className: "vc-button vc-machine" })),
      this.add("Another"),
    );
  }

  add(label) {
    const codes = this.board.data.open_themes ?? [];
    const select = h(
      "select", { className: "vc-select vc-plain", "aria-label": label, "data-focus": "add theme", onchange: () => select.value && this.acts.write(select.value) },
      h("option", { value: "" }, `${label} …`),
      ...codes.filter(([code]) => !this.board.theme(code)).map(([code, name]) => h("option", { value: code }, name)),
    );
    return h("div", {}, select);
  }

  write() {
    const { form } = this.board;
    const name = this.board.theme(form.code)?.name ?? this.board.data.names[form.code] ?? form.code;
    const note = h("textarea", { rows: 2, value: form.note, placeholder: "What the two say together, in a sentence", "aria-label": "Note", oninput: () => { this.board.form.note = note.value; } });
    const choice = ([relation, meaning]) => h(
      "label", { className: "vc-choice", title: meaning },
      h("input", { type: "radio", name: "vc-relation", value: relation, checked: relation === form.relation, onchange: () => { this.board.form.relation = relation; } }),
      `${SIGNS[relation]} ${relation}`,
    );
    this.form = h(
      "form", {
        className: "vc-form", onsubmit: (event) => {
          event.preventDefault();
          this.acts.say();
        },
        onkeydown: (event) => {
          if (event.key === "Escape") this.close();
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.acts.say();
        },
      },
      h("p", {}, h("b", {}, name), " and the figure together:"),
      h("div", { className: "vc-choices", role: "radiogroup", "aria-label": "Relation" }, Object.entries(MEANING).map(choice)),
      note,
      h("div", { className: "vc-acts" },
        h("button", { type: "submit", className: "vc-button vc-primary" }, "Save"),
        button("Cancel", () => this.close()),
        form.link && button("Take it away", () => this.leave(() => this.acts.unsay(form.link, form.version)), { className: "vc-link" })),
    );
    this.form.dataset.code = form.code;
    return this.form;
  }

  close() {
    this.leave(() => this.acts.closeForm());
  }

  leave(act) {
    this.form = null;
    act();
  }
}

export function badge(relation) {
  return h("span", { className: `vc-badge vc-${relation.replace(" ", "-")}` }, `${SIGNS[relation]} ${relation}`);
}
