// The ten codes under the number keys: pinned ones stay, the others give way to newer ones.
// A code keeps its number while it is in use, so that fingers can learn it.

export class Quick {
  constructor(desk) {
    this.desk = desk;
    this.kept = `coding.quick.${desk.model.data.project}.${desk.model.data.coder}`;
    let state = {};
    try {
      state = JSON.parse(localStorage.getItem(this.kept)) || {};
    } catch {
      // Unreadable or forbidden storage: begin anew.
    }
    this.slots = state.slots || [];
    this.pinned = new Set(state.pinned || []);
    this.used = state.used || {};
    this.fill();
  }

  // Free numbers go to the codes most used in this transcript, then to the codebook's order.
  fill() {
    const { model } = this.desk;
    const there = new Set(model.codes.map((code) => code.id));
    this.slots = Array.from({ length: 10 }, (_, i) => (there.has(this.slots[i]) ? this.slots[i] : null));
    const counts = model.counts();
    const waiting = model.codes
      .filter((code) => !this.slots.includes(code.id) && !code.children)
      .sort((a, b) => (counts.get(b.id) || 0) - (counts.get(a.id) || 0));
    this.slots = this.slots.map((id) => id ?? waiting.shift()?.id ?? null);
  }

  slotOf(code) {
    return this.slots.indexOf(code);
  }

  isPinned(code) {
    return this.pinned.has(code);
  }

  pin(code, on) {
    if (on) {
      this.use(code);
      this.pinned.add(code);
    } else this.pinned.delete(code);
    this.save();
    this.desk.tree.keys();
  }

  use(code) {
    this.used[code] = Date.now();
    if (!this.slots.includes(code)) {
      const oldest = this.slots
        .map((id, i) => [this.pinned.has(id) ? Infinity : id ? this.used[id] || 0 : -1, i])
        .sort((a, b) => a[0] - b[0] || b[1] - a[1])[0];
      if (oldest[0] !== Infinity) this.slots[oldest[1]] = code;
    }
    this.save();
  }

  save() {
    try {
      localStorage.setItem(
        this.kept,
        JSON.stringify({ slots: this.slots, pinned: [...this.pinned], used: this.used }),
      );
    } catch {
      // The numbers then last as long as the page.
    }
  }
}
