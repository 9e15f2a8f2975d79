// The table itself: rows of interviews or groups, columns of codes, heads that stay in sight.

import { h } from "../../common/view/dom.js";

const KEPT = "coding.cell";

export class Grid {
  constructor(table) {
    this.table = table;
    this.state = h("span", { className: "cd-state", role: "status" }, "Saved");
    this.count = h("span", { className: "cd-table-count" });
    this.head = h("div", { className: "cd-table-head" }, this.count, h("span", { className: "cd-space" }), this.state);
    this.body = h("table", { role: "grid", "aria-label": "Interviews and codes" });
    this.element = h("div", { className: "cd-table-scroll" }, this.body);
    this.at = [0, 0];
  }

  // Begin in the cell where somebody was last, open if it was.
  begin() {
    const { table } = this;
    const [row, code, open] = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    const at = [table.rows.findIndex(({ key }) => key === row), table.codes.findIndex(({ id }) => id === code)];
    const there = at.every((place) => place >= 0);
    this.go(...(there ? at : [0, 0]));
    if (there && open) table.pane.open();
  }

  keep() {
    const { row, code } = this.cell;
    if (row && code) sessionStorage.setItem(KEPT, JSON.stringify([row.key, code.id, !this.table.pane.element.hidden]));
  }

  get cell() {
    const [row, column] = this.at;
    return { row: this.table.rows[row], code: this.table.codes[column] };
  }

  draw() {
    const { table } = this;
    const { data, cells } = table;
    this.count.textContent = this.counted();
    const state = JSON.stringify([data.rows, data.codes, data.mode]);
    if (state !== this.drawn) {
      this.drawn = state;
      this.build();
    }
    const most = Math.max(1, ...data.rows.flatMap((row) => data.codes.map((code) => cells.of(row.key, code.id).segments)));
    data.rows.forEach((row, i) => data.codes.forEach((code, k) => this.fill(this.tds[i][k], cells.of(row.key, code.id), most)));
  }

  counted() {
    const { data, cells } = this.table;
    if (data.mode !== "summaries") return data.note;
    const [written, there] = cells.progress(data.rows, data.codes);
    return `${written} of ${there} ${there === 1 ? "cell" : "cells"} written`;
  }

  build() {
    const { data } = this.table;
    const wide = data.mode === "summaries";
    this.body.className = wide ? "cd-wide-cells" : "cd-narrow-cells";
    this.body.setAttribute("aria-rowcount", data.rows.length + 1);
    this.tds = data.rows.map(() => data.codes.map(() => h("td", { role: "gridcell", tabIndex: -1 })));
    const heads = data.codes.map(({ name, path, hue }) => h(
      "th", { scope: "col", title: path, style: { "--c0": hue } }, h("span", {}, name),
    ));
    this.body.replaceChildren(
      h("colgroup", {}, h("col", { className: "cd-col-head" }), ...data.codes.map(() => h("col"))),
      h("thead", {}, h("tr", {}, h("td", { className: "cd-corner" }, data.corner), ...heads)),
      h("tbody", {}, ...data.rows.map((row, i) => h(
        "tr", {},
        h(
          "th", { scope: "row", title: [row.name, row.who, ...row.facts].filter(Boolean).join(" · ") },
          h("b", {}, row.name), row.who ? h("span", {}, row.who) : "", row.facts.length ? h("small", {}, row.facts.join(" · ")) : "",
        ),
        ...this.tds[i],
      ))),
    );
    this.body.style.setProperty("--columns", data.codes.length);
    this.mark();
  }

  fill(td, cell, most) {
    const wide = this.table.data.mode === "summaries";
    const state = JSON.stringify([cell.text, cell.segments, cell.people, wide ? 0 : most]);
    if (td.dataset.state === state) return;
    td.dataset.state = state;
    const many = `${cell.segments} ${cell.segments === 1 ? "segment" : "segments"}`;
    if (wide) {
      td.classList.toggle("cd-written", Boolean(cell.text));
      td.replaceChildren(
        cell.text ? h("p", { dir: "auto" }, cell.text) : "",
        h("small", {}, cell.segments ? many : cell.text ? "nothing coded" : "nothing coded here"),
      );
    } else {
      td.style.setProperty("--heat", (cell.segments / most).toFixed(3));
      td.replaceChildren(cell.segments ? String(cell.segments) : h("small", {}, "·"));
      td.title = cell.segments ? `${many}${cell.people ? `, ${cell.people} ${cell.people === 1 ? "person" : "people"}` : ""}` : "nothing coded";
    }
  }

  // ── where somebody is ──

  go(row, column, { focus = true } = {}) {
    const { rows, codes, pane } = this.table;
    if (!rows.length || !codes.length) return;
    this.at = [Math.min(Math.max(row, 0), rows.length - 1), Math.min(Math.max(column, 0), codes.length - 1)];
    const { row: there, code } = this.cell;
    this.mark();
    if (focus) this.focus();
    if (!pane.element.hidden) pane.open();
    this.keep();
    this.table.say(`${there.name}, ${code.name}`);
  }

  focus() {
    const [row, column] = this.at;
    this.tds[row]?.[column]?.focus();
    this.tds[row]?.[column]?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  mark() {
    this.at = [Math.min(this.at[0], this.tds.length - 1), Math.min(this.at[1], (this.tds[0]?.length ?? 1) - 1)];
    this.marked?.removeAttribute("aria-selected");
    for (const td of this.body.querySelectorAll("td[tabindex='0']")) td.tabIndex = -1;
    const td = this.tds[this.at[0]]?.[this.at[1]];
    if (!td) return;
    td.tabIndex = 0;
    td.setAttribute("aria-selected", "true");
    this.marked = td;
  }

  placeOf(td) {
    const row = this.tds.findIndex((tds) => tds.includes(td));
    return row < 0 ? null : [row, this.tds[row].indexOf(td)];
  }
}
