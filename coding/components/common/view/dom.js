// Make elements. Text from outside only ever goes in as text.

export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") {
      for (const [key, v] of Object.entries(value)) element.style.setProperty(key, v);
    } else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name in element && !name.startsWith("aria") && name !== "list") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
  return element;
}

export function number(count) {
  return count.toLocaleString("en");
}

export function counted(count, single, many = `${single}s`) {
  return `${number(count)} ${count === 1 ? single : many}`;
}
