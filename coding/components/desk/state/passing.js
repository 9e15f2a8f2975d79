// Which suggestions stood in sight long enough to be read, and are left behind when the coder goes
// on: from these the machine learns what is not there. What was jumped over is none of them.

// Twice the pace of silent reading, 238 words a minute (Brysbaert 2019): less was not read.
export const WORDS_PER_SECOND = 8;

export class Passing {
  constructor(now = () => performance.now()) {
    this.now = now;
    this.seen = new Map(); // key → {passage, since, spent}: in sight since, before that so long
  }

  // A passage with so many words comes into sight, or goes out of it.
  sight(key, passage, words, on) {
    const one = this.seen.get(key) ?? { spent: 0 };
    if (one.told) return;
    Object.assign(one, { passage, words });
    if (on) one.since ??= this.now();
    else if (one.since !== undefined) {
      one.spent += this.now() - one.since;
      one.since = undefined;
    }
    this.seen.set(key, one);
  }

  // The passages that begin at `from` or later, end by `to` and were read; each is told once.
  left(from, to) {
    const passed = [];
    for (const one of this.seen.values()) {
      const { passage, words, since, spent, told } = one;
      if (told || passage.start < from || passage.end > to) continue;
      const ms = spent + (since === undefined ? 0 : this.now() - since);
      if (ms < (words / WORDS_PER_SECOND) * 1000) continue;
      one.told = true;
      passed.push(passage);
    }
    return passed.sort((a, b) => a.start - b.start);
  }

  forget() {
    this.seen.clear();
  }
}
