// What is known of the whole outline: sections and items, as Python said last and as was just done.

import { Board } from "./board.js";

export class Plan extends Board {
  constructor(data, before) {
    super(data, before);
    this.item = before?.item ?? "";
    this.writing = null; // the note, heading or name that is being written
  }

  take(data, acts) {
    this.languages = data.languages ?? "both";
    super.take(data, acts);
  }

  play(act) {
    switch (act.act) {
      case "move section": return this.moveSection(act);
      case "remove section": return this.removeSection(act.section);
      case "rename": return this.rename(act);
      case "words": return this.addWords(act);
      case "write": return this.write(act);
      case "languages": return this.printIn(act);
      default: return super.play(act);
    }
  }

  moveSection({ section, before }) {
    const moved = this.sectionOf(section);
    if (!moved) return;
    const rest = this.sections.filter((other) => other !== moved);
    const at = before ? rest.findIndex(({ id }) => id === before) : -1;
    rest.splice(at < 0 ? rest.length : at, 0, moved);
    this.sections = rest;
  }

  removeSection(section) {
    this.sections = this.sections.filter(({ id }) => id !== section);
  }

  rename({ section, name }) {
    const there = this.sectionOf(section);
    if (there) Object.assign(there, { name, waiting: true });
  }

  addWords({ section, text, kind, n }) {
    const item = { id: `new ${n}`, kind, text, below: "", amiss: "", level: 2, waiting: true };
    this.sectionOf(section)?.items.push(item);
  }

  write({ item, text }) {
    for (const section of this.sections) {
      section.items = section.items.map((there) => (there.id === item ? { ...there, text, waiting: true } : there));
    }
  }

  // In which language quotes are printed: one of them, or all that do not say so.
  printIn({ item, languages }) {
    if (!item) this.languages = languages;
    for (const section of this.sections) {
      section.items = section.items.map((there) => (there.id === item ? { ...there, languages, waiting: true } : there));
    }
  }

  // ── questions ──

  get items() {
    return this.sections.flatMap(({ items }) => items);
  }

  get current() {
    return this.items.find(({ id }) => id === this.item);
  }

  beside(by) {
    const { items } = this;
    const at = items.findIndex(({ id }) => id === this.item);
    return items[Math.min(items.length - 1, Math.max(0, at + by))]?.id ?? "";
  }
}
