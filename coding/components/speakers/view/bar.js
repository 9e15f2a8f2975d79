// The foot of the pane: what the keys do, or what is to become of the turns that are ticked.

import { counted, h } from "../../common/view/dom.js";
import { button } from "./dom.js";

const ELSE = " else";

export class Bar {
  constructor(pane) {
    this.pane = pane;
    this.element = h("footer", { className: "sp-foot" });
  }

  render() {
    const { turns } = this.pane;
    const named = this.element.querySelector("input");
    if (turns.chosen.size && named) { // a name half typed stays, also while further turns are ticked
      this.element.querySelector("strong").textContent = counted(turns.chosen.size, "turn");
      return;
    }
    this.element.replaceChildren(...(turns.chosen.size ? this.giving() : this.keys()));
  }

  keys() {
    const { data, file } = this.pane.model;
    if (!file?.cast.length) return []; // a file that cannot be read has nobody to name
    const rows = [["↑ ↓", "speaker"], ["r", "rename; a name that exists joins"], ["1 2 3", "asks, answers, else"]];
    if (data.mode === "interview") return [h("span", {}, "Tick turns to give them to somebody else."), ...rows.map(hint)];
    return rows.map(hint);
  }

  giving() {
    const { model, turns, acts } = this.pane;
    const select = h(
      "select", { className: "sp-select", "aria-label": "Who says these turns" },
      h("option", { value: "" }, "Said by …"),
      ...model.file.cast.map(({ name }) => h("option", { value: `=${name}` }, name)),
      h("option", { value: "=" }, "not known: ask later"),
      h("option", { value: ELSE }, "somebody else …"),
    );
    const give = (name) => {
      const numbers = [...turns.chosen].sort((a, b) => a - b);
      turns.clear();
      acts.push({ kind: "give", file: model.chosen, numbers, name });
    };
    select.addEventListener("change", () => {
      if (select.value !== ELSE) {
        if (select.value) give(select.value.slice(1));
        return;
      }
      const input = h("input", { className: "sp-rename", type: "text", placeholder: "Name", maxLength: 120, "aria-label": "Name of the speaker" });
      input.addEventListener("keydown", (event) => {
        event.stopPropagation();
        const name = input.value.trim().replace(/\s+/g, " ");
        if (event.key === "Enter" && name) give(name);
        if (event.key === "Escape") {
          input.remove();
          this.render();
        }
      });
      select.replaceWith(input);
      input.focus();
    });
    return [
      h("strong", {}, counted(turns.chosen.size, "turn")), select,
      button("Let go", () => {
        turns.clear();
        this.render();
      }, { quiet: true }),
    ];
  }
}

function hint([keys, what]) {
  return h("span", { className: "sp-hint" }, ...keys.split(" ").map((key) => h("kbd", {}, key)), what);
}
