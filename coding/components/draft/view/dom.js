// Make what the views of a draft are made of.

import { h } from "../../common/view/dom.js";

// A button with its key before it, as the keys stand at the foot of the card.
export function keyed(key, label, action, props = {}) {
  return h("button", { type: "button", className: "dv-keyed", onclick: action, ...props }, h("kbd", {}, key), label);
}

export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
