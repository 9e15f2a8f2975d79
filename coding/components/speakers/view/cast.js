// The speakers of a file: what they are called, how much they say, what they do, who they are.

import { h, number } from "../../common/view/dom.js";
import { ROLES } from "../state/model.js";
import { typing } from "./dom.js";

const WORDS = { interviewer: "asks", participant: "answers", other: "else" };
const NEW = " new";

export class Cast {
  constructor(pane) {
    this.pane = pane;
    this.body = h("tbody");
    this.element = h(
      "table", { className: "sp-cast" },
      h(
        "thead", {},
        h("tr", {}, ...["Called", "Turns", "Words", "In the interview", "Participant"].map((name) => h("th", { scope: "col" }, name))),
      ),
      this.body,
    );
  }

  render() {
    const { model } = this.pane;
    const { file } = model;
    if (typing(this.body)) return; // a name or an id half typed stays
    this.pane.speakers.hidden = !file || !(file.cast.length || file.unknown);
    const rows = (file?.cast ?? []).map((speaker, n) => this.row(file, speaker, n));
    if (file?.unknown) rows.push(this.unknown(file));
    this.body.replaceChildren(...rows);
    if (model.renaming) this.body.querySelector("input.sp-rename")?.select();
  }

  row(file, speaker, n) {
    const { model, acts } = this.pane;
    const now = n === model.speaker;
    return h(
      "tr", { className: now ? "sp-now" : "", onclick: () => acts.speaker(n) },
      h("th", { scope: "row" }, now && model.renaming ? this.field(file, speaker) : this.name(speaker, n)),
      h("td", {}, number(speaker.turns)),
      h("td", {}, number(speaker.words)),
      h("td", {}, this.roles(file, speaker)),
      h("td", {}, this.person(file, speaker)),
    );
  }

  // What nobody is known to say: it is a line of the table, so that it is not overlooked.
  unknown(file) {
    return h(
      "tr", { className: "sp-nobody" },
      h("th", { scope: "row" }, h("span", { className: "sp-warn" }, "who speaks?")),
      h("td", {}, number(file.unknown)),
      h("td", {}, number(file.unknownWords)),
      h("td", { colSpan: 2, className: "sp-soft" }, "not known yet; nobody’s words until somebody says so"),
    );
  }

  name(speaker, n) {
    const { acts } = this.pane;
    const more = speaker.label && speaker.label !== speaker.name ? `in the file: ${speaker.label}` : "";
    return h(
      "button",
      {
        type: "button", className: "sp-called", title: "Rename; a name that exists joins",
        "aria-label": `${speaker.name}: rename`,
        onclick: (event) => {
          event.stopPropagation();
          acts.rename(n);
        },
      },
      speaker.name, more ? h("small", {}, more) : null,
    );
  }

  field(file, speaker) {
    const { model, acts } = this.pane;
    let over = false;
    const end = (keep) => {
      if (over) return;
      over = true;
      model.renaming = false;
      const name = input.value.trim().replace(/\s+/g, " ");
      this.pane.root.focus({ preventScroll: true });
      if (keep && name && name !== speaker.name) acts.push({ kind: "rename", file: file.key, speaker: speaker.name, name });
      else this.pane.render();
    };
    const names = h("datalist", { id: "sp-names" }, ...file.cast.filter((s) => s !== speaker).map(({ name }) => h("option", { value: name })));
    const input = h("input", {
      className: "sp-rename", type: "text", value: speaker.name, maxLength: 120, list: "sp-names",
      "aria-label": `A new name for ${speaker.name}; one that exists joins`,
      onkeydown: (event) => {
        event.stopPropagation();
        if (event.key === "Enter") end(true);
        if (event.key === "Escape") end(false);
      },
      onblur: () => end(true),
    });
    return [input, names];
  }

  roles(file, speaker) {
    const { acts } = this.pane;
    return h(
      "div", { className: "sp-roles", role: "group", "aria-label": `What ${speaker.name} does` },
      ...ROLES.map((role) => h(
        "button",
        {
          type: "button", "aria-pressed": String(role === speaker.role),
          onclick: () => acts.push({ kind: "role", file: file.key, speaker: speaker.name, role }),
        },
        WORDS[role],
      )),
    );
  }

  person(file, speaker) {
    if (speaker.role !== "participant") return h("span", { className: "sp-soft" }, "nobody");
    const { acts } = this.pane;
    return this.pane.choose(speaker.participant, `Who ${speaker.name} is`, (participant) =>
      acts.push({ kind: "person", file: file.key, speaker: speaker.name, participant }));
  }
}

// A list of the study's people, with a way to name somebody new; `none` is called where nobody is.
export function people(listed, chosen, label, take, none) {
  const select = h("select", { className: "sp-select", "aria-label": label });
  const option = (value, words) => h("option", { value, selected: value === chosen }, words);
  const known = listed.some(([id]) => id === chosen);
  select.append(
    option("", "nobody yet"),
    ...listed.map(([id, words]) => option(id, words)),
    ...(chosen && !known ? [option(chosen, `${chosen}, new`)] : []),
    option(NEW, "somebody new …"),
  );
  select.value = chosen;
  select.addEventListener("change", () => {
    if (select.value !== NEW) {
      take(select.value);
      return;
    }
    const input = h("input", { className: "sp-rename", type: "text", placeholder: "P07", maxLength: 60, "aria-label": `${label}: a new id` });
    let over = false;
    const end = (keep) => {
      if (over) return;
      over = true;
      const id = input.value.trim().replace(/\s+/g, " ");
      select.value = chosen;
      input.replaceWith(select);
      if (keep && id) take(id);
      else none();
    };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") end(true);
      if (event.key === "Escape") end(false);
    });
    input.addEventListener("blur", () => end(true));
    select.replaceWith(input);
    input.focus();
  });
  return select;
}
