// Find figures of the survey by words: all that is typed must begin a word of a figure.

const MOST = 40;

function words(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]+/gu) ?? []; // zena finds žena
}

export class Figures {
  constructor(figures, questions) {
    this.rows = Object.entries(figures).map(([id, { o, g, q }]) => ({
      id,
      o,
      q,
      g,
      option: words(o),
      rest: words(`${g} ${questions[q]?.text ?? ""} ${questions[q]?.ref ?? ""} ${id}`),
    }));
  }

  // Ids of figures with all words typed, those first whose answer has more of them; of those alike
  // the ones near at hand, `near` being [question, group]s. Without words all that are near.
  search(typed, near = [], against = null) {
    const wanted = words(typed);
    const first = this.nearby(near, against);
    if (!wanted.length) return first.slice(0, MOST);
    const hits = [];
    this.rows.forEach(({ id, option, rest }, at) => {
      let score = 0;
      for (const word of wanted) {
        if (option.some((own) => own.startsWith(word))) score += 2;
        else if (rest.some((own) => own.startsWith(word))) score += 1;
        else return;
      }
      const place = first.indexOf(id);
      hits.push({ id, score, at: place < 0 ? first.length + at : place });
    });
    hits.sort((a, b) => b.score - a.score || a.at - b.at);
    return hits.slice(0, MOST).map(({ id }) => id);
  }

  // The same answer of other groups where figures are set against each other (`against` has its
  // question and words); all answers of a question, of the group that was meant first.
  nearby(near, against) {
    const found = new Set();
    if (against) for (const { id, q, o } of this.rows) if (q === against.q && o === against.o) found.add(id);
    for (const [question, group] of near) {
      for (const { id, q, g } of this.rows) if (q === question && g === group) found.add(id);
    }
    for (const [question] of near) for (const { id, q } of this.rows) if (q === question) found.add(id);
    return [...found];
  }
}
