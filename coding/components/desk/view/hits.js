// What a search finds in all interviews, listed with the width at which it would be coded. Nothing
// is ticked at first; what is ticked gets the code in one act, which one undo takes back.

import { h } from "../../common/view/dom.js";
import { hub } from "../wire/hub.js";
import { button } from "./dom.js";

const WAYS = [["words", "these words"], ["forms", "in any form"], ["pattern", "a pattern"]];
const WIDTHS = [["words", "the words"], ["sentence", "the sentence"], ["turn", "the turn"]];
const WHY = { interviewer: "the interviewer’s words", coded: "has this code already" };

// What was found last: the way to another interview makes a new desk, and the list stays.
const lately = new Map();

export class Hits {
  constructor(desk) {
    this.desk = desk;
    const { query = "", way = "words", width = "words", ...found } = lately.get(desk.data.project) ?? {};
    Object.assign(this, { code: "", ticked: new Set(), places: null, total: 0, fault: "", ...found });
    this.input = h("input", { type: "search", placeholder: "Words in all interviews", "aria-label": "Words to find in all interviews", value: query });
    this.way = select("How to look for them", WAYS, way, () => this.ask());
    this.width = select("What would be coded", WIDTHS, width, () => this.ask());
    this.status = h("p", { className: "cd-seg-sum", role: "status" });
    this.chosen = h("span", { className: "cd-hit-with" });
    this.list = h("div", { className: "cd-seg-list", role: "group", "aria-label": "Hits" });
    this.foot = h("footer", {});
    this.element = h(
      "div", { className: "cd-seg-pane", hidden: true },
      h("div", { className: "cd-seg-head" }, h("div", { className: "cd-seg-filters" }, this.input, this.way), this.status, h("div", { className: "cd-hit-with" }, h("span", {}, "Code"), this.width, this.chosen)),
      this.list, this.foot,
    );
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.ctrlKey || event.metaKey) return;
      event.stopPropagation();
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) this.ask();
      else if (event.key === "Escape") {
        event.preventDefault(); // a browser would empty the field, above the hits of its words
        desk.scroller.focus({ preventScroll: true });
      }
    });
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.list.addEventListener("change", (event) => this.tick(event.target));
    if (this.places) this.fill();
  }

  keep() {
    const { code, ticked, places, total, fault } = this;
    lately.set(this.desk.data.project, {
      query: this.input.value, way: this.way.value, width: this.width.value, code, ticked, places, total, fault,
    });
  }

  look(query) {
    if (query) this.input.value = query;
    this.code ||= this.desk.card.code ?? this.desk.reading.wanted.codes[0] ?? "";
    this.draw();
    this.input.focus();
    this.input.select();
    if (this.input.value.trim()) this.ask();
  }

  // The code that what is ticked would get.
  take(code) {
    this.code = code;
    this.draw();
    if (this.places) this.ask();
  }

  async ask() {
    const query = this.input.value.trim();
    if (!query) return;
    this.status.textContent = "Searching …";
    const asked = { query, way: this.way.value, width: this.width.value };
    this.asked = { ...asked, code: this.code };
    const mine = this.asked;
    const told = await hub.ask("hits", mine);
    if (mine !== this.asked) return; // something else was asked meanwhile, and is to be answered
    const same = JSON.stringify(asked) === this.listed;
    this.listed = JSON.stringify(asked);
    this.fault = told.fault ?? "";
    this.total = told.total ?? 0;
    this.places = (told.places ?? []).map(([transcript, turn, start, end, text, hits, who, why, beside, lead, rest]) =>
      ({ key: `${transcript} ${start} ${end}`, transcript, turn, start, end, text, hits, who, why, beside, lead, rest }));
    // Another code for the same places leaves ticked what it can still be put on.
    const free = same ? this.places.filter(({ why }) => !why) : [];
    this.ticked = new Set(free.map(({ key }) => key).filter((key) => this.ticked.has(key)));
    this.fill();
    this.draw();
  }

  // ── drawing ──

  draw() {
    const { model } = this.desk;
    const there = this.code && model.view.codes.has(this.code);
    const { colour, letters, pattern } = model.style(this.code);
    this.chosen.replaceChildren(
      h("span", {}, "with"),
      there
        ? h("span", { className: "cd-seg-code", style: { "--c0": colour } }, h("span", { className: `cd-chip cd-line-${pattern}` }, letters), h("span", {}, model.name(this.code)))
        : h("span", { className: "cd-hint" }, "no code yet"),
      button(there ? "Another" : "Choose", () => this.desk.palette.open({ title: "Code what is ticked with", onPick: (code) => this.take(code) })),
    );
    this.count();
  }

  count() {
    this.keep();
    const { places, ticked, total } = this;
    const free = places?.filter(({ why }) => !why) ?? [];
    this.status.textContent = this.fault || (!places ? "Words, “a phrase”, a beginn* – press Enter."
      : !places.length ? "Nowhere."
      : `${total} ${total === 1 ? "place" : "places"}${total > places.length ? `, the first ${places.length} of them here` : ""}; ${free.length} can be coded, ${ticked.size} ticked.`);
    const all = free.length > 0 && free.every(({ key }) => ticked.has(key));
    const apply = button(`Code ${ticked.size || ""} ticked`, () => this.apply(), { primary: true, key: "Ctrl ↵" });
    apply.disabled = !ticked.size || !this.code;
    this.foot.replaceChildren(
      ...(free.length ? [button(all ? "Untick all" : `Tick all ${free.length}`, () => this.tickAll(!all, free), { key: "t" })] : []), apply,
    );
  }

  fill() {
    const names = new Map(this.desk.data.transcripts.map(([id, name]) => [id, name]));
    const parts = [];
    let last = null;
    for (const place of this.places) {
      if (place.transcript !== last) parts.push(h("h3", {}, names.get(place.transcript) ?? ""));
      last = place.transcript;
      parts.push(this.row(place));
    }
    this.list.replaceChildren(...parts);
    this.list.scrollTop = 0;
  }

  // What would be coded, with the rest of its sentence around it.
  row({ key, turn, text, hits, who, why, beside, lead, rest }) {
    const words = [];
    let at = 0;
    // Offsets count code points, as everything does that crosses the wire.
    const letters = Array.from(text);
    for (const [start, end] of hits) {
      words.push(letters.slice(at, start).join(""), h("mark", {}, letters.slice(start, end).join("")));
      at = end;
    }
    words.push(letters.slice(at).join(""));
    return h(
      "div", { className: `cd-hit${why ? " cd-cannot" : ""}`, dataset: { key } },
      h("input", { type: "checkbox", disabled: Boolean(why), checked: this.ticked.has(key), "aria-label": `Turn ${turn}: ${text.slice(0, 80)}` }),
      h("span", { className: "cd-seg-turn" }, String(turn)),
      h(
        "span", { className: "cd-seg-text", dir: "auto" },
        lead ? h("span", { className: "cd-around" }, lead) : "", ...words, rest ? h("span", { className: "cd-around" }, rest) : "",
      ),
      beside ? h("span", { className: "cd-seg-who cd-seg-beside", dir: "auto" }, beside) : "",
      who || why ? h("span", { className: "cd-seg-who" }, [who, WHY[why]].filter(Boolean).join(" · ")) : "",
    );
  }

  // Without a mouse: arrows go along the places, t ticks all, Ctrl and Enter code what is ticked.
  key(event) {
    const boxes = [...this.list.querySelectorAll("input:enabled")];
    const at = boxes.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.foot.querySelector(".cd-primary:enabled")?.click();
    else if (event.target.tagName === "SELECT" || event.target.type === "search" && event.key !== "ArrowDown") return;
    else if (step && (at >= 0 || step > 0)) (boxes[at + step] ?? (at < 0 ? null : step < 0 ? this.input : boxes[at]))?.focus();
    else if (event.key === "t" && at >= 0) {
      const free = this.places.filter(({ why }) => !why);
      this.tickAll(!free.every(({ key }) => this.ticked.has(key)), free);
    } else if (event.key === "Escape") this.desk.scroller.focus({ preventScroll: true });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // ── ticking and coding ──

  clicked(event) {
    const row = event.target.closest(".cd-hit");
    if (!row || event.target.tagName === "INPUT") return;
    const place = this.places.find(({ key }) => key === row.dataset.key);
    this.desk.travel.leaveTrail();
    this.desk.travel.toWords(place.transcript, place.start, place.end);
  }

  tick({ checked, parentElement }) {
    const { key } = parentElement.dataset;
    if (checked) this.ticked.add(key);
    else this.ticked.delete(key);
    this.count();
  }

  tickAll(on, free) {
    this.ticked = new Set(on ? free.map(({ key }) => key) : []);
    for (const box of this.list.querySelectorAll("input:enabled")) box.checked = on;
    this.count();
  }

  apply() {
    const { code, desk, places, ticked } = this;
    const chosen = places.filter(({ key }) => ticked.has(key));
    desk.push({
      kind: "apply.places", code, places: chosen.map(({ transcript, start, end }) => [transcript, start, end]),
      ids: chosen.map(() => crypto.randomUUID()),
    });
    desk.quick.use(code);
    this.asked = null; // what is still on its way was found before these were coded
    for (const place of chosen) place.why = "coded";
    this.ticked = new Set();
    this.fill();
    this.count();
    desk.tell(`“${desk.model.name(code)}” put on ${chosen.length} ${chosen.length === 1 ? "place" : "places"}.`, {
      action: () => {
        desk.acts.reverse("undo");
        setTimeout(() => this.ask(), 300);
      },
      label: "Undo",
    });
  }
}

function select(label, options, chosen, change) {
  return h(
    "select", { className: "cd-pick", "aria-label": label, onchange: change },
    ...options.map(([value, name]) => h("option", { value, selected: value === chosen }, name)),
  );
}
