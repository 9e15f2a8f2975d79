// What is known of a figure and its voices: as Python said last, and as was just done here.

export const COLUMNS = [
  { key: "confirms", sign: "=", title: "Confirms", relations: ["confirms"] },
  { key: "qualifies", sign: "≈", title: "Qualifies", relations: ["partly agrees", "expands"] },
  { key: "contradicts", sign: "≠", title: "Contradicts", relations: ["contradicts"] },
];
export const SIGNS = { confirms: "=", "partly agrees": "≈", expands: "+", contradicts: "≠", silent: "…" };
export const NOT_ABOUT = "not about it";
export const RELATION_OF_KEY = { 1: "confirms", 2: "partly agrees", 3: "contradicts", 0: NOT_ABOUT };

export class Board {
  constructor(data, before) {
    this.later = new Set();
    this.chosen = "";
    this.asking = ""; // the passage of which it is asked what contradicts what
    this.noting = ""; // the placed quote whose note is being written
    this.form = null; // the word on a theme that is being written
    this.last = ""; // the quote placed last, which goes into the report by key
    this.section = before?.section ?? "";
    this.take(data, []);
  }

  // `acts` are those that Python does not know of yet: they are shown as done.
  take(data, acts) {
    this.data = data;
    for (const name of ["themes", "placed", "away", "open"]) this[name] = [...(data[name] ?? [])];
    this.sections = (data.sections ?? []).map((section) => ({ ...section, items: [...section.items] }));
    for (const act of acts) this.play(act);
    if (this.form?.sent && data.ack >= this.form.sent) {
      if (data.refused) this.form = { ...this.form, sent: 0, version: this.theme(this.form.code)?.version ?? 0 };
      else this.form = null;
    }
    if (!this.sections.some(({ id, name }) => id === this.section || name === this.section)) {
      this.section = this.sections[0]?.id ?? "";
    }
  }

  play(act) {
    switch (act.act) {
      case "place": return this.place(act);
      case "take off": return this.takeOff(act.coding);
      case "theme": return this.say(act);
      case "no theme": return this.themes.splice(0, this.themes.length, ...this.themes.filter(({ id }) => id !== act.link));
      case "section": return this.sections.push({ id: act.name, name: act.name, items: [], waiting: true });
      case "put": return this.put(act);
      case "put figure": return this.putFigure(act);
      case "take out": return this.takeOut(act.item);
      case "move": return this.move(act);
      default: return undefined;
    }
  }

  place({ coding, relation, note, minority }) {
    const card = this.card(coding);
    if (!card) return;
    this.drop(coding);
    const placed = { ...card, relation, note: note ?? card.note ?? "", minority: minority ?? card.minority ?? false, waiting: true };
    (relation === NOT_ABOUT ? this.away : this.placed).push(placed);
  }

  takeOff(coding) {
    const card = this.card(coding);
    if (!card) return;
    this.drop(coding);
    this.open.unshift({ reasons: [], under: [], asked: "", ...card });
  }

  drop(coding) {
    for (const list of [this.placed, this.away, this.open]) {
      const at = list.findIndex((card) => card.coding === coding);
      if (at >= 0) list.splice(at, 1);
    }
  }

  say({ code, relation, note }) {
    const there = this.theme(code);
    const said = { ...there, code, name: this.data.names[code] ?? code, relation, note, waiting: true };
    if (there) this.themes[this.themes.indexOf(there)] = said;
    else this.themes.push(said);
  }

  put({ coding, section }) {
    const to = this.sectionOf(section);
    const card = this.card(coding);
    if (!to || !card || to.items.some((item) => item.coding === coding)) return;
    to.items.push({ id: `put ${coding}`, kind: "quote", coding, text: card.text, below: card.label, waiting: true });
    this.swap(coding, { sections: [...new Set([...(card.sections ?? []), to.name])] });
  }

  putFigure({ section }) {
    const to = this.sectionOf(section);
    if (!to || this.inSection(to)) return;
    const { option, printed, unit } = this.data.answers.find(({ id }) => id === this.data.figure);
    to.items.push({ id: "put figure", kind: "figure", figure: this.data.figure, text: `${option} ${printed} ${unit}`, below: "", waiting: true });
  }

  takeOut(item) {
    for (const section of this.sections) section.items = section.items.filter(({ id }) => id !== item);
  }

  move({ item, section, before }) {
    const moved = this.sections.flatMap(({ items }) => items).find(({ id }) => id === item);
    const to = this.sectionOf(section);
    if (!moved || !to) return;
    this.takeOut(item);
    const at = before ? to.items.findIndex(({ id }) => id === before) : -1;
    to.items.splice(at < 0 ? to.items.length : at, 0, moved);
  }

  swap(coding, fields) {
    for (const list of [this.placed, this.open]) {
      const at = list.findIndex((card) => card.coding === coding);
      if (at >= 0) list[at] = { ...list[at], ...fields };
    }
  }

  // ── questions ──

  card(coding) {
    return [...this.placed, ...this.open, ...this.away].find((card) => card.coding === coding);
  }

  theme(code) {
    return this.themes.find((theme) => theme.code === code);
  }

  sectionOf(reference) {
    return this.sections.find(({ id, name }) => id === reference || name === reference);
  }

  inSection(section = this.sectionOf(this.section)) {
    return Boolean(section?.items.some(({ figure }) => figure === this.data.figure));
  }

  // Passages in the order in which they are judged; what was put off comes last.
  get queue() {
    const put = (card) => this.later.has(card.coding);
    return [...this.open.filter((card) => !put(card)), ...this.open.filter(put)];
  }

  get current() {
    return this.open.find(({ coding }) => coding === this.chosen) ?? this.queue[0];
  }

  // What comes after the current passage, for when that is judged or put off.
  get following() {
    const { queue, current } = this;
    const at = queue.indexOf(current);
    return (queue[at + 1] ?? queue[at - 1])?.coding ?? "";
  }

  column(relations) {
    return this.placed.filter(({ relation }) => relations.includes(relation));
  }

  speaking(relations) {
    return new Set(this.column(relations).map(({ person }) => person).filter(Boolean));
  }
}
