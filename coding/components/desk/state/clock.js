// When turns begin in the recording: as somebody said, as the file has it, else estimated from the
// turns around whose times are known, by how much is said in between.

export class Clock {
  // `said` has number of a turn → second; `length` is that of the recording in seconds, 0 for not
  // known. A turn of which nothing can be told has no entry.
  constructor(turns, said, length = 0) {
    this.turns = turns;
    this.before = []; // characters said before each turn
    let spoken = 0;
    for (const { start, end } of turns) {
      this.before.push(spoken);
      spoken += end - start;
    }
    this.spoken = spoken;
    // When turns end by the file: of no use once somebody has said when they begin.
    this.ends = turns.map(({ number, until = null }) => (said.has(number) ? null : until));
    this.moments = turns.map(({ number, time }) => {
      const known = said.get(number) ?? time ?? null;
      return known === null ? null : { second: known, guess: false };
    });
    this.estimate(length);
  }

  // What is known, in order; voices that overlap may begin before one that is told earlier.
  anchors(length) {
    const known = [];
    this.moments.forEach((moment, i) => {
      if (moment && moment.second >= (known.at(-1)?.[1] ?? 0)) known.push([this.before[i], moment.second]);
    });
    if (!known.length) return [];
    if (known[0][0] > 0) known.unshift([0, 0]);
    const [at, second] = known.at(-1);
    if (length > second) known.push([this.spoken, length]);
    else if (at > known[0][0] && second > known[0][1]) {
      const pace = (second - known[0][1]) / (at - known[0][0]);
      known.push([this.spoken, second + pace * (this.spoken - at)]);
    }
    return known;
  }

  estimate(length) {
    this.known = this.anchors(length);
    let k = 0;
    this.moments.forEach((moment, i) => {
      if (moment) return;
      const at = this.before[i];
      while (k + 1 < this.known.length && this.known[k + 1][0] <= at) k++;
      const [low, high] = [this.known[k], this.known[k + 1]];
      if (!low || (!high && low[0] !== at)) return;
      if (!high) {
        this.moments[i] = { second: low[1], guess: true };
        return;
      }
      const share = (at - low[0]) / (high[0] - low[0] || 1);
      this.moments[i] = { second: low[1] + share * (high[1] - low[1]), guess: true };
    });
  }

  of(i) {
    return this.moments[i];
  }

  // The latest second at which a turn is known to begin, -1 if none is.
  get latest() {
    return Math.max(-1, ...this.moments.map((moment) => (moment && !moment.guess ? moment.second : -1)));
  }

  // The second of a character, estimated within its turn; null where nothing can be told.
  second(unit, i) {
    const moment = this.moments[i];
    if (!moment) return null;
    const { start, end } = this.turns[i];
    const [next, own] = [this.stop(i), this.ends[i]];
    const stop = own !== null && own > moment.second && (next === null || own < next) ? own : next;
    if (stop === null || end <= start) return moment.second;
    const share = Math.min(1, Math.max(0, (unit - start) / (end - start)));
    return moment.second + share * (stop - moment.second);
  }

  // When the next turn begins, or the last one ends as far as can be told.
  stop(i) {
    for (let next = i + 1; next < this.moments.length; next++) {
      const moment = this.moments[next];
      if (moment && moment.second > this.moments[i].second) return moment.second;
    }
    const end = this.known.at(-1);
    return end && end[0] === this.spoken && end[1] > this.moments[i].second ? end[1] : null;
  }

  // The turn that is heard at a second, -1 before the first.
  turnAt(second) {
    let found = -1;
    let latest = -1;
    this.moments.forEach((moment, i) => {
      if (moment && moment.second <= second + 0.05 && moment.second >= latest) {
        found = i;
        latest = moment.second;
      }
    });
    return found;
  }
}
