// The fields of a code as a form has them: texts, told by language where the codebook tells them so.
//
// A form's key is the name of a field, with the language behind a dot: "definition.ru".

// Fields that hold a list, an entry a line.
export const LISTS = ["include", "exclude", "keywords", "examples", "indicators"];
const LABELS = {
  name: "Name", definition: "Definition: what it means", include: "Include: what belongs here, one a line",
  exclude: "Exclude: what does not, one a line", keywords: "Keywords, one a line",
  examples: "Examples, one a line", indicators: "Survey figures on the same matter, one a line",
};

// The languages of a codebook, one without a name if it names none.
export function languages(codes) {
  const all = codes.flatMap(({ names, definitions, words }) =>
    [names, definitions, words].flatMap((parts) => Object.keys(parts ?? {})));
  const named = [...new Set(all)].filter(Boolean);
  return named.length ? named : [""];
}

// What stands in a code's fields, in the order of the form, as [key, label, text].
export function laidOut(code, codes) {
  const spoken = languages(codes);
  const isNew = !code.id;
  const rows = [];
  for (const [field, plain, parts] of [["name", code.name, code.names], ["definition", code.definition, code.definitions]]) {
    const own = Object.keys(parts ?? {});
    const told = own.length || (isNew && codes.some((other) => Object.keys(other[`${field}s`] ?? {}).length));
    if (!told) rows.push([field, LABELS[field], plain ?? ""]);
    else {
      for (const language of new Set([...own, ...spoken])) {
        // A name that was typed before the form was opened is in the first language.
        const text = parts?.[language] ?? (isNew && language === spoken[0] ? plain ?? "" : "");
        rows.push([`${field}.${language}`, `${LABELS[field]} (${language})`, text]);
      }
    }
  }
  for (const field of ["include", "exclude"]) rows.push([field, LABELS[field], text(code[field])]);
  const words = code.words ?? {};
  for (const language of new Set([...Object.keys(words), ...("" in words ? [] : spoken)])) {
    rows.push([`keywords.${language}`, `${LABELS.keywords}${language ? ` (${language})` : ""}`, text(words[language])]);
  }
  for (const field of ["examples", "indicators"]) rows.push([field, LABELS[field], text(code[field])]);
  return rows;
}

// The fields that texts of a form make up: lists as lists, languages as objects.
export function given(texts) {
  const fields = {};
  for (const [key, words] of Object.entries(texts)) {
    const at = key.indexOf(".");
    const field = at < 0 ? key : key.slice(0, at);
    const value = LISTS.includes(field) ? lines(words) : words.trim();
    if (at < 0) fields[field] = value;
    else {
      fields[field] ??= {};
      if (value.length) fields[field][key.slice(at + 1)] = value;
    }
  }
  return fields;
}

// Fields with the text of one of them, or of one language of it, as it was decided.
export function decided(fields, key, words) {
  const [field, language] = key.split(/\.(.*)/s);
  const value = LISTS.includes(field) ? lines(words) : words.trim();
  if (language === undefined) return { ...fields, [field]: value };
  const parts = { ...fields[field], [language]: value };
  if (!value.length) delete parts[language];
  return { ...fields, [field]: parts };
}

// A code with fields put on it, as Python will say it: texts by language beside the first of them.
export function told(code, fields) {
  const now = { ...code, ...fields };
  for (const field of ["name", "definition"]) {
    const given = fields[field];
    if (given === null || typeof given !== "object") continue;
    now[`${field}s`] = given;
    now[field] = Object.values(given).find(Boolean) ?? code[field] ?? "";
  }
  if (fields.keywords && !Array.isArray(fields.keywords)) {
    now.words = fields.keywords;
    now.keywords = Object.values(fields.keywords).flat();
  }
  return now;
}

const text = (items) => (items || []).join("\n");

export const lines = (value) => value.split("\n").map((line) => line.trim()).filter(Boolean);
