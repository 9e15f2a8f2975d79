// Make what the views of figures and of the outline are made of.

import { h } from "../../common/view/dom.js";

export function button(label, action, props = {}) {
  const { key, className = "vc-button", ...rest } = props;
  return h("button", { type: "button", className, onclick: action, ...rest }, key && h("kbd", {}, key), label);
}

// A code as a dot of its colour with its name.
export function code(id, { names, colors }) {
  const dot = h("span", { className: "vc-dot", "aria-hidden": "true" });
  if (/^#[0-9a-f]{6}$/i.test(colors[id] ?? "")) dot.style.background = colors[id];
  return h("span", { className: "vc-code" }, dot, names[id] ?? id);
}

// Put new content into a place, and the focus back where it was, if what had it is there again.
export function refill(place, ...children) {
  const held = document.activeElement;
  const key = place.contains(held) ? held.dataset.focus : undefined;
  place.replaceChildren(...children.flat().filter(Boolean));
  if (key) place.querySelector(`[data-focus="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}
