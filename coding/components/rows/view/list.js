// The rows in their order, those left out below, and what to do with them.

import { NEW } from "../state/order.js";

export class List {
  constructor(root, order) {
    this.order = order;
    this.root = root;
    this.said = h("p", { className: "ro-said", role: "status" });
    this.pressed = false;
    this.bar = h("div", { className: "ro-bar" });
    this.unkept = h("div", { role: "status" });
    this.shown = h("ol", { className: "ro-list", ariaLabel: "Rows of the display" });
    this.rest = h("div", { className: "ro-rest" });
    root.append(this.bar, this.unkept, this.shown, this.rest, this.said);
  }

  render(focus = this.focused()) {
    const { items, left, rows, chosen, typed } = this.order;
    this.bar.replaceChildren(
      h("p", { className: "ro-count" }, `${rows} of ${rows + left.length} rows`),
      h("p", { className: "ro-hint" }, "Drag, or ", kbd("Alt"), " ", kbd("↑"), " ", kbd("↓")),
      h("button", { type: "button", className: "ro-button", onclick: () => this.addHeading() }, "Add a heading"),
      chosen ? h("button", { type: "button", className: "ro-button", onclick: () => this.order.takeBack() }, "All rows, as the survey has them") : "",
    );
    this.unkept.replaceChildren(...this.order.unkept.map((heading) => this.refused(heading)));
    this.shown.replaceChildren(...items.map((item) => this.item(item)));
    this.rest.replaceChildren(
      ...(left.length ? [h("h3", {}, "Left out"), h("ol", { className: "ro-list" }, ...left.map((item) => this.out(item)))] : []),
    );
    if (typed) this.part(typed.key)?.querySelector(".ro-name")?.focus();
    else this.focus(focus);
  }

  item(item) {
    const heading = item.kind === "heading";
    const grip = h("button", { type: "button", className: "ro-grip", ariaLabel: `Move ${item.text}`, title: "Drag, or Alt and an arrow" }, "⠿");
    const text = heading
      ? h("input", {
        type: "text", className: "ro-name", ariaLabel: "Heading",
        value: this.order.typed?.key === item.key ? this.order.typed.text : item.text,
        oninput: (event) => { this.order.typed = { key: item.key, text: event.target.value }; },
        onchange: (event) => this.rename(item, event.target.value),
      })
      : h("span", { className: "ro-text" }, item.text, " ", h("span", { className: "ro-note" }, item.note));
    const away = h("button", {
      type: "button", className: "ro-button ro-quiet", onclick: () => this.away(item),
      ariaLabel: `${heading ? "Take away" : "Leave out"} ${item.text}`,
    }, heading ? "Take away" : "Leave out");
    return h("li", { className: `ro-item ro-${item.kind}`, key: item.key }, grip, text, away);
  }

  // Words that somebody wrote are never gone: they can be put in again where they stood.
  refused(heading) {
    return h(
      "p", { className: "ro-unkept" },
      h("span", { className: "ro-text" }, "Your heading ", h("b", {}, heading.text), " is not kept: somebody else has changed the list."),
      h("button", { type: "button", className: "ro-button", onclick: () => this.render(this.order.putAgain(heading)) }, "Put it in again"),
      h("button", {
        type: "button", className: "ro-button ro-quiet",
        onclick: () => {
          this.order.letGo(heading);
          this.render();
        },
      }, "Let it go"),
    );
  }

  out(item) {
    return h(
      "li", { className: "ro-item ro-out", key: item.key },
      h("span", { className: "ro-text" }, item.text, " ", h("span", { className: "ro-note" }, item.note)),
      h("button", {
        type: "button", className: "ro-button", ariaLabel: `Show ${item.text}`,
        onclick: () => {
          this.order.bringIn(item.key);
          this.render(item.key);
        },
      }, "Show"),
    );
  }

  away(item) {
    const at = this.order.place(item.key);
    this.order.leaveOut(item.key);
    this.render(this.order.items[Math.min(at, this.order.items.length - 1)]?.key);
    this.tell(`${item.text} is ${item.kind === "row" ? "left out" : "taken away"}`);
  }

  addHeading() {
    const key = this.order.head(NEW, this.focused() ?? this.order.items[0]?.key);
    this.render(key);
    const field = this.part(key)?.querySelector("input");
    field?.focus();
    field?.select();
  }

  // In place: drawn anew, the field would lose whoever goes on with Tab.
  rename(item, text) {
    this.order.typed = null;
    this.order.rename(item.key, text);
    const part = this.part(item.key);
    part.querySelector(".ro-name").value = item.text;
    part.querySelector(".ro-grip").ariaLabel = `Move ${item.text}`;
    part.querySelector(".ro-quiet").ariaLabel = `Take away ${item.text}`;
  }

  move(key, to) {
    if (this.typing) {
      this.order.rename(key, document.activeElement.value);
      this.order.typed = null;
    }
    if (!this.order.move(key, to)) return;
    this.render(key);
    const item = this.order.items[this.order.place(key)];
    this.tell(`${item.text}: place ${this.order.place(key) + 1} of ${this.order.items.length}`);
  }

  tell(words) {
    this.said.textContent = words;
  }

  part(key) {
    return [...this.root.querySelectorAll(".ro-item")].find((part) => part.dataset.key === key);
  }

  get typing() {
    const field = document.activeElement;
    return Boolean(field?.matches?.(".ro-name") && this.root.contains(field));
  }

  get busy() {
    return this.typing || this.pressed;
  }

  // A list that the page has taken away is not left: what comes in its place goes on where one was.
  release() {
    if (!this.root.isConnected) return;
    this.order.at = this.focused();
    if (!this.typing) this.order.typed = null;
    if (!this.busy && this.order.release()) this.render();
  }

  focused() {
    return document.activeElement?.closest?.(".ro-root .ro-item")?.dataset.key;
  }

  focus(key) {
    if (key === undefined) return;
    this.part(key)?.querySelector(".ro-grip, button")?.focus();
  }
}

function h(tag, { key, ...props }, ...children) {
  const element = Object.assign(document.createElement(tag), props);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) element[name] = value;
  }
  if (key !== undefined) element.dataset.key = key;
  element.append(...children);
  return element;
}

function kbd(name) {
  return h("kbd", {}, name);
}
