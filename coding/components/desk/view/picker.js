// Choose an interview: searched by name, person or attribute, in groups, with how far each coder has
// got. What is said of progress comes a moment later than the names.

import { h } from "../../common/view/dom.js";
import { hub } from "../wire/hub.js";
import { icon } from "./dom.js";

// Coders that have a column of their own, as many as there is room for.
const mostCoders = () => (innerWidth < 480 ? 3 : 5);

export class Picker {
  constructor(desk) {
    this.desk = desk;
    this.element = null;
    this.told = null;
    const [, name] = desk.data.transcripts.find(([id]) => id === desk.data.id) ?? [];
    this.button = h(
      "button", { type: "button", className: "cd-pick cd-interview", "aria-label": `Transcript: ${name ?? desk.data.name}`, "aria-haspopup": "dialog", title: "Choose an interview (G)", onclick: () => this.toggle() },
      h("b", {}, name ?? desk.data.name), icon("down"),
    );
  }

  toggle() {
    if (this.element) this.close();
    else this.open();
  }

  async open() {
    const { desk } = this;
    this.input = h("input", {
      type: "search", placeholder: "Name, person or attribute", "aria-label": "Find an interview", autocomplete: "off",
      oninput: () => this.fill(),
    });
    this.by = h(
      "select", { className: "cd-pick", "aria-label": "Group interviews", onchange: () => this.group() },
      h("option", { value: "" }, "not grouped"),
      ...(desk.data.attributes ?? []).map(([name]) => h("option", { value: name, selected: name === desk.settings.kept.group }, `by ${name}`)),
    );
    this.list = h("div", { className: "cd-picker-list" });
    this.element = h(
      "div", { className: "cd-picker", role: "dialog", "aria-label": "Interviews" },
      h("header", {}, this.input, this.by), this.list,
      h(
        "footer", {}, h("span", {}, h("kbd", {}, "↓"), " ", h("kbd", {}, "↵"), " choose"),
        h("span", {}, h("kbd", {}, "<"), " ", h("kbd", {}, ">"), " without it"), h("span", { className: "cd-space" }),
        h("span", {}, "% of the participant’s words that have a code"),
      ),
    );
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.outside = (event) => {
      if (!this.element.contains(event.target) && !this.button.contains(event.target)) this.close(false);
    };
    document.addEventListener("pointerdown", this.outside, true);
    desk.root.append(this.element);
    this.button.setAttribute("aria-expanded", "true");
    this.fill();
    this.input.focus();
    const told = await hub.ask("interviews", {});
    if (told.fault) return;
    this.told = told;
    if (this.element) this.fill();
  }

  close(back = true) {
    document.removeEventListener("pointerdown", this.outside, true);
    this.element?.remove();
    this.element = null;
    this.button.setAttribute("aria-expanded", "false");
    if (back) this.desk.scroller.focus({ preventScroll: true });
  }

  group() {
    this.desk.settings.kept.group = this.by.value;
    this.desk.settings.keep();
    this.fill();
  }

  key(event) {
    event.stopPropagation();
    const rows = [...this.list.querySelectorAll(".cd-choice")];
    const at = rows.indexOf(document.activeElement);
    if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown") (rows[at + 1] ?? rows[0])?.focus();
    else if (event.key === "ArrowUp") (rows[at - 1] ?? this.input).focus();
    else if (event.key === "Enter" && event.target === this.input) rows[0]?.click();
    else return;
    event.preventDefault();
  }

  fill() {
    const { data } = this.desk;
    const wanted = this.input.value.trim().toLowerCase();
    const fits = ([, name, who, facts]) => [name, who, ...Object.values(facts)].some((text) => text.toLowerCase().includes(wanted));
    const within = this.desk.filter.interviews;
    const shown = data.transcripts.filter((row) => (!within || within.has(row[0])) && fits(row));
    const left = within ? data.transcripts.length - within.size : 0;
    const of = ([, , , facts]) => (this.by.value ? facts[this.by.value] || `no ${this.by.value}` : "");
    const groups = [...new Set(shown.map(of))].sort();
    const coders = this.coders();
    const focused = this.list.querySelector(".cd-choice:focus")?.dataset.id;
    this.list.style.setProperty("--coders", coders.length);
    this.list.replaceChildren(
      h("div", { className: "cd-choice-head" }, h("span", {}, "Transcript"), h("span", {}), ...coders.map((name) => h("span", {}, name))),
      ...groups.flatMap((group) => {
        const rows = shown.filter((row) => of(row) === group);
        return [group ? h("h3", {}, group, h("small", {}, String(rows.length))) : "", ...rows.map((row) => this.row(row, coders))];
      }),
      ...(shown.length ? [] : [h("p", { className: "cd-hint" }, "No interview is called that.")]),
      this.everybody().length > coders.length
        ? h("p", { className: "cd-hint" }, `Coded less, and not shown: ${this.everybody().slice(coders.length).join(", ")}.`)
        : "",
      left ? h("p", { className: "cd-hint" }, `${left} more are not shown: the filter leaves them out.`) : "",
    );
    if (focused) this.list.querySelector(`.cd-choice[data-id="${focused}"]`)?.focus();
  }

  // Who has coded, and who codes now.
  everybody() {
    const { coder } = this.desk.data;
    return [coder, ...(this.told?.coders ?? []).filter((name) => name !== coder)];
  }

  // Of many those who did most, as many as there is room for.
  coders() {
    return this.everybody().slice(0, mostCoders());
  }

  row([id, name, who, facts], coders) {
    const { data } = this.desk;
    const [ids = [], shares = {}, done = []] = this.told?.interviews.find(([ids]) => ids.includes(id)) ?? [];
    const coded = this.told?.coded ?? [];
    const others = coded.includes(id) ? [] : ids.filter((other) => coded.includes(other));
    const names = others.map((other) => data.transcripts.find(([key]) => key === other)?.[1] ?? "");
    return h(
      "button",
      {
        type: "button", className: "cd-choice", dataset: { id }, "aria-current": id === data.id ? "true" : undefined,
        onclick: () => {
          this.close();
          this.desk.travel.go(id);
        },
      },
      h("span", { className: "cd-choice-name" }, h("b", {}, name), ` ${who}`, names.length ? h("small", { className: "cd-stopped", title: "One interview: what is coded in one language counts for it." }, `coded in ${names.join(", ")}`) : "", this.stopped(id)),
      h("span", { className: "cd-choice-facts" }, Object.values(facts).filter(Boolean).slice(0, 2).join(", ")),
      ...coders.map((coder) => h("span", { className: "cd-choice-share" }, ...this.share(shares[coder], done.includes(coder)))),
    );
  }

  // Where whoever codes here stopped, and whether a bookmark lies there.
  stopped(id) {
    const [turn, marked] = this.told?.places?.[id] ?? [];
    if (!turn && !marked) return "";
    return h("small", { className: "cd-stopped" }, turn ? `at turn ${turn}` : "", marked ? h("i", { className: "cd-ribbon", title: "You have a bookmark here: h leads there" }) : "");
  }

  share(share, done) {
    if (!this.told) return ["…"];
    const mark = done ? h("span", { className: "cd-done", title: "said to be done" }, "✓ done") : "";
    if (!share) return [mark || "not begun"];
    return [h("i", {}, h("i", { style: { width: `${Math.round(100 * share)}%` } })), share < .005 ? " < 1 %" : ` ${Math.round(100 * share)} %`, mark];
  }

  // Say that this interview is done, or that it is not yet.
  async markDone() {
    const { data } = this.desk;
    const told = await hub.ask("interviews", {});
    const { desk } = hub; // the page may have drawn it anew meanwhile
    if (told.fault || desk?.data.id !== data.id) return;
    const [, , done = []] = told.interviews.find(([ids]) => ids.includes(data.id)) ?? [];
    const now = !done.includes(data.coder);
    desk.push({ kind: "interview.done", transcript: data.id, done: now });
    desk.tell(now ? `${data.name} is done.` : `${data.name} is not done yet.`, { action: () => desk.acts.reverse("undo"), label: "Undo" });
  }
}
