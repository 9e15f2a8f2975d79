// Cut text between words, and between characters as they are seen. Sentences come from Python.

const cutters = new Map();

function cutter(language, granularity) {
  const key = `${language}|${granularity}`;
  if (!cutters.has(key)) {
    let locale = language || undefined;
    try {
      Intl.getCanonicalLocales(locale);
    } catch {
      locale = undefined;
    }
    cutters.set(key, new Intl.Segmenter(locale, { granularity }));
  }
  return cutters.get(key);
}

// Pieces of a text as [start, end, isWord].
export function pieces(text, language, granularity) {
  return Array.from(cutter(language, granularity).segment(text), ({ index, segment, isWordLike }) =>
    [index, index + segment.length, isWordLike ?? true]);
}

// Words only, each with the quotation marks and hyphens inside it.
export function words(text, language) {
  const joined = [];
  for (const [start, end, isWord] of pieces(text, language, "word")) {
    const last = joined[joined.length - 1];
    const between = last && text.slice(last[1], start);
    if (!isWord) continue;
    if (last && (between === "-" || between === "‑" || between === "")) last[1] = end;
    else joined.push([start, end]);
  }
  return joined;
}

// Move both ends of a range outwards to the borders of words (or only of characters).
export function snap(text, start, end, language, exactly) {
  const cuts = pieces(text, language, exactly ? "grapheme" : "word");
  for (const [from, to, isWord] of cuts) {
    const inner = exactly || isWord || !/^\s/.test(text.slice(from, to));
    if (from < start && start < to) start = inner ? from : to;
    if (from < end && end < to) end = inner ? to : from;
  }
  if (!exactly) {
    while (start < end && /\s/.test(text[start])) start++;
    while (end > start && /\s/.test(text[end - 1])) end--;
  }
  return [start, end];
}
