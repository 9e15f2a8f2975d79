// What is shown: codings of some codes, coders and interviews at once, on text, tree, margin, panel
// and in the choice of interviews. It outlasts the way to another interview, and a reload, and is
// the one of the pages too.

import { keepFilter, restored } from "../wire/filtered.js";

const NOTHING = { codes: [], coders: [], transcripts: [], where: {} };

export class Filter {
  constructor({ data, model }) {
    Object.assign(this, { data, model });
    this.kept = `coding.filter.${data.project}`;
    const { n: _, ...kept } = restored(this.kept);
    this.wanted = { ...NOTHING, ...kept };
    this.use();
  }

  get active() {
    const { codes, coders, transcripts, where } = this.wanted;
    return Boolean(codes.length || coders.length || transcripts.length || Object.keys(where).length);
  }

  want(changes) {
    this.wanted = { ...this.wanted, ...changes };
    keepFilter(this.kept, this.wanted);
    this.use();
  }

  clear() {
    this.want(NOTHING);
  }

  // Let the model know; codes take along those below them, and those that have gone count no more.
  use() {
    const { codes, coders } = this.wanted;
    const known = codes.filter((code) => this.model.view.codes.has(code));
    this.model.filter = {
      codes: codes.length ? new Set(known.flatMap((code) => [...this.model.family(code)])) : null,
      coders: coders.length ? new Set(coders) : null,
    };
  }

  // The transcripts that are let through, null for all: with an interview its translations.
  get interviews() {
    const { transcripts, where } = this.wanted;
    const asked = Object.entries(where);
    if (!transcripts.length && !asked.length) return null;
    const fits = (facts) => asked.every(([name, values]) => values.includes(facts[name]));
    const heard = this.data.transcripts
      .filter(([, , , facts, others = []]) => asked.length && [facts, ...others].some(fits)).map(([id]) => id);
    const chosen = new Set([...heard, ...transcripts]);
    const whole = new Set(this.data.transcripts.filter(([id]) => chosen.has(id)).map(([, , , , , interview]) => interview));
    return new Set(this.data.transcripts.filter(([, , , , , interview]) => whole.has(interview)).map(([id]) => id));
  }

  // The interviews of some transcripts, of all unless said, each as [id, name, whom it is with].
  whole(of = null) {
    const rows = this.data.transcripts.filter(([id]) => !of || of.has(id));
    return [...new Map(rows.map(([, , who, , , interview, name]) => [interview, [interview, name, who]])).values()];
  }

  // What it lets through, in a line.
  label(everybody) {
    const { codes, coders } = this.model.filter;
    const within = this.interviews;
    const count = (n, of, what) => `${n} of ${of} ${what}`;
    return [
      codes && count(codes.size, this.model.view.codes.size, "codes"),
      coders && (coders.size === 1 ? [...coders][0] : everybody ? count(coders.size, everybody, "coders") : `${coders.size} coders`),
      within && count(this.whole(within).length, this.whole().length, "interviews"),
    ].filter(Boolean).join(" · ");
  }
}
