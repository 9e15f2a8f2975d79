// The card of the chosen claim: what it may state, what somebody said it states, what follows.

import { moment } from "../../common/view/dates.js";
import { h } from "../../common/view/dom.js";
import { keyed } from "./dom.js";
import { cells, named, question, stated } from "./figures.js";
import { Search } from "./search.js";
import { CHOSEN, DECIDED, short, STATES } from "./words.js";

const VERDICTS = { agrees: "As the survey has it.", "rounds to it": "Rounded, as the survey has it." };
const LEVELS = { error: "Contradicted.", check: "Likely wrong, not proved.", info: "Remark." };

export class Card {
  constructor(board, acts) {
    Object.assign(this, { board, acts, again: false, values: false });
    this.search = new Search(board, acts);
    this.root = h("section", { className: "dv-card", "aria-label": "The claim" });
  }

  render() {
    const { board } = this;
    if (this.shown !== board.chosen) {
      this.again = false;
      this.reasoning = board.typed.has(board.chosen);
      this.search.close();
      this.shown = board.chosen;
    }
    const place = board.current;
    this.root.dataset.of = place && board.order.includes(board.chosen) ? board.chosen : "";
    const field = this.root.querySelector("textarea");
    const typing = field === document.activeElement && field?.dataset.of === board.chosen;
    if (typing || this.search.open) {
      this.head.replaceWith((this.head = this.header(place)));
      return;
    }
    if (!place) {
      const none = Object.keys(board.places).length
        ? "Nothing of this kind. Choose another above, or click a number or a quotation."
        : "What a number states, or where a quotation comes from, stands here when a draft has any.";
      this.root.replaceChildren(h("p", { className: "dv-none" }, none));
      return;
    }
    this.head = this.header(place);
    this.inside = h("div", { className: "dv-inside" }, ...this.body(place));
    this.root.replaceChildren(this.head, this.inside, this.foot(place));
  }

  header(place) {
    if (!place) return h("header");
    const { board } = this;
    const at = board.order.indexOf(board.chosen) + 1;
    const where = [
      place.paragraph ? `Paragraph ${place.paragraph}` : "",
      at ? `${at} of ${board.order.length}` : "not in this selection",
      place.bound ? `${CHOSEN[place.bound.choice]}, says ${place.bound.by}, ${moment(place.bound.at)}` : STATES[place.mark],
    ];
    return h(
      "header", {}, h("span", {}, where.filter(Boolean).join(" · ")),
      h(
        "span", { className: "dv-step" },
        keyed("k", "", () => this.acts.step(-1), { "aria-label": "Previous" }),
        keyed("j", "", () => this.acts.step(1), { "aria-label": "Next" }),
      ),
    );
  }

  body(place) {
    const parts = [this.before(), this.sentence(place)];
    const waits = this.board.waiting.has(this.board.chosen);
    const asks = this.asks(place);
    const shown = waits ? [] : place.findings.filter((id) => !this.tells(place, id));
    if (waits) parts.push(h("p", { className: "dv-soft", role: "status" }, "Being compared …"));
    else parts.push(...this.findings(shown));
    if (place.states && !this.again && !waits) parts.push(...this.known(place));
    else if (asks) parts.push(...this.proposals(place));
    if (!waits && shown.length < place.findings.length) {
      parts.push(h("p", { className: "dv-soft" }, "Something speaks against it. It is said once you have chosen, or now with ", h("kbd", {}, "v"), "."));
    }
    return parts;
  }

  // What a list in one sentence, or a row of a table, would be bound to by one key.
  beside() {
    const { board } = this;
    const listed = board.listBeside;
    if (listed.length < 2) return null;
    return h(
      "section", { className: "dv-beside" },
      h("h3", {}, h("kbd", {}, "s"), ` All ${listed.length} here, each to what is proposed first`),
      h("ul", {}, ...listed.map((id) => {
        const { printed, proposals, mark } = board.places[id];
        return h("li", { "data-id": id }, h("span", { className: `dv-mark dv-${mark}` }, printed), " ", stated(board, proposals[0]));
      })),
    );
  }

  asks(place) {
    return this.binds(place) && (!place.states || this.again);
  }

  // Whether a finding would tell before the choice which proposal has the number's own value.
  tells(place, id) {
    return !this.values && this.asks(place) && Boolean(place.proposals?.length) && this.board.findings[id].level === "check";
  }

  // Whether a person may say which figure a claim states: not of a quotation or a finding.
  binds(place) {
    return place.kind !== "finding" && place.kind !== "quotation" && (this.again || place.mark !== "other");
  }

  // What became of the claim before, since the next one came by itself.
  before() {
    const last = this.board.places[this.board.last];
    if (!last || this.board.last === this.board.chosen) return null;
    const waits = this.board.waiting.has(this.board.last);
    const said = waits ? "being compared …" : last.mark === "contradicted" ? "contradicted" : last.verdict || STATES[last.mark];
    return h(
      "button",
      { type: "button", className: `dv-before dv-before-${last.mark}`, onclick: () => this.acts.choose(this.board.last), title: "Back to it" },
      h("b", {}, short(last.printed)), ` ${said}`,
    );
  }

  sentence(place) {
    const [before, words, after] = place.sentence;
    return h(
      "blockquote", { className: `dv-sentence dv-of-${place.mark}`, dir: "auto" },
      place.heads ? h("span", { className: "dv-heads" }, place.heads) : null,
      cut(before, -1), h("b", {}, words), cut(after, 1),
    );
  }

  // ── which figure is it? ──

  proposals(place) {
    const { board } = this;
    const listed = place.proposals ?? [];
    if (!listed.length) {
      return [
        h("h3", {}, "Which figure is it?"),
        h("p", { className: "dv-soft" }, this.surveyed
          ? "No figure is proposed. Search for it, or say that it is another source’s or no figure of a survey."
          : "There is no survey in this project: say that it is another source’s, or no figure."),
      ];
    }
    const all = listed.map(({ shares }) => new Set(shares));
    const common = listed.length > 1 ? [...all[0]].filter((word) => all.every((own) => own.has(word))) : [];
    const wanting = listed.length > 1 ? listed[0].lacks.filter((word) => listed.every(({ lacks }) => lacks.includes(word))) : [];
    const first = board.figures[listed[0].figures[0]]?.q;
    const one = listed.every(({ figures }) => figures.every((id) => board.figures[id]?.q === first));
    const alone = board.numbered.map(({ sense, figures }, n) => [sense === "equal" && figures.length === 1 ? figures[0] : "", String(n + 1)]);
    const keys = new Map(alone.filter(([id]) => id).reverse());
    return [
      h("h3", {}, "Which figure is it?", h("span", { className: "dv-soft" }, " likeliest first; values come with the choice")),
      one ? question(board, first) : null,
      board.together.length ? h("p", { className: "dv-together" }, ...board.together.flatMap((id) => [...named(board, id), " + "]), "…") : null,
      common.length || wanting.length ? h("p", { className: "dv-soft dv-common" }, ...alike(common, wanting)) : null,
      ...listed.map((proposal, n) => this.proposal(proposal, n, { common, wanting, one })),
      this.beside(),
      one ? null : question(board, first),
      cells(board, first, keys, { shown: this.values, taken: board.together }),
      h("p", { className: "dv-soft dv-wide-only" }, "A digit binds it; ", h("kbd", {}, "⇧"), " and digits take several, the last one alone binds their sum."),
    ].filter(Boolean);
  }

  proposal({ sense, figures, shares, lacks }, n, { common, wanting, one }) {
    const { board } = this;
    const own = shares.filter((word) => !common.includes(word));
    const without = lacks.filter((word) => !wanting.includes(word));
    const why = [
      own.length ? ["shares ", h("i", {}, own.join(", "))] : null,
      without.length ? ["lacks ", h("i", {}, without.slice(0, 6).join(", "))] : null,
    ].filter(Boolean).flatMap((part, at) => (at ? ["; ", ...part] : part));
    return h(
      "button",
      { type: "button", className: "dv-proposal", onclick: () => this.acts.bind(n), "data-figures": figures.join(" "), "data-sense": sense },
      h("kbd", {}, String(n + 1)),
      h("span", { className: "dv-option" }, stated(board, { sense, figures })),
      this.values ? h("span", { className: "dv-value" }, figures.map((id) => board.figures[id].p).join(" + ")) : null,
      one ? null : h("span", { className: "dv-why" }, board.questions[board.figures[figures[0]].q]?.text ?? ""),
      why.length ? h("span", { className: "dv-why" }, ...why) : null,
    );
  }

  // ── what is known ──

  known(place) {
    const { board } = this;
    const { states, sense, verdict } = place;
    const id = board.figures[states[0]]?.q;
    const parts = [];
    if (VERDICTS[verdict] && place.mark !== "contradicted") {
      parts.push(h("div", { className: "dv-verdict dv-good" }, h("b", {}, VERDICTS[verdict]), " ", figuresOf(board, place)));
    } else if (!place.findings.some((finding) => board.findings[finding].level === "error")) {
      parts.push(h("div", { className: "dv-verdict" }, h("b", {}, `${verdict || "Nothing to compare"}. `), figuresOf(board, place)));
    }
    parts.push(h("p", { className: "dv-states" }, stated(board, { sense, figures: states })));
    const voices = () => this.acts.voices(states[0]);
    if (board.figures[states[0]]) parts.push(h("button", { type: "button", className: "dv-link", onclick: voices }, "The voices beside it"));
    if (id) parts.push(question(board, id), cells(board, id, new Map(states.map((figure) => [figure, ""])), { shown: true }));
    return parts;
  }

  findings(listed) {
    return listed.flatMap((id) => {
      const finding = this.board.findings[id];
      return [
        h(
          "div", { className: `dv-verdict dv-level-${finding.level}` },
          h("b", {}, LEVELS[finding.level]), ` ${finding.message}`,
          finding.hint ? h("p", { className: "dv-soft" }, finding.hint) : null,
        ),
        ...finding.changes.map(([was, now]) =>
          h("p", { className: "dv-change" }, was ? h("del", {}, was) : null, " ", now ? h("ins", {}, now) : null)),
        ...finding.evidence.map((evidence) => this.evidence(evidence)),
        this.ruled(finding),
        this.reasoning && finding.level !== "info" ? this.reason(id) : null,
      ].filter(Boolean);
    });
  }

  evidence({ kind, text, where, before, after, transcript, figure }) {
    if (kind === "figure") {
      return h("p", { className: "dv-rests" }, h("b", {}, text), " ", ...(this.board.figures[figure] ? named(this.board, figure) : [where]));
    }
    if (kind !== "passage") return h("p", { className: "dv-rests" }, where ? h("span", { className: "dv-soft" }, `${where}: `) : null, text);
    return h(
      "blockquote", { className: "dv-passage", dir: "auto" },
      h("span", { className: "dv-soft" }, where),
      h("p", {}, h("span", { className: "dv-soft" }, before), h("b", {}, text), h("span", { className: "dv-soft" }, after)),
      h("button", { type: "button", className: "dv-link", onclick: () => this.acts.open(transcript) }, "Open the transcript"),
    );
  }

  ruled({ ruling }) {
    if (!ruling) return null;
    const why = ruling.reason ? `: ${ruling.reason}` : "";
    const rest = ruling.open ? " It stays open until a draft comes without it." : "";
    return h("p", { className: "dv-ruled" }, `${DECIDED[ruling.decided]}, says ${ruling.by}, ${moment(ruling.at)}${why}.${rest}`);
  }

  reason(id) {
    const { board } = this;
    const of = board.chosen;
    const seen = board.versionOf(id);
    const field = h("textarea", {
      rows: 2, placeholder: "Why it may stay as it is", "aria-label": "Reason", value: board.typed.get(of) ?? "",
      oninput: () => board.typed.set(of, field.value),
      onkeydown: (event) => {
        if (event.key === "Enter" && !event.shiftKey) {
          event.preventDefault();
          this.acts.keep(id, field.value, seen);
        } else if (event.key === "Escape") {
          event.stopPropagation();
          this.reasoning = false;
          if (!field.value.trim()) board.typed.delete(of);
          field.blur();
          this.render();
        }
      },
    });
    field.dataset.of = of;
    return h(
      "div", { className: "dv-reason" }, field,
      h("button", { type: "button", className: "dv-button", onclick: () => this.acts.keep(id, field.value, seen) }, "Keep it with this reason", h("kbd", {}, "↵")),
    );
  }

  askReason() {
    this.reasoning = true;
    this.render();
    this.root.querySelector("textarea")?.focus();
  }

  bindAgain() {
    this.again = true;
    this.render();
  }

  // ── keys ──

  foot(place) {
    const { acts, board } = this;
    const open = place.findings.find((id) =>
      board.findings[id].level !== "info" && !board.findings[id].ruling && !this.tells(place, id));
    const ruled = place.findings.find((id) => board.findings[id].ruling);
    const bound = Boolean(place.bound);
    const asks = this.asks(place);
    const sure = board.sureBeside.length;
    const list = asks ? board.listBeside.length : 0;
    const reply = (key, label, action, on = true) => (on ? keyed(key, label, action) : null);
    return h(
      "footer", { className: "dv-keys" },
      reply("w", "Promise a fix", () => acts.promise(), Boolean(open)),
      reply("e", "Keep, with a reason", () => this.askReason(), Boolean(open)),
      reply("r", "Open again", () => acts.reopen(), Boolean(ruled)),
      reply("b", "Bind to another figure", () => this.bindAgain(), this.binds({ ...place, mark: "look" }) && !asks),
      reply("/", "Another figure", () => this.find(), asks && this.surveyed),
      reply("o", "Another source", () => acts.decide("other"), place.kind !== "finding" ? place.mark !== "other" : Boolean(open)),
      reply("x", "Not a figure", () => acts.decide("none"), asks),
      reply("u", "Take the binding back", () => acts.unbind(), bound),
      reply("s", `Bind these ${list}`, () => acts.bindList(), list > 1),
      reply("A", `Bind the ${sure === 1 ? "likely one" : `${sure} likely ones`} of this ${place.within?.split(" ")[0]}`, () => acts.bindAll(), sure > 1 || (sure > 0 && place.mark === "look")),
      reply("v", this.values ? "Hide values" : "Show values", () => this.toggleValues(), asks && Boolean(place.proposals?.length)),
      reply("f", "Later", () => acts.later(), place.mark === "look" || place.mark === "machine"),
    );
  }

  toggleValues() {
    this.values = !this.values;
    this.render();
  }

  get surveyed() {
    return Object.keys(this.board.figures).length > 0;
  }

  find() {
    if (!this.surveyed || !this.binds(this.board.current ?? { kind: "finding" })) return;
    this.search.show(this.inside);
  }
}

function figuresOf(board, { states, sense }) {
  const values = states.map((id) => board.figures[id]?.p ?? "?");
  if (sense === "complement") return `100 − ${values.join(" − ")}.`;
  return `${values.join({ sum: " + ", difference: " − ", ratio: " : " }[sense] ?? ", ")}.`;
}

// What all proposals have of the sentence's words, and what none has.
function alike(common, wanting) {
  const shared = common.length ? ["All share ", h("i", {}, common.join(", "))] : [];
  const none = wanting.length ? [shared.length ? "none has " : "None has ", h("i", {}, wanting.slice(0, 6).join(", "))] : [];
  return [...shared, shared.length && none.length ? "; " : "", ...none, "."];
}

// Long sentences are cut at the far end, the words at the claim stay.
function cut(words, by) {
  if (words.length <= 420) return words;
  return by < 0 ? `… ${words.slice(-400)}` : `${words.slice(0, 400)} …`;
}
