// What states, decisions and times are called.

export const STATES = {
  bound: "bound", proved: "proved", machine: "likely, nobody has decided",
  other: "another source’s, or no figure", look: "to look at", contradicted: "contradicted", remark: "remark",
};
export const DECIDED = { accepted: "Kept", "not ours": "Another source’s", fixed: "Will be fixed" };
export const CHOSEN = { figure: "bound", other: "another source’s", none: "no figure" };

export function clock(at) {
  const when = new Date(at);
  const today = when.toDateString() === new Date().toDateString();
  const time = when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return today ? time : `${when.toLocaleDateString()} ${time}`;
}

export function short(words) {
  return words.length > 32 ? `${words.slice(0, 30)}…` : words;
}
