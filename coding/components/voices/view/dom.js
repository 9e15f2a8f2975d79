// Make elements. Text from outside only ever goes in as text.

export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.startsWith("aria")) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
  return element;
}

export function button(label, action, props = {}) {
  const { key, className = "vc-button", ...rest } = props;
  return h("button", { type: "button", className, onclick: action, ...rest }, key && h("kbd", {}, key), label);
}

export function counted(number, what, many = `${what}s`) {
  return `${number} ${number === 1 ? what : many}`;
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
