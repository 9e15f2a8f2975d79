// The sections in order with what stands in them; one item unfolds with all that can be done to it.

import { counted, h } from "../../common/view/dom.js";
import { button, refill } from "./dom.js";

const LANGUAGES = { both: "both languages", original: "the original", translation: "the translation" };
const NAMES = { quote: "quote", figure: "figure", note: "note", heading: "heading" };

export class Outline {
  constructor(board, acts) {
    Object.assign(this, { board, acts, dragged: null });
    this.tools = h("header", { className: "ol-tools" });
    this.list = h("div", { className: "ol-list" });
    this.root = h("div", { className: "ol-outline" }, this.tools, this.list);
  }

  render() {
    const { board, acts } = this;
    const full = board.sections.some(({ items }) => items.length);
    const handOut = (label, suffix) => button(label, () => acts.send({ act: "export", suffix }), { disabled: !full, "data-focus": `out ${suffix}`, className: `vc-button${suffix === "docx" ? " vc-primary" : ""}` });
    refill(
      this.tools,
      button("New section", () => acts.begin({ kind: "section", text: "" }), { "data-focus": "new section" }),
      h("span", { className: "vc-soft ol-keys" }, h("kbd", {}, "Alt"), " ", h("kbd", {}, "↑"), " ", h("kbd", {}, "↓"), " move"),
      board.items.some(({ two }) => two) ? this.languages("Languages", board.languages, (languages) => acts.send({ act: "languages", languages })) : null,
      h("span", { className: "ol-out" }, handOut("Export to Word", "docx"), handOut("Markdown", "md"), handOut("Page (html)", "html")),
    );
    if (this.list.contains(document.activeElement) && document.activeElement.matches("input, textarea") && board.writing) return;
    const { writing } = board;
    refill(
      this.list,
      board.sections.map((section, at) => this.section(section, at)),
      writing?.kind === "section" ? this.field(writing, "Name of the section") : null,
      board.sections.length || writing ? null : h("p", { className: "vc-none" }, "The report has no section yet. Make one, or put a quote into one under Find quotes."),
    );
    this.list.querySelector(".ol-field")?.focus();
  }

  section({ id, name, items, version, waiting }, at) {
    const { board, acts } = this;
    const count = (kind) => items.filter((item) => item.kind === kind).length;
    const holds = ["quote", "figure"].filter(count).map((kind) => counted(count(kind), kind)).join(", ");
    const { writing } = board;
    const last = at === board.sections.length - 1;
    const act = (label, title, action, props = {}) => button(label, action, { className: "vc-button ol-small", title, "aria-label": title, "data-focus": `${title} ${id}`, ...props });
    return h(
      "section", {
        className: "ol-section", "data-section": id,
        ondragover: (event) => this.over(event, null), ondrop: (event) => this.put(event, id),
      },
      h(
        "header", { tabIndex: 0, "data-focus": `section ${id}`, draggable: !waiting, ondragstart: (event) => this.take(event, { section: id }, name), ondragover: (event) => this.over(event, event.currentTarget), ondragleave: left, ondrop: (event) => this.put(event, id, items[0]?.id ?? "") },
        writing?.kind === "name" && writing.section === id
          ? this.field(writing, "Name of the section")
          : h("h3", {}, h("span", { className: "ol-number" }, at + 1), name),
        h("span", { className: "vc-soft" }, holds || "empty"),
        h("span", { className: "ol-acts" },
          act("↑", "Move the section up", () => acts.shiftSection(id, -1), { disabled: !at || waiting }),
          act("↓", "Move the section down", () => acts.shiftSection(id, 1), { disabled: last || waiting }),
          act("Rename", "Rename the section", () => acts.begin({ kind: "name", section: id, text: name, version }), { disabled: waiting }),
          act("Remove", "Remove the section", () => acts.send({ act: "remove section", section: id }), { disabled: waiting })),
      ),
      items.length ? items.map((item) => this.item(item, id)) : h("p", { className: "vc-none" }, "Nothing is in it yet: put quotes here under Find quotes, or drag some in."),
      writing && writing.section === id && !writing.item && writing.kind !== "name" ? this.field(writing, `The ${writing.kind}`) : null,
      h("p", { className: "ol-add" },
        act("+ Note", "Add a note", () => acts.begin({ kind: "note", section: id, text: "" }), { disabled: waiting }),
        act("+ Heading", "Add a heading", () => acts.begin({ kind: "heading", section: id, text: "" }), { disabled: waiting }),
        board.data.hasFigures ? act("+ Figure", "Add a figure", () => acts.send({ act: "figure", section: id }), { disabled: waiting }) : null),
    );
  }

  item(item, section) {
    const { board, acts } = this;
    const { id, kind, text, below, amiss, waiting, language, few, k, of } = item;
    const open = board.item === id;
    const { writing } = board;
    if (writing?.item === id) return this.field(writing, `The ${kind}`);
    const fits = kind === "quote" && of ? h("span", { className: few ? "ol-few" : "" }, ` · fits ${k} of ${of}`) : null;
    return h(
      "div", {
        className: `ol-item ol-is-${kind}${open ? " ol-open" : ""}${waiting ? " vc-waiting" : ""}${item.level === 3 ? " ol-deep" : ""}`,
        tabIndex: 0, role: "group", "aria-label": `${NAMES[kind]}: ${text}`, "data-item": id, "data-focus": `item ${id}`, draggable: !waiting,
        onclick: (event) => event.target.closest("button, a, details, label") || String(getSelection()) || acts.pick(id),
        onkeydown: (event) => event.key === "Enter" && event.target === event.currentTarget && acts.pick(id),
        ondragstart: (event) => this.take(event, { item: id }, text),
        ondragover: (event) => this.over(event, event.currentTarget), ondragleave: left,
        ondrop: (event) => this.put(event, section, id),
      },
      h("span", { className: "ol-grip", "aria-hidden": "true" }, "⠿"),
      h("div", {},
        h("p", { className: "ol-words", dir: "auto", lang: language || null }, text || "–"),
        open && item.beside ? h("p", { className: "ol-beside", dir: "auto", lang: item.besideLanguage || null }, item.beside) : null,
        open && item.asked ? h("p", { className: "vc-soft" }, item.asked) : null,
        amiss ? h("p", { className: "vc-bad" }, amiss) : null,
        item.was ? h("p", { className: "vc-look" }, "Its words were corrected in the interview. Before: “", h("span", { dir: "auto" }, item.was), "”") : null,
        below || fits ? h("p", { className: "vc-soft" }, below, fits) : null,
        open ? this.more(item) : null),
      button("×", () => acts.takeOut(id), { className: "vc-x", "aria-label": "Take it out of the report", title: "Take out", disabled: waiting }),
    );
  }

  // All that can be said of an item and done to it.
  more(item) {
    const { acts, board } = this;
    const { kind, coding, rough, also, said, interview, codes, coders, waiting } = item;
    const off = { disabled: waiting };
    const tools = kind === "quote"
      ? [button("Edit the words", () => this.edit(item), { key: "e", ...off }), item.two && button("What stands beside", () => acts.send({ act: "beside", item: item.id }), off), button(board.copied ? "Copied" : "Copy", () => this.copy(item), { key: "c", ...off }), button("Open in Code", () => acts.send({ act: "open", transcript: item.transcript, turn: item.turn }), off), item.figureBeside && button("Its figures and voices", () => acts.send({ act: "figures", coding, figure: item.figureBeside }), off)]
      : kind === "figure" ? [button("Its voices", () => acts.send({ act: "voices", item: item.id }), off)] : [button("Edit", () => this.edit(item), { key: "e", ...off })];
    return h(
      "div", { className: "ol-more" },
      kind === "quote" ? h("p", { className: "vc-soft" }, `${interview} · ${codes.join(", ")} · coded by ${coders.join(" and ")}`) : null,
      also?.length ? h("p", { className: "vc-soft" }, `Also in ${also.join(", ")}`) : null,
      rough ? h("p", { className: "ol-few" }, "A sentence was cut within; beside it the whole sentence stands. You can edit that.") : null,
      said ? h("details", {}, h("summary", {}, "Edited. What was said in the interview"), h("p", { className: "ol-said", dir: "auto" }, said)) : null,
      item.two ? this.languages("Printed in", item.languages, (languages) => acts.send({ act: "languages", item: item.id, languages, version: item.besideVersion }), { "": `as the outline: ${LANGUAGES[board.languages]}` }, waiting) : null,
      h("div", { className: "ol-buttons" }, tools, button("Take out", () => acts.takeOut(item.id), { key: "Del", ...off })),
    );
  }

  languages(label, chosen, choose, first = {}, disabled = false) {
    const options = Object.entries({ ...first, ...LANGUAGES });
    return h("label", { className: "vc-soft", title: "Of interviews in two languages" }, `${label} `,
      h("select", { className: "vc-select", disabled, "data-focus": `languages ${label}`, onchange: (event) => choose(event.target.value) },
        options.map(([value, said]) => h("option", { value, selected: value === chosen }, said))));
  }

  edit(item) {
    if (!item || item.waiting || item.kind === "figure") return;
    if (item.kind === "quote") this.acts.send({ act: "edit", item: item.id });
    else this.acts.begin({ kind: item.kind, item: item.id, text: item.text, version: item.version });
  }

  copy(item) {
    const lines = (parts) => h("div", {}, h("blockquote", {}, parts.filter(([words]) => words).map(([words, lang]) => h("p", { lang: lang || null }, words)))).innerHTML;
    if (item?.kind === "quote") this.acts.copy(item, lines);
  }

  // A field that keeps what is written with Enter (of a note with Ctrl), or when it is left.
  field(writing, label) {
    const long = writing.kind === "note";
    let done = false;
    const finish = (keep) => {
      if (done) return;
      done = true;
      const { value } = field;
      field.blur();
      keep ? this.acts.finish(value) : this.acts.drop();
    };
    const field = h(long ? "textarea" : "input", {
      className: "vc-field ol-field", "aria-label": label, placeholder: label, value: writing.text, rows: long ? 3 : null,
      onblur: () => finish(true),
      onkeydown: (event) => {
        event.stopPropagation();
        if (event.key === "Escape") finish(false);
        else if (event.key === "Enter" && (!long || event.ctrlKey || event.metaKey)) finish(true);
      },
    });
    return field;
  }

  // ── by mouse ──

  take(event, dragged, text) {
    event.stopPropagation();
    this.dragged = dragged;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", text);
  }

  over(event, line) {
    if (!this.dragged) return;
    event.preventDefault();
    event.stopPropagation();
    line?.classList.add("ol-before");
  }

  put(event, section, before = "") {
    const { dragged } = this;
    if (!dragged) return;
    event.preventDefault();
    event.stopPropagation();
    this.dragged = null;
    if (dragged.item) this.acts.move(dragged.item, section, before);
    else if (dragged.section !== section) this.acts.send({ act: "move section", section: dragged.section, before: section });
  }
}

function left(event) {
  event.currentTarget.classList.remove("ol-before");
}
