// What the machine proposes for the passages near the window, and what the coder says to it.
//
// Proposals are asked for when nothing is left to save, so learning never delays a coding. The
// passage that has the focus keeps its rows until it is left, whatever the machine learns
// meanwhile. In blind mode nothing is shown, but each code a coder puts is compared with what
// the machine would have said.

import { hub } from "../wire/hub.js";
import { key, word } from "./likely.js";
import { Passing } from "./passing.js";

const IDLE_MS = 700;
const STEPS = [0.7, 0.5, 0.3, 0.15, 0]; // the least score, from fewest to all
const MODES = ["shown", "blind", "off"];

export class Proposals {
  constructor(desk) {
    this.desk = desk;
    this.passages = new Map(); // "start end" → passage, those that Python told last
    this.current = null;
    this.decided = new Map(); // "start end code" → verdict, of this page
    this.passing = new Passing();
    this.about = null; // what else Python said: total, before, after, method …
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

  // The characters in sight and a window's worth on either side.
  window() {
    const { model, scroller, text } = this.desk;
    const { scrollTop, clientHeight } = scroller;
    const top = scrollTop - clientHeight;
    const bottom = scrollTop + 2 * clientHeight;
    const near = text.blocks.filter(({ element: e }) => e.offsetTop + e.offsetHeight > top && e.offsetTop < bottom);
    const { from } = near[0] ?? text.blocks[0];
    const { to } = near.at(-1) ?? text.blocks.at(-1);
    return [model.turns[from].start, model.turns[to - 1].end];
  }

  async ask() {
    const { model } = this.desk;
    const { mode, most, floor } = this.settings;
    if (mode === "off" || !model.turns.length) return;
    const [from, to] = this.window().map((unit) => model.point(unit));
    const told = await hub.ask("proposals", { from, to, shown: most, floor }, { lazy: true });
    if (told.fault) this.desk.dock.fault(told.fault);
    else if (this.shown && this.settings.floor === floor) this.learn(told);
  }

  learn(told) {
    const unit = (point) => this.desk.model.offsets.toUnit(point);
    this.passages = new Map();
    for (const [start, end, rows] of told.passages) {
      const passage = {
        start: unit(start), end: unit(end), points: [start, end], model: told.model,
        rows: rows.map(([code, score, raw, negated]) => ({ code, score, raw, negated })),
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
      const [from, to] = this.window().map((unit) => this.desk.model.point(unit));
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
  state(passage, { code }) {
    const { model, data } = this.desk;
    const before = this.decided.get(`${key(passage)} ${code}`);
    const mine = this.own(model.view, data.coder).get(code) ?? [];
    if (mine.some((c) => c.start < passage.end && c.end > passage.start)) return "accept";
    return before && before !== "accept" ? before : "";
  }

  // The coder's codings by code, sorted out once for each state of the model.
  own(view, coder) {
    if (this.sortedOut?.view !== view) {
      const mine = Map.groupBy([...view.codings.values()].filter((c) => c.coder === coder), (c) => c.code);
      this.sortedOut = { view, mine };
    }
    return this.sortedOut.mine;
  }

  open(passage) {
    return passage.rows.some((row) => this.desk.model.view.codes.has(row.code) && !this.state(passage, row));
  }

  // ── getting about ──

  focus(passage) {
    const { desk } = this;
    if (this.current && this.current !== passage) this.leave({ quietly: true });
    this.current = passage;
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
    if (!this.about) return;
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
    if (!this.shown || model.filter.codes || model.filter.coder) return;
    const passed = this.passing.left(from, to).filter((passage) => this.open(passage));
    hub.pass(passed.map((passage) => {
      const open = passage.rows.filter((row) => !this.state(passage, row));
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
    const state = this.state(current, row);
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
    const rest = current.rows.filter((row) => !this.state(current, row));
    if (rest.length) this.push(current, rest, verdict);
    this.step(1);
    if (this.current === current) this.leave();
  }

  push(passage, rows, verdict) {
    const { desk } = this;
    const [start, end] = passage.points;
    const trimmed = verdict === "accept" ? this.trimmed(passage) : null;
    this.passed(0, passage.start);
    for (const { code } of rows) this.decided.set(`${key(passage)} ${code}`, verdict);
    const names = rows.map(({ code }) => desk.model.name(code)).join(", ");
    if (verdict === "accept") for (const { code } of rows) desk.quick.use(code);
    const op = desk.push({
      kind: "decide", transcript: desk.data.id, start, end, model: passage.model,
      trimmed: trimmed?.map((unit) => desk.model.point(unit)),
      verdicts: rows.map(({ code, score, raw }) => [
        crypto.randomUUID(), code, verdict, score, raw, verdict === "accept" ? crypto.randomUUID() : "",
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

  // The selected words, if they lie in or across the passage: then only they are coded.
  trimmed(passage) {
    const { start, end } = this.desk.selection;
    return start !== null && start < passage.end && end > passage.start ? [start, end] : null;
  }

  // ── reasons ──

  async askWhy() {
    const passage = this.current;
    if (!passage || passage.whys) return;
    const [start, end] = passage.points;
    const told = await hub.ask("why", { start, end, codes: passage.rows.map(({ code }) => code) });
    if (told.fault) return;
    passage.whys = new Map(told.whys.map((why) => [why.code, why]));
    if (this.current === passage) this.desk.dock.draw();
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
  }
}
