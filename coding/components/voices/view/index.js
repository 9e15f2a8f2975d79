// All figures with how many people speak beside each, and the themes that have no figure.

import { counted, h, number } from "../../common/view/dom.js";
import { COLUMNS } from "../state/board.js";
import { button, refill } from "./dom.js";

export class Index {
  constructor(board, acts) {
    Object.assign(this, { board, acts, words: "", mute: false });
    const field = h("input", { className: "vc-field", type: "search", placeholder: "Find a figure", "aria-label": "Find a figure", oninput: () => { this.words = field.value.toLowerCase(); this.render(); } });
    const only = h("input", { type: "checkbox", onchange: () => { this.mute = only.checked; this.render(); } });
    this.told = h("p", { className: "vc-soft" });
    this.list = h("div", { className: "vc-index" });
    this.silent = h("section", { className: "vc-silent" });
    this.root = h("div", { className: "vc-all" },
      h("div", {}, h("nav", { className: "vc-crumb", "aria-label": "Figures" }, button("Survey", () => acts.send({ act: "survey" }), { className: "vc-link" }), h("span", { className: "vc-soft" }, "› All figures")),
        h("div", { className: "vc-find" }, field, h("label", {}, only, " only without a chosen quote")), this.told, this.list), this.silent);
  }

  render() {
    const { questions = [], silent = [], n } = this.board.data;
    const figures = questions.flatMap((question) => question.figures);
    const mute = figures.filter(({ quoted }) => !quoted).length;
    this.told.textContent = `${number(mute)} of ${counted(figures.length, "figure")} have no chosen quote. Of ${counted(n, "participant")}, so many speak:`;
    this.usual = commonest(figures.map(({ group }) => group));
    refill(this.list, ...questions.map((question) => this.question(question)));
    refill(this.silent, h("h3", {}, silent.length ? `${counted(silent.length, "theme")} without a figure` : "No theme without a figure"), silent.length ? null : h("p", { className: "vc-soft" }, "Links or the codebook name one for every theme in use."), ...silent.map((theme) => this.theme(theme)));
  }

  question({ title, ref, figures }) {
    const whole = `${title} ${ref}`.toLowerCase();
    const fits = ({ option, group, quoted }) => (!this.mute || !quoted)
      && this.words.split(/\s+/).every((word) => `${whole} ${option} ${group}`.toLowerCase().includes(word));
    const shown = figures.filter(fits);
    if (!shown.length) return null;
    return h("section", {}, h("h3", {}, title, h("span", { className: "vc-soft" }, ref)), shown.map((figure) => this.figure(figure)));
  }

  figure({ id, option, group, printed, unit, quoted, k }) {
    const counts = COLUMNS.map(({ sign, title }, at) => h("span", { className: k[at] ? `vc-${COLUMNS[at].key} vc-count` : "vc-count vc-zero", title: `${title}: ${k[at]}` }, `${sign} ${k[at]}`));
    return h(
      "button", { type: "button", className: quoted ? "vc-row" : "vc-row vc-mute", onclick: () => this.acts.go(id), "data-focus": `figure ${id}` },
      h("span", {}, option, group && group !== this.usual && h("span", { className: "vc-soft" }, ` ${group}`)), h("b", {}, `${printed || "–"} ${unit}`),
      quoted ? h("span", { className: "vc-counts" }, counts) : h("span", { className: "vc-soft" }, "no chosen quote"),
    );
  }

  theme({ name, people, figures }) {
    return h(
      "div", { className: "vc-lone" },
      h("p", {}, h("b", {}, name), " ", h("span", { className: "vc-soft" }, `${people} of ${this.board.data.n} speak of it`)),
      figures.length ? h("p", { className: "vc-soft" }, "Likeliest figures:") : null,
      figures.map(([id, line, title]) => button(`${title ? `${title}: ` : ""}${line}`, () => this.acts.go(id), { className: "vc-button vc-machine" })),
    );
  }
}

// The group that most figures are of goes without saying.
function commonest(groups) {
  const times = new Map();
  for (const group of groups) times.set(group, (times.get(group) ?? 0) + 1);
  return [...times].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "";
}
