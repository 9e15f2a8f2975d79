// What is known of a draft's claims: as Python said last, and as was just decided here.

export const FILTERS = [
  ["look", "To look at"],
  ["contradicted", "Contradicted"],
  ["machine", "Likely"],
  ["bound", "Bound"],
  ["proved", "Proved"],
  ["other", "Not the survey’s"],
  ["remark", "Remarks"],
];
const CLAIMS = ["look", "contradicted", "machine", "bound", "proved", "other"];
const RECENT = 6;
const DIGITS = 9;
const OPEN = ["contradicted", "look", "machine"];

export class Board {
  constructor(data) {
    this.later = new Set();
    this.together = []; // figures taken for a sum, as long as a claim is chosen
    this.recent = []; // figures that claims were bound to last
    this.typed = new Map(); // reasons half typed, by place
    this.filter = "";
    this.last = "";
    this.refusal = null; // why something was not done, until somebody has read it
    this.at = "";
    this.take(data, []);
    this.filter = this.firstFilter;
    this.chosen = this.order[0] ?? Object.keys(this.places)[0] ?? "";
  }

  // `acts` are those that Python does not know of yet: they are shown as done. What
  // is proposed for a claim in sight stays in its order: a key means what was read.
  take(data, acts) {
    const shown = this.draft === data.draft ? this.inSight() : [];
    this.draft = data.draft;
    this.newer = new Map();
    Object.assign(this, {
      places: { ...data.places }, findings: data.findings, figures: data.figures,
      questions: data.questions, unseen: data.unseen,
    });
    if (data.refused && this.told !== data.ack) this.refusal = { message: data.refused, clash: data.clash };
    if (data.refused) this.told = data.ack;
    if (data.refused && this.sent?.n === data.ack) this.typed.set(this.sent.id, this.sent.reason); // never lost
    for (const [id, { proposals }] of shown) {
      if (!this.places[id]?.proposals) continue;
      this.newer.set(id, this.places[id].proposals);
      this.places[id] = { ...this.places[id], proposals };
    }
    this.waiting = new Set();
    for (const act of acts) this.play(act);
    if (!this.places[this.chosen]) this.chosen = this.order?.[0] ?? Object.keys(this.places)[0] ?? "";
  }

  get chosen() {
    return this.at;
  }

  // With another claim in sight proposals stand in their newest order.
  set chosen(id) {
    if (id !== this.at) {
      for (const [of, proposals] of this.newer) this.places[of] = { ...this.places[of], proposals };
      this.newer.clear();
    }
    this.at = id;
  }

  play(act) {
    const marks = { figure: "bound", other: "other", none: "other" };
    for (const { id, choice } of act.act === "bind all" ? act.claims : [act]) {
      const place = this.places[id];
      if (!place) continue;
      if (choice === "figure" && act.act === "bind") {
        this.recent = [...new Set([...act.figures, ...this.recent])].slice(0, RECENT);
      }
      if (act.act === "bind" || act.act === "bind all") {
        this.places[id] = { ...place, mark: marks[choice] ?? place.mark, verdict: undefined };
      }
      this.waiting.add(id);
    }
  }

  get counts() {
    const counts = Object.fromEntries(FILTERS.map(([mark]) => [mark, 0]));
    for (const { mark } of Object.values(this.places)) counts[mark] += 1;
    counts.all = CLAIMS.reduce((sum, mark) => sum + counts[mark], 0);
    counts.stand = counts.bound + counts.proved;
    return counts;
  }

  // The places that next and previous go through; what was put off comes last.
  get order() {
    const ids = Object.keys(this.places).filter((id) => this.matches(id));
    return [...ids.filter((id) => !this.later.has(id)), ...ids.filter((id) => this.later.has(id))];
  }

  matches(id) {
    const { mark } = this.places[id];
    if (this.filter === "all") return mark !== "remark";
    return mark === this.filter || (this.filter === "look" && mark === "machine");
  }

  // How many there are to go through: what is likely is to be looked at, too.
  many(filter) {
    const { counts } = this;
    return counts[filter] + (filter === "look" ? counts.machine : 0);
  }

  // What is gone through first: what waits for a person, then what is wrong.
  get firstFilter() {
    return ["look", "contradicted"].find((mark) => this.many(mark)) ?? "all";
  }

  get open() {
    return Object.keys(this.places).filter((id) => OPEN.includes(this.places[id].mark));
  }

  // In a few words what is open about a place.
  why(id) {
    const { mark, findings, verdict, proposals = [], states } = this.places[id];
    if (this.waiting.has(id)) return "being compared";
    if (mark === "machine") return "a likely figure";
    const level = mark === "contradicted" ? "error" : "check";
    const finding = findings.map((one) => this.findings[one]).find((one) => one.level === level);
    if (states && !finding) return verdict || "nothing to compare";
    if (finding && (mark === "contradicted" || !proposals.length || states)) return finding.verdict;
    if (finding) return "something speaks against it";
    return proposals.length ? `${proposals.length} ${proposals.length === 1 ? "figure" : "figures"} proposed` : "no figure proposed";
  }

  findingOf(key) {
    return Object.values(this.findings).find((finding) => finding.key === key);
  }

  // Where to go from a place, which may have left the order by what was decided about it.
  beside(by, from = this.chosen) {
    const { order } = this;
    if (!order.length) return "";
    const at = order.indexOf(from);
    if (at >= 0) return order[(at + by + order.length) % order.length];
    const number = this.places[from]?.number ?? -1;
    const first = (id) => !this.later.has(id);
    const ahead = order.find((id) => first(id) && this.places[id].number > number);
    if (by > 0) return ahead ?? order[0];
    return order.findLast((id) => first(id) && this.places[id].number < number) ?? order.at(-1);
  }

  // Claims of the chosen one's paragraph, or table, of which the machine is sure.
  get sureBeside() {
    return this.openBeside((place) => place.mark === "machine" && place.within === this.current.within);
  }

  // Open claims of the chosen one's sentence, or row of a table, with figures proposed.
  get listBeside() {
    const { row } = this.current ?? {};
    const listed = this.openBeside((place) => place.within === this.current.within && place.row === row &&
      (place.mark === "machine" || place.mark === "look") && !place.states);
    return listed.includes(this.chosen) ? listed : [];
  }

  // The chosen claim and those that one key would bind with it, as they are shown.
  inSight() {
    const ids = new Set([this.chosen, ...(this.current ? this.listBeside : [])]);
    return [...ids].filter((id) => this.places?.[id]?.proposals?.length).map((id) => [id, this.places[id]]);
  }

  openBeside(fits) {
    if (!this.current) return [];
    return Object.keys(this.places).filter((id) => this.places[id].proposals?.length && fits(this.places[id]));
  }

  // What the digits bind the chosen claim to: what is proposed, then other answers to the question
  // of what is proposed first, those of its group before others.
  get numbered() {
    const proposals = this.current?.proposals ?? [];
    const listed = proposals.map(({ sense, figures }) => ({ sense, figures }));
    const first = this.figures[proposals[0]?.figures[0]];
    const own = this.questions[first?.q]?.figures ?? [];
    const alone = new Set(listed.filter(({ sense, figures }) => sense === "equal" && figures.length === 1).map(({ figures }) => figures[0]));
    const others = own.filter((id) => !alone.has(id));
    const near = [...others.filter((id) => this.figures[id].g === first.g), ...others.filter((id) => this.figures[id].g !== first.g)];
    return [...listed, ...near.map((id) => ({ sense: "equal", figures: [id] }))].slice(0, DIGITS);
  }

  versionOf(finding) {
    return this.findings[finding]?.ruling?.version ?? 0;
  }

  // Questions that are near at hand for a claim: of what is proposed for it, then of what was bound last.
  get near() {
    const ids = [...(this.current?.proposals ?? []).flatMap(({ figures }) => figures), ...this.recent];
    return ids.filter((id) => this.figures[id]).map((id) => [this.figures[id].q, this.figures[id].g]);
  }

  get current() {
    return this.places[this.chosen];
  }
}
