// What somebody does: shown as done at once, sent to Python, and the next claim comes by itself.

import { FILTERS } from "../state/board.js";

export class Acts {
  constructor(board, outbox, render) {
    Object.assign(this, { board, outbox, render });
  }

  choose(id) {
    if (!id) return;
    this.board.together = [];
    this.board.chosen = id;
    this.render({ follow: true });
  }

  step(by) {
    this.board.last = "";
    this.choose(this.board.beside(by));
  }

  filter(mark) {
    this.board.filter = mark;
    this.board.last = "";
    if (this.board.order.length && !this.board.order.includes(this.board.chosen)) this.board.chosen = this.board.order[0];
    this.render({ follow: true });
  }

  send(act) {
    this.board.play(this.outbox.push(act));
  }

  // Go on to the next after something was decided about the chosen one.
  done(id) {
    this.board.together = [];
    this.board.later.delete(id);
    this.board.last = id;
    if (this.board.filter === "look" && !this.board.order.length) this.board.filter = this.board.firstFilter;
    const next = this.board.beside(1, id);
    if (next) this.board.chosen = next;
    this.render({ follow: true });
  }

  // The next kind of claims that there are any of.
  turn() {
    const kinds = [...FILTERS.map(([mark]) => mark), "all"].filter((mark) => this.board.many(mark));
    this.filter(kinds[(kinds.indexOf(this.board.filter) + 1) % kinds.length]);
  }

  // Bind to what a digit stands before, or to its sum with what was taken before it.
  bind(n) {
    const { board } = this;
    const chosen = board.numbered[n];
    if (!chosen) return;
    if (board.together.length) this.state("sum", [...new Set([...board.together, ...chosen.figures])]);
    else this.state(chosen.sense, chosen.figures);
  }

  // Take what a digit stands before along with the next, or leave it again.
  take(n) {
    const { board } = this;
    const figures = board.numbered[n]?.figures ?? [];
    const all = figures.every((id) => board.together.includes(id));
    board.together = all ? board.together.filter((id) => !figures.includes(id)) : [...new Set([...board.together, ...figures])];
    this.render({});
  }

  state(sense, figures) {
    const { board } = this;
    const id = board.chosen;
    this.send({ act: "bind", id, choice: "figure", sense, figures, version: board.current.bound?.version ?? 0 });
    this.done(id);
  }

  decide(choice) {
    const { board } = this;
    const id = board.chosen;
    if (!id) return;
    if (board.current.kind === "finding") this.rule("not ours");
    else {
      this.send({ act: "bind", id, choice, version: board.current.bound?.version ?? 0 });
      this.done(id);
    }
  }

  unbind() {
    const { board } = this;
    if (!board.current?.bound) return;
    this.send({ act: "unbind", id: board.chosen, version: board.current.bound.version });
    this.render({});
  }

  bindAll() {
    this.bindEach(this.board.sureBeside);
  }

  bindList() {
    if (this.board.listBeside.length > 1) this.bindEach(this.board.listBeside);
  }

  // Bind several to what is proposed first for each: one act.
  bindEach(listed) {
    const { board } = this;
    if (!listed.length) return;
    const claims = listed.map((id) => ({ id, choice: "figure", ...board.places[id].proposals[0], version: 0 }));
    this.send({ act: "bind all", claims });
    if (listed.includes(board.chosen)) this.done(board.chosen);
    else this.render({});
  }

  later() {
    const id = this.board.chosen;
    this.board.later.add(id);
    this.board.last = "";
    const order = this.board.order.filter((one) => !this.board.later.has(one));
    const number = this.board.places[id].number;
    this.choose(order.find((one) => this.board.places[one].number > number) ?? order[0] ?? this.board.order[0]);
  }

  finding({ ruled = false } = {}) {
    const { board } = this;
    return board.current?.findings.find((id) =>
      board.findings[id].level !== "info" && Boolean(board.findings[id].ruling) === ruled);
  }

  rule(decided, reason = "", finding = this.finding(), version = this.board.versionOf(finding)) {
    if (!finding) return;
    const { key } = this.board.findings[finding];
    const id = this.board.chosen;
    this.send({ act: "rule", id, finding: key, decided, reason, version });
    this.done(id);
  }

  promise() {
    this.rule("fixed");
  }

  // `version` is that of the decision that stood there when the reason was begun.
  keep(finding, reason, version) {
    if (!reason.trim()) return;
    const id = this.board.chosen;
    this.board.typed.delete(id);
    document.activeElement?.blur?.();
    this.rule("accepted", reason.trim(), finding, version);
    this.board.sent = { n: this.outbox.count, id, reason };
  }

  reopen() {
    const finding = this.finding({ ruled: true });
    if (!finding) return;
    const { key, ruling } = this.board.findings[finding];
    this.send({ act: "reopen", id: this.board.chosen, finding: key, version: ruling.version });
    this.render({});
  }

  // ── what was refused ──

  dismiss() {
    this.board.refusal = null;
    this.render({});
  }

  // Do again what was refused, over what somebody else has decided and one has seen now.
  insist({ n: _, ...act }) {
    const { places } = this.board;
    const there = act.finding ? this.board.findingOf(act.finding)?.ruling : places[act.id]?.bound;
    this.board.refusal = null;
    if (act.act !== "bind" && act.act !== "rule" && !there) return this.render({}); // it is open already
    this.send({ ...act, version: there?.version ?? 0 });
    return this.render({});
  }

  undo(redo) {
    this.send({ act: redo ? "redo" : "undo" });
    this.render({});
  }

  voices(figure) {
    this.send({ act: "voices", figure });
  }

  open(transcript) {
    this.send({ act: "open", transcript });
  }
}
