// Make elements. Text from outside only ever goes in as text.

export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.startsWith("aria")) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

// A button with its key before it, as the keys stand at the foot of the card.
export function keyed(key, label, action, props = {}) {
  return h("button", { type: "button", className: "dv-keyed", onclick: action, ...props }, h("kbd", {}, key), label);
}

export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
