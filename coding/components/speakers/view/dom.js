// Make what the views of who speaks are made of.

import { h } from "../../common/view/dom.js";

const PATHS = {
  asks: "M12 4 22 20H2zM12 10v5M12 17.5v.01",
  bad: "m6 6 12 12M18 6 6 18",
  ready: "m5 13 5 5L20 7",
  in: "M5 12h14",
  reading: "M12 6v6l4 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18",
  back: "m14 6-6 6 6 6",
  spark: "M12 3c.6 5.5 3.5 8.4 9 9-5.5.6-8.4 3.5-9 9-.6-5.5-3.5-8.4-9-9 5.5-.6 8.4-3.5 9-9",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `sp-icon sp-icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

// Whether somebody is typing in a field of this part: it is drawn anew only after that.
export function typing(part) {
  const field = document.activeElement;
  return field?.matches("input[type=text]") && part.contains(field);
}

export function button(label, action, { key, primary, quiet, title, disabled } = {}) {
  const kind = primary ? " sp-primary" : quiet ? " sp-quiet" : "";
  return h(
    "button", { type: "button", className: `sp-button${kind}`, title, disabled, onclick: action },
    label, key ? h("kbd", {}, key) : null,
  );
}

export function clock(seconds) {
  const part = (n) => String(n).padStart(2, "0");
  const whole = Math.floor(seconds);
  const hours = Math.floor(whole / 3600);
  const rest = `${part(Math.floor(whole / 60) % 60)}:${part(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}
