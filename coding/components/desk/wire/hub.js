// Carry operations to Python and news back, losing none.
//
// The channel component is the wire; this hub outlives its reruns, reconnections and page
// switches. An operation stays in the outbox, and in sessionStorage, until Python has
// acknowledged or refused it by its UUID; until then the whole outbox is sent again.

import { wholeLetters } from "../../common/wire/whole.js";
import { bare, drawing } from "./ways.js";

const RETRY_MS = 2000;
const ASK_AGAIN_MS = 400;
const TURN_MS = 1500;
const PLACE_MS = 1500;
const KEPT = "coding.outbox";

export class Hub {
  constructor() {
    this.wire = null;
    this.desk = null;
    this.rev = -1;
    this.coder = "";
    this.transcript = "";
    this.count = 0;
    this.sent = 0;
    this.acted = -Infinity;
    this.sentRev = -1;
    this.pendingPlace = null;
    this.passed = new Map(); // id → what was shown and passed on, not yet acknowledged
    this.asks = new Map(); // kind → the last question of its kind, with who waits for the answer
    this.held = false; // whether the mouse is held down: answers wait
    this.unheard = [];
    this.flushing = false;
    this.silent = false;
    this.closed = ""; // why nothing can be saved
    this.folder = ""; // the project's, as a command line has it
    this.beside = ""; // the translation that stands beside the text, where there are several
    this.way = null;
    this.filtered = null; // what tells the pages which filter is on
    this.ops = restore();
    setInterval(() => this.retry(), RETRY_MS);
  }

  // The desk of one transcript takes over; `desk.news(reply, settled, refused)` is called back.
  attach(desk, { coder, transcript, rev }) {
    if (transcript !== this.transcript || coder !== this.coder) this.asks.clear();
    Object.assign(this, { desk, coder, transcript, rev });
    this.flush();
  }

  detach(desk) {
    if (this.desk !== desk) return;
    this.settle();
    this.letGo();
    this.desk = null;
  }

  push(op) {
    const whole = { id: crypto.randomUUID(), coder: this.coder, ...wholeLetters(op), at: performance.now() };
    this.ops.push(whole);
    this.acted = whole.at;
    keep(this.ops);
    this.flush();
    return whole;
  }

  // Milliseconds since the last act.
  idle() {
    return performance.now() - this.acted;
  }

  place(turn) {
    this.pendingPlace = { transcript: this.transcript, turn };
    clearTimeout(this.placing);
    this.placing = setTimeout(() => this.flush(), PLACE_MS);
  }

  // What was shown and passed on ([start, end, codes] in code points) goes with whatever is sent
  // next, else by itself after a while.
  pass(rows) {
    if (!rows.length) return;
    this.passed.set(crypto.randomUUID(), [this.coder, rows.map((row) => [this.transcript, ...row])]);
    clearTimeout(this.placing);
    this.placing = setTimeout(() => this.flush(), PLACE_MS);
  }

  // Whoever leaves the transcript has no time to wait.
  settle() {
    clearTimeout(this.placing);
    if (this.pendingPlace || this.passed.size) this.send();
  }

  // Ask Python something; a later question of the same kind takes the place of an earlier one,
  // which then is never answered. One that is `lazy` waits until nothing is left to save.
  ask(kind, what, { lazy = false } = {}) {
    return new Promise((answer) => {
      this.asks.set(kind, { ask: { id: crypto.randomUUID(), kind, ...what }, lazy, answer });
      this.flush();
    });
  }

  asking() {
    return [...this.asks.values()].filter(({ lazy }) => !lazy || !this.ops.length);
  }

  // Turn to another page of the app. Streamlit may lose what is asked, or, where the wire sends just
  // then, the page that it has drawn: ask again if whoever asks is still there, or nothing is.
  turn(address, there) {
    this.settle();
    this.way?.(address);
    this.look(address, there);
  }

  look(address, there) {
    clearTimeout(this.turning);
    this.turning = setTimeout(() => {
      if (drawing()) this.look(address, there);
      else if (there() || bare()) this.turn(address, there);
    }, TURN_MS);
  }

  // Several operations of one event loop turn travel together.
  flush() {
    if (this.flushing) return;
    this.flushing = true;
    queueMicrotask(() => {
      this.flushing = false;
      this.send();
    });
  }

  send() {
    if (!this.wire || this.silent) return;
    this.sent = performance.now();
    this.sentRev = this.rev;
    const place = this.pendingPlace;
    this.sentPlace = place;
    this.wire({
      n: ++this.count,
      rev: this.rev,
      coder: this.coder,
      transcript: this.transcript,
      beside: this.beside,
      ops: this.ops.map(({ at, ...op }) => op),
      place: place && [place.transcript, place.turn],
      seen: [...this.passed].map(([id, [coder, rows]]) => [id, coder, rows]),
      asks: this.asking().map(({ ask }) => ask),
    });
  }

  // Streamlit keeps the last outbox and serves it with every rerun: let it be an empty one, and
  // know of what has come since.
  tidy() {
    clearTimeout(this.tidying);
    this.tidying = setTimeout(() => this.flush(), 1000);
  }

  retry() {
    const late = performance.now() - this.sent > RETRY_MS;
    if (late && (this.ops.length || this.asks.size || this.passed.size)) this.flush();
    // Streamlit passes on no reply that equals the last one: by now the place has been heard of.
    else if (late && this.pendingPlace && this.pendingPlace === this.sentPlace) {
      this.pendingPlace = null;
      this.tidy();
    }
    if (this.ops.length && this.desk) this.desk.waiting(this.oldest());
  }

  answered(told) {
    for (const [kind, { ask, answer }] of this.asks) {
      if (ask.id !== told.id) continue;
      this.asks.delete(kind);
      if (this.held) this.unheard.push(() => answer(told));
      else answer(told);
      return true;
    }
    return false;
  }

  // The mouse is let go of: tell what was answered meanwhile.
  letGo() {
    this.held = false;
    for (const hear of this.unheard.splice(0)) hear();
  }

  oldest() {
    return this.ops.length ? performance.now() - this.ops[0].at : 0;
  }

  receive(reply) {
    this.trouble = reply?.trouble || "";
    const closed = reply?.closed || "";
    if (this.trouble || closed !== this.closed) {
      this.closed = closed;
      this.desk?.waiting();
    }
    if (!reply || reply.rev === undefined) return;
    const acked = new Set(reply.ack);
    const refused = new Map((reply.refused || []).map((r) => [r.id, r]));
    const settled = this.ops.filter((op) => acked.has(op.id));
    const failed = this.ops.filter((op) => refused.has(op.id));
    if (settled.length || failed.length) {
      this.ops = this.ops.filter((op) => !acked.has(op.id) && !refused.has(op.id));
      keep(this.ops);
    }
    const answered = (reply.answers || []).map((told) => this.answered(told)).some(Boolean);
    // What takes longer is worked out behind the page: ask again for it soon.
    if (reply.later !== undefined) {
      clearTimeout(this.askingAgain);
      this.askingAgain = setTimeout(() => this.flush(), ASK_AGAIN_MS);
    }
    const [where, turn] = reply.placed || [];
    const placed = this.pendingPlace?.transcript === where && this.pendingPlace?.turn === turn;
    if (placed) this.pendingPlace = null;
    const seen = (reply.seen || []).filter((id) => this.passed.delete(id));
    if (settled.length || failed.length || answered || placed || seen.length) this.tidy();
    // A reply computed for another page, or one that is older than what this page knows, says
    // nothing new about this one; its acknowledgements count all the same.
    const ours = reply.transcript === this.transcript && reply.since <= this.rev && reply.rev >= this.rev;
    if (ours) this.rev = Math.max(this.rev, reply.rev);
    if (this.rev > this.sentRev + 20) this.tidy();
    if (this.desk) {
      this.desk.news(ours ? reply : null, settled, failed.map((op) => [op, refused.get(op.id)]));
    }
  }
}

function keep(ops) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(ops));
  } catch {
    // A full or forbidden storage only loses the second safety net.
  }
}

function restore() {
  try {
    return (JSON.parse(sessionStorage.getItem(KEPT)) || []).map((op) => ({ ...op, at: 0 }));
  } catch {
    return [];
  }
}

// The two components are loaded as separate modules and must meet in one hub.
export const hub = (globalThis.__codingHub ??= new Hub());
