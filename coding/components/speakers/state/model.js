// Hold what Python said of the files and what was done since: the files in their groups, the one
// that is looked at, its speakers, and the speaker that keys act on.

export const GROUPS = ["asks", "bad", "reading", "ready", "in"];
export const ROLES = ["interviewer", "participant", "other"];

export class Model {
  constructor(data) {
    this.chosen = data.chosen;
    this.speaker = 0;
    this.renaming = false;
    this.opened = data.mode === "interview"; // on a narrow screen a file opens as a page
    this.texts = new Map(); // file → its turns, as told last
    this.take(data, []);
  }

  // Take in what Python says; `pending` is what it has not heard of yet.
  take(data, pending) {
    this.data = data;
    this.files = data.files;
    if (data.text && !this.same(data.text)) this.texts.set(data.text.key, data.text);
    for (const act of pending) this.play(act);
    const keys = this.order;
    if (!keys.includes(this.chosen)) this.chosen = keys.includes(data.chosen) ? data.chosen : keys[0] ?? "";
    this.speaker = Math.max(0, Math.min(this.speaker, (this.file?.cast.length ?? 1) - 1));
  }

  // Whether turns are those that are drawn already.
  same(text) {
    const drawn = this.texts.get(text.key);
    return text.edition !== undefined && drawn?.edition === text.edition;
  }

  // Show at once what an act will have done.
  play(act) {
    if (act.kind === "choose") this.chosen = act.file;
    else if (act.kind === "each") this.data = { ...this.data, each: act.on };
    else if (PLAYED[act.kind]) {
      this.files = this.files.map((file) => (file.key === act.file ? PLAYED[act.kind](file, act) : file));
      // Whoever is joined to somebody is looked at as that one.
      if (act.kind === "rename" && act.file === this.chosen) this.speaker = this.place(act.name);
    }
  }

  place(name) {
    return Math.max(0, this.file?.cast.findIndex((speaker) => speaker.name === name) ?? 0);
  }

  get file() {
    return this.files.find(({ key }) => key === this.chosen);
  }

  get doubt() {
    return this.file?.doubts[0];
  }

  get text() {
    return this.texts.get(this.chosen);
  }

  group(state) {
    return this.files.filter((file) => file.state === state);
  }

  // The files in the order in which they are listed.
  get order() {
    return GROUPS.flatMap((state) => this.group(state).map(({ key }) => key));
  }

  // The file that asks something after the one that is looked at, from the last one on to the first.
  get nextAsking() {
    const keys = this.group("asks").map(({ key }) => key);
    const next = keys[(keys.indexOf(this.chosen) + 1) % keys.length];
    return next === this.chosen ? undefined : next;
  }

  // The file so many places further on, the last or first one at the ends.
  beside(by) {
    const keys = this.order;
    return keys[Math.max(0, Math.min(keys.length - 1, keys.indexOf(this.chosen) + by))];
  }

  step(by) {
    const { length } = this.file?.cast ?? [];
    if (length) this.speaker = (this.speaker + by + length) % length;
  }
}

const PLAYED = {
  role: (file, { speaker, role }) => cast(file, speaker, { role }),
  person: (file, { speaker, participant }) => cast(file, speaker, { participant }),
  with: (file, { participant }) => ({ ...file, participant, fresh: false }),
  language: (file, { language }) => ({ ...file, language }),
  column: (file, { column, use }) => ({
    ...file,
    columns: file.columns.map((there) => (there.name === column ? { ...there, use } : there)),
  }),
  answer: (file) => ({ ...file, doubts: file.doubts.slice(1), waits: true }),
  rename(file, { speaker, name }) {
    const there = file.cast.find((other) => other.name === name);
    if (!there || name === speaker) return cast(file, speaker, { name });
    const gone = file.cast.find((other) => other.name === speaker);
    const joined = { turns: there.turns + (gone?.turns ?? 0), words: there.words + (gone?.words ?? 0) };
    return cast({ ...file, cast: file.cast.filter((other) => other !== gone) }, name, joined);
  },
};

function cast(file, speaker, fields) {
  return {
    ...file,
    cast: file.cast.map((row) => (row.name === speaker ? { ...row, ...fields } : row)),
  };
}
