// The report as it will be printed: sections with their items, and who is heard in them.

import { counted, h } from "../../common/view/dom.js";
import { button, refill } from "./dom.js";

export class Report {
  constructor(board, acts) {
    Object.assign(this, { board, acts, dragged: "" });
    this.list = h("div", { className: "vc-outline" });
    this.field = h("input", {
      className: "vc-field", placeholder: "New section …", "aria-label": "Name of a new section", maxLength: 120,
      onkeydown: (event) => {
        const name = this.field.value.trim().replace(/\s+/g, " ");
        if (event.key === "Escape") this.field.blur();
        if (event.key !== "Enter" || !name) return;
        this.field.value = "";
        this.field.blur();
        acts.addSection(name);
      },
    });
    this.exports = button("Export to Word", () => acts.send({ act: "export" }));
    this.figure = h("div", {});
    this.heard = h("div", { className: "vc-heard" });
    this.root = h(
      "aside", { className: "vc-report", "aria-label": "The report" },
      h("header", {}, h("h3", {}, "Report"), h("span", { className: "vc-soft vc-wide" }, h("kbd", {}, "Alt"), " ", h("kbd", {}, "↑"), " ", h("kbd", {}, "↓")), this.exports),
      this.figure, this.list, this.field, this.heard,
    );
  }

  render() {
    const { board, acts } = this;
    const open = board.sectionOf(board.section);
    const there = board.inSection(open);
    this.exports.disabled = !board.sections.some(({ items }) => items.length);
    refill(this.figure, button(there ? `This figure is in ${open.name}` : `Put this figure into ${open?.name ?? "the report"}`, () => acts.putFigure(), { className: "vc-button vc-put", disabled: there, "data-focus": "put figure" }));
    refill(this.list, ...(board.sections.length ? board.sections.map((section, at) => this.section(section, at)) : [h("p", { className: "vc-none" }, "Nothing is in the report yet. Place a quote, then press i: it goes into a section.")]));
    refill(this.heard, ...this.whoIsHeard());
  }

  section({ id, name, items }, at) {
    const { board, acts } = this;
    const open = id === board.sectionOf(board.section)?.id;
    const quotes = items.filter(({ kind }) => kind === "quote").length;
    const figures = items.filter(({ kind }) => kind === "figure").length;
    const holds = [quotes && counted(quotes, "quote"), figures && counted(figures, "figure")].filter(Boolean).join(", ");
    return h(
      "section", { className: open ? "vc-opened" : "", ondragover: (event) => event.preventDefault(), ondrop: (event) => this.drop(event, id) },
      h("h4", {}, button(`${at + 1} ${name}`, () => acts.open(id), { className: "vc-section", "aria-pressed": String(open), title: "Quotes go in here", "data-focus": `section ${id}` }), h("span", { className: "vc-soft" }, holds || "empty")),
      items.map((item) => this.item(item, id)),
    );
  }

  item({ id, kind, text, below, amiss, waiting }, section) {
    return h(
      "div", {
        className: `vc-item vc-is-${kind}${waiting ? " vc-waiting" : ""}`, tabIndex: 0, "data-item": id, "data-focus": `item ${id}`, draggable: !waiting,
        ondragstart: (event) => {
          this.dragged = id;
          event.dataTransfer.effectAllowed = "move";
          event.dataTransfer.setData("text/plain", text);
        },
        ondragover: (event) => {
          event.preventDefault();
          event.currentTarget.classList.add("vc-before");
        },
        ondragleave: (event) => event.currentTarget.classList.remove("vc-before"),
        ondrop: (event) => this.drop(event, section, id),
      },
      h("div", {}, h("p", { className: "vc-words" }, text || "–"), h("p", { className: "vc-soft" }, amiss ? h("span", { className: "vc-bad" }, amiss) : below)),
      button("×", () => this.acts.takeOut(id), { className: "vc-x", "aria-label": "Take it out of the report", disabled: waiting }),
    );
  }

  drop(event, section, before = "") {
    if (!this.dragged) return;
    event.preventDefault();
    event.stopPropagation();
    const item = this.dragged;
    this.dragged = "";
    this.acts.move(item, section, before);
  }

  whoIsHeard() {
    const heard = this.board.data.heard ?? [];
    const total = heard.reduce((sum, [, times]) => sum + times, 0);
    if (!total) return [];
    const most = Math.max(...heard.map(([, times]) => times));
    const [loudest] = heard.find(([, times]) => times === most);
    return [
      h("h4", {}, `Who is heard: ${counted(total, "quote")}`),
      h("div", { className: "vc-shares" }, heard.map(([name, times]) => {
        const bar = h("i", {});
        bar.style.width = `${(100 * times) / most}%`;
        return h("div", { className: times ? "" : "vc-zero" }, h("span", {}, name), h("span", {}, bar), h("span", {}, times));
      })),
      total > 3 && 2 * most >= total ? h("p", { className: "vc-soft" }, `${2 * most === total ? "Half" : "More than half"} are ${loudest}’s.`) : null,
    ];
  }
}
