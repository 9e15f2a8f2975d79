// Put the parts of the view together: head, list, and the chosen file with its question,
// speakers and turns.

import { counted, h } from "../../common/view/dom.js";
import { Bar } from "./bar.js";
import { Cast, people } from "./cast.js";
import { Columns } from "./columns.js";
import { button, icon, typing } from "./dom.js";
import { Head } from "./head.js";
import { List } from "./list.js";
import { Question } from "./question.js";
import { Turns } from "./turns.js";

export class Pane {
  constructor(root, model, acts) {
    Object.assign(this, { root, model, acts });
    acts.pane = this;
    this.head = new Head(this);
    this.list = new List(this);
    this.question = new Question(this);
    this.columns = new Columns(this);
    this.cast = new Cast(this);
    this.turns = new Turns(this);
    this.bar = new Bar(this);
    this.title = h("header", { className: "sp-title-of" });
    this.notes = h("div", { className: "sp-notes" });
    this.frame = h(
      "div", { className: "sp-frame", tabIndex: 0, role: "region", "aria-label": "How it was read" },
      this.notes, this.turns.element,
    );
    this.speakers = h(
      "div", { className: "sp-speakers", tabIndex: 0, role: "region", "aria-label": "Speakers" }, this.cast.element,
    );
    this.file = h(
      "article", { className: "sp-pane", "aria-label": "The chosen file" },
      this.title, this.question.element, this.columns.element, this.speakers, this.question.offer, this.frame, this.bar.element,
    );
    this.news = h("p", { className: "sp-news", role: "status" });
    root.append(
      ...(model.data.mode === "interview"
        ? [this.file]
        : [this.news, this.head.element, h("div", { className: "sp-both" }, this.list.element, this.file)]),
    );
  }

  label(id) {
    return this.model.data.people.find(([key]) => key === id)?.[1] ?? id;
  }

  choose(chosen, label, take) {
    return people(this.model.data.people, chosen, label, take, () => this.later());
  }

  render({ follow = false } = {}) {
    const { model, root } = this;
    const held = focusOf(root);
    root.classList.toggle("sp-opened", model.opened);
    root.classList.toggle("sp-single", model.files.length === 1);
    root.setAttribute("aria-busy", String(Boolean(model.data.busy)));
    this.news.textContent = model.data.news ?? "";
    this.news.hidden = !model.data.news;
    this.head.render();
    this.list.render();
    this.titleOf(model.file);
    this.question.render();
    this.columns.render();
    this.speakers.hidden = Boolean(model.file?.respondents);
    this.cast.render();
    this.noted(model.file);
    const other = this.turns.drawn?.key !== model.chosen || this.turns.drawn !== model.text;
    this.turns.render();
    this.bar.render();
    refocus(root, held);
    if (follow) this.list.follow();
    if (other && this.shown !== model.chosen && model.text) {
      this.turns.follow();
      this.shown = model.chosen;
    }
  }

  // Draw what came while a field was typed in; the click that left the field is finished first.
  later() {
    setTimeout(() => this.render(), 300);
  }

  titleOf(file) {
    if (typing(this.title)) return;
    if (!file) {
      this.title.replaceChildren();
      return;
    }
    const { acts, model } = this;
    const sums = file.state === "bad" ? "" : `${counted(file.turns, "turn")}, ${counted(file.words, "word")}`;
    const batch = model.data.mode !== "interview";
    this.title.replaceChildren(
      batch ? h("button", { type: "button", className: "sp-back", "aria-label": "Back to the files", onclick: () => acts.back() }, icon("back")) : "",
      batch ? h("h3", {}, file.name) : "", // the page names an interview above
      h("span", { className: "sp-soft" }, sums),
      ...(batch && file.state !== "bad" && file.state !== "in" ? [this.facts(file)] : []),
      ...(batch ? [h("span", { className: "sp-hint sp-far" }, h("kbd", {}, "k"), h("kbd", {}, "j"), "files")] : []),
    );
  }

  // Whose interview a file is, its language, and whether it comes in at all.
  facts(file) {
    const { acts } = this;
    const language = h("input", {
      type: "text", value: file.language, maxLength: 12, className: "sp-rename sp-language", "aria-label": "Language",
      placeholder: "language",
      onkeydown: (event) => {
        event.stopPropagation();
        if (event.key === "Enter") event.target.blur();
      },
      onblur: () => this.later(),
      onchange: (event) => acts.push({ kind: "language", file: file.key, language: event.target.value.trim() }),
    });
    const of = this.model.data.originals.filter(([key]) => key !== file.key);
    const original = h(
      "select",
      {
        className: "sp-select", "aria-label": "Translation of",
        onchange: (event) => acts.push({ kind: "of", file: file.key, of: event.target.value }),
      },
      h("option", { value: "" }, "an original"),
      ...of.map(([value, name]) => h("option", { value, selected: value === file.ofKey }, `translation of ${name}`)),
    );
    return h(
      "div", { className: "sp-facts" },
      file.respondents ? null : h("span", { className: "sp-fact" }, "With ", this.choose(file.participant, "Whose interview it is", (participant) =>
        acts.push({ kind: "with", file: file.key, participant }))),
      language, file.respondents ? null : original,
      button("Leave it out", () => acts.leaveOut([file.key]), { quiet: true, title: "This file does not come in" }),
    );
  }

  noted(file) {
    const lines = file?.state === "bad" ? [file.say] : file?.notes ?? [];
    this.notes.hidden = !lines.length;
    this.notes.replaceChildren(
      ...lines.map((line) => h("p", { className: /^Please check/.test(line) || file.state === "bad" ? "sp-check" : "" }, line)),
    );
  }
}

// Who types or tabs goes on where they were, although what stands there is drawn anew.
function focusOf(root) {
  const element = document.activeElement;
  if (!element || element === root || !root.contains(element)) return null;
  const label = element.getAttribute("aria-label") ?? element.textContent;
  return { tag: element.tagName, label, pressed: element.closest("[role=group]")?.getAttribute("aria-label") ?? "" };
}

function refocus(root, held) {
  if (!held || root.contains(document.activeElement)) return;
  const same = [...root.querySelectorAll(held.tag)].find((element) =>
    (element.getAttribute("aria-label") ?? element.textContent) === held.label
    && (element.closest("[role=group]")?.getAttribute("aria-label") ?? "") === held.pressed);
  (same ?? root).focus({ preventScroll: true });
}
