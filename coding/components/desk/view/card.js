// What is chosen, in detail: a coding with its coder, edges and memo, or a code's definition.

import { day } from "../../common/view/dates.js";
import { h } from "../../common/view/dom.js";
import { button } from "./dom.js";

export class Card {
  constructor(desk) {
    this.desk = desk;
    this.element = h("section", { className: "cd-card", "aria-label": "Details" });
    this.code = null;
  }

  show() {
    const { desk } = this;
    const coding = desk.model.view.codings.get(desk.selected);
    if (coding) this.coding(coding);
    else if (this.code && desk.model.view.codes.has(this.code)) this.showCode(this.code);
    else this.hint();
  }

  hint() {
    this.code = null;
    this.drawn = "";
    this.element.replaceChildren(
      h(
        "p", { className: "cd-hint" },
        "Select words, then press a number, ", h("kbd", {}, "c"), " or click a code.",
      ),
    );
  }

  title(code, ...rest) {
    const { colour, letters } = this.desk.model.style(code);
    return h(
      "header", { style: { "--c0": colour } },
      h("span", { className: "cd-chip" }, letters),
      h("h3", {}, this.desk.model.name(code)),
      ...rest,
    );
  }

  showCode(id) {
    const { desk } = this;
    if (desk.selected) desk.choose(null);
    this.code = id;
    this.drawn = "";
    const code = desk.model.view.codes.get(id);
    const note = desk.model.memoOf("code", id);
    const list = (label, items) =>
      items?.length ? [h("h4", {}, label), h("ul", {}, ...items.map((i) => h("li", {}, i)))] : [];
    this.element.replaceChildren(
      this.title(id),
      h("p", {}, code.definition || "No definition yet."),
      ...list("Include", code.include),
      ...list("Exclude", code.exclude),
      ...list("For example", code.examples),
      note ? h("p", { className: "cd-note" }, note.text) : "",
      h(
        "footer", {},
        button("Edit", () => desk.tree.edit(id)),
        button("Memo", () => desk.memos.open("code", id, code.name)),
        button(desk.model.filter.codes ? "Show all" : "Show only this", () =>
          desk.filterCode(desk.model.filter.codes ? null : id)),
      ),
    );
  }

  coding(coding) {
    const { desk } = this;
    const { model } = desk;
    this.code = null;
    const memo = model.memoOf("coding", coding.id);
    const own = model.memoOf("paraphrase", coding.id);
    // A memo being typed must not be drawn anew by news from elsewhere.
    const state = JSON.stringify([coding, memo, own, model.name(coding.code), desk.player.ready]);
    if (state === this.drawn) return;
    if (this.drawnId === coding.id && this.element.contains(document.activeElement) && document.activeElement.tagName === "TEXTAREA") return;
    this.drawn = state;
    this.drawnId = coding.id;
    const others = [...model.view.codings.values()].filter(
      (c) => c.id !== coding.id && c.start < coding.end && c.end > coding.start && model.shown(c),
    );
    const opened = desk.memos.opened("coding", coding.id);
    const note = h("textarea", {
      rows: 2, value: memo?.text || "", placeholder: "Memo: why this code here?",
      "aria-label": "Memo on this coding",
      onchange: () => desk.memos.save("coding", coding.id, note.value, opened),
      onkeydown: (event) => {
        event.stopPropagation();
        if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) {
          event.preventDefault();
          note.blur();
          desk.scroller.focus({ preventScroll: true });
        }
      },
    });
    const when = coding.created ? day(coding.created) : "now";
    this.element.replaceChildren(
      this.title(coding.code, coding.stars ? h("span", { className: "cd-stars", title: `${coding.stars} of 3 stars` }, "★".repeat(coding.stars)) : ""),
      h("p", { className: "cd-by-line" }, `${coding.coder} · ${when}${coding.origin === "suggestion" ? " · from a suggestion" : ""}`),
      coding.carried ? this.over(coding) : "",
      own ? h("p", { className: "cd-own", dir: "auto" }, own.text) : "",
      note,
      h(
        "footer", {},
        desk.player.ready ? button("Hear", () => desk.player.hearCoding(model.view.codings.get(coding.id) ?? coding), { key: "z" }) : "",
        button("Recode", () => desk.acts.recode(), { key: "r" }),
        button("Own words", () => desk.memos.ownWords(), { key: "O" }),
        button("Star", () => desk.acts.star(), { key: "*" }),
        button("Remove", () => desk.acts.removeChosen(), { key: "⌫" }),
      ),
      coding.carried ? "" : h(
        "div", { className: "cd-edges" },
        h("span", {}, "Start"),
        button("Start one word earlier", () => desk.acts.moveEdge("start", -1), { glyph: "left", key: "[" }),
        button("Start one word later", () => desk.acts.moveEdge("start", 1), { glyph: "right", key: "{" }),
        h("span", {}, "End"),
        button("End one word earlier", () => desk.acts.moveEdge("end", -1), { glyph: "left", key: "}" }),
        button("End one word later", () => desk.acts.moveEdge("end", 1), { glyph: "right", key: "]" }),
      ),
      others.length
        ? h(
            "div", { className: "cd-others" },
            h("span", {}, "Also here"),
            ...others.slice(0, 6).map((c) =>
              h(
                "button",
                { type: "button", style: { "--c0": model.style(c.code).colour }, onclick: () => desk.choose(c.id) },
                h("span", { className: "cd-chip" }, model.style(c.code).letters), ` ${model.name(c.code)}`,
              )),
          )
        : "",
    );
    this.note = note;
  }

  // Where a coding was made that is shown here as carried over.
  over(coding) {
    const { desk } = this;
    const { of, start } = coding.carried;
    return h(
      "p", { className: "cd-by-line" }, `${desk.model.beside.over(coding)}. `,
      button("Go there", () => {
        desk.travel.leaveTrail();
        desk.travel.toCodings(of, start, [coding.id]);
      }),
    );
  }
}
