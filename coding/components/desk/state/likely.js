// How likely a proposal is, in words and figures, and by what a passage is known.

export function word(score) {
  return score >= 0.7 ? "likely" : score >= 0.3 ? "possible" : "weak";
}

export function percent(score) {
  return `${Math.round(score * 100)} %`;
}

// A code on its own words.
export function span({ start, end, code }) {
  return `${start} ${end} ${code}`;
}

export function key({ start, end }) {
  return `${start} ${end}`;
}
