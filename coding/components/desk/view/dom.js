// Make icons, buttons, menus, dialogs and notices.

import { h } from "../../common/view/dom.js";

export function icon(name) {
  const paths = {
    undo: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
    redo: "m15 14 5-5-5-5m5 5H10a6 6 0 0 0 0 12h3",
    find: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14m5 12 5 5",
    help: "M9 9a3 3 0 1 1 4 2.8c-.8.4-1 1-1 1.9m0 3v.4M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20",
    more: "M12 6v.01M12 12v.01M12 18v.01",
    plus: "M12 5v14M5 12h14",
    minus: "M5 12h14",
    play: "M8 5v14l11-7z",
    pause: "M9 5v14M15 5v14",
    rewind: "m11 6-6 6 6 6M19 6l-6 6 6 6",
    loop: "m17 2 4 4-4 4M3 11V9a3 3 0 0 1 3-3h15M7 22l-4-4 4-4M21 13v2a3 3 0 0 1-3 3H3",
    left: "m14 6-6 6 6 6",
    right: "m10 6 6 6-6 6",
    down: "m6 10 6 6 6-6",
    close: "M6 6l12 12M18 6 6 18",
    memo: "M5 4h14v11l-5 5H5zM14 20v-5h5M8 9h8M8 13h5",
    columns: "M4 5h16v14H4zM12 5v14",
    pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
    eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12m10-3a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
    person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M5 20c0-4 3-6 7-6s7 2 7 6",
    list: "M4 6h.01M4 12h.01M4 18h.01M9 6h11M9 12h11M9 18h11",
    fold: "m8 4 4 4 4-4M8 20l4-4 4 4",
    spark: "M12 3c.6 5.5 3.5 8.4 9 9-5.5.6-8.4 3.5-9 9-.6-5.5-3.5-8.4-9-9 5.5-.6 8.4-3.5 9-9",
    book: "M5 4h6a2 2 0 0 1 2 2v14a2 2 0 0 0-2-2H5zM21 4h-6a2 2 0 0 0-2 2v14a2 2 0 0 1 2-2h6z",
  };
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "cd-icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}

export function button(label, action, { key, glyph, primary, quiet, title } = {}) {
  return h(
    "button",
    {
      type: "button",
      class: undefined,
      className: `cd-button${primary ? " cd-primary" : ""}${quiet ? " cd-quiet" : ""}`,
      title: title ?? (glyph && key ? `${label} (${key})` : undefined),
      "aria-label": glyph ? label : undefined,
      onclick: action,
    },
    glyph ? icon(glyph) : label,
    key && !glyph ? h("kbd", {}, key) : null,
  );
}

// A menu at a point; items are [label, action, key?], or null for a line between.
export function menu(root, x, y, items, { label = "Menu" } = {}) {
  root.querySelector(".cd-menu")?.remove();
  const before = document.activeElement;
  const list = h("div", { className: "cd-menu", role: "menu", "aria-label": label });
  const close = (back = true) => {
    list.remove();
    document.removeEventListener("pointerdown", outside, true);
    if (back) before?.focus?.({ preventScroll: true });
  };
  const outside = (event) => {
    if (!list.contains(event.target)) close(false);
  };
  for (const item of items) {
    if (!item) list.append(h("hr"));
    else {
      const [text, action, key] = item;
      list.append(
        h(
          "button",
          {
            type: "button",
            role: "menuitem",
            onclick: () => {
              close();
              action();
            },
          },
          h("span", {}, text),
          key ? h("kbd", {}, key) : null,
        ),
      );
    }
  }
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    event.stopPropagation(); // Streamlit has keys of its own
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") buttons[(at + 1) % buttons.length].focus();
    else if (event.key === "ArrowUp") buttons[(at - 1 + buttons.length) % buttons.length].focus();
    else if (event.key === "Tab") close();
    else return;
    event.preventDefault();
  });
  root.append(list);
  const box = root.getBoundingClientRect();
  const left = Math.min(x - box.left, box.width - list.offsetWidth - 8);
  // What is proposed stays in sight below it.
  const floor = root.querySelector(".cd-dock:not([hidden])")?.getBoundingClientRect().top ?? box.bottom;
  const top = Math.min(y - box.top, floor - box.top - list.offsetHeight - 8);
  list.style.left = `${Math.max(8, left)}px`;
  list.style.top = `${Math.max(8, top)}px`;
  document.addEventListener("pointerdown", outside, true);
  list.querySelector("button")?.focus();
  return close;
}

// A modal dialog with a title; `body` are elements, `done` is called once it closes.
export function dialog(root, title, body, { className = "", done } = {}) {
  const before = document.activeElement;
  const heading = h("h2", { id: `cd-dialog-${Math.random().toString(36).slice(2)}` }, title);
  const box = h(
    "dialog",
    { className: `cd-dialog ${className}`, "aria-labelledby": heading.id },
    h(
      "header",
      {},
      heading,
      button("Close", () => box.close(), { glyph: "close", quiet: true }),
    ),
    ...body,
  );
  // The browser tells of the end a frame later, and till then keys would go to a field that is gone.
  const ended = () => {
    if (!box.isConnected) return;
    box.remove();
    done?.();
    before?.focus?.({ preventScroll: true });
  };
  box.close = () => {
    HTMLDialogElement.prototype.close.call(box);
    ended();
  };
  box.addEventListener("close", ended);
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    box.close();
  });
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
  root.append(box);
  box.showModal();
  return box;
}

// A short notice at the foot of the desk, read aloud by screen readers.
export function notice(root, text, { kind = "info", action, label } = {}) {
  const shelf = root.querySelector(".cd-notices");
  const line = h(
    "div",
    { className: `cd-notice cd-${kind}` },
    h("span", {}, text),
    action
      ? button(label, () => {
          line.remove();
          action();
        })
      : null,
  );
  while (shelf.children.length > 2) shelf.firstChild.remove();
  shelf.append(line);
  setTimeout(() => line.remove(), kind === "error" ? 12000 : 4500);
}
