// What somebody does: shown as done at once, sent to Python, and the next passage comes by itself.

import { NOT_ABOUT } from "../state/board.js";

export class Acts {
  constructor(board, outbox, render) {
    Object.assign(this, { board, outbox, render });
  }

  send(act) {
    const sent = this.outbox.push(act);
    this.board.play(sent);
    this.render();
    return sent;
  }

  // ── the queue ──

  choose(coding) {
    this.board.chosen = coding;
    this.board.asking = "";
    this.render();
  }

  step(by) {
    const { queue, current } = this.board;
    if (!queue.length) return;
    this.choose(queue[(queue.indexOf(current) + by + queue.length) % queue.length].coding);
  }

  decide(relation) {
    const card = this.board.current;
    if (!card) return;
    if (relation === "contradicts" && !card.note) {
      this.board.chosen = this.board.asking = card.coding;
      this.render();
    } else this.place(card.coding, relation);
  }

  place(coding, relation, fields = {}) {
    const { board } = this;
    const next = board.current?.coding === coding ? board.following : board.chosen;
    board.asking = board.noting = "";
    board.later.delete(coding);
    board.chosen = next;
    if (relation !== NOT_ABOUT) board.last = coding;
    this.send({ act: "place", coding, relation, ...fields });
  }

  putOff() {
    const { board } = this;
    const card = board.current;
    if (!card) return;
    const next = board.following;
    board.later.delete(card.coding); // it comes behind those put off before it
    board.later.add(card.coding);
    this.choose(next);
  }

  takeOff(coding) {
    this.board.chosen = coding;
    this.send({ act: "take off", coding });
  }

  note(coding) {
    this.board.noting = coding;
    this.render();
  }

  // ── themes ──

  write(code, relation = "confirms") {
    const there = this.board.theme(code);
    this.board.form = there
      ? { code, relation: there.relation, note: there.note, version: there.version ?? 0, link: there.id }
      : { code, relation, note: "", version: 0 };
    this.render();
  }

  closeForm() {
    this.board.form = null;
    this.render();
  }

  say() {
    const { code, relation, note, version } = this.board.form;
    const sent = this.send({ act: "theme", code, relation, note, version });
    this.board.form.sent = sent.n;
    this.render();
  }

  unsay(link, version) {
    this.board.form = null;
    this.send({ act: "no theme", link, version });
  }

  // ── the report ──

  open(section) {
    this.board.section = section;
    this.render();
  }

  addSection(name) {
    const known = this.board.sectionOf(name);
    this.board.section = known?.id ?? name;
    if (known) this.render();
    else this.send({ act: "section", name });
  }

  put(coding = this.board.last) {
    const { section } = this.board;
    if (!coding || !this.board.card(coding)) return;
    if (section) this.send({ act: "put", coding, section });
    else this.send({ act: "put", coding, section: this.first() });
  }

  putFigure() {
    this.send({ act: "put figure", section: this.board.section || this.first() });
  }

  first() {
    const name = "For the report";
    this.board.section = name;
    this.send({ act: "section", name });
    return name;
  }

  takeOut(item) {
    this.send({ act: "take out", item });
  }

  move(item, section, before = "") {
    if (item !== before) this.send({ act: "move", item, section, before });
  }

  // An item one place up or down, into the next section where this one ends.
  shift(item, by) {
    const { sections } = this.board;
    const at = sections.findIndex(({ items }) => items.some(({ id }) => id === item));
    const items = sections[at]?.items ?? [];
    const place = items.findIndex(({ id }) => id === item);
    if (place + by >= 0 && place + by < items.length) {
      this.move(item, sections[at].id, items[by < 0 ? place - 1 : place + 2]?.id ?? "");
    } else if (sections[at + by]) {
      this.move(item, sections[at + by].id, by > 0 ? sections[at + 1].items[0]?.id ?? "" : "");
    }
  }

  // ── going ──

  go(figure) {
    if (figure !== undefined) this.send({ act: "go", figure });
  }

  // Python knows which figure that is: of two quick keys the second is meant of the next one.
  beside(by) {
    this.send({ act: "step", by });
  }

  show(card) {
    this.send({ act: "open", transcript: card.transcript, turn: card.turn });
  }

  undo(redo) {
    this.send({ act: redo ? "redo" : "undo" });
  }
}
