// What states and decisions are called.

export const STATES = {
  bound: "bound", proved: "proved", machine: "likely, nobody has decided",
  other: "another source’s, or no figure", look: "to look at", contradicted: "contradicted", remark: "remark",
};
export const DECIDED = { accepted: "Kept", "not ours": "Another source’s", fixed: "Will be fixed" };
export const CHOSEN = { figure: "bound", other: "another source’s", none: "no figure" };

export function short(words) {
  return words.length > 32 ? `${words.slice(0, 30)}…` : words;
}
