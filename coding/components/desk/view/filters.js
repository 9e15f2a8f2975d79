// The one filter: codes, coders and interviews at once, saved under a name and taken up again. The
// line in the bar says what is shown, and ends it.

import { h } from "../../common/view/dom.js";
import { hub } from "../wire/hub.js";
import { button, icon } from "./dom.js";

export class Filters {
  constructor(desk) {
    this.desk = desk;
    this.element = null;
    this.told = { saved: {}, coders: [] };
    this.changes = 0;
    this.button = button("Filter", () => this.toggle(), { glyph: "eye", quiet: true, title: "Show some codes, coders or interviews (F)" });
    this.label = h("button", { type: "button", title: "Change what is shown (F)", onclick: () => this.toggle() });
    this.chip = h(
      "span", { className: "cd-shown", hidden: true }, icon("eye"), this.label,
      button("Show everything", () => this.clear(), { glyph: "close", quiet: true }),
    );
  }

  get filter() {
    return this.desk.filter;
  }

  // The line in the bar.
  show() {
    const { active } = this.filter;
    for (const part of [this.chip, ...this.chip.children]) part.hidden = !active;
    this.button.hidden = active;
    const said = this.filter.label(this.told.coders.length);
    if (this.label.textContent !== said) this.label.textContent = said;
  }

  want(changes) {
    this.filter.want(changes);
    this.changed();
  }

  clear() {
    this.filter.clear();
    this.changed();
    this.desk.scroller.focus({ preventScroll: true });
  }

  changed() {
    const { desk } = this;
    desk.redrawAll();
    desk.card.show();
    this.show();
    desk.reading.filtered();
    desk.proposals.changed();
    if (this.element) this.fill();
  }

  toggle() {
    if (this.element) this.close();
    else this.open();
  }

  async open() {
    const { desk } = this;
    this.before = document.activeElement;
    this.body = h("div", { className: "cd-filter-body" });
    this.element = h("div", { className: "cd-picker cd-filter", role: "dialog", "aria-label": "What is shown" }, this.body);
    this.element.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") {
        event.preventDefault();
        this.close();
      }
    });
    this.outside = (event) => {
      const own = [this.element, this.chip, this.button].some((part) => part.contains(event.target));
      if (!own && !event.target.closest?.(".cd-palette")) this.close(false);
    };
    document.addEventListener("pointerdown", this.outside, true);
    desk.root.append(this.element);
    this.fill();
    this.element.querySelector("button, input")?.focus();
    await this.ask();
  }

  close(back = true) {
    document.removeEventListener("pointerdown", this.outside, true);
    this.element?.remove();
    this.element = null;
    if (back) this.desk.scroller.focus({ preventScroll: true });
  }

  async ask() {
    const { changes } = this;
    const told = await hub.ask("filters", {});
    if (told.fault) return;
    // What was saved or removed while the answer was on its way stays as it is here.
    this.told = changes === this.changes ? told : { ...told, saved: this.told.saved };
    this.show();
    if (this.element) this.fill();
  }

  fill() {
    const at = this.element.contains(document.activeElement) ? document.activeElement.dataset.at : null;
    const open = new Set([...this.body.querySelectorAll("details[open]")].map(({ dataset }) => dataset.at));
    const name = this.name?.value ?? "";
    this.body.replaceChildren(
      this.codes(), this.coders(), this.interviews(open), this.saved(name),
      h("footer", {}, button("Show everything", () => this.clear()), h("span", { className: "cd-space" }), button("Close", () => this.close(), { primary: true })),
    );
    if (at) this.body.querySelector(`[data-at="${CSS.escape(at)}"]`)?.focus();
  }

  codes() {
    const { model, palette } = this.desk;
    const { codes } = this.filter.wanted;
    const add = () => palette.open({
      title: "Show this code too", onPick: (code) => {
        this.want({ codes: [...new Set([...codes, code])] });
        this.body?.querySelector("[data-at=add]")?.focus();
      },
    });
    return part(
      "Codes",
      h(
        "div", { className: "cd-seg-codes" },
        ...codes.filter((code) => model.view.codes.has(code)).map((code) => {
          const { colour, letters, pattern } = model.style(code);
          return h(
            "span", { className: "cd-seg-code", style: { "--c0": colour } },
            h("span", { className: `cd-chip cd-line-${pattern}` }, letters), h("span", {}, model.name(code)),
            button(`Do not show ${model.name(code)}`, () => this.want({ codes: codes.filter((other) => other !== code) }), { glyph: "close", quiet: true }),
          );
        }),
        h("button", { type: "button", className: "cd-button", dataset: { at: "add" }, onclick: add }, codes.length ? "One more …" : "Some codes …"),
      ),
      codes.length ? "Those below them are shown too." : "All codes are shown.",
    );
  }

  coders() {
    const names = [...new Set([...this.told.coders, ...this.desk.model.coders(), ...this.filter.wanted.coders])].sort();
    const { coders } = this.filter.wanted;
    if (names.length < 2) return "";
    return part(
      "Coders",
      h("div", { className: "cd-ticks" }, ...names.map((name) => this.tick(`coder ${name}`, name, coders.includes(name), (on) =>
        this.want({ coders: on ? [...coders, name] : coders.filter((other) => other !== name) })))),
    );
  }

  interviews(open) {
    const { data } = this.desk;
    const { transcripts, where } = this.filter.wanted;
    const chosenOnes = new Set(this.filter.whole(new Set(transcripts)).map(([id]) => id));
    const ofAttribute = ([name, values]) => {
      const chosen = where[name] ?? [];
      const take = (value, on) => {
        const now = on ? [...chosen, value] : chosen.filter((other) => other !== value);
        const { [name]: _, ...rest } = where;
        this.want({ where: now.length ? { ...rest, [name]: now } : rest });
      };
      return fold(
        `of ${name}`, name.replaceAll("_", " "), chosen.length ? `: ${chosen.join(", ")}` : "", open.has(`of ${name}`),
        values.map((value) => this.tick(`${name} ${value}`, value, chosen.includes(value), (on) => take(value, on))),
      );
    };
    return part(
      "Interviews",
      ...(data.attributes ?? []).map(ofAttribute),
      fold(
        "by hand", "by hand", chosenOnes.size ? `: ${chosenOnes.size}` : "", open.has("by hand"),
        this.filter.whole().map(([id, name, who]) => this.tick(`interview ${id}`, `${name} ${who}`, chosenOnes.has(id), (on) =>
          this.want({ transcripts: on ? [...chosenOnes, id] : [...chosenOnes].filter((other) => other !== id) }))),
      ),
    );
  }

  tick(at, label, checked, change) {
    const box = h("input", { type: "checkbox", checked, dataset: { at }, onchange: () => change(box.checked) });
    return h("label", {}, box, h("span", {}, label));
  }

  saved(typed) {
    const names = Object.keys(this.told.saved);
    const { active } = this.filter;
    this.name = h("input", { type: "text", value: typed, placeholder: "A name for what is shown now", "aria-label": "Name of the filter", maxLength: 60, dataset: { at: "name" } });
    const save = () => {
      const name = this.name.value.trim().replace(/\s+/g, " ");
      if (!name) {
        this.name.focus();
        return;
      }
      this.name.value = "";
      this.changes += 1;
      this.told.saved[name] = structuredClone(this.filter.wanted);
      this.desk.push({ kind: "filter.save", name, filter: this.filter.wanted });
      this.desk.tell(`“${name}” is saved.`, { action: () => this.undone(), label: "Undo" });
      this.fill();
    };
    return part(
      "Saved",
      ...names.map((name) => h(
        "div", { className: "cd-saved" },
        h("button", { type: "button", className: "cd-button cd-quiet", onclick: () => this.want({ codes: [], coders: [], transcripts: [], where: {}, ...this.told.saved[name] }) }, name),
        button(`Remove the filter ${name}`, () => this.forget(name), { glyph: "close", quiet: true }),
      )),
      active
        ? h("form", { className: "cd-save", onsubmit: (event) => { event.preventDefault(); save(); } }, this.name, h("button", { type: "submit", className: "cd-button" }, "Save"))
        : h("p", { className: "cd-hint" }, names.length ? "Choose one." : "Choose codes, coders or interviews; what is shown then can be saved under a name."),
    );
  }

  forget(name) {
    this.changes += 1;
    delete this.told.saved[name];
    this.desk.push({ kind: "filter.remove", name });
    this.desk.tell(`“${name}” is removed.`, { action: () => this.undone(), label: "Undo" });
    this.fill();
  }

  async undone() {
    this.desk.acts.reverse("undo");
    await this.ask();
  }
}

function part(title, ...inside) {
  return h("section", {}, h("h3", {}, title), ...inside.map((piece) => (typeof piece === "string" ? h("p", { className: "cd-hint" }, piece) : piece)));
}

function fold(at, name, chosen, open, ticks) {
  return h("details", { open: open || Boolean(chosen), dataset: { at } }, h("summary", {}, `${name}${chosen}`), h("div", { className: "cd-ticks" }, ...ticks));
}
