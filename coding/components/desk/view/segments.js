// The segments of the chosen codes, over all interviews, beside the text. The list has no keys of
// its own: the chosen row is the chosen coding in the text, so the keys do what they always do.

import { counted, h, number } from "../../common/view/dom.js";
import { button } from "./dom.js";
import { Hits } from "./hits.js";

const AHEAD = 5; // heights of the list below what is seen, within which more is asked for
const FEW = 12; // interviews whose names have room below their columns

export class Segments {
  constructor(desk) {
    this.desk = desk;
    this.rows = new Map();
    this.list = h("div", { className: "cd-seg-list", tabIndex: -1, role: "group", "aria-label": "Segments" });
    this.head = h("div", { className: "cd-seg-head" });
    this.hits = new Hits(desk);
    this.tabs = { segments: tab("Segments", "a", () => this.show()), hits: tab("Hits", "H", () => this.search()) };
    this.pane = h(
      "div", { className: "cd-seg-pane" }, this.head, this.list,
      h("footer", {}, h("kbd", {}, "a"), " next ", h("kbd", {}, "A"), " previous, over all interviews"),
    );
    this.element = h(
      "aside", { className: "cd-segments", "aria-label": "Segments and hits in all interviews", hidden: true },
      h(
        "header", {}, h("div", { role: "group", "aria-label": "What is listed" }, ...Object.values(this.tabs)),
        button("Close", () => this.toggle(), { glyph: "close", quiet: true }),
      ),
      this.pane, this.hits.element,
    );
    this.button = button("Segments", () => this.toggle(), { glyph: "list", quiet: true, key: "a", title: "Segments of a code beside the text (a)" });
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest(".cd-seg");
      if (row && !event.target.closest(".cd-seg-acts")) this.choose(this.rows.get(row.dataset.key));
    });
    this.list.addEventListener("scroll", () => this.scrolled(), { passive: true });
  }

  get reading() {
    return this.desk.reading;
  }

  // ── what is read ──

  toggle() {
    if (this.reading.open) {
      this.reading.want({ open: false });
      this.draw();
      this.desk.scroller.focus({ preventScroll: true });
    } else this.show();
  }

  // Look for words in all interviews, to code what is found.
  search(query) {
    this.reading.want({ open: true, tab: "hits" });
    this.draw();
    this.hits.look(query);
  }

  // Open with what is at hand: the chosen coding's code, the code whose card is shown, the last one.
  show() {
    const { card, model, selected } = this.desk;
    const code = model.view.codings.get(selected)?.code ?? card.code;
    const shown = this.desk.filter.wanted.codes;
    const codes = code ? [code] : shown.length ? shown : this.reading.wanted.codes;
    this.reading.read({ codes, tab: "segments" });
    this.draw();
  }

  // Choose what is read by its name.
  pick() {
    this.desk.palette.open({
      title: "Read the segments of",
      onPick: (code) => {
        this.reading.read({ codes: [code], tab: "segments", at: "" });
        this.draw();
        this.desk.choose(null);
        this.desk.scroller.focus({ preventScroll: true });
      },
    });
  }

  // A code was clicked: it is what is read now, or one more of them.
  follow(code, { also = false } = {}) {
    if (!this.reading.open) return;
    if (this.reading.wanted.tab === "hits") {
      this.hits.take(code);
      return;
    }
    const { codes } = this.reading.wanted;
    const rest = codes.filter((other) => other !== code);
    this.reading.read({ codes: also ? (rest.length < codes.length ? rest : [...codes, code]) : [code], at: "" });
    this.draw();
  }

  step(by) {
    const { reading } = this;
    if (!reading.open || reading.wanted.tab !== "segments") {
      this.show();
      return;
    }
    const { rows } = reading;
    if (!rows.length) return;
    const at = reading.place();
    const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by;
    if (next >= rows.length && rows.length < reading.told.total) {
      reading.more().then(() => this.step(by));
      return;
    }
    if (next < 0 || next >= rows.length) this.desk.tell(by > 0 ? "This was the last segment." : "This is the first segment.");
    else this.choose(rows[next]);
  }

  // Choose a segment's coding in the text, in whichever interview that stands.
  choose(row) {
    if (!row) return;
    this.desk.travel.leaveTrail();
    this.reading.want({ at: row.key });
    this.desk.travel.toCodings(row.transcript, row.start, row.codings.map(({ id }) => id));
    this.mark();
  }

  // The row of the chosen coding, if it is listed.
  chosenRow() {
    return this.element.hidden ? null : this.list.querySelector(".cd-seg.cd-chosen");
  }

  // ── drawing ──

  draw() {
    const { desk, reading } = this;
    const { open } = reading;
    if (this.element.hidden === open) {
      desk.settings.steadily(() => {
        this.element.hidden = !open;
        desk.root.classList.toggle("cd-reading", open);
      });
      this.button.classList.toggle("cd-pressed", open);
      this.button.setAttribute("aria-pressed", String(open));
    }
    if (!open) return;
    const { tab: shown } = reading.wanted;
    for (const [name, element] of Object.entries(this.tabs)) element.setAttribute("aria-pressed", String(name === shown));
    this.pane.hidden = shown !== "segments";
    this.hits.element.hidden = shown !== "hits";
    if (shown === "hits") {
      this.hits.draw();
      return;
    }
    this.drawHead();
    this.drawRows();
    this.mark();
    this.scrolled(); // what was on its way when the list was read anew does not come any more
  }

  drawHead() {
    const { desk, reading } = this;
    const { model } = desk;
    const { told, wanted } = reading;
    const typing = this.head.contains(document.activeElement) && document.activeElement.type === "search";
    const state = JSON.stringify([wanted.codes, wanted.by, wanted.where, wanted.stars, wanted.order, told?.total, told?.both, told?.interviews, reading.fault, model.coders(), model.codes.length, desk.filter.wanted]);
    if (state === this.drawn) return;
    this.drawn = state;
    const at = typing ? [document.activeElement.selectionStart, document.activeElement.selectionEnd] : null;
    this.words = h("input", {
      type: "search", placeholder: "Words in them", "aria-label": "Only segments with these words", value: wanted.words,
      oninput: () => {
        clearTimeout(this.typing);
        this.typing = setTimeout(() => reading.read({ words: this.words.value }), 250);
      },
      onkeydown: (event) => {
        event.stopPropagation();
        if (event.key === "Escape") desk.scroller.focus({ preventScroll: true });
      },
    });
    this.head.replaceChildren(
      this.codes(), told ? this.counted() : h("p", { className: "cd-hint" }, this.nothing()),
      this.choosing(),
      ...(told ? [this.columns(), this.filters()] : []),
    );
    if (at) {
      this.words.focus();
      this.words.setSelectionRange(...at);
    }
  }

  nothing() {
    const { model } = this.desk;
    if (this.reading.fault) return this.reading.fault;
    if (!model.codes.length) return "Add a code first; what is coded with it is read here.";
    return this.reading.wanted.codes.length ? "Reading …" : "Choose a code to read its segments here.";
  }

  // The codebook may be hidden, or lie under this on a narrow screen.
  choosing() {
    if (this.reading.wanted.codes.length || !this.desk.model.codes.length) return "";
    return h("button", { type: "button", className: "cd-button", onclick: () => this.pick() }, "Choose a code …");
  }

  codes() {
    const { model } = this.desk;
    return h("div", { className: "cd-seg-codes" }, ...this.reading.wanted.codes.filter((code) => model.view.codes.has(code)).map((code) => {
      const { colour, letters, pattern } = model.style(code);
      return h(
        "span", { className: "cd-seg-code", style: { "--c0": colour } },
        h("span", { className: `cd-chip cd-line-${pattern}` }, letters), h("span", {}, model.name(code)),
        button(`Do not read ${model.name(code)}`, () => this.follow(code, { also: true }), { glyph: "close", quiet: true }),
      );
    }));
  }

  counted() {
    const { total, both, interviews } = this.reading.told;
    const many = interviews.filter(([, , n]) => n).length;
    if (!total) return h("p", { className: "cd-seg-sum" }, this.filtered ? "Nothing fits; take a filter off." : "Nothing is coded with it yet.");
    return h(
      "p", { className: "cd-seg-sum" }, h("b", {}, number(total)), ` ${total === 1 ? "segment" : "segments"} in `,
      h("b", {}, number(many)), ` of ${counted(interviews.length, "interview")}.`,
      both ? ` ${number(both)} by more than one coder.` : "",
    );
  }

  get filtered() {
    const { by, where, words, stars } = this.reading.wanted;
    return Boolean(by || words || stars || Object.keys(where).length || this.desk.filter.active);
  }

  // How many each interview has; a click goes to its first.
  columns() {
    const { interviews } = this.reading.told;
    const most = Math.max(1, ...interviews.map(([, , n]) => n));
    const { colour } = this.desk.model.style(this.reading.wanted.codes[0]);
    return h(
      "div", { className: `cd-seg-columns${interviews.length > FEW ? " cd-many" : ""}`, style: { "--c0": colour } },
      ...interviews.map(([ids, name, n]) => h(
        "button",
        {
          type: "button", title: `${name}: ${n}`, disabled: !n,
          className: ids.includes(this.desk.data.id) ? "cd-seg-now" : "", onclick: () => this.first(ids),
        },
        h("i", { style: { height: `${(30 * n) / most}px` } }), h("b", {}, String(n)), h("span", {}, name),
      )),
    );
  }

  // Go to the first segment of an interview, or only there if the list has not come that far.
  first(ids) {
    const row = this.reading.rows.find(({ transcript }) => ids.includes(transcript));
    if (row) this.choose(row);
    else this.desk.travel.go(ids[0]);
  }

  filters() {
    const { data, model } = this.desk;
    const { wanted } = this.reading;
    const [[attribute, [value] = []] = []] = Object.entries(wanted.where);
    const option = (label, of, chosen) => h("option", { value: of, selected: of === chosen }, label);
    const select = (label, options, change) => {
      const field = h("select", { className: "cd-pick", "aria-label": label, onchange: () => change(field.value) }, ...options);
      return field;
    };
    const people = data.attributes ?? [];
    const whose = attribute ? `${attribute}=${value}` : "";
    return h(
      "div", { className: "cd-seg-filters" },
      people.length
        ? select("Who speaks", [
            option("Everybody", "", whose),
            ...people.map(([name, values]) => h("optgroup", { label: name }, ...values.map((v) => option(v, `${name}=${v}`, whose)))),
          ], (chosen) => {
            const cut = chosen.indexOf("=");
            this.reading.read({ where: chosen ? { [chosen.slice(0, cut)]: [chosen.slice(cut + 1)] } : {} });
          })
        : "",
      model.coders().length > 1 || wanted.by
        ? select("Coded by", [option("All coders", "", wanted.by), ...model.coders().map((name) => option(name, name, wanted.by))], (by) => this.reading.read({ by }))
        : "",
      select("Stars", [option("starred or not", "0", String(wanted.stars ?? 0)), ...[1, 2, 3].map((n) => option(`${"★".repeat(n)}${n < 3 ? " or more" : ""}`, String(n), String(wanted.stars ?? 0)))], (stars) => this.reading.read({ stars: Number(stars) })),
      select("Order", [option("by interview", "interview", wanted.order), option("newest first", "newest", wanted.order)], (order) => this.reading.read({ order })),
      this.words,
    );
  }

  // Those that came with scrolling are put below the others, which stay as they are.
  drawRows() {
    const { reading, desk } = this;
    const { order } = reading.wanted;
    const { listed } = this;
    const about = JSON.stringify([desk.data.id, order]);
    const rows = reading.rows.map((row) => JSON.stringify([row.key, row.text, row.code, row.codings, row.own, row.stars]));
    const longer = listed?.about === about && listed.rows.every((row, n) => row === rows[n]);
    if (longer && listed.rows.length === rows.length) return;
    this.listed = { about, rows };
    this.rows = new Map(reading.rows.map((row) => [row.key, row]));
    const names = new Map(desk.data.transcripts.map(([id, name]) => [id, name]));
    // An interview in two languages has one name, as over the columns.
    const interviews = new Map((reading.told?.interviews ?? []).flatMap(([ids, name]) => ids.map((id) => [id, name])));
    const called = (row) => interviews.get(row.transcript) ?? "";
    const from = longer ? listed.rows.length : 0;
    const parts = [];
    let last = from ? called(reading.rows[from - 1]) : null;
    for (const row of reading.rows.slice(from)) {
      const name = called(row);
      if (order === "interview" && name !== last) {
        last = name;
        parts.push(h("h3", {}, name));
      }
      if (names.get(row.transcript) !== name) row.madeIn = names.get(row.transcript);
      parts.push(this.row(row, names));
    }
    if (longer) {
      this.list.append(...parts);
      return;
    }
    const top = this.list.scrollTop;
    this.list.replaceChildren(...parts);
    this.list.scrollTop = top;
    this.marked = null;
  }

  row(row, names) {
    const { model } = this.desk;
    const { colour, letters, pattern } = model.style(row.code);
    const coders = [...new Set(row.codings.map(({ coder }) => coder))];
    const made = row.madeIn ? `coded in ${row.madeIn} · ` : "";
    const where = this.reading.wanted.order === "interview" ? made : `${names.get(row.transcript) ?? ""} · `;
    return h(
      "div", { className: "cd-seg", dataset: { key: row.key }, style: { "--c0": colour } },
      h(
        "button", { type: "button", className: "cd-seg-read" },
        h("span", { className: "cd-seg-turn", title: "turn" }, String(row.turn)),
        h("span", { className: "cd-seg-text", dir: "auto" }, row.text),
        ...row.own.map((text) => h("span", { className: "cd-own", dir: "auto" }, text)),
        h(
          "span", { className: "cd-seg-by" }, h("span", { className: `cd-chip cd-line-${pattern}`, title: model.name(row.code) }, letters),
          row.stars ? h("span", { className: "cd-stars", title: `${row.stars} of 3 stars` }, "★".repeat(row.stars)) : "",
          ...coders.map((coder) => h("span", { className: "cd-by", title: coder }, coder.slice(0, 2))),
        ),
        where || row.who ? h("span", { className: "cd-seg-who" }, `${where}${row.who}`) : "",
      ),
    );
  }

  // Show which row is the chosen coding, and what became of rows of this interview meanwhile.
  mark() {
    if (!this.reading.open || this.pane.hidden) return;
    const { model, data } = this.desk;
    const family = new Set(this.reading.wanted.codes.flatMap((code) => [...model.family(code)]));
    const at = this.reading.place();
    const key = this.reading.rows[at]?.key;
    for (const element of this.list.querySelectorAll(".cd-seg")) {
      const row = this.rows.get(element.dataset.key);
      const chosen = element.dataset.key === key;
      element.classList.toggle("cd-chosen", chosen);
      if (chosen) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
      if (row.transcript !== data.id) continue;
      const there = row.codings.map(({ id }) => model.view.codings.get(id)).filter(Boolean);
      element.classList.toggle("cd-gone", !there.some(({ code }) => family.has(code)));
    }
    if (key !== this.marked) {
      this.marked = key;
      this.acts(key);
    }
  }

  // What can be done with the chosen one stands below it, with its keys.
  acts(key) {
    this.list.querySelector(".cd-seg-acts")?.remove();
    const element = key && this.list.querySelector(`.cd-seg[data-key="${CSS.escape(key)}"]`);
    if (!element) return;
    const { desk } = this;
    if (this.rows.get(key).transcript === desk.data.id) {
      element.append(h(
        "div", { className: "cd-seg-acts" },
        button("Recode", () => desk.acts.recode(), { key: "r" }),
        button("Memo", () => desk.memos.here(), { key: "m" }),
        button("Own words", () => desk.memos.ownWords(), { key: "O" }),
        button("Star", () => desk.acts.star(), { key: "*" }),
        button("Section", () => desk.acts.section(), { key: "i" }),
        button("Remove", () => desk.acts.removeChosen(), { key: "⌫" }),
      ));
    }
    element.scrollIntoView({ block: "nearest" });
  }

  scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.list;
    if (scrollHeight - scrollTop - clientHeight < AHEAD * clientHeight) this.reading.more();
  }
}

function tab(label, key, action) {
  return h("button", { type: "button", className: "cd-tab", "aria-pressed": "false", onclick: action }, label, h("kbd", {}, key));
}
