// The strip below the text: what is proposed for the passage that has the focus, why, and the
// keys to decide. It takes its own place, so it never lies over the words.

import { h } from "../../common/view/dom.js";
import { percent, span, word } from "../state/likely.js";
import { button, dialog, icon } from "./dom.js";

const KEYS = ["q", "w", "e"];
const STEP_NAMES = ["only likely ones (70 % and more)", "50 % and more", "possible ones too (30 % and more)", "15 % and more", "all of them"];
const KIND_NAMES = {
  keywords: "Keywords", words: "Words", passages: "Accepted passages", definition: "Codebook",
  question: "The question", around: "Around it", length: "Length", frequency: "How common",
};

export class Dock {
  constructor(desk) {
    this.desk = desk;
    this.why = null; // the row whose reasons are open
    this.element = h("section", { className: "cd-dock", "aria-label": "Suggestions", hidden: true });
    this.panel = h("section", { className: "cd-why", "aria-label": "Why it is suggested", hidden: true });
    this.button = button("Suggestions", () => this.settings(), { glyph: "spark", quiet: true, title: "Suggestions: shown, blind or off" });
  }

  fault(text) {
    this.desk.tell(text, { kind: "error" });
    this.draw();
  }

  draw() {
    const { proposals } = this.desk;
    const { current, shown } = proposals;
    this.button.classList.toggle("cd-on", proposals.settings.mode !== "off");
    this.element.hidden = !shown;
    if (!shown) {
      this.panel.hidden = true;
      return;
    }
    const state = JSON.stringify([
      current?.points, current?.rows.map((row) => [row, proposals.state(row)]), Boolean(current?.whys),
      proposals.active && [proposals.trimmed(proposals.active), current.rows.indexOf(proposals.active)],
      this.why, this.summary(), this.desk.model.codes.length,
    ]);
    if (state === this.drawn) return;
    this.drawn = state;
    this.element.replaceChildren(...(current ? this.passage(current) : this.idle()));
    this.showWhy();
  }

  summary() {
    const { about, hindered } = this.desk.proposals;
    if (!about) return hindered || "Reading the transcripts …";
    if (!about.total) {
      return about.weaker
        ? `Nothing here that reaches the bar you have set; ${about.weaker} ${about.weaker === 1 ? "passage has" : "passages have"} weaker ones.`
        : "Nothing is suggested for this transcript.";
    }
    return `${about.total} ${about.total === 1 ? "passage has" : "passages have"} suggestions.`;
  }

  // What the machine cannot know, in a line.
  caveat() {
    const { about } = this.desk.proposals;
    if (!about) return "";
    const { gaps, method, resting } = about;
    const { model } = this.desk;
    const mute = gaps.length === model.codes.length && gaps.length;
    if (!model.codes.length) return "Add codes first: suggestions come from the codebook and your codings.";
    if (mute) return "No code has a definition, keywords or examples in this language: the machine knows only what you code.";
    const rest = resting.length ? ` ${resting.length} ${resting.length === 1 ? "code rests" : "codes rest"}: mostly refused.` : "";
    const lack = gaps.length ? ` ${counted(gaps.length, "code")} without a definition or keywords in this language.` : "";
    return method + rest + lack;
  }

  idle() {
    const { proposals } = this.desk;
    return [
      h(
        "header", {},
        icon("spark"),
        h("span", { className: "cd-sum" }, this.summary()),
        proposals.about?.total
          ? button("Next", () => proposals.step(1), { key: "p" })
          : button("Settings", () => this.settings()),
        h("span", { className: "cd-caveat", title: this.caveat() }, this.caveat()),
      ),
    ];
  }

  passage(passage) {
    const { proposals } = this.desk;
    const at = proposals.about ? proposals.about.nth + proposals.sorted.indexOf(passage) + 1 : 0;
    return [
      h(
        "header", {},
        icon("spark"),
        h("span", { className: "cd-sum" }, at ? `${at} of ${Math.max(at, proposals.about.total)}` : ""),
        proposals.about?.provisional
          ? h("span", { className: "cd-provisional", title: "The figures are not yet checked against your own decisions: that takes 300 of them." }, "provisional figures")
          : null,
        this.extent(),
        h("span", { className: "cd-space" }),
        button("Why", () => proposals.why(), { key: "y" }),
        button("None of these", () => proposals.decideRest("reject"), { key: "d" }),
        button("Skip", () => proposals.decideRest("skip"), { key: "f" }),
        button("Previous", () => proposals.step(-1), { glyph: "left", quiet: true, key: "P" }),
        button("Next", () => proposals.step(1), { glyph: "right", quiet: true, key: "p" }),
        button("Close", () => proposals.leave(), { glyph: "close", quiet: true, key: "Esc" }),
      ),
      h("ol", {}, ...passage.rows.map((row, k) => this.row(passage, row, k))),
      this.nearest(passage),
    ].filter(Boolean);
  }

  // The code that comes next to the one in focus, and what here speaks for this one rather.
  nearest(passage) {
    const { proposals, model } = this.desk;
    const why = proposals.active && passage.whys?.get(span(proposals.active));
    const [other, chance] = why?.runner_up ?? [];
    if (!other || !model.view.codes.has(other)) return null;
    const { colour, letters, pattern } = model.style(other);
    const [, , text] = why.apart ?? [];
    return h(
      "p", { className: "cd-nearest", style: { "--c0": colour } },
      "nearest: ", h("span", { className: `cd-chip cd-line-${pattern}` }, letters), ` ${model.name(other)} ${percent(chance)}`,
      text ? h("span", {}, ` · for “${model.name(proposals.active.code)}” here: ${text}`) : null,
    );
  }

  // What accepting codes, where that is not what was proposed; else how to make it shorter.
  extent() {
    const { proposals, model, selection } = this.desk;
    const { active } = proposals;
    const cut = active && proposals.trimmed(active);
    if (!cut) return null;
    const said = selection.empty
      ? `Accepting codes ${count(model.text.slice(...cut))} of ${counted(count(model.text.slice(active.start, active.end)), "word")}`
      : "Accepting codes the selected words only";
    return h("span", { className: "cd-trimmed" }, said, selection.empty
      ? button("As proposed", () => proposals.restore(), { glyph: "undo", quiet: true, key: "Esc" }) : null);
  }

  row(passage, row, k) {
    const { proposals } = this.desk;
    const { model } = this.desk;
    const { colour, letters, pattern } = model.style(row.code);
    const state = proposals.state(row);
    const name = model.name(row.code);
    const done = { accept: "✓ accepted", reject: "✗ refused", skip: "skipped" }[state];
    return h(
      "li", {
        className: `${state ? `cd-done cd-${state}` : ""}${row === proposals.active && passage.rows.length > 1 ? " cd-at" : ""}`,
        style: { "--c0": colour }, onpointerenter: () => proposals.point(k),
      },
      h("button", {
        type: "button", className: "cd-take", disabled: Boolean(state), onclick: () => proposals.decide(k, "accept"),
        "aria-label": `Accept ${name}`, title: `Accept (${KEYS[k]})`,
      },
        h("kbd", {}, KEYS[k]),
        h("span", { className: `cd-chip cd-line-${pattern}` }, letters),
        h("span", { className: "cd-name" }, name),
      ),
      h(
        "span", { className: `cd-figure cd-${word(row.score)}` },
        h("span", { className: "cd-gauge", style: { "--share": row.score } }),
        `${word(row.score)} ${percent(row.score)}`,
      ),
      row.negated ? h("span", { className: "cd-negated", title: "A keyword stands here with a “not”" }, "negated") : null,
      h("button", {
        type: "button", className: "cd-because", onclick: () => this.toggleWhy(k),
        "aria-label": `Why ${name}?`, "aria-expanded": String(this.why === k),
      }, this.because(passage.whys?.get(span(row)))),
      done
        ? h("span", { className: "cd-state-of" }, done)
        : h("button", {
            type: "button", className: "cd-refuse", onclick: () => proposals.decide(k, "reject"),
            "aria-label": `Refuse ${name}`, title: `No (Shift+${KEYS[k].toUpperCase()})`,
          }, icon("close")),
    );
  }

  // The one or two weightiest reasons in a line.
  because(why) {
    if (!why) return "";
    const telling = why.reasons.filter(([kind, weight]) => weight > 0.15 && kind !== "frequency");
    const said = telling.slice(0, 2).map(([, , text]) => text);
    return said.length ? said.join(" · ") : "mostly because it is common";
  }

  // ── why ──

  toggleWhy(k) {
    this.why = this.why === k ? null : k;
    this.draw();
    this.besideWhy();
  }

  // The reasons take room from the text: the words that they are for stay in sight above them.
  besideWhy() {
    const { current } = this.desk.proposals;
    if (this.panel.hidden || !current) return;
    this.desk.sight.reveal(current.end - 1);
    this.desk.sight.reveal(current.start);
  }

  showWhy() {
    const { proposals } = this.desk;
    const { current } = proposals;
    const row = this.why !== null && current?.rows[this.why];
    this.panel.hidden = !row;
    if (!row) return;
    const { model } = this.desk;
    const why = current.whys?.get(span(row));
    const { colour, letters } = model.style(row.code);
    const head = h(
      "header", { style: { "--c0": colour } },
      h("span", { className: "cd-chip" }, letters),
      h("h2", {}, `Why “${model.name(row.code)}”?`),
      h("span", { className: "cd-space" }),
      ...current.rows.map((other, k) =>
        k === this.why ? null : button(model.name(other.code), () => this.toggleWhy(k), { quiet: true })),
      button("Close", () => this.toggleWhy(this.why), { glyph: "close", quiet: true, key: "y" }),
    );
    if (!why) {
      this.panel.replaceChildren(head, h("p", {}, "Working it out …"));
      return;
    }
    const most = Math.max(...why.reasons.map(([, weight]) => Math.abs(weight)), 0.1);
    const [second, chance] = why.runner_up;
    const ceiling = proposals.about?.ceiling ?? 1;
    const evidence = why.reasons.flatMap(([kind, , , places]) => (kind === "passages" ? places : []));
    this.panel.replaceChildren(
      head,
      h(
        "div", { className: "cd-bars", role: "list" },
        ...why.reasons.map(([kind, weight, text, places]) => this.bar(kind, weight, text, places, most)),
      ),
      h(
        "p", { className: "cd-total" },
        `Together ${signed(sum(why.reasons.map(([, weight]) => weight)))} (0 would be as likely as not)`,
        ceiling < 0.97 ? `; where everything speaks for a code, people here put it in ${percent(ceiling)} of cases` : "",
        `: ${percent(row.score)}. `,
        second && model.view.codes.has(second)
          ? `The likeliest other code is “${model.name(second)}” with ${percent(chance)}.` : "",
      ),
      evidence.length
        ? h(
            "div", { className: "cd-evidence" },
            h("h3", {}, "Nearest accepted passages"),
            ...evidence.map(([transcript, name, start, words]) => h(
              "button", { type: "button", onclick: () => this.desk.travel.leaveAndGo(transcript, start), title: "Go there" },
              h("b", {}, name), h("span", {}, words),
            )),
          )
        : "",
    );
  }

  bar(kind, weight, text, places, most) {
    const said = kind === "question" && places[0] ? `“${places[0][3]}”` : text;
    return h(
      "div", { className: `cd-part${weight < 0 ? " cd-against" : ""}`, role: "listitem" },
      h("span", { className: "cd-kind" }, KIND_NAMES[kind] ?? kind),
      h("span", { className: "cd-track" }, h("span", { style: { "--share": Math.abs(weight) / most } })),
      h("span", { className: "cd-weight" }, signed(weight)),
      h("span", { className: "cd-said" }, said),
    );
  }

  // ── settings ──

  settings() {
    const { proposals } = this.desk;
    const { mode, step, most } = proposals.settings;
    const choice = (value, label, hint) => h(
      "label", { className: "cd-choice" },
      h("input", {
        type: "radio", name: "cd-mode", value, checked: mode === value,
        onchange: () => proposals.set({ mode: value }),
      }),
      h("b", {}, label), h("span", {}, hint),
    );
    const said = h("output", {}, STEP_NAMES[step]);
    const slider = h("input", {
      type: "range", min: 0, max: STEP_NAMES.length - 1, value: step, "aria-label": "How sure suggestions must be",
      oninput: () => (said.textContent = STEP_NAMES[slider.value]),
      onchange: () => proposals.set({ step: Number(slider.value) }),
    });
    const many = h(
      "select", { className: "cd-pick", "aria-label": "Codes for a passage", onchange: () => proposals.set({ most: Number(many.value) }) },
      ...[1, 2, 3].map((n) => h("option", { value: n, selected: n === most }, `up to ${n}`)),
    );
    dialog(this.desk.root, "Suggestions", [
      h(
        "fieldset", { className: "cd-modes" },
        choice("shown", "Shown", "Passages with suggestions have a line before them; you decide."),
        choice("blind", "Blind", "Nothing is shown. What you code is compared with what would have been suggested: an honest figure for agreement."),
        choice("off", "Off", "Nothing is suggested and nothing compared."),
      ),
      h("label", {}, h("span", {}, "How sure they must be"), slider, said),
      h("label", {}, h("span", {}, "Codes for a passage"), many),
      h("p", { className: "cd-hint" }, this.caveat()),
      h("p", { className: "cd-hint" }, "Everything is worked out on this computer. Settings for single codes, and how good suggestions are, stand on the page Suggestions."),
    ]);
  }
}

function signed(weight) {
  const size = Math.abs(weight).toFixed(1);
  return size === "0.0" ? size : `${weight < 0 ? "−" : "+"}${size}`;
}

function count(words) {
  return words.split(/\s+/).filter(Boolean).length;
}

function counted(number, what) {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}
