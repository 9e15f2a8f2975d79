// The codebook beside the text: the tree with counts and search, and what can be done to a code.

import { h } from "../../common/view/dom.js";
import { button, dialog, icon, menu } from "./dom.js";
import { decided } from "../state/fields.js";
import { codeForm } from "./code_form.js";
import { settle } from "./settle.js";

const ORDERS = [["codebook", "as in the codebook"], ["name", "by name"], ["use", "by use"]];

export class Tree {
  constructor(desk) {
    this.desk = desk;
    this.closed = new Set();
    this.search = h("input", {
      type: "search", placeholder: "Find a code", "aria-label": "Find a code in the codebook",
      oninput: () => this.render(),
    });
    this.list = h("ul", { className: "cd-codes", "aria-label": "Codes" });
    this.usage = null; // code → segments and interviews, as Python counted them; null until it has
    this.before = new Map(); // code → how many codings were here then
    this.fold = button("Fold all", () => this.foldAll(), { glyph: "fold", quiet: true });
    this.order = h("select", {
      className: "cd-order", "aria-label": "Order of the codes",
      onchange: () => {
        desk.settings.kept.order = this.order.value;
        desk.settings.keep();
        this.render();
      },
    }, ...ORDERS.map(([value, name]) => h("option", { value, selected: value === desk.settings.kept.order }, name)));
    this.element = h(
      "section",
      { className: "cd-tree", "aria-label": "Codebook" },
      h(
        "header",
        {},
        this.search,
        this.fold,
        button("Add a code", () => this.add(""), { glyph: "plus", quiet: true }),
      ),
      h(
        "div", { className: "cd-columns" }, this.order,
        h("span", { title: "Segments in all interviews" }, "segm."), h("span", { title: "Interviews with it" }, "int."),
      ),
      this.list,
    );
    this.search.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.search.value = "";
        this.render();
        desk.scroller.focus({ preventScroll: true });
      }
      event.stopPropagation();
    });
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.list.addEventListener("contextmenu", (event) => {
      const row = event.target.closest("li");
      if (!row) return;
      event.preventDefault();
      this.menu(row.dataset.code, event.clientX, event.clientY);
    });
  }

  render() {
    const { model } = this.desk;
    const wanted = this.search.value.trim();
    const rows = listed(this.inOrder(), this.closed, wanted).map((code) => this.row(code));
    if (!rows.length) {
      rows.push(
        h("li", { className: "cd-none" }, wanted ? "No such code." : "No codes yet. Select words and press c, or add one with +."),
      );
    }
    this.list.replaceChildren(...rows);
    this.counts();
    this.keys();
  }

  // Codes in an order that is not the codebook's cannot be moved about among each other.
  get sorted() {
    return this.order.value !== "codebook";
  }

  inOrder() {
    const { codes } = this.desk.model;
    if (!this.sorted) return codes;
    const here = this.desk.model.counts();
    const used = ({ id }) => this.used(id, here)[0];
    const before = this.order.value === "name" ? (a, b) => a.name.localeCompare(b.name) : (a, b) => used(b) - used(a);
    return sortedTree(codes, before);
  }

  foldAll() {
    const themes = this.desk.model.codes.filter(({ children }) => children).map(({ id }) => id);
    const open = themes.some((id) => !this.closed.has(id));
    this.closed = new Set(open ? themes : []);
    this.render();
  }

  // Segments and interviews of a code, as Python counted them, with what has come here since.
  used(code, here) {
    const { model } = this.desk;
    const codings = sum(model.family(code), here);
    if (!this.usage) return [0, 0, codings]; // what is here says nothing of the other interviews
    const [segments = 0, interviews = 0] = this.usage.get(code) ?? [];
    const now = Math.max(0, segments + codings - (this.before.get(code) ?? 0));
    return [now, now ? Math.max(1, interviews) : 0, codings];
  }

  learn(rows) {
    const { model } = this.desk;
    const here = model.counts();
    this.usage = new Map(rows.map(([code, ...counted]) => [code, counted]));
    this.before = new Map(model.codes.map(({ id }) => [id, sum(model.family(id), here)]));
    if (this.order.value === "use") this.render();
    else this.counts();
  }

  row(code) {
    const { model } = this.desk;
    const { colour, letters, pattern } = model.style(code.id);
    const active = model.filter.codes?.has(code.id);
    const out = model.filter.codes && !active;
    return h(
      "li",
      {
        dataset: { code: code.id }, draggable: true,
        className: `${code.depth ? "" : "cd-theme"}${active ? " cd-filtered" : ""}${out ? " cd-out" : ""}`,
        style: { "--c0": colour, "--depth": code.depth },
      },
      code.children
        ? h(
            "button",
            {
              type: "button", className: "cd-twist", "aria-expanded": String(!this.closed.has(code.id)),
              "aria-label": `Codes below ${code.name}`,
            },
            icon(this.closed.has(code.id) ? "right" : "down"),
          )
        : h("span", { className: "cd-twist" }),
      h(
        "button",
        { type: "button", className: "cd-code", title: explain(code) },
        h("span", { className: `cd-chip cd-line-${pattern}` }, letters),
        h("span", { className: "cd-name" }, code.name),
        h("kbd", { className: "cd-key", "aria-hidden": "true" }),
      ),
      h("span", { className: "cd-count" }),
      h("span", { className: "cd-count cd-among" }),
      h(
        "button",
        { type: "button", className: "cd-dots", "aria-label": `More for ${code.name}`, tabIndex: -1 },
        icon("more"),
      ),
    );
  }

  // Bring only the numbers up to date.
  counts() {
    const { model } = this.desk;
    const here = model.counts();
    for (const row of this.list.children) {
      const [segments, among] = row.querySelectorAll(".cd-count");
      if (!segments) continue;
      const [number, interviews, codings] = this.used(row.dataset.code, here);
      [[segments, number], [among, interviews]].forEach(([field, count]) => {
        const shown = count ? count.toLocaleString("en") : "";
        if (field.textContent !== shown) field.textContent = shown;
      });
      const all = this.usage ? `${counted(number, "segment")} in ${counted(interviews, "interview")}; ` : "";
      segments.title = `${all}${counted(codings, "coding")} in this transcript`;
    }
  }

  // Show which number key stands for which code.
  keys() {
    const { quick } = this.desk;
    for (const row of this.list.children) {
      const slot = quick.slotOf(row.dataset.code);
      const key = row.querySelector(".cd-key");
      const shown = slot < 0 ? "" : String((slot + 1) % 10);
      if (key && key.textContent !== shown) key.textContent = shown;
    }
  }

  clicked(event) {
    const row = event.target.closest("li[data-code]");
    if (!row) return;
    const { code } = row.dataset;
    if (event.target.closest(".cd-twist")) {
      this.closed.has(code) ? this.closed.delete(code) : this.closed.add(code);
      this.render();
    } else if (event.target.closest(".cd-dots")) {
      const box = event.target.getBoundingClientRect();
      this.menu(code, box.left, box.bottom);
    } else if (!this.desk.selection.empty) this.desk.acts.apply([code]);
    else {
      this.desk.card.showCode(code);
      this.desk.segments.follow(code, { also: event.ctrlKey || event.metaKey || event.shiftKey });
    }
  }

  menu(code, x, y) {
    const { desk } = this;
    const pinned = desk.quick.isPinned(code);
    const only = desk.model.filter.codes?.has(code);
    menu(
      desk.root, x, y,
      [
        ["Apply to the selection", () => desk.acts.apply([code])],
        [pinned ? "Unpin from its number" : "Pin to a number", () => desk.quick.pin(code, !pinned)],
        [only ? "Show all codes" : "Show only this code", () => desk.filterCode(only ? null : code)],
        ...(desk.model.filter.codes
          ? [[desk.filter.wanted.codes.includes(code) ? "No longer show this code" : "Show this code, too", () => desk.filterCode(code, { also: true })]]
          : []),
        null,
        ["Edit …", () => this.edit(code)],
        ["Add a code below …", () => this.add(code)],
        ["Move below another …", () => desk.palette.open({
          title: "Move below which code?", top: true, onPick: (to) => this.move(code, to),
        })],
        ["Merge into another …", () => desk.palette.open({
          title: `Merge “${desk.model.name(code)}” into which code?`,
          onPick: (into) => into !== code && desk.push({ kind: "code.merge", code, into }),
        })],
        ["Memo on this code …", () => desk.memos.open("code", code, desk.model.name(code))],
        null,
        ["Remove from the codebook …", () => this.remove(code)],
      ],
      { label: desk.model.name(code) },
    );
  }

  move(code, parent) {
    if (code === parent || this.desk.model.family(code).has(parent)) {
      this.desk.tell("A code cannot be moved below itself.", { kind: "error" });
      return;
    }
    if ((this.desk.model.view.codes.get(code)?.parent || "") !== parent) {
      this.desk.push({ kind: "code.move", code, parent });
    }
  }

  // Let a code stand before or after another, wherever that stands.
  place(code, other, after) {
    const { model } = this.desk;
    const { parent = "" } = model.view.codes.get(other) ?? {};
    if (code === other || model.family(code).has(parent)) {
      if (code !== other) this.desk.tell("A code cannot be moved below itself.", { kind: "error" });
      return;
    }
    const siblings = model.codes.filter((c) => (model.view.codes.has(c.parent) ? c.parent : "") === parent && c.id !== code);
    const position = siblings.findIndex(({ id }) => id === other) + (after ? 1 : 0);
    this.desk.push({ kind: "code.move", code, parent, position });
  }

  remove(code) {
    const { desk } = this;
    const n = desk.model.counts().get(code) || 0;
    const box = dialog(desk.root, `Remove “${desk.model.name(code)}”?`, [
      h(
        "p", {},
        `Its codings are removed with it (${n} in this transcript, and those in others); codes ` +
          "below it move up. Undo brings everything back.",
      ),
      h(
        "footer", {},
        button("Keep it", () => box.close()),
        button("Remove", () => {
          box.close();
          desk.push({ kind: "code.remove", code });
        }, { primary: true }),
      ),
    ]);
  }

  add(parent, name = "") {
    const key = `code|below ${parent}`;
    const add = (fields, where) => this.desk.acts.addCode({ ...fields, parent: where });
    codeForm(this.desk, "Add a code", { name, parent, color: "" }, key, add, { submit: "Add" });
  }

  edit(id) {
    const { drafts, model } = this.desk;
    const key = `code|${id}`;
    const draft = drafts.get(key);
    if (draft?.refusal) {
      this.settle(draft);
      return;
    }
    // What is saved is a change of what stood there when the form was opened.
    const code = draft?.opened ?? model.view.codes.get(id);
    codeForm(this.desk, `Edit “${code.name}”`, code, key, (changed) => {
      if (!Object.keys(changed).length) return;
      this.desk.push({
        kind: "code.edit", code: id, fields: changed, version: code.version || "", after: code.pending || undefined,
      });
    });
  }

  // Somebody else was quicker with the same field: both texts, until one of them is chosen.
  conflict(op, refusal) {
    if (refusal.clashes) this.settle({ op, refusal });
  }

  settle(draft) {
    const { op, refusal } = draft;
    const { desk } = this;
    const key = `code|${op.code}`;
    desk.drafts.put(key, draft);
    const save = (fields) => {
      desk.drafts.drop(key);
      if (Object.keys(fields).length) desk.push({ kind: "code.edit", code: op.code, fields, version: refusal.version });
    };
    const typed = (texts) =>
      Object.entries(texts).reduce((fields, [field, words]) => decided(fields, field, words), op.fields);
    const theirs = () => refusal.clashes.reduce((fields, [field, , words]) =>
      (field.includes(".") ? decided(fields, field, words) : fields), op.fields);
    const disputed = new Set(refusal.clashes.map(([field]) => field));
    settle(desk.root, `“${desk.model.name(op.code)}”: changed by somebody else meanwhile`, refusal, {
      keep: (texts) => save(typed(texts)),
      leave: () => save(Object.fromEntries(Object.entries(theirs()).filter(([field]) => !disputed.has(field)))),
      later: (texts) => {
        const clashes = refusal.clashes.map(([field, , theirs]) => [field, texts[field], theirs]);
        desk.drafts.put(key, { op: { ...op, fields: typed(texts) }, refusal: { ...refusal, clashes } });
        desk.tell("What you typed is kept: edit the code again to decide.");
      },
    });
  }
}

function counted(number, what) {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function sum(codes, counts) {
  let total = 0;
  for (const id of codes) total += counts.get(id) || 0;
  return total;
}

// The codes to show: those that have the words looked for, else those below no closed code.
export function listed(codes, closed, words) {
  const wanted = words.trim().toLowerCase();
  const has = ({ name, definition, keywords }) =>
    [name, definition, ...keywords].some((text) => text.toLowerCase().includes(wanted));
  if (wanted) return codes.filter(has);
  const hidden = new Set();
  return codes.filter(({ id, parent }) => {
    const under = hidden.has(parent);
    if (under || closed.has(id)) hidden.add(id);
    return !under;
  });
}

// Codes with their siblings in another order, each still followed by those below it.
export function sortedTree(codes, before) {
  const children = new Map();
  const known = new Set(codes.map(({ id }) => id));
  for (const code of codes) {
    const parent = known.has(code.parent) ? code.parent : "";
    children.set(parent, [...(children.get(parent) ?? []), code]);
  }
  const walk = (parent) => [...(children.get(parent) ?? [])].sort(before).flatMap((code) => [code, ...walk(code.id)]);
  return walk("");
}

function explain(code) {
  const part = (label, items) => (items.length ? `\n\n${label}: ${items.join("; ")}` : "");
  return `${code.definition || code.name}${part("Include", code.include)}${part("Exclude", code.exclude)}`;
}
