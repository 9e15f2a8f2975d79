// What is read beside the text: the segments of some codes over all interviews, as far as they
// have been asked for. What was chosen outlasts the way to another interview, and a reload.

import { hub } from "../wire/hub.js";

const FIRST = 100; // rows that the list opens with
const PAGE = 300; // and that come at once further down
const REFRESH_MS = 500;

// What was told last, so that another interview opens with the list that was there.
const lately = new Map();

export class Reading {
  constructor(desk) {
    this.desk = desk;
    this.kept = `coding.reading.${desk.data.project}`;
    this.wanted = { open: false, tab: "segments", codes: [], by: "", where: {}, words: "", stars: 0, order: "interview", at: "", ...restored(this.kept) };
    this.told = lately.get(this.asked()) ?? null; // the last answer: total, both, interviews, segments
    this.fault = "";
  }

  get open() {
    return this.wanted.open;
  }

  get rows() {
    return this.told?.segments ?? [];
  }

  // Begin again with what was open before, now that the desk stands.
  begin() {
    if (this.open) this.ask({ lazy: Boolean(this.told) });
    this.count();
  }

  // How much stands under each code, once nothing waits to be saved.
  async count() {
    const { usage } = await hub.ask("usage", {}, { lazy: true });
    if (usage) this.desk.tree.learn(usage);
  }

  // What the list answers.
  asked() {
    const { codes, by, where, words, stars, order } = this.wanted;
    return JSON.stringify([this.kept, codes, by, where, words, stars, order, this.within()]);
  }

  // What the filter lets through, whatever the list asks for.
  within() {
    const { wanted, interviews } = this.desk.filter;
    return { coders: wanted.coders, transcripts: interviews ? ["", ...interviews] : [] };
  }

  // The filter has changed: codes that it names are read, and what else it says holds here too.
  filtered() {
    const { codes } = this.desk.filter.wanted;
    if (!this.open) return;
    if (codes.length && this.wanted.tab === "segments") this.read({ codes });
    else this.ask();
  }

  stop() {
    clearTimeout(this.refreshing);
  }

  want(changes) {
    Object.assign(this.wanted, changes);
    try {
      sessionStorage.setItem(this.kept, JSON.stringify(this.wanted));
    } catch {
      // It then lasts as long as the page.
    }
  }

  // Read something else, from the top.
  async read(changes) {
    this.want({ ...changes, open: true });
    await this.ask();
  }

  async ask({ lazy = false } = {}) {
    const { codes, by, where, words, stars, order } = this.wanted;
    const known = codes.filter((code) => this.desk.model.view.codes.has(code));
    if (!known.length) {
      this.told = null;
      this.changed();
      return;
    }
    const most = lazy ? Math.max(FIRST, this.rows.length) : FIRST;
    const told = await hub.ask("segments", { codes: known, by, where, words, stars, order, most, from: 0, ...this.within() }, { lazy });
    this.take(told, []);
  }

  // What stands further down, once somebody comes near it.
  async more() {
    if (this.coming || !this.told || this.rows.length >= this.told.total) return;
    this.coming = true;
    const before = this.told;
    const { codes, by, where, words, stars, order } = this.wanted;
    const told = await hub.ask("segments", { codes, by, where, words, stars, order, most: PAGE, from: this.rows.length, ...this.within() });
    this.coming = false;
    if (before === this.told) this.take(told, this.rows);
  }

  take(told, before) {
    this.coming = false;
    this.fault = told.fault ?? "";
    if (!this.fault) {
      const added = told.segments.map(([transcript, turn, start, end, text, who, code, codings, stars, own]) => ({
        key: codings[0][0], transcript, turn, start, end, text, who, code, stars, own,
        codings: codings.map(([id, coder, version]) => ({ id, coder, version })),
      }));
      this.told = { ...told, segments: [...before, ...added] };
      lately.clear();
      lately.set(this.asked(), this.told);
    }
    this.changed();
  }

  changed() {
    this.desk.segments.draw();
  }

  // Something was coded, here or elsewhere: look again once nothing waits to be saved.
  refresh() {
    clearTimeout(this.refreshing);
    this.refreshing = setTimeout(() => {
      if (this.open) this.ask({ lazy: true });
      this.count();
    }, REFRESH_MS);
  }

  // Where the chosen coding, or else the segment read last, stands among the rows; -1 if nowhere.
  place() {
    const { selected } = this.desk;
    const chosen = selected ? this.rows.findIndex(({ codings }) => codings.some(({ id }) => id === selected)) : -1;
    return chosen >= 0 ? chosen : this.rows.findIndex(({ key }) => key === this.wanted.at);
  }
}

function restored(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) || {};
  } catch {
    return {};
  }
}
