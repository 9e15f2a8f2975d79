// Mend what stands beside what: menus on a pair and on a turn of the other language, and keys. Each
// choice is an act, which undo takes back; Python pairs the rest anew between what a person said.

import { menu } from "../view/dom.js";
import { askName } from "../view/who.js";
import { hub } from "../wire/hub.js";

const SHOWN = 30;

export class Pairing {
  constructor(desk) {
    this.desk = desk;
  }

  get beside() {
    return this.desk.model.beside;
  }

  // Of several translations, show the one that was looked at last.
  begin() {
    const { data, settings } = this.desk;
    const wanted = settings.kept.besides?.[data.id];
    hub.beside = "";
    if (wanted && data.parallel?.others.some(([id]) => id === wanted)) this.show(wanted);
  }

  async show(of) {
    const { desk } = this;
    hub.beside = of;
    desk.settings.kept.besides = { ...desk.settings.kept.besides, [desk.data.id]: of };
    desk.settings.keep();
    if (of === this.beside.id) return;
    const { parallel, placed_beside: placed } = await hub.ask("beside", { of });
    if (!parallel || hub.beside !== of) return;
    desk.model.hearBeside(parallel, { placed_beside: placed });
    desk.hear("beside");
    desk.bar.showBeside();
  }

  // Whether the other language is in sight; it is shown if it can be.
  shown() {
    const { desk } = this;
    if (!desk.data.parallel) {
      desk.tell("There is no translation of this transcript.");
      return false;
    }
    if (!desk.settings.kept.parallel) desk.settings.toggleParallel();
    return true;
  }

  push(kind, turns, there) {
    const { desk } = this;
    const { id: of, editions: seen } = this.beside.told;
    desk.push({ kind, transcript: desk.data.id, of, seen, turns, there });
  }

  pair(turns, there) {
    this.push("pair", turns, there);
    const words = turns.length && there.length
      ? `Turn ${told(turns)} is beside ${told(there)} of ${this.beside.told.name}.`
      : turns.length ? `Nothing is beside turn ${told(turns)}.` : `Turn ${told(there)} of ${this.beside.told.name} has nothing beside it.`;
    this.desk.tell(words, { action: () => this.desk.acts.reverse("undo"), label: "Undo" });
  }

  // ── keys ──

  // The pair of the turn that has the focus.
  here() {
    return this.beside.pairOf(this.desk.model.turns[this.desk.selection.turn].number);
  }

  byKey() {
    if (!this.shown()) return;
    const { selection, text } = this.desk;
    const box = text.turnElements[selection.turn].querySelector(".cd-parallel").getBoundingClientRect();
    this.ofPair(this.here(), box.left + 12, Math.max(box.top + 20, 120));
  }

  confirm() {
    if (!this.shown()) return;
    const pair = this.here();
    if (pair.state === "hand") this.desk.tell("A person has paired these already.");
    else this.pair(pair.mine, pair.theirs);
  }

  // Go to the next turn of which it is doubtful what is beside it.
  step(by) {
    if (!this.shown()) return;
    const { desk } = this;
    const doubtful = [];
    this.beside.rows.forEach(({ pairs }, i) => {
      if (pairs.some(({ state }) => state === "doubtful")) doubtful.push(i);
    });
    if (!doubtful.length) {
      desk.tell("All turns are surely aligned.");
      return;
    }
    const from = desk.selection.turn;
    const next = by > 0 ? doubtful.find((i) => i > from) : doubtful.findLast((i) => i < from);
    const at = next ?? (by > 0 ? doubtful[0] : doubtful.at(-1));
    desk.selection.focusTurn(at, { quietly: true });
    desk.sight.scrollToTurn(at);
    desk.say(`Turn ${desk.model.turns[at].number}, not surely aligned: ${doubtful.indexOf(at) + 1} of ${doubtful.length}`);
  }

  // ── menus ──

  clicked(element) {
    const { left, bottom } = element.getBoundingClientRect();
    const there = element.closest(".cd-there")?.dataset.there;
    if (there) {
      this.ofTheirs(Number(there), left, bottom + 4);
      return;
    }
    const { mine, theirs } = element.dataset;
    const number = (text) => Number(text.split(" ")[0]);
    const pair = mine ? this.beside.pairOf(number(mine)) : this.beside.pairOf(number(theirs), "theirs");
    if (pair) this.ofPair(pair, left, bottom + 4);
  }

  ofPair(pair, x, y) {
    const { mine, theirs, state } = pair;
    if (!mine.length) {
      this.ofTheirs(theirs[0], x, y);
      return;
    }
    const { turns } = this.desk.model;
    const [first, last] = [theirs[0], theirs.at(-1)];
    const more = [
      first > 1 ? first - 1 : 0, last && last < this.beside.turns.length ? last + 1 : 0,
    ].filter(Boolean);
    const next = mine.at(-1) + 1;
    menu(this.desk.root, x, y, [
      state === "hand" ? null : [theirs.length ? "Yes, these belong together" : "Right, nothing belongs beside it", () => this.pair(mine, theirs), "Y"],
      ["Another turn belongs beside it …", () => this.ask(mine)],
      ...more.map((number) => [`Turn ${number} belongs here, too: “${this.words(number)}”`, () => this.pair(mine, joined(theirs, number))]),
      theirs.length && next <= turns.length ? [`Turn ${next} of this text belongs to it, too`, () => this.pair([...mine, next], theirs)] : null,
      ...(theirs.length > 1 ? [first, last].map((number) => [`Turn ${number} does not belong here: “${this.words(number)}”`, () => this.pair(mine, theirs.filter((n) => n !== number))]) : []),
      mine.length > 1 ? [`Turn ${mine.at(-1)} of this text does not belong to it`, () => this.pair(mine.slice(0, -1), theirs)] : null,
      theirs.length ? [`Nothing belongs beside turn ${told(mine)}`, () => this.pair(mine, [])] : null,
      state === "hand" ? ["Let the program pair it again", () => this.push("pair.free", mine, theirs)] : null,
      ...this.others(),
    ].filter(Boolean), { label: `What belongs beside turn ${told(mine)}` });
  }

  ofTheirs(number, x, y) {
    const { desk, beside } = this;
    const { turns } = desk.model;
    const pair = beside.pairOf(number, "theirs");
    const at = pair.mine.length ? pair.mine : [beside.rows.findIndex(({ pairs }) => pairs.includes(pair)) + 1];
    const near = [at[0] - 1, ...(pair.mine.length ? [] : at), at.at(-1) + 1].filter((n) => n >= 1 && n <= turns.length);
    const belongs = (mine) => {
      const there = beside.pairOf(mine);
      const together = joined(there.theirs.filter((n) => n !== number), number);
      if (there === pair) this.pair([mine], [number]); // this one alone, not the others of the pair
      else this.pair(there.mine, follow(together) ? together : [number]);
    };
    menu(desk.root, x, y, [
      ...near.map((mine) => [`It belongs to turn ${mine}: “${this.ours(mine)}”`, () => belongs(mine)]),
      ["It belongs to another turn …", () => this.askOurs(number, belongs)],
      pair.mine.length ? [`Only this one is beside turn ${told(pair.mine)}`, () => this.pair(pair.mine, [number])] : null,
      ["It belongs to no turn of this text", () => this.pair([], [number])],
      pair.state === "hand" ? ["Let the program pair it again", () => this.push("pair.free", pair.mine, pair.theirs)] : null,
      null,
      [`Go to it in ${beside.told.name}`, () => desk.travel.leaveAndGo(beside.id, beside.turn(number).start)],
    ].filter((item, k, items) => item || items[k] === null && k === items.length - 2), { label: `Where turn ${number} of ${beside.told.name} belongs` });
  }

  // Ask which turn of the other text belongs beside turns of ours: one that is near, or a number.
  ask(mine) {
    const { beside, desk } = this;
    const at = beside.pairOf(mine[0]).theirs[0] ?? mine[0];
    const near = beside.turns.filter(({ number }) => Math.abs(number - at) <= 6);
    askName(
      desk.root, `Which turn of ${beside.told.name} belongs beside turn ${told(mine)}?`,
      near.map(({ number, speaker }) => [String(number), `${number} ${speaker}: ${this.words(number)}`]),
      (answer) => this.take(answer, beside.turns.length, (number) => this.pair(mine, [number])),
      { label: "Another: its number", named: "Pair them" },
    );
  }

  askOurs(number, belongs) {
    const { beside, desk } = this;
    const { turns } = desk.model;
    const near = turns.filter((turn) => Math.abs(turn.number - number) <= 6);
    askName(
      desk.root, `To which turn does turn ${number} of ${beside.told.name} belong?`,
      near.map((turn) => [String(turn.number), `${turn.number} ${turn.speaker}: ${this.ours(turn.number)}`]),
      (answer) => this.take(answer, turns.length, belongs),
      { label: "Another: its number", named: "Pair them" },
    );
  }

  take(answer, most, use) {
    const number = Number(answer);
    if (Number.isInteger(number) && number >= 1 && number <= most) use(number);
    else this.desk.tell(`There is no turn ${answer}: they go from 1 to ${most}.`);
  }

  // Where there are several translations: another one beside the text.
  others() {
    const { told: now } = this.beside;
    const rest = now.others.filter(([id]) => id !== now.id);
    return rest.map(([id, name]) => [`Show ${name} beside instead`, () => this.show(id)]);
  }

  words(number) {
    return clipped(this.beside.turn(number).words);
  }

  ours(number) {
    const { start, end } = this.desk.model.turns[number - 1];
    return clipped(this.desk.model.text.slice(start, end));
  }
}

function told(numbers) {
  return numbers.join("+");
}

function joined(numbers, number) {
  return [...numbers, number].sort((a, b) => a - b);
}

function follow(numbers) {
  return numbers.every((n, k) => !k || n === numbers[k - 1] + 1);
}

function clipped(text) {
  const plain = text.replace(/\s+/g, " ").trim();
  return plain.length > SHOWN ? `${plain.slice(0, SHOWN - 1).trimEnd()}…` : plain;
}
