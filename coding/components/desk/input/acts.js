// What a coder does to codings and codes, by whatever key or click: each becomes an operation.

import { menu, notice } from "../view/dom.js";
import { hub } from "../wire/hub.js";

const NOTHING_SELECTED = "Select the words first: drag over them, or use the arrow keys.";
const LONGEST_NAME = 60;
const MOST_STARS = 3;

export class Acts {
  constructor(desk) {
    this.desk = desk;
  }

  // The range to code: the selection, else the chosen coding's.
  range() {
    const { selection, model, selected } = this.desk;
    if (!selection.empty) return [selection.start, selection.end];
    const coding = model.view.codings.get(selected);
    return coding ? [coding.start, coding.end] : null;
  }

  // The same in code points, as operations count.
  points([start, end]) {
    const { model } = this.desk;
    return { start: model.point(start), end: model.point(end) };
  }

  // The version a change is made against; none while our own earlier change is on its way.
  confirmed(coding) {
    return coding.pending ? undefined : coding.version;
  }

  get chosen() {
    const { model, selected } = this.desk;
    return model.view.codings.get(selected);
  }

  reverse(kind) {
    this.desk.push({ kind });
  }

  // ── putting codes ──

  apply(codes) {
    const { desk } = this;
    const range = this.range();
    if (!range) {
      desk.tell(NOTHING_SELECTED);
      return;
    }
    for (const code of codes) desk.quick.use(code);
    const op = desk.push({
      kind: "apply", transcript: desk.data.id, codes, ids: codes.map(() => crypto.randomUUID()),
      ...this.points(range),
      blind: desk.proposals.blind || undefined,
    });
    desk.proposals.passed(0, range[0]);
    desk.mouse.float.hidden = true;
    desk.tree.keys();
    desk.say(`${codes.map((code) => desk.model.name(code)).join(", ")} applied`);
    desk.lastMade = desk.model.view.codings.has(op.ids[0]) ? op.ids[0] : null;
  }

  number(digit) {
    const code = this.desk.quick.slots[(Number(digit) + 9) % 10];
    if (code) this.apply([code]);
  }

  openPalette() {
    if (!this.range()) {
      this.desk.tell(NOTHING_SELECTED);
      return;
    }
    this.desk.palette.open({
      onPick: (code) => this.apply([code]),
      onCreate: (name) => this.createAndApply(name),
    });
  }

  createAndApply(name, fields = {}) {
    const { data, model, mouse } = this.desk;
    const there = model.codes.find((code) => code.name.toLowerCase() === name.toLowerCase());
    if (there) {
      this.apply([there.id]);
      return;
    }
    const place = this.points(this.range());
    this.addCode({ name, ...fields, apply: { transcript: data.id, coding: crypto.randomUUID(), ...place } });
    mouse.float.hidden = true;
  }

  // The name may be told by language; the other fields are those of a code.
  addCode({ name, parent = "", ...rest }) {
    const { desk } = this;
    const { apply, color, ...fields } = rest;
    const first = typeof name === "string" ? name : Object.values(name).find(Boolean);
    const code = freeId(first, desk.model.view.codes);
    if (typeof name !== "string") fields.name = name;
    desk.push({
      kind: "code.add", code, name: first, parent, fields,
      color: color || (parent ? "" : desk.model.freeColour()), ...(apply ? { apply } : {}),
    });
    desk.quick.use(code);
    desk.tree.keys();
  }

  inVivo() {
    const range = this.range();
    if (!range) {
      this.openPalette();
      return;
    }
    const words = this.desk.model.text.slice(...range).replace(/\s+/g, " ").trim();
    const name = words.length > LONGEST_NAME
      ? `${words.slice(0, LONGEST_NAME - 2).replace(/\s\S*$/, "")} …` : words;
    this.createAndApply(name, { examples: [words] });
  }

  // ── changing what is coded ──

  recode() {
    const { desk, chosen } = this;
    if (!chosen) {
      desk.tell("Click a coding first, then press r.");
      return;
    }
    desk.palette.open({
      title: `Instead of “${desk.model.name(chosen.code)}”`,
      onPick: (code) => {
        if (code === chosen.code) return;
        desk.push({ kind: "recode", coding: chosen.id, code, version: this.confirmed(chosen) });
        desk.quick.use(code);
      },
    });
  }

  // One star more on the chosen coding; after three none.
  star() {
    const { desk, chosen } = this;
    if (!chosen) {
      desk.tell("Choose a coding first; then * stars it.");
      return;
    }
    const stars = ((chosen.stars ?? 0) + 1) % (MOST_STARS + 1);
    desk.push({ kind: "star", coding: chosen.id, stars });
    desk.say(stars ? `${stars} ${stars === 1 ? "star" : "stars"}` : "no star");
  }

  // Put the chosen coding into a section of the report, without leaving.
  async section() {
    const { desk, chosen } = this;
    if (!chosen) {
      desk.tell("Choose a coding first; then i puts it into a section of the report.");
      return;
    }
    const { sections = [] } = await hub.ask("sections", { coding: chosen.id });
    // Who has turned to something else meanwhile, or types there, is not to be torn away.
    const elsewhere = document.activeElement?.matches("input, textarea") || desk.root.querySelector("dialog[open], .cd-menu");
    if (desk.selected !== chosen.id || elsewhere) return;
    const put = (fields, name) => {
      desk.push({ kind: "section.put", coding: chosen.id, ...fields });
      desk.tell(`Put into “${name}”.`, { action: () => this.reverse("undo"), label: "Undo" });
      this.lastSection = name;
    };
    const last = sections.findIndex(([, name]) => name === this.lastSection);
    if (last > 0) sections.unshift(...sections.splice(last, 1));
    const box = (desk.segments.chosenRow() ?? desk.scroller).getBoundingClientRect();
    menu(desk.root, box.left + 20, Math.min(box.bottom, innerHeight) - 8, [
      ...sections.map(([section, name, inside]) => (inside
        ? [`${name}: it is there`, () => desk.tell(`It is in “${name}” already.`), "✓"]
        : [name, () => put({ section }, name)])),
      sections.length ? null : undefined,
      ["A new section …", () => desk.askLine("A new section of the report", "Name of the section", "Make it and put this in", (name) => put({ name }, name))],
    ].filter((item) => item !== undefined), { label: "Sections of the report" });
  }

  removeChosen() {
    const { desk, chosen } = this;
    if (!chosen) return;
    desk.choose(null);
    desk.push({ kind: "remove", codings: [chosen.id] });
    notice(desk.root, `“${desk.model.name(chosen.code)}” removed.`, {
      action: () => this.reverse("undo"), label: "Undo",
    });
  }

  setEdges(id, start, end) {
    const { desk } = this;
    const coding = desk.model.view.codings.get(id);
    if (!coding || start >= end || (coding.start === start && coding.end === end)) return;
    if (coding.carried) {
      desk.tell(`${desk.model.beside.over(coding)}: its edges are moved there.`);
      return;
    }
    desk.push({
      kind: "edges", coding: id, version: this.confirmed(coding), ...this.points([start, end]),
    });
    desk.say(desk.model.text.slice(start, end));
  }

  moveEdge(edge, by) {
    const { desk, chosen } = this;
    if (!chosen) {
      desk.tell("Click a coding first; then [ { } ] move its edges.");
      return;
    }
    const { selection } = desk;
    let { start, end } = chosen;
    if (edge === "start") start = (by < 0 ? selection.word(start, -1) : selection.word(start + 1, 1))?.[0] ?? start;
    else end = (by > 0 ? selection.word(end, 1) : selection.word(selection.word(end, -1)?.[0] ?? end, -1))?.[1] ?? end;
    this.setEdges(chosen.id, start, end);
  }
}

// A readable id that no code has: letters, digits and _ of the name, else a random one.
export function freeId(name, codes) {
  const ascii = name.normalize("NFD").toLowerCase().replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "_");
  const stem = ascii.replace(/^_+|_+$/g, "").slice(0, 40) || `code_${crypto.randomUUID().slice(0, 8)}`;
  let id = stem;
  for (let n = 2; codes.has(id); n++) id = `${stem}_${n}`;
  return id;
}
