// What stands in the cells of the table: as Python told it, and what was written here since.

export class Cells {
  constructor() {
    this.mine = new Map(); // what was written here and is not in what Python tells yet
    this.told = new Map();
  }

  // Take what Python says; what was written here stays until Python knows of it.
  take({ cells, rev }) {
    this.told = new Map(cells.map(([row, code, segments, people, text, memo, version, by, at]) => (
      [key(row, code), { segments, people, text, memo, version, by, at }])));
    for (const [place, { since }] of this.mine) if (since !== undefined && rev >= since) this.mine.delete(place);
  }

  of(row, code) {
    const told = this.told.get(key(row, code)) ?? { segments: 0, people: 0, text: "", memo: "", version: 0 };
    return { ...told, ...this.mine.get(key(row, code)) };
  }

  // What was written just now, with the operation that says so.
  write(row, code, { text, memo, after }) {
    this.mine.set(key(row, code), { text, memo, after, by: "", at: "" });
  }

  // Python has done an operation, by its revision `rev`: the next telling knows of it.
  settle(id, rev) {
    for (const cell of this.mine.values()) if (cell.after === id) cell.since = rev;
  }

  // Python has refused it: what Python says stands.
  drop(id) {
    for (const [place, { after }] of this.mine) if (after === id) this.mine.delete(place);
  }

  // How many cells are written, of how many in which anything is coded or written.
  progress(rows, codes) {
    let written = 0;
    let there = 0;
    for (const row of rows) {
      for (const code of codes) {
        const { text, segments } = this.of(row.key, code.id);
        written += Boolean(text);
        there += Boolean(text || segments);
      }
    }
    return [written, there];
  }
}

function key(row, code) {
  return `${row}#${code}`;
}
