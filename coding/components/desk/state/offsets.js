// Count as the database counts.
//
// JavaScript counts UTF-16 units, the database code points; they part at every character
// beyond U+FFFF, such as an emoji.

export class Offsets {
  constructor(text) {
    this.units = [];
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0xd800 && unit < 0xdc00) this.units.push(i);
    }
    this.points = this.units.map((unit, before) => unit - before);
  }

  // UTF-16 offset → code points.
  toPoint(unit) {
    return unit - below(this.units, unit);
  }

  // Code points → UTF-16 offset.
  toUnit(point) {
    return point + below(this.points, point);
  }
}

// How many numbers of a sorted list are smaller than `limit`.
export function below(sorted, limit) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
