// The bar on top: which transcript, who codes, whether all is saved, and the tools.

import { h } from "../../common/view/dom.js";
import { hasEnded } from "../wire/ended.js";
import { hub } from "../wire/hub.js";
import { button, dialog, icon, menu } from "./dom.js";

const SLOW_MS = 3000;

export class Bar {
  constructor(desk, { help }) {
    this.desk = desk;
    this.told = ""; // the trouble with saving that was last told
    this.undo = button("Undo", () => desk.acts.reverse("undo"), { glyph: "undo", quiet: true, key: "Ctrl+Z" });
    this.redo = button("Redo", () => desk.acts.reverse("redo"), { glyph: "redo", quiet: true, key: "Ctrl+Shift+Z" });
    this.state = h("span", { className: "cd-state", role: "status" });
    this.element = h("div", { className: "cd-bar" }, ...this.where(), ...this.who(), ...this.tools(help));
  }

  where() {
    const { data, picker, settings, travel } = this.desk;
    return [
      button("Codebook", () => settings.toggleSide(), { glyph: "book", quiet: true, key: "b" }),
      button("Previous transcript", () => travel.otherTranscript(-1), { glyph: "left", quiet: true, key: "<" }),
      picker.button,
      button("Next transcript", () => travel.otherTranscript(1), { glyph: "right", quiet: true, key: ">" }),
      h("span", { className: "cd-who" }, data.participant.label === data.name ? "" : data.participant.label),
      h("span", { className: "cd-space" }),
      this.state,
    ];
  }

  who() {
    const me = h(
      "button",
      {
        type: "button", className: "cd-button cd-quiet", title: "Who codes: click to change",
        onclick: () => this.coderMenu(me.getBoundingClientRect()),
      },
      icon("person"), h("span", { className: "cd-me" }, this.desk.data.coder),
    );
    return [this.desk.filters.chip, me];
  }

  tools(help) {
    const { dock, filters, find, segments, settings } = this.desk;
    const memos = button("Memos", () => this.memoMenu(memos.getBoundingClientRect()), { glyph: "memo", quiet: true });
    this.beside = button("Translation beside", () => settings.toggleParallel(), { glyph: "columns", quiet: true, key: "t" });
    this.showBeside();
    return [
      this.undo,
      this.redo,
      this.beside,
      filters.button,
      memos,
      dock.button,
      segments.button,
      button("Find", () => find.open(), { glyph: "find", quiet: true, key: "/" }),
      button("Shortcuts", help, { glyph: "help", quiet: true, key: "?" }),
    ];
  }

  // Whether there is a text in another language to show beside this one, and which; or whether it is
  // in this one still.
  showBeside() {
    const { parallel, bilingual } = this.desk.data;
    this.beside.hidden = !parallel && !bilingual;
    if (parallel) this.beside.title = `Beside it: ${parallel.name} (t)`;
    else if (bilingual) this.beside.title = "Both languages are in this text: see how it would be split (t)";
  }

  memoMenu(box) {
    const { root, data, memos } = this.desk;
    const { participant } = data;
    menu(root, box.left, box.bottom + 4, [
      ["Memo on this transcript …", () => memos.open("transcript", data.id, data.name)],
      participant.id
        ? ["Memo on the participant …", () => memos.open("participant", participant.id, participant.label)]
        : null,
      ["Memo on the project …", () => memos.open("project", "project", data.project)],
      ["All memos", () => this.desk.travel.turn("memos")],
    ].filter(Boolean), { label: "Memos" });
  }

  // ── who codes ──

  coderMenu(box) {
    const { root, model, data, travel } = this.desk;
    const others = model.coders().filter((name) => name !== data.coder);
    menu(root, box.left, box.bottom + 4, [
      ...others.map((name) => [`Code as ${name}`, () => travel.becomeCoder(name)]),
      others.length ? null : undefined,
      ["Code as somebody else …", () => this.askCoder()],
    ].filter((item) => item !== undefined), { label: "Who codes" });
  }

  askCoder() {
    const input = h("input", { type: "text", maxLength: 60, "aria-label": "Name", autocomplete: "off" });
    const form = h("form", {
      onsubmit: (event) => {
        event.preventDefault();
        box.close();
        this.desk.travel.becomeCoder(input.value);
      },
    }, input, h("footer", {}, h("button", { type: "submit", className: "cd-button cd-primary" }, "Code under this name")));
    const box = dialog(this.desk.root, "Who codes?", [form]);
    input.focus();
  }

  // ── whether all is saved ──

  showState() {
    const { model } = this.desk;
    const n = hub.ops.length;
    const late = n && hub.oldest() > SLOW_MS;
    this.state.className = `cd-state${late || hub.closed ? " cd-late" : ""}`;
    this.state.textContent = late
      ? `${n} not saved yet – kept here, ${hasEnded() ? "until the program is started again" : "trying again"}`
      : hub.closed ? `Nothing can be saved: ${hub.closed}` : n ? "Saving …" : "Saved";
    this.state.title = hub.trouble || "";
    if (late && hub.trouble && hub.trouble !== this.told) {
      this.told = hub.trouble;
      this.desk.tell(`Not saved yet: ${hub.trouble}`, { kind: "error" });
    }
    if (!n) this.told = "";
    this.undo.disabled = !model.undo && !n;
    this.redo.disabled = !model.redo;
    this.undo.title = model.undo ? `Undo: ${model.undo} (Ctrl+Z)` : "Nothing to undo";
    this.redo.title = model.redo ? `Redo: ${model.redo} (Ctrl+Shift+Z)` : "Nothing to redo";
  }
}
