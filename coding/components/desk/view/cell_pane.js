// What an open cell has: its summary, to be written, and the segments that it sums up.

import { moment } from "../../common/view/dates.js";
import { h } from "../../common/view/dom.js";
import { hub } from "../wire/hub.js";
import { button } from "./dom.js";

const MOST = 200;

export class CellPane {
  constructor(table) {
    this.table = table;
    this.element = h("aside", { className: "cd-table-pane", "aria-label": "The open cell", hidden: true });
    this.told = new Map(); // cell → the segments told last
  }

  // Show the cell where somebody is; `write` begins to write its summary.
  open({ write = false } = {}) {
    const { table } = this;
    const { row, code } = table.grid.cell;
    if (!row || !code) return;
    const key = `${row.key}#${code.id}`;
    if (this.key !== key || this.element.hidden) {
      this.keep();
      this.key = key;
      this.element.hidden = false;
      table.root.classList.add("cd-open");
      this.draw(row, code);
      this.ask(row, code);
      table.grid.marked?.scrollIntoView({ block: "nearest", inline: "nearest" });
      table.grid.keep();
    }
    if (!write) return;
    const first = this.area ?? this.list.querySelector(".cd-seg-read");
    this.awaited = !first; // the segments are still being read: the first gets the focus then
    (first ?? this.close_).focus();
  }

  close() {
    this.keep();
    this.element.hidden = true;
    this.table.root.classList.remove("cd-open");
    this.key = "";
    this.table.grid.keep();
    this.table.grid.focus();
  }

  draw(row, code) {
    const { table } = this;
    const { data, drafts } = table;
    const summed = data.mode === "summaries";
    this.close_ = button("Close", () => this.close(), { glyph: "close", quiet: true });
    this.list = h("div", { className: "cd-seg-list", role: "group", "aria-label": "Segments of the cell" });
    this.area = null;
    const parts = [];
    if (summed) {
      const draft = drafts.get(`memo|summary|${this.key}`);
      this.opened = draft?.opened ?? this.current(row, code);
      this.row = row.key;
      this.code = code.id;
      this.area = h("textarea", {
        rows: 6, dir: "auto", value: draft?.text ?? this.opened.text, "aria-label": `Summary: ${row.name}, ${code.name}`,
        placeholder: `What does ${row.name} say on ${code.name}, in your own words?`,
        oninput: () => this.typed(),
        onblur: () => this.keep(),
      });
      this.by = h("p", { className: "cd-by-line" });
      parts.push(
        draft ? h("p", { className: "cd-hint" }, "You typed this before and have not saved it yet.") : "", this.area, this.by,
      );
    }
    this.element.replaceChildren(
      h("header", { style: { "--c0": code.hue } }, h("h2", {}, h("span", {}, row.name), h("span", {}, code.name)), this.close_),
      h("div", { className: "cd-cell-own" }, ...parts),
      this.sum = h("p", { className: "cd-seg-sum" }), this.list,
      h(
        "footer", {},
        ...(summed ? [h("kbd", {}, "↵"), " write ", h("kbd", {}, "esc"), " to the table "] : [h("kbd", {}, "↵"), " read "]),
        h("kbd", {}, "↓"), " segments ", h("kbd", {}, "u"), " leads back from one",
      ),
    );
    this.told.has(this.key) ? this.fill(this.told.get(this.key)) : (this.sum.textContent = "Reading …");
    this.say();
  }

  current(row, code) {
    const { text, memo, version, after } = this.table.cells.of(row.key, code.id);
    return { text, memo, version, after };
  }

  say() {
    if (!this.by) return;
    const { by, at } = this.table.cells.of(this.row, this.code);
    this.by.textContent = by ? `${by}, ${moment(at)}` : "";
  }

  typed() {
    const { drafts } = this.table;
    const key = `memo|summary|${this.key}`;
    if (this.area.value === this.opened.text) drafts.drop(key);
    else drafts.put(key, { text: this.area.value, opened: this.opened });
  }

  // Save what is typed, if anything is.
  keep() {
    if (!this.area || this.element.hidden) return;
    const text = this.area.value.trim() ? this.area.value : "";
    this.table.drafts.drop(`memo|summary|${this.key}`);
    if (text === this.opened.text) return;
    this.table.save(this.row, this.code, text, this.opened);
    const { memo, version, after } = this.table.cells.of(this.row, this.code);
    this.opened = { text, memo, version, after };
  }

  // What Python tells has changed: what nobody is typing in follows.
  renew() {
    if (this.element.hidden) return;
    const { row, code } = this.table.grid.cell;
    if (!row || !code || `${row.key}#${code.id}` !== this.key) {
      this.close();
      return;
    }
    const typing = this.area && document.activeElement === this.area && this.area.value !== this.opened.text;
    if (this.area && !typing) {
      const fresh = this.current(row, code);
      if (fresh.text !== this.area.value) this.area.value = fresh.text;
      this.opened = fresh;
    }
    this.say();
    this.ask(row, code);
  }

  async ask(row, code) {
    const { key } = this;
    const told = await hub.ask("segments", {
      codes: [code.id], transcripts: row.transcripts, where: row.where ?? {}, filter: this.table.data.filter, most: MOST, from: 0,
    });
    this.told.set(key, told);
    if (key === this.key && !this.element.hidden) this.fill(told);
  }

  fill(told) {
    if (told.fault) {
      this.sum.textContent = told.fault;
      return;
    }
    const { total, segments } = told;
    const state = JSON.stringify(segments);
    this.sum.textContent = total ? `${total} ${total === 1 ? "segment" : "segments"}${total > segments.length ? `, the first ${segments.length} here` : ""}` : "Nothing is coded here.";
    if (this.list.dataset.of === `${this.key}${state.length}` && this.listed === state) return;
    this.listed = state;
    this.list.dataset.of = `${this.key}${state.length}`;
    const { data } = this.table;
    this.list.replaceChildren(...segments.map((segment) => {
      const [transcript, turn, start, , text, who, code, codings, stars, own] = segment;
      const under = data.names[code] ?? "";
      return h(
        "div", { className: "cd-seg" },
        h(
          "button", { type: "button", className: "cd-seg-read", title: "See it in its interview (↵)", onclick: () => this.table.show({ transcript, start, codings }) },
          h("span", { className: "cd-seg-turn" }, String(turn)),
          h("span", { className: "cd-seg-text", dir: "auto" }, text),
          ...own.map((words) => h("span", { className: "cd-own", dir: "auto" }, words)),
          stars ? h("span", { className: "cd-seg-by" }, h("span", { className: "cd-stars" }, "★".repeat(stars))) : "",
          h("span", { className: "cd-seg-who" }, [who, under].filter(Boolean).join(" · ")),
        ),
      );
    }));
    if (this.awaited && this.element.contains(document.activeElement)) this.list.querySelector(".cd-seg-read")?.focus();
    this.awaited = false;
  }
}
