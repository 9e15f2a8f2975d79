// Correct who speaks: the menu on a speaker's name, and what it does. Python does it, and tells all
// windows; the codings stay on their words.

import { menu } from "../view/dom.js";
import { askName } from "../view/who.js";
import { hub } from "../wire/hub.js";

const SIDES = [["interviewer", "asks"], ["participant", "answers"], ["other", "does neither"]];
const SHOWN = 28;

export class Speaking {
  constructor(desk) {
    this.desk = desk;
  }

  push(kind, told) {
    const { data, model } = this.desk;
    // While our own change is on its way, what it makes of the interview is not known here yet.
    const ours = hub.ops.some((op) => /^(speaker|turns)\./.test(op.kind) && op.transcript === data.id);
    this.desk.push({ kind, transcript: data.id, seen: ours ? "" : model.edition, ...told });
  }

  byKey() {
    const { selection, text } = this.desk;
    const { turn } = selection;
    const element = text.turnElements[turn];
    const { left, bottom } = (element.querySelector(".cd-says") ?? element.querySelector(".cd-words")).getBoundingClientRect();
    this.menu(turn, left, bottom + 4);
  }

  menu(i, x, y) {
    const { model, root } = this.desk;
    const turn = model.turns[i];
    const items = turn.speaker ? this.ofSpeaker(turn) : this.ofNobody(turn);
    const borders = this.borders(i);
    if (borders.length) items.push(null, ...borders);
    menu(root, x, y, items, { label: `Who speaks turn ${turn.number}` });
  }

  ofSpeaker({ number, speaker }) {
    const { cast } = this.desk.model;
    const one = cast.find(({ name }) => name === speaker) ?? { role: "", participant: "" };
    return [
      [`Rename “${clipped(speaker)}” …`, () => this.rename(speaker)],
      ...SIDES.map(([role, words]) => [
        `${clipped(speaker)} ${words}${one.role === role ? " ✓" : ""}`,
        () => one.role !== role && this.push("speaker.role", { speaker, role }),
      ]),
      [one.participant ? `${clipped(speaker)} is ${this.label(one.participant)} …` : `Say which participant ${clipped(speaker)} is …`, () => this.person(speaker)],
      null,
      ["This turn is somebody else’s …", () => this.give(number, speaker)],
      ["Nobody knows who says this turn", () => this.push("turns.give", { numbers: [number], name: "" })],
    ];
  }

  ofNobody({ number, role }) {
    const { turns } = this.desk.model;
    const unknown = turns.filter((turn) => turn.role === "u").length;
    return [
      ["This turn is said by …", () => this.give(number, "")],
      role === "u"
        ? ["It is a heading: nobody says it", () => this.push("turns.give", { numbers: [number], name: "", role: "other" })]
        : ["Somebody says it, not known who", () => this.push("turns.give", { numbers: [number], name: "" })],
      ...(unknown ? [[`All ${unknown} of nobody: the speaker before goes on`, () => this.push("turns.continue", {})]] : []),
    ];
  }

  // Where the cursor or the selection begins, a turn can begin.
  borders(i) {
    const { model, selection } = this.desk;
    const { turns } = model;
    const items = [];
    const turn = turns[i];
    const cursor = selection.start ?? selection.cursor ?? turn.start;
    const at = selection.word(cursor, 0)?.[0] ?? cursor; // no word is torn
    if (at > turn.start && at < turn.end) {
      const words = clipped(model.text.slice(at, turn.end).replace(/\s+/g, " "));
      const start = model.point(at);
      items.push([`Split before “${words}”`, () => this.push("turns.split", { number: turn.number, start })]);
      if (i) items.push([`Turn ${turn.number} begins here: what is before goes to turn ${turn.number - 1}`, () => this.push("turns.border", { number: turn.number, start })]);
      if (turns[i + 1]) {
        const { number } = turns[i + 1];
        items.push([`Turn ${number} begins here: the rest goes to it`, () => this.push("turns.border", { number, start })]);
      }
    }
    if (i) {
      const before = turns[i - 1];
      const join = (words) => this.push("turns.join", { first: before.number, last: turn.number, words });
      const between = clipped(model.text.slice(before.end, turn.start).trim().replace(/\s+/g, " "));
      if (!between) items.push(["Join with the turn before", () => join(false)]);
      else {
        const same = before.speaker === turn.speaker && before.role === turn.role;
        if (!same) items.push([`Turn ${before.number} goes on here; “${between}” is left out`, () => join(false)]);
        items.push([`“${between}” is words: join with the turn before`, () => join(true)]);
      }
    }
    return items;
  }

  label(id) {
    return this.desk.model.people.find(([key]) => key === id)?.[1] ?? id;
  }

  rename(speaker) {
    const others = this.desk.model.cast.filter(({ name }) => name !== speaker).map(({ name }) => [name, `Join to ${name}`]);
    const take = (name) => name !== speaker && this.push("speaker.rename", { speaker, name });
    askName(this.desk.root, `Rename “${speaker}”`, others, take, {
      label: "Name; one that exists joins the two", value: speaker, named: "Rename",
    });
  }

  person(speaker) {
    const names = [...this.desk.model.people, ["", "Nobody of the study"]];
    askName(this.desk.root, `Who is “${speaker}”?`, names, (participant) =>
      this.push("speaker.person", { speaker, participant }), { label: "Somebody new: an id, such as P07", named: "Add" });
  }

  give(number, speaker) {
    const names = this.desk.model.cast.filter(({ name }) => name !== speaker).map(({ name }) => [name, name]);
    askName(this.desk.root, `Who says turn ${number}?`, names, (name) =>
      this.push("turns.give", { numbers: [number], name }), { label: "Somebody else: a name", named: "Give it" });
  }
}

function clipped(text) {
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 1).trimEnd()}…` : text;
}
