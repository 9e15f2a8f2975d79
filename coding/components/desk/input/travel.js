// Getting about: to another coding, turn or transcript, and to where this one was left.

import { h } from "../../common/view/dom.js";
import { dialog } from "../view/dom.js";
import { hub } from "../wire/hub.js";

const ASK_AGAIN_MS = 5000;
const ARRIVING = "coding.arriving";
const TRAIL = "coding.trail";
const MOST_BACK = 50;
const ARRIVAL_MS = 3000; // longer than that the connection is down, and the desk goes on as it is

export class Travel {
  constructor(desk) {
    this.desk = desk;
  }

  stop() {
    clearTimeout(this.leaving);
  }

  // Begin where the address, the search or the last visit says.
  begin() {
    const { desk } = this;
    const { model, selection, sight } = desk;
    const { goto, place } = desk.data;
    const number = goto?.turn || place || 0;
    const i = Math.max(0, model.turns.findIndex((turn) => turn.number === number));
    const unit = goto?.at !== null && goto?.at !== undefined ? model.offsets.toUnit(goto.at) : null;
    selection.focusTurn(unit === null ? i : model.turnAt(unit), { quietly: true });
    if (unit !== null) sight.goTo(unit);
    else if (number) sight.scrollToTurn(i);
    desk.scroller.focus({ preventScroll: true });
    this.arrive();
  }

  // Choose the coding, or the words, for whose sake somebody came here.
  arrive() {
    const { codings, words } = JSON.parse(sessionStorage.getItem(ARRIVING) ?? "{}");
    sessionStorage.removeItem(ARRIVING);
    const { coding } = this.desk.data.goto ?? {};
    if (codings || coding) this.toCoding(codings ?? [coding]);
    if (words) this.selectWords(...words);
  }

  // Select words of a transcript, by code points, so that a key codes them.
  toWords(transcript, start, end) {
    if (transcript === this.desk.data.id) {
      this.selectWords(start, end);
      return;
    }
    sessionStorage.setItem(ARRIVING, JSON.stringify({ words: [start, end] }));
    this.go(transcript, start);
  }

  selectWords(start, end) {
    const { model, selection, sight } = this.desk;
    const unit = model.offsets.toUnit(start);
    sight.goTo(unit, { quietly: true });
    selection.focusTurn(model.turnAt(unit), { quietly: true });
    selection.take(unit, model.offsets.toUnit(end), { keyboard: true });
  }

  // Choose one of some codings, which stand in a transcript at a code point.
  toCodings(transcript, start, ids) {
    if (transcript === this.desk.data.id) {
      if (!this.toCoding(ids)) this.go(transcript, start);
      return;
    }
    sessionStorage.setItem(ARRIVING, JSON.stringify({ codings: ids }));
    this.go(transcript, start);
  }

  // ── back, and where somebody stopped ──

  // Remember where one is before a jump.
  leaveTrail(entry) {
    const { data, model, selected, sight } = this.desk;
    const here = entry ?? { transcript: data.id, at: model.point(model.turns[sight.topTurn()].start), coding: selected };
    const trail = restored(this.trail);
    const last = trail.at(-1);
    if (last && last.transcript === here.transcript && last.coding === here.coding && last.at === here.at) return;
    sessionStorage.setItem(this.trail, JSON.stringify([...trail, here].slice(-MOST_BACK)));
  }

  get trail() {
    return `${TRAIL}.${this.desk.data.project}`;
  }

  back() {
    const { desk } = this;
    const trail = restored(this.trail);
    const last = trail.pop();
    if (!last) {
      desk.tell("You have not jumped from anywhere.");
      return;
    }
    sessionStorage.setItem(this.trail, JSON.stringify(trail));
    if (last.page) this.turn(last.page);
    else if (last.transcript !== desk.data.id) {
      if (last.coding) sessionStorage.setItem(ARRIVING, JSON.stringify({ codings: [last.coding] }));
      this.go(last.transcript, last.at);
    } else if (!last.coding || !this.toCoding([last.coding])) {
      desk.choose(null);
      const unit = desk.model.offsets.toUnit(last.at);
      desk.selection.focusTurn(desk.model.turnAt(unit), { quietly: true });
      desk.sight.scrollToTurn(desk.model.turnAt(unit));
    }
  }

  bookmark() {
    const { desk } = this;
    const { model, selection, data } = desk;
    const turn = model.turns[selection.turn];
    const at = model.point(turn.start);
    const there = data.bookmark === at;
    desk.push({ kind: "bookmark", transcript: data.id, point: there ? null : at });
    data.bookmark = there ? null : at;
    desk.text.showBookmark();
    desk.tell(there ? "The bookmark is gone." : `Bookmark at turn ${turn.number}: h leads here.`);
  }

  toBookmark() {
    const { desk } = this;
    const { model, data } = desk;
    const marked = data.bookmark ?? null;
    const i = marked === null ? model.turns.findIndex(({ number }) => number === data.place) : model.turnAt(model.offsets.toUnit(marked));
    if (i < 0) {
      desk.tell("There is no bookmark here: B makes one.");
      return;
    }
    this.leaveTrail();
    desk.selection.focusTurn(i, { quietly: true });
    desk.sight.scrollToTurn(i);
    desk.say(marked === null ? `Where you stopped: turn ${model.turns[i].number}` : `Bookmark: turn ${model.turns[i].number}`);
  }

  // ── in this transcript ──

  nextCoding(step) {
    const { desk } = this;
    const { model, selection } = desk;
    const list = model.visible();
    if (!list.length) return;
    const current = list.findIndex(({ id }) => id === (desk.selected ?? desk.lastMade));
    const from = selection.empty ? selection.cursor ?? model.turns[selection.turn].start : selection.start;
    let at = current >= 0 ? current + step
      : step > 0 ? list.findIndex(({ start }) => start >= from) : list.findLastIndex(({ start }) => start < from);
    if (at < 0 || at >= list.length) at = step > 0 ? 0 : list.length - 1;
    this.toCoding([list[at].id]);
  }

  // Choose the first of some codings that is here and bring it into sight; false if none is.
  toCoding(ids) {
    const { desk } = this;
    const { model, selection } = desk;
    const coding = ids.map((id) => model.view.codings.get(id)).find(Boolean);
    if (!coding) return false;
    const { id, code, start, end } = coding;
    desk.lastMade = null;
    desk.choose(id);
    desk.sight.goTo(start, { quietly: true });
    selection.focusTurn(model.turnAt(start), { quietly: true });
    desk.say(`${model.name(code)}: ${model.text.slice(start, end)}`);
    return true;
  }

  askTurn() {
    const { root, model, selection } = this.desk;
    const input = h("input", { type: "number", min: 1, max: model.turns.length, "aria-label": "Turn number" });
    const form = h("form", {
      onsubmit: (event) => {
        event.preventDefault();
        box.close();
        const i = model.turns.findIndex(({ number }) => number === Number(input.value));
        if (i >= 0) selection.focusTurn(i);
      },
    }, input, h("footer", {}, h("button", { type: "submit", className: "cd-button cd-primary" }, "Go")));
    const box = dialog(root, `Go to turn (1–${model.turns.length})`, [form]);
    input.focus();
  }

  // Look for passages like what is selected, chosen or proposed for, else like a whole turn.
  moreLikeThis(i = this.desk.selection.turn) {
    const { acts, find, model, proposals } = this.desk;
    const other = proposals.current ?? model.turns[i];
    find.alike(...(acts.range() ?? [other.start, other.end]));
  }

  copyLink(i) {
    const { data, model } = this.desk;
    const address = new URL(location.href);
    address.search = new URLSearchParams({ transcript: data.id, turn: model.turns[i].number });
    navigator.clipboard?.writeText(address.href).then(
      () => this.desk.tell("The link is in the clipboard."),
      () => this.desk.tell(address.href),
    );
  }

  // ── to another one ──

  otherTranscript(step) {
    const { data, filter } = this.desk;
    const { id } = data;
    const within = filter.interviews;
    const transcripts = data.transcripts.filter(([other]) => !within || within.has(other) || other === id);
    const at = transcripts.findIndex(([other]) => other === id) + step;
    if (at < 0 || at >= transcripts.length) this.desk.tell(step > 0 ? "This is the last transcript." : "This is the first transcript.");
    else this.go(transcripts[at][0]);
  }

  // Go to a transcript, to the code point `at` of it.
  go(transcript, at) {
    const { data, model, sight } = this.desk;
    if (transcript === data.id) {
      if (at !== undefined) sight.goTo(model.offsets.toUnit(at));
      return;
    }
    this.leave({ transcript, at: at ?? null });
  }

  leaveAndGo(transcript, at) {
    this.leaveTrail();
    this.go(transcript, at);
  }

  // Whether another interview is about to be here: what is pressed meanwhile is not meant for this one.
  get between() {
    return this.left !== undefined && performance.now() - this.left < ARRIVAL_MS;
  }

  // Turn to another page of the app.
  turn(page) {
    const { root } = this.desk;
    root.classList.add("cd-leaving");
    this.left ??= performance.now();
    hub.turn(page, () => root.isConnected);
  }

  becomeCoder(name) {
    const { data, model, sight } = this.desk;
    const coder = name.trim();
    if (!coder || coder === data.coder) return;
    const { start } = model.turns[sight.topTurn()];
    this.leave({ transcript: data.id, coder, at: model.point(start) });
  }

  // Leave this desk for another one.
  leave(asked) {
    const { desk } = this;
    desk.root.classList.add("cd-leaving");
    this.left ??= performance.now();
    // Streamlit puts what is set in one moment into one message, and what is set first decides
    // whether the whole page runs again or the wire alone: so the request waits until what the
    // wire has just sent is on its way, and is the first of its own message.
    hub.silent = true;
    setTimeout(() => {
      hub.silent = false;
      desk.setStateValue("go", { ...asked, n: Date.now() });
      desk.sight.rest();
      hub.settle();
    }, 10);
    // Asked while the connection is down, nobody hears it.
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.leave(asked), ASK_AGAIN_MS);
  }
}

function restored(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) || [];
  } catch {
    return [];
  }
}
