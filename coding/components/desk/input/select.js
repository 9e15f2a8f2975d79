// Choose characters: by mouse, or by words and sentences with keys alone.
//
// The selection is ours ([start, end) in the text); the browser's is kept equal to it so that
// copying works and the eye sees it.

import { snap, words } from "../state/cuts.js";

export class Selection {
  constructor(desk) {
    this.desk = desk;
    this.start = null;
    this.end = null;
    this.anchor = null; // the word a keyboard selection grows from
    this.head = null;
    this.turn = 0; // the turn that has the focus
    this.cuts = new Map(); // turn → its words
    this.pressed = null; // where in the text the mouse is held down
    this.shown = 0; // how often the selection was to be shown
    desk.listen(desk.text.element, "pointerdown", (event) => {
      this.pointer = event.pointerType;
      if (event.button !== 0 || event.target.closest("button, .cd-margin")) return;
      this.pressed = event.target;
      this.shown++;
      globalThis.CSS?.highlights?.delete("cd-taken");
    });
    // Of the events of a press, only those of the mouse count the clicks.
    desk.listen(desk.text.element, "mousedown", (event) => {
      this.clicks = event.detail;
    });
    desk.listen(document, "pointerup", (event) => this.released(event));
    desk.listen(document, "pointercancel", () => this.letUp());
    desk.listen(window, "blur", () => this.letUp());
    desk.listen(document, "selectionchange", () => this.touched());
    desk.listen(desk.scroller, "focus", () => this.pressed || this.show());
  }

  // Turns are others: their words are cut anew.
  forget() {
    this.cuts.clear();
  }

  get empty() {
    return this.start === null;
  }

  // ── mouse and touch ──

  released(event) {
    const { text, model } = this.desk;
    if (event.button !== 0 || !this.pressed) return;
    setTimeout(() => {
      const native = getSelection();
      const a = native.rangeCount ? text.offset(native.anchorNode, native.anchorOffset) : null;
      let b = native.rangeCount ? text.offset(native.focusNode, native.focusOffset) : null;
      const beside = !event.target.closest?.(".cd-words");
      if (a !== null && (b === null || beside)) b = this.nearest(event.clientX, event.clientY);
      const collapsed = native.isCollapsed;
      this.letUp();
      if (a === null) return;
      if (this.clicks === 3) {
        // The browser has taken the whole turn: ask where the pointer is.
        this.takeSentence(this.desk.handles.under(event.clientX, event.clientY) ?? a);
      } else if (collapsed || b === null || a === b) {
        this.clear();
        this.focusTurn(model.turnAt(a), { quietly: true });
        this.cursor = a;
        const mark = event.target.closest(".cd-mark");
        this.desk.choose(mark ? this.smallest(mark.dataset.ids.split(" ")) : null);
      } else {
        this.takeExactly(Math.min(a, b), Math.max(a, b), event.altKey);
      }
    }, 0);
  }

  // The place in the words in sight that is nearest to a point beside them.
  nearest(x, y) {
    const { desk } = this;
    const frame = desk.scroller.getBoundingClientRect();
    const line = Math.max(frame.top, Math.min(frame.bottom, y));
    let i = desk.sight.topTurn();
    const box = (turn) => desk.text.bodies[turn].getBoundingClientRect();
    while (i + 1 < desk.text.bodies.length && box(i).bottom < line) i++;
    const { left, right, top, bottom } = box(i);
    const between = (low, value, high) => Math.max(low + 2, Math.min(high - 2, value));
    return desk.handles.under(between(left, x, right), between(Math.max(top, frame.top), line, Math.min(bottom, frame.bottom)));
  }

  // While the mouse is held down nothing may be drawn, or the browser would lose the words that
  // are being selected; what came meanwhile is drawn now.
  letUp() {
    if (!this.pressed) return;
    this.pressed = null;
    this.desk.catchUp();
  }

  // Touch screens change the selection by its handles, without a pointerup.
  touched() {
    if (this.pointer !== "touch") return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const native = getSelection();
      const { text } = this.desk;
      if (native.isCollapsed || !native.rangeCount || this.restoring) return;
      const a = text.offset(native.anchorNode, native.anchorOffset);
      const b = text.offset(native.focusNode, native.focusOffset);
      if (a === null || b === null || a === b) return;
      if (Math.min(a, b) !== this.start || Math.max(a, b) !== this.end) {
        this.takeExactly(Math.min(a, b), Math.max(a, b), false);
      }
    }, 400);
  }

  smallest(ids) {
    const codings = ids.map((id) => this.desk.model.view.codings.get(id)).filter(Boolean);
    codings.sort((a, b) => a.end - a.start - (b.end - b.start));
    return codings[0]?.id ?? null;
  }

  // Take a range after moving each end to the borders of its word, within its turn.
  takeExactly(start, end, exactly) {
    const { model } = this.desk;
    let [first] = this.snapped(start, exactly);
    let [, last] = this.snapped(end, exactly, true);
    // Between two turns lies the next speaker's label: a segment begins and ends with words.
    const i = model.turnAt(first);
    const j = model.turnAt(last);
    if (first >= model.turns[i].end && i + 1 < model.turns.length) first = model.turns[i + 1].start;
    if (last <= model.turns[j].start && j > 0) last = model.turns[j - 1].end;
    if (first < last) this.take(first, last);
    else this.clear();
  }

  snapped(unit, exactly, end = false) {
    const { model } = this.desk;
    const turn = model.turns[model.turnAt(end ? Math.max(0, unit - 1) : unit)];
    const at = Math.max(turn.start, Math.min(turn.end, unit)) - turn.start;
    const text = model.text.slice(turn.start, turn.end);
    const [from, to] = end
      ? snap(text, 0, at, model.data.language, exactly)
      : snap(text, at, text.length, model.data.language, exactly);
    return [turn.start + from, turn.start + to];
  }

  // ── the selection itself ──

  take(start, end, { keyboard = false } = {}) {
    this.start = start;
    this.end = end;
    if (!keyboard) this.anchor = this.head = null;
    this.turn = this.desk.model.turnAt(start);
    this.show();
    this.desk.choose(null, { keep: true });
    this.desk.selectionChanged(keyboard);
  }

  clear() {
    const had = !this.empty;
    this.start = this.end = this.anchor = this.head = null;
    globalThis.CSS?.highlights?.delete("cd-taken");
    if (had) {
      const native = getSelection();
      if (native.rangeCount && this.desk.text.element.contains(native.anchorNode)) {
        native.removeAllRanges();
      }
      this.desk.selectionChanged(false);
    }
  }

  // Make the browser's selection equal to ours, after painting has replaced its nodes; `later`
  // than the next frame where the colour must be seen first, since the browser lays everything
  // out for it.
  show({ later = false } = {}) {
    if (this.empty) return;
    // The browser shows its own only while no field has the focus.
    if (globalThis.Highlight) CSS.highlights.set("cd-taken", new Highlight(this.desk.text.still(this.start, this.end)));
    const shown = ++this.shown;
    if (!later) this.restore();
    // Unless somebody has begun to select anew by then.
    else requestAnimationFrame(() => setTimeout(() => shown === this.shown && this.restore(), 0));
  }

  restore() {
    // To take the selection out of a field would be to lose what is typed there.
    if (this.empty || document.activeElement?.matches("input, textarea")) return;
    this.restoring = true;
    const native = getSelection();
    native.removeAllRanges();
    native.addRange(this.desk.text.range(this.start, this.end));
    this.restoring = false;
  }

  takeTurn(i, extend = false) {
    const turn = this.desk.model.turns[i];
    if (extend && !this.empty) {
      this.take(Math.min(this.start, turn.start), Math.max(this.end, turn.end));
    } else this.take(turn.start, turn.end);
    this.focusTurn(i, { quietly: true });
  }

  takeSentence(unit) {
    const { model } = this.desk;
    const sentences = model.sentencesOf(model.turnAt(unit));
    const sentence = sentences.find(([, end]) => end >= unit) ?? sentences.at(-1);
    if (sentence) this.take(...sentence);
  }

  // ── keys ──

  focusTurn(i, { quietly = false } = {}) {
    const { text, model } = this.desk;
    const bounded = Math.max(0, Math.min(model.turns.length - 1, i));
    text.turnElements[this.turn]?.classList.remove("cd-current");
    this.turn = bounded;
    text.turnElements[bounded]?.classList.add("cd-current");
    if (!quietly) {
      this.clear();
      this.cursor = model.turns[bounded].start;
      this.desk.sight.reveal(model.turns[bounded].start);
      this.desk.say(`Turn ${model.turns[bounded].number}: ${model.text.slice(model.turns[bounded].start, model.turns[bounded].end)}`);
    }
  }

  // The words of a turn as [start, end].
  words(i) {
    if (!this.cuts.has(i)) {
      const { text, turns, data } = this.desk.model;
      const { start, end } = turns[i];
      this.cuts.set(i, words(text.slice(start, end), data.language).map(([a, b]) => [start + a, start + b]));
    }
    return this.cuts.get(i);
  }

  // The word at, after (step 1) or before (step -1) an offset, across turns.
  word(unit, step) {
    const { model } = this.desk;
    for (let i = model.turnAt(unit); i >= 0 && i < model.turns.length; i += step || 1) {
      const all = this.words(i);
      const word =
        step < 0 ? all.filter(([, b]) => b <= unit).at(-1)
        : step > 0 ? all.find(([a]) => a >= unit)
        : all.find(([, b]) => b > unit);
      if (word) return word;
    }
    return null;
  }

  byWord(step, extend) {
    let head = this.head;
    if (!head && !this.empty) {
      // A selection made by mouse: grow or move from the side that faces the way we go.
      this.anchor = step > 0 ? this.word(this.start, 0) : this.word(this.end, -1);
      head = step > 0 ? this.word(this.end, -1) : this.word(this.start, 0);
    }
    const next = head
      ? this.word(step > 0 ? head[1] : head[0], step)
      : this.word(this.cursor ?? this.desk.model.turns[this.turn].start, 0);
    if (!next) return;
    this.head = next;
    if (!extend || !this.anchor) this.anchor = next;
    this.spread();
  }

  spread() {
    const start = Math.min(this.anchor[0], this.head[0]);
    const end = Math.max(this.anchor[1], this.head[1]);
    this.take(start, end, { keyboard: true });
    this.focusTurn(this.desk.model.turnAt(this.head[0]), { quietly: true });
    this.desk.sight.reveal(this.head[0]);
    this.desk.say(this.desk.model.text.slice(this.head[0], this.head[1]));
  }

  // Grow to the end of the sentence (step 1) or to its beginning (step -1), then to the next.
  bySentence(step) {
    const { model } = this.desk;
    if (this.empty) {
      this.takeSentence(this.cursor ?? model.turns[this.turn].start);
      return;
    }
    const all = model.sentencesOf(model.turnAt(step > 0 ? this.end : this.start));
    const next =
      step > 0 ? all.find(([, b]) => b > this.end) : all.filter(([a]) => a < this.start).at(-1);
    if (!next) return;
    const start = step > 0 ? this.start : next[0];
    const end = step > 0 ? next[1] : this.end;
    this.anchor = this.word(start, 0);
    this.head = this.word(end, -1);
    this.take(start, end, { keyboard: true });
    this.desk.sight.reveal(step > 0 ? end - 1 : start);
  }
}
