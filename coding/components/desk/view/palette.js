// Find a code by typing: Enter takes it, Shift+Enter takes it and stays, a new name makes one.

import { h } from "../../common/view/dom.js";

export class Palette {
  constructor(desk) {
    this.desk = desk;
    this.element = null;
  }

  open({ title = "Code with", onPick, onCreate, top = false }) {
    this.close();
    const before = document.activeElement;
    this.options = { onPick, onCreate, top };
    this.at = 0;
    this.input = h("input", {
      type: "text", placeholder: title, "aria-label": title, autocomplete: "off",
      role: "combobox", "aria-expanded": "true", "aria-controls": "cd-palette-list",
      oninput: () => {
        this.at = 0;
        this.render();
      },
    });
    this.list = h("div", { id: "cd-palette-list", role: "listbox", "aria-label": "Codes" });
    this.element = h(
      "div",
      { className: "cd-palette", role: "dialog", "aria-label": title },
      this.input,
      this.list,
      h(
        "p", { className: "cd-hint" },
        h("kbd", {}, "↵"), " take  ",
        onCreate ? [h("kbd", {}, "⇧↵"), " take and stay  "] : null,
        h("kbd", {}, "esc"), " close",
      ),
    );
    this.back = () => before?.focus?.({ preventScroll: true });
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focusout", (event) => {
      if (this.element && !this.element.contains(event.relatedTarget)) this.close(false);
    });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (!row) return;
      this.at = Number(row.dataset.at);
      this.take(event.shiftKey);
    });
    this.desk.root.append(this.element);
    this.render();
    this.input.focus({ preventScroll: true });
  }

  close(back = true) {
    if (!this.element) return;
    const { element } = this;
    this.element = null;
    element.remove();
    if (back) this.back();
  }

  key(event) {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.at = (this.at + step + this.rows.length) % this.rows.length;
      this.render();
    } else if (event.key === "Enter") this.take(event.shiftKey);
    else if (event.key === "Escape" || event.key === "Tab") this.close();
    else return;
    event.preventDefault();
  }

  take(stay) {
    const chosen = this.rows[this.at];
    if (!chosen) return;
    const { onPick, onCreate } = this.options;
    const keep = stay && onCreate;
    if (!keep) this.close();
    if (chosen.create) onCreate(chosen.create);
    else onPick(chosen.id);
    if (keep) {
      this.input.value = "";
      this.at = 0;
      this.render();
      this.input.focus({ preventScroll: true });
    }
  }

  render() {
    const typed = this.input.value.trim();
    const wanted = typed.toLowerCase();
    const { model, quick } = this.desk;
    const scored = model.codes
      .map((code, order) => ({ code, order, score: score(code, wanted) }))
      .filter(({ score }) => score > 0);
    if (wanted) scored.sort((a, b) => b.score - a.score || a.order - b.order);
    this.rows = scored.map(({ code }) => code);
    if (this.options.top && !wanted) this.rows.unshift({ id: "", name: "No code: at the top", definition: "", depth: 0 });
    const exact = model.codes.some((code) => code.name.toLowerCase() === wanted);
    if (typed && !exact && this.options.onCreate) this.rows.push({ create: typed });
    this.at = Math.min(this.at, Math.max(0, this.rows.length - 1));
    this.list.replaceChildren(
      ...this.rows.map((code, at) => {
        const slot = code.create ? -1 : quick.slotOf(code.id);
        return h(
          "div",
          {
            role: "option", id: `cd-option-${at}`, dataset: { at }, "aria-selected": String(at === this.at),
            style: code.create || !code.id ? {} : { "--c0": model.style(code.id).colour, "--depth": wanted ? 0 : code.depth },
          },
          code.create
            ? h("span", { className: "cd-name" }, `Create the code “${code.create}”`)
            : [
                code.id ? h("span", { className: "cd-chip" }, model.style(code.id).letters) : null,
                h("span", { className: "cd-name" }, code.id ? model.name(code.id) : code.name),
                h("span", { className: "cd-definition" }, code.definition),
                slot >= 0 ? h("kbd", {}, String((slot + 1) % 10)) : null,
              ],
        );
      }),
    );
    if (this.rows.length) this.input.setAttribute("aria-activedescendant", `cd-option-${this.at}`);
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }
}

function score(code, wanted) {
  if (!wanted) return 1;
  const name = code.name.toLowerCase();
  if (name.startsWith(wanted)) return 6;
  if (name.split(/\s+/).some((word) => word.startsWith(wanted))) return 5;
  if (name.includes(wanted)) return 4;
  if (code.id.includes(wanted)) return 3;
  if (code.keywords.some((word) => word.toLowerCase().startsWith(wanted))) return 2;
  return (code.definition || "").toLowerCase().includes(wanted) ? 1 : 0;
}
