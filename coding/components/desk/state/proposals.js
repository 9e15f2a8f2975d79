// What the machine proposes for the passages near the window, and what the coder says to it.
//
// Proposals are asked for when nothing is left to save, so learning never delays a coding. The
// passage that has the focus keeps its rows until it is left, whatever the machine learns
// meanwhile. In blind mode nothing is shown, but each code a coder puts is compared with what
// the machine would have said.

import { hub } from "../wire/hub.js";
import { key, span, word } from "./likely.js";
import { Passing } from "./passing.js";
import { Trims } from "./trims.js";

const IDLE_MS = 700;
const STEPS = [0.7, 0.5, 0.3, 0.15, 0]; // the least score, from fewest to all
const MODES = ["shown", "blind", "off"];

export class Proposals {
  constructor(desk) {
    this.desk = desk;
    this.passages = new Map(); // "start end" → passage, those that Python told last
    this.current = null;
    this.at = 0; // the row of it that is marked strongly, and trimmed
    this.decided = new Map(); // "start end code" → verdict, of this page
    this.trims = new Trims(desk);
    this.passing = new Passing();
    this.about = null; // what else Python said: total, before, after, method …
    this.hindered = ""; // why there are none, as Python said last
  }

  // ── settings of this browser ──

  get settings() {
    const { mode = "shown", step = 2, most = 3 } = this.desk.settings.kept.proposals ?? {};
    return { mode: MODES.includes(mode) ? mode : "shown", step, most, floor: STEPS[step] ?? 0.3 };
  }

  set(changes) {
    const { mode, step, most } = { ...this.settings, ...changes };
    this.desk.settings.kept.proposals = { mode, step, most };
    this.desk.settings.use();
    this.forget();
  }

  get shown() {
    return this.settings.mode === "shown";
  }

  get blind() {
    return this.settings.mode === "blind";
  }

  // Begin anew, as after a change of settings.
  forget() {
    this.passages.clear();
    this.passing.forget();
    this.trims.forget();
    this.about = null;
    this.leave();
    this.draw();
    this.ask();
  }

  // ── asking ──

  // Ask soon, unless something else is going on by then: learning holds up whoever is coding.
  askSoon(ms = IDLE_MS) {
    if (this.settings.mode === "off") return;
    clearTimeout(this.asking);
    this.asking = setTimeout(() => {
      if (this.desk.selection.pressed || hub.idle() < IDLE_MS) this.askSoon();
      else this.ask();
    }, ms);
  }

  begin() {
    this.desk.dock.draw();
    this.askSoon();
  }

  stop() {
    clearTimeout(this.asking);
    clearTimeout(this.resting);
  }

  async ask() {
    const { model } = this.desk;
    const { mode, most, floor } = this.settings;
    if (mode === "off" || !model.turns.length) return;
    const [from, to] = this.desk.sight.around().map((unit) => model.point(unit));
    const told = await hub.ask("proposals", { from, to, shown: most, floor }, { lazy: true });
    this.hindered = told.fault ? `No suggestions: ${told.fault}` : "";
    if (told.fault) this.desk.dock.fault(this.hindered);
    else if (this.shown && this.settings.floor === floor) this.learn(told);
  }

  learn(told) {
    const unit = (point) => this.desk.model.offsets.toUnit(point);
    this.passages = new Map();
    for (const [start, end, rows] of told.passages) {
      const passage = {
        start: unit(start), end: unit(end), points: [start, end], model: told.model,
        rows: rows.map(([code, score, raw, negated, from = start, to = end]) => ({
          code, score, raw, negated, start: unit(from), end: unit(to), points: [from, to],
        })),
      };
      this.passages.set(key(passage), passage);
    }
    this.about = told;
    const kept = this.current;
    if (kept) this.passages.set(key(kept), kept);
    this.sorted = [...this.passages.values()].sort((a, b) => a.start - b.start);
    this.draw();
    if (this.heading !== undefined) {
      const at = this.heading;
      this.heading = undefined;
      const passage = this.sorted.find(({ points }) => points[0] === at);
      if (passage) this.focus(passage);
    }
  }

  // After scrolling, ask only for what is not known yet.
  scrolled() {
    if (!this.shown) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      const { covered } = this.about ?? {};
      const [from, to] = this.desk.sight.around().map((unit) => this.desk.model.point(unit));
      if (!covered || covered[0] > from || covered[1] < to) this.askSoon(0);
    }, 250);
  }

  // Codings changed: what is proposed may be another thing now.
  changed() {
    if (this.shown) this.drawLater();
    this.askSoon();
  }

  // Decisions were taken back, or refused by Python.
  reconsider() {
    this.decided.clear();
    this.changed();
  }

  // ── rows ──

  // What became of a row: "accept" if the coder has the code there, "reject", "skip", or "".
  state(row) {
    const { model, data } = this.desk;
    const before = this.decided.get(span(row));
    const mine = model.byCode(data.coder).get(row.code) ?? [];
    if (mine.some((c) => c.start < row.end && c.end > row.start)) return "accept";
    return before && before !== "accept" ? before : "";
  }

  open(passage) {
    return passage.rows.some((row) => this.waits(row));
  }

  waits(row) {
    return this.desk.model.view.codes.has(row.code) && !this.state(row);
  }

  // The row that is marked strongly: the one pointed at, else the first that is open.
  get active() {
    const rows = this.current?.rows ?? [];
    return rows[this.at] && this.waits(rows[this.at]) ? rows[this.at] : rows.find((row) => this.waits(row));
  }

  point(k) {
    if (this.at === k || !this.current?.rows[k]) return;
    this.at = k;
    this.draw();
  }

  // The next row of the passage, whose words are then marked and can be trimmed.
  turnTo() {
    const open = this.current?.rows.filter((row) => this.waits(row)) ?? [];
    if (!open.length) return;
    const next = open[(open.indexOf(this.active) + 1) % open.length];
    this.point(this.current.rows.indexOf(next));
    this.desk.say(`${this.desk.model.name(next.code)}: ${this.desk.model.text.slice(...this.trims.of(next))}`);
  }

  // ── trimming ──

  // Whether [ ] { } are about a suggestion: one has the focus, and no coding is chosen.
  get trimmable() {
    const { desk } = this;
    return Boolean(this.shown && this.active && !desk.selected && desk.selection.empty);
  }

  trim(edge, unit) {
    const { active, desk } = this;
    if (!this.trims.shorten(active, edge, unit)) {
      desk.tell(unit === "word" ? "One word is left." : "One sentence is left: { and } take words off it.");
      return;
    }
    this.draw();
    desk.say(desk.model.text.slice(...this.trims.of(active)));
  }

  // Let the row begin and end where the coder has drawn its edges to.
  cut(start, end) {
    this.trims.set(this.active, start, end);
    this.draw();
  }

  // Let a row be as it was proposed; false if it is.
  restore() {
    const { active } = this;
    if (!active || !this.trims.has(active)) return false;
    this.trims.set(active, active.start, active.end);
    this.draw();
    return true;
  }

  // ── getting about ──

  focus(passage) {
    const { desk } = this;
    if (this.current && this.current !== passage) this.leave({ quietly: true });
    this.current = passage;
    this.at = 0;
    desk.choose(null);
    desk.selection.clear();
    desk.selection.focusTurn(desk.model.turnAt(passage.start), { quietly: true });
    desk.selection.cursor = passage.start;
    this.draw();
    desk.sight.reveal(passage.end - 1);
    desk.sight.reveal(passage.start);
    const said = passage.rows.map((row) => `${desk.model.name(row.code)}, ${word(row.score)}`).join("; ");
    desk.say(`Suggested: ${said}. ${desk.model.text.slice(passage.start, passage.end)}`);
    this.askWhy();
  }

  leave({ quietly = false } = {}) {
    this.current = null;
    this.desk.dock.why = null;
    if (!quietly) this.draw();
  }

  step(by) {
    const { desk } = this;
    if (!this.shown) {
      desk.tell("Suggestions are not shown: switch them on with the ✦ button.");
      return;
    }
    if (!this.about) {
      desk.tell(this.hindered || "Suggestions are not ready yet: they come in a moment.");
      return;
    }
    const from = this.current ? this.current.start : this.reading();
    const ahead = this.sorted.filter((p) => this.open(p) && p !== this.current && (by > 0 ? p.start >= from : p.start < from));
    const next = by > 0 ? ahead[0] : ahead.at(-1);
    if (next) {
      if (by > 0) this.passed(0, next.start);
      this.focus(next);
      return;
    }
    const beyond = by > 0 ? this.about.after : this.about.before;
    if (beyond === null) {
      desk.tell(by > 0 ? "No further suggestions in this transcript." : "No suggestions before this one.");
      return;
    }
    this.heading = beyond;
    desk.sight.goTo(desk.model.offsets.toUnit(beyond), { quietly: true });
    this.ask();
  }

  // The coder goes on, past what lies between two places: what was shown and read there, and left
  // open, is passed. Who looks through a filter reads for something else.
  passed(from, to) {
    const { model } = this.desk;
    if (!this.shown || model.filter.codes || model.filter.coders) return;
    const passed = this.passing.left(from, to).filter((passage) => this.open(passage));
    hub.pass(passed.map((passage) => {
      const open = passage.rows.filter((row) => !this.state(row));
      return [...passage.points, open.map(({ code }) => code)];
    }));
  }

  // To the next turn, or the one before: what was read of the turn that is left is passed, and going
  // down, what was read above it too.
  turn(by) {
    const { selection, model } = this.desk;
    const { start, end } = model.turns[selection.turn];
    const before = selection.turn;
    selection.focusTurn(before + by);
    if (selection.turn !== before) this.passed(by > 0 ? 0 : start, end);
  }

  // Where the eye is: what is selected or has the cursor if it is in sight, else the top line.
  reading() {
    const { selection, model, scroller, text } = this.desk;
    const at = selection.start ?? selection.cursor;
    const top = model.turns[this.desk.sight.topTurn()].start;
    if (at === null || at === undefined || at < top) return top;
    const box = text.turnElements[model.turnAt(at)].getBoundingClientRect();
    return box.top < scroller.getBoundingClientRect().bottom ? at : top;
  }

  // ── deciding ──

  // Say yes or no to one row (0, 1, 2) of the passage that has the focus.
  decide(k, verdict) {
    const { current } = this;
    if (!current) {
      this.step(1);
      return;
    }
    const row = current.rows[k];
    if (!row) return;
    const state = this.state(row);
    if (state === "accept") this.desk.tell(`“${this.desk.model.name(row.code)}” is there already.`);
    else if (state !== "reject") this.push(current, [row], verdict);
    else if (verdict === "reject") this.desk.tell("Decided already: undo to decide anew.");
    else this.desk.tell("You have said no to this one: undo to decide anew.");
  }

  // Say no to, or leave for later, all that is left of the passage, and go on.
  decideRest(verdict) {
    const { current } = this;
    if (!current) {
      this.step(1);
      return;
    }
    const rest = current.rows.filter((row) => !this.state(row));
    if (rest.length) this.push(current, rest, verdict);
    this.step(1);
    if (this.current === current) this.leave();
  }

  push(passage, rows, verdict) {
    const { desk } = this;
    const [start, end] = passage.points;
    const trimmed = verdict === "accept" ? this.trimmed(rows[0]) : null;
    this.passed(0, passage.start);
    for (const row of rows) this.decided.set(span(row), verdict);
    const names = rows.map(({ code }) => desk.model.name(code)).join(", ");
    if (verdict === "accept") for (const { code } of rows) desk.quick.use(code);
    const op = desk.push({
      kind: "decide", transcript: desk.data.id, start, end, model: passage.model,
      trimmed: trimmed?.map((unit) => desk.model.point(unit)),
      verdicts: rows.map(({ code, score, raw, points }) => [
        crypto.randomUUID(), code, verdict, score, raw, verdict === "accept" ? crypto.randomUUID() : "", ...points,
      ]),
    });
    if (verdict === "accept") {
      desk.tree.keys();
      const made = op.verdicts[0][5];
      desk.lastMade = desk.model.view.codings.has(made) ? made : null;
    }
    desk.say(`${names}: ${{ accept: "accepted", reject: "refused", skip: "skipped" }[verdict]}`);
    this.draw();
  }

  // What is to be coded where it is not what was proposed: the selected words, if they lie in or
  // across it, or what trimming has left of it.
  trimmed(row) {
    const { start, end } = this.desk.selection;
    if (start !== null && start < row.end && end > row.start) return [start, end];
    return this.trims.has(row) ? this.trims.of(row) : null;
  }

  // ── reasons ──

  async askWhy() {
    const passage = this.current;
    if (!passage || passage.whys) return;
    const told = await hub.ask("why", { of: passage.rows.map(({ points, code }) => [...points, code]) });
    if (told.fault) return;
    passage.whys = new Map(passage.rows.map((row, k) => [span(row), told.whys[k]]));
    if (this.current !== passage) return;
    this.desk.dock.draw();
    this.desk.dock.besideWhy();
  }

  why(row = this.desk.dock.why ?? 0) {
    if (!this.current) this.step(1);
    else this.desk.dock.toggleWhy(row);
  }

  // An act is seen first; what it means for the proposals comes right after that frame.
  drawLater() {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => setTimeout(() => {
      this.drawing = false;
      if (this.desk.root.isConnected) this.draw();
    }));
  }

  draw() {
    this.desk.dock.draw();
    this.desk.proposed.draw();
    this.desk.handles?.show();
  }
}
