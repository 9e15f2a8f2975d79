// The form in which a code is made or changed, with all its fields; what was typed and not saved is
// there again. A name that another code has is asked about before there are two of it.

import { h } from "../../common/view/dom.js";
import { given, laidOut, told } from "../state/fields.js";
import { button, dialog } from "./dom.js";

const ONE_LINE = ["name"];
const TALL = { definition: 3, include: 2, exclude: 2 };
const FOLDED = ["keywords", "examples", "indicators"];

export function codeForm(desk, title, code, key, done, { submit = "Save" } = {}) {
  const { drafts, model } = desk;
  const draft = drafts.get(key)?.fields;
  const inputs = new Map();
  const rows = [];
  const folded = [];
  let filled = false;
  for (const [field, label, stands] of laidOut(code, model.codes)) {
    const [name] = field.split(".");
    const value = draft?.[field] ?? stands;
    const input = ONE_LINE.includes(name)
      ? h("input", { type: "text", value, autocomplete: "off", maxLength: 120, dir: "auto" })
      : h("textarea", { rows: TALL[name] ?? 2, value, dir: "auto" });
    inputs.set(field, input);
    const below = FOLDED.includes(name);
    filled ||= below && Boolean(value);
    (below ? folded : rows).push(h("label", {}, h("span", {}, label), input));
  }
  const first = [...inputs.values()][0];
  const before = /^#[0-9a-f]{6}$/i.test(code.color) ? code.color : code.id || code.parent ? model.style(code.id || code.parent).colour : model.freeColour();
  const color = h("input", { type: "color", value: draft?.color ?? before });
  const place = code.id ? null : whereOf(model, draft?.parent ?? code.parent ?? "");
  const texts = () => Object.fromEntries([...inputs].map(([field, input]) => [field, input.value]));
  const kept = () => ({ ...texts(), color: color.value, ...(place ? { parent: place.value } : {}) });
  const stood = given(Object.fromEntries(laidOut(code, model.codes).map(([field, , words]) => [field, words])));
  const changed = () => {
    const now = given(texts());
    const fields = Object.fromEntries(Object.entries(now).filter(([k, v]) => JSON.stringify(v) !== JSON.stringify(stood[k])));
    if (color.value !== before) fields.color = color.value;
    return fields;
  };
  const letGo = () => {
    drafts.drop(key);
    box.close();
  };
  const asked = h("p", { className: "cd-hint", role: "alert", hidden: true });
  const send = h("button", { type: "submit", className: "cd-button cd-primary" }, submit);
  let twice = "";
  const take = () => {
    const name = told(code, given(texts())).name.trim();
    if (!name) {
      first.focus();
      return;
    }
    const same = name === code.name && code.id ? null : model.namesake(name, code.id);
    if (same && twice !== name) {
      twice = name;
      asked.textContent = `There is a code “${model.path(same.id)}” already. Give this one another name, or have two of this name.`;
      asked.hidden = false;
      send.textContent = "Have two of this name";
      return;
    }
    letGo();
    done(code.id ? changed() : { ...changed(), name: given(texts()).name }, place?.value);
  };
  const box = dialog(
    desk.root, title,
    [
      h(
        "form",
        {
          method: "dialog",
          oninput: () => {
            drafts.put(key, { fields: kept(), opened: code });
            asked.hidden = true;
            send.textContent = submit;
          },
          onsubmit: (event) => {
            event.preventDefault();
            take();
          },
        },
        draft ? h("p", { className: "cd-hint" }, "You typed this before and have not saved it yet.") : "",
        ...rows,
        h("details", { open: filled }, h("summary", {}, "Keywords, examples, survey figures"), ...folded),
        h("div", { className: "cd-beside" }, h("label", {}, h("span", {}, "Colour"), color), place ? h("label", {}, h("span", {}, "Where"), place) : ""),
        asked,
        h("footer", {}, button("Cancel", letGo), send),
      ),
    ],
  );
  first.focus();
}

function whereOf(model, parent) {
  return h(
    "select", {},
    h("option", { value: "" }, "at the top"),
    ...model.codes.map(({ id, depth }) => h("option", { value: id, selected: id === parent }, `${"\u2003".repeat(depth)}${model.name(id)}`)),
  );
}
