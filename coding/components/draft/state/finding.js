// Find figures of the survey by words: all that is typed must begin a word of a figure.

const MOST = 40;

function words(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]+/gu) ?? []; // zena finds žena
}

export class Figures {
  constructor(figures, questions) {
    this.rows = Object.entries(figures).map(([id, { o, g, q }]) => ({
      id,
      option: words(o),
      rest: words(`${g} ${questions[q]?.text ?? ""} ${questions[q]?.ref ?? ""} ${id}`),
    }));
  }

  // Ids of figures with all words typed, those first whose answer has more of them.
  search(typed) {
    const wanted = words(typed);
    if (!wanted.length) return [];
    const hits = [];
    this.rows.forEach(({ id, option, rest }, at) => {
      let score = 0;
      for (const word of wanted) {
        if (option.some((own) => own.startsWith(word))) score += 2;
        else if (rest.some((own) => own.startsWith(word))) score += 1;
        else return;
      }
      hits.push({ id, score, at });
    });
    hits.sort((a, b) => b.score - a.score || a.at - b.at);
    return hits.slice(0, MOST).map(({ id }) => id);
  }
}
