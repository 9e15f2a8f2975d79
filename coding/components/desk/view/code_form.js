// The form in which a code is made or changed; what was typed and not saved is there again.

import { button, dialog, h } from "./dom.js";

export function codeForm(desk, title, code, key, done) {
  const { drafts } = desk;
  const draft = drafts.get(key)?.fields;
  const shown = { ...code, ...draft };
  const line = (label, value, props = {}) => {
    const input = h("input", { type: "text", value: value || "", autocomplete: "off", ...props });
    return [input, h("label", {}, h("span", {}, label), input)];
  };
  const area = (label, value, rows) => {
    const input = h("textarea", { rows, value });
    return [input, h("label", {}, h("span", {}, label), input)];
  };
  const [name, nameRow] = line("Name", shown.name, { required: true, maxLength: 120 });
  const [definition, definitionRow] = area("Definition: what it means", shown.definition || "", 3);
  const [include, includeRow] = area("Include: what belongs here, one a line", text(shown.include), 3);
  const [exclude, excludeRow] = area("Exclude: what does not, one a line", text(shown.exclude), 2);
  const [color, colorRow] = line("Colour", /^#[0-9a-f]{6}$/i.test(shown.color) ? shown.color : desk.model.style(code.id || code.parent).colour, { type: "color" });
  const before = color.value;
  const typed = () => ({
    name: name.value.trim(), definition: definition.value.trim(),
    include: lines(include.value), exclude: lines(exclude.value),
    color: color.value === before ? shown.color || "" : color.value,
  });
  const letGo = () => {
    drafts.drop(key);
    box.close();
  };
  const box = dialog(
    desk.root, title,
    [
      h(
        "form",
        {
          method: "dialog",
          oninput: () => drafts.put(key, { fields: typed(), opened: code }),
          onsubmit: (event) => {
            event.preventDefault();
            if (!name.value.trim()) return;
            letGo();
            done(typed());
          },
        },
        draft ? h("p", { className: "cd-hint" }, "You typed this before and have not saved it yet.") : "",
        nameRow, definitionRow, includeRow, excludeRow, colorRow,
        h("footer", {}, button("Cancel", letGo), h("button", { type: "submit", className: "cd-button cd-primary" }, "Save")),
      ),
    ],
  );
  name.focus();
}

const text = (items) => (items || []).join("\n");

export const lines = (value) => value.split("\n").map((l) => l.trim()).filter(Boolean);
