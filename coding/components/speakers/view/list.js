// List the files in groups, one line a file: who speaks, whose interview, how much, what is open.

import { counted, h, number } from "../../common/view/dom.js";
import { GROUPS } from "../state/model.js";
import { button, icon } from "./dom.js";

const TITLES = {
  asks: "Need you", bad: "Cannot be read", reading: "Being read", ready: "Ready", in: "In the project already",
};

const LEFT_OUT = new Set(["asks", "bad", "in"]);

export class List {
  constructor(pane) {
    this.pane = pane;
    this.body = h("tbody");
    this.element = h(
      "div", { className: "sp-list", role: "region", "aria-label": "Files", tabIndex: 0 },
      h(
        "table", {},
        h(
          "thead", {},
          h(
            "tr", {},
            ...["File", "Who speaks", "Participant", "Turns", "Words", "Language"].map((name) =>
              h("th", { scope: "col", className: `sp-c-${name.split(" ")[0].toLowerCase()}` }, name)),
          ),
        ),
        this.body,
      ),
    );
  }

  render() {
    const { model } = this.pane;
    const before = this.element.scrollTop;
    this.body.replaceChildren(
      ...GROUPS.flatMap((state) => {
        const files = model.group(state);
        return files.length ? [this.title(state, files.length), ...files.map((file) => this.row(file))] : [];
      }),
    );
    this.element.scrollTop = before;
  }

  title(state, count) {
    const { acts, model } = this.pane;
    const note = state === "asks" ? `${count}: ${count === 1 ? "it stays" : "they stay"} here until you have said` : String(count);
    return h(
      "tr", { className: "sp-title" },
      h(
        "th", { colSpan: 6, scope: "colgroup" },
        h("strong", {}, TITLES[state]), h("span", { className: "sp-soft" }, note),
        state === "asks" && model.group("ready").length
          ? button(count === 1 ? "Import it as it is" : "Import them as they are", () => acts.bringIn("asks"), {
            quiet: true, title: "What is not known stays not known: it can be said later, on Transcripts or while coding",
          })
          : null,
        LEFT_OUT.has(state)
          ? button(count === 1 ? "Leave it out" : `Leave all ${count} out`, () =>
            acts.leaveOut(model.group(state).map(({ key }) => key)), { quiet: true, title: "These files do not come in" })
          : null,
      ),
    );
  }

  row(file) {
    const { acts, model } = this.pane;
    const now = file.key === model.chosen;
    return h(
      "tr",
      {
        className: `sp-file sp-${file.state}${now ? " sp-now" : ""}`, dataset: { key: file.key },
        onclick: () => acts.choose(file.key, { open: true }),
      },
      h(
        "th", { scope: "row", className: "sp-c-file" },
        h("button", { type: "button", "aria-current": now ? "true" : undefined, className: "sp-name" }, icon(file.state), h("span", {}, file.name)),
      ),
      ...(file.say ? [h("td", { className: "sp-say", colSpan: 5 }, file.say)] : this.facts(file)),
    );
  }

  facts(file) {
    const several = file.respondents && counted(file.respondents, "respondent");
    const person = several || whose(file, (id) => this.pane.label(id));
    return [
      h("td", { className: "sp-c-who" }, ...speakers(file)),
      h("td", { className: `sp-c-participant${person ? "" : " sp-soft"}` }, person || "nobody yet"),
      h("td", { className: "sp-c-turns" }, number(file.turns)),
      h("td", { className: "sp-c-words" }, number(file.words)),
      h("td", { className: "sp-c-language" }, file.of ? `${file.language} of ${file.of}` : file.language),
    ];
  }

  // Bring the chosen file into sight.
  follow() {
    const row = this.body.querySelector(".sp-now");
    if (!row) return;
    const [frame, box] = [this.element, row].map((e) => e.getBoundingClientRect());
    const top = frame.top + 36;
    if (box.top < top) this.element.scrollTop -= top - box.top;
    else if (box.bottom > frame.bottom) this.element.scrollTop += box.bottom - frame.bottom;
  }
}

// Say whom a file is with, else who its speakers are: "" while that is nobody.
export function whose({ participant, fresh, cast }, label) {
  if (participant) return `${label(participant)}${fresh ? ", new" : ""}`;
  return [...new Set(cast.map((speaker) => speaker.participant).filter(Boolean))].map(label).join(", ");
}

function speakers({ cast, unknown }) {
  const asks = cast.filter(({ role }) => role === "interviewer").map(({ name }) => name);
  const rest = cast.filter(({ role }) => role !== "interviewer").map(({ name }) => name);
  const several = rest.length > 4 ? `${rest.slice(0, 3).join(", ")} and ${rest.length - 3} more` : rest.join(", ");
  return [
    asks.length ? h("span", { className: "sp-soft" }, `${asks.join(", ")} ask${asks.length > 1 ? "" : "s"}`) : null,
    asks.length && rest.length ? " · " : null,
    several,
    unknown ? h("span", { className: "sp-warn" }, `${cast.length ? " · " : ""}${number(unknown)} × who speaks?`) : null,
  ];
}
