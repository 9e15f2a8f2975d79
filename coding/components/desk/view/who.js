// Ask for a name: one of those there are, or a new one.

import { h } from "../../common/view/dom.js";
import { dialog } from "./dom.js";

// `names` are [value, words]; `take` is called with a value, or with what was typed.
export function askName(root, title, names, take, { label, value = "", named = "" } = {}) {
  const pick = (chosen) => {
    box.close();
    take(chosen);
  };
  const input = h("input", { type: "text", value, maxLength: 120, "aria-label": label });
  const form = h(
    "form",
    {
      onsubmit: (event) => {
        event.preventDefault();
        const name = input.value.trim().replace(/\s+/g, " ");
        if (name) pick(name);
      },
    },
    h("label", {}, h("span", {}, label), input),
    h("footer", {}, h("button", { type: "submit", className: "cd-button cd-primary" }, named || "Take it")),
  );
  const list = h(
    "div", { className: "cd-names" },
    ...names.map(([key, words]) => h("button", { type: "button", className: "cd-button", onclick: () => pick(key) }, words)),
  );
  const box = dialog(root, title, names.length ? [list, form] : [form]);
  if (value) input.select();
  else (list.querySelector("button") ?? input).focus();
}
