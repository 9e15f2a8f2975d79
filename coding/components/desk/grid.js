// The table of interviews, or groups, and codes: puts the parts together.
//
// Operations go the way that the desk's go (see wire/hub.js); what is in the cells comes with the page.

import { h } from "../common/view/dom.js";
import { mounting } from "../common/wire/mounting.js";
import { listenToCells } from "./input/cell_keys.js";
import { Cells } from "./state/cells.js";
import { Drafts } from "./state/drafts.js";
import { CellPane } from "./view/cell_pane.js";
import { notice } from "./view/dom.js";
import { Grid } from "./view/grid.js";
import { settle } from "./view/settle.js";
import { hub } from "./wire/hub.js";

class Table {
  constructor(data, parent) {
    this.data = data;
    this.cells = new Cells();
    this.drafts = new Drafts(data.project);
    this.root = h("div", { className: "cd-root cd-table" });
    this.grid = new Grid(this);
    this.pane = new CellPane(this);
    this.spoken = h("div", { className: "cd-spoken", "aria-live": "polite" });
    this.root.append(
      this.grid.head, h("div", { className: "cd-table-body" }, this.grid.element, this.pane.element),
      h("div", { className: "cd-notices", role: "status" }), this.spoken,
    );
    parent.querySelector(".cd-root")?.remove();
    parent.append(this.root);
    this.ending = new AbortController();
    listenToCells(this);
    this.attach(data.rev);
    this.take(data);
    this.fit();
    addEventListener("resize", () => this.fit(), { signal: this.ending.signal });
    this.grid.begin();
  }

  take(data) {
    const { pane } = this;
    const before = this.data;
    this.data = data;
    this.cells.take(data);
    this.grid.draw();
    if (before !== data) pane.renew();
    if (hub.desk === this) this.attach(Math.max(data.rev, hub.rev)); // not where a desk has come meanwhile
  }

  attach(rev) {
    hub.attach(this, { coder: this.data.coder, transcript: "", rev });
  }

  stop() {
    this.ending.abort();
    hub.detach(this);
  }

  fit() {
    const top = this.root.getBoundingClientRect().top + (document.querySelector("[data-testid=stMain]")?.scrollTop || 0);
    this.root.style.setProperty("--cd-top", `${Math.max(0, Math.round(top))}px`);
  }

  get rows() {
    return this.data.rows;
  }

  get codes() {
    return this.data.codes;
  }

  // What Python says of operations.
  news(_, settled, failed) {
    for (const { id } of settled) this.cells.settle(id, hub.rev);
    for (const [op, refusal] of failed) {
      this.cells.drop(op.id);
      this.tell(`Not done: ${refusal.message}. ${refusal.hint || ""}`, { kind: "error" });
      if (op.kind === "memo" && refusal.clashes) this.conflict(op, refusal);
    }
    if (settled.length || failed.length) this.grid.draw();
    this.showState();
  }

  waiting() {
    this.showState();
  }

  showState() {
    this.grid.state.textContent = hub.closed ? `Nothing can be saved: ${hub.closed}` : hub.ops.length ? "Saving …" : "Saved";
  }

  // Write the summary of a cell; empty, it takes the summary away.
  save(row, code, text, opened) {
    if (text === opened.text) return;
    const memo = opened.memo || crypto.randomUUID();
    const op = hub.push({
      kind: "memo", memo, about_kind: "summary", about: `${row}#${code}`, text,
      version: opened.version || 0, after: opened.after,
    });
    this.cells.write(row, code, { text, memo, after: op.id });
    this.grid.draw();
    this.showState();
  }

  // Somebody else was quicker: both texts, until one of them is chosen.
  conflict(op, refusal) {
    const key = `memo|summary|${op.about}`;
    const opened = { memo: refusal.key || op.memo, version: refusal.version, text: refusal.clashes[0][2] };
    const cut = op.about.indexOf("#");
    this.drafts.put(key, { text: op.text, opened });
    settle(this.root, "Summary: changed by somebody else meanwhile", { ...refusal, clashes: [["text", op.text, opened.text]] }, {
      keep: ({ text }) => {
        this.drafts.drop(key);
        this.save(op.about.slice(0, cut), op.about.slice(cut + 1), text, opened);
      },
      leave: () => this.drafts.drop(key),
      later: ({ text }) => {
        this.drafts.put(key, { text, opened });
        this.tell("What you typed is kept: open the cell again to decide.");
      },
    });
  }

  reverse(kind) {
    hub.push({ kind });
    this.showState();
  }

  // See a segment in its interview; u leads back to this cell.
  show({ transcript, start, codings }) {
    const trail = `coding.trail.${this.data.project}`;
    sessionStorage.setItem("coding.arriving", JSON.stringify({ codings: codings.map(([id]) => id) }));
    sessionStorage.setItem(trail, JSON.stringify([...JSON.parse(sessionStorage.getItem(trail) ?? "[]"), { page: "tables" }].slice(-50)));
    this.leave(`annotate?${new URLSearchParams({ transcript, at: start })}`);
  }

  // Turn to another page of the app.
  leave(address) {
    this.pane.keep();
    hub.turn(address, () => this.root.isConnected);
  }

  tell(text, options) {
    notice(this.root, text, options);
  }

  say(text) {
    this.spoken.textContent = text.slice(0, 400);
  }
}

export default mounting(Table);
