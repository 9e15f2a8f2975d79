// Send only what can be stored: half of a letter, as of an emoji that was cut through, cannot.

// Returns plain data with U+FFFD for each half of a letter that lost the other one.
export function wholeLetters(value) {
  if (typeof value === "string") return value.toWellFormed?.() ?? value;
  if (Array.isArray(value)) return value.map(wholeLetters);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, wholeLetters(each)]));
}
