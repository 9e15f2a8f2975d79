// What is in sight: which turn is at the top, and how to bring another place there.

import { hub } from "../wire/hub.js";

const REST_MS = 600;
const AROUND = 24; // turns

export class Sight {
  constructor(desk) {
    this.desk = desk;
    this.widths = new ResizeObserver(() => {
      if (this.room !== desk.scroller.clientWidth) this.steadily(() => {});
    });
  }

  begin() {
    const { desk } = this;
    this.fit();
    this.measure();
    this.widths.observe(desk.scroller);
    desk.listen(window, "resize", () => this.fit());
  }

  // From now on scrolling counts: until the desk stood where it was to be opened, it did not.
  follow() {
    this.desk.listen(this.desk.scroller, "scroll", () => this.scrolled(), { passive: true });
  }

  stop() {
    this.widths.disconnect();
    clearTimeout(this.resting);
  }

  // Let the style sheet know how wide the text has it, at once: told later it would move.
  measure() {
    const { root, scroller } = this.desk;
    if (this.room === scroller.clientWidth) return;
    this.room = scroller.clientWidth;
    root.style.setProperty("--cd-room", `${this.room}px`);
  }

  // Change how the text is laid out while the line that is being read stays where it is.
  steadily(change) {
    const { scroller, text } = this.desk;
    const element = text.turnElements[this.topTurn()];
    const before = element.getBoundingClientRect().top;
    change();
    this.measure();
    scroller.scrollTop += element.getBoundingClientRect().top - before;
  }

  // Streamlit's page may scroll a little under its header; the desk takes what is left.
  fit() {
    const { root } = this.desk;
    const top = root.getBoundingClientRect().top + (document.querySelector("[data-testid=stMain]")?.scrollTop || 0);
    root.style.setProperty("--cd-top", `${Math.max(0, Math.round(top))}px`);
  }

  scrolled() {
    const { overview, proposals } = this.desk;
    this.scrolling ??= requestAnimationFrame(() => {
      this.scrolling = undefined;
      overview.moved();
    });
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), REST_MS);
    proposals.scrolled();
  }

  // Remember the turn at the top of the window as the place to come back to.
  rest() {
    hub.place(this.desk.model.turns[this.topTurn()].number);
  }

  // The characters in sight and what one goes on to next: a window's worth and some turns on either
  // side.
  around() {
    const { model, scroller, text } = this.desk;
    const { scrollTop, clientHeight } = scroller;
    const top = scrollTop - clientHeight;
    const bottom = scrollTop + 2 * clientHeight;
    const near = text.blocks.filter(({ element: e }) => e.offsetTop + e.offsetHeight > top && e.offsetTop < bottom);
    const from = (near[0] ?? text.blocks[0]).from - AROUND;
    const to = (near.at(-1) ?? text.blocks.at(-1)).to + AROUND;
    return [model.turns[Math.max(0, from)].start, model.turns.at(Math.min(to, model.turns.length) - 1).end];
  }

  // The first turn in the window. Only the turns of its block are measured.
  topTurn() {
    const { scrollTop } = this.desk.scroller;
    const { blocks, turnElements } = this.desk.text;
    const { from, to } = blocks.find(({ element: e }) => e.offsetTop + e.offsetHeight > scrollTop) ?? blocks.at(-1);
    let i = from;
    while (i < to - 1 && this.top(turnElements[i]) + turnElements[i].offsetHeight <= scrollTop) i++;
    return i;
  }

  top(element) {
    const { scroller } = this.desk;
    return element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
  }

  // Blocks that were never on screen have an estimated height: look again once they are drawn.
  scrollToTurn(i, again = 2) {
    this.desk.text.open(i);
    this.desk.scroller.scrollTop = this.top(this.desk.text.turnElements[i]) - 12;
    if (again) requestAnimationFrame(() => this.scrollToTurn(i, again - 1));
  }

  goTo(unit, { quietly = false } = {}) {
    const i = this.desk.model.turnAt(unit);
    if (!quietly) this.desk.selection.focusTurn(i, { quietly: true });
    this.reveal(unit, true);
  }

  // Bring a character into sight, moving the text only if need be. As in `scrollToTurn` it is
  // looked for again: what was in sight by estimate may not be once the blocks are drawn.
  reveal(unit, centre = false, again = 2) {
    const { model, scroller, text } = this.desk;
    text.open(model.turnAt(unit));
    const end = Math.min(model.text.length, unit + 1);
    const box = text.range(unit, Math.max(end, unit + 1)).getBoundingClientRect();
    const frame = scroller.getBoundingClientRect();
    const margin = Math.min(90, frame.height / 4);
    const missing = box.top < frame.top + margin ? box.top - frame.top - margin
      : box.bottom > frame.bottom - margin ? box.bottom - frame.bottom + margin : 0;
    if (missing) {
      scroller.scrollTop += centre ? box.top - frame.top - frame.height / 3 : missing;
    }
    if (again) requestAnimationFrame(() => this.reveal(unit, centre, again - 1));
  }
}
