// What somebody does to files and speakers, by whatever key or click: each goes to Python.

export class Acts {
  constructor(model, outbox) {
    Object.assign(this, { model, outbox });
  }

  push(act) {
    const whole = this.outbox.push(act);
    this.model.play(whole);
    this.pane.render();
  }

  choose(key, { open = false } = {}) {
    const { model } = this;
    if (open) model.opened = true;
    if (key && key !== model.chosen) {
      Object.assign(model, { speaker: 0, renaming: false });
      this.push({ kind: "choose", file: key });
    }
    this.pane.render({ follow: true });
  }

  back() {
    this.model.opened = false;
    this.pane.render({ follow: true });
  }

  speaker(n) {
    if (this.model.speaker === n) return;
    this.model.speaker = n;
    this.pane.cast.render();
  }

  step(by) {
    this.model.step(by);
    this.pane.cast.render();
  }

  rename(n = this.model.speaker) {
    if (!this.model.file?.cast.length) return;
    Object.assign(this.model, { speaker: n, renaming: true });
    this.pane.cast.render();
  }

  role(role) {
    const { file, speaker } = this.model;
    const one = file?.cast[speaker];
    if (one && one.role !== role) this.push({ kind: "role", file: file.key, speaker: one.name, role });
  }

  bringIn(which) {
    if (this.model.group(which).length) this.push({ kind: "import", which });
  }

  leaveOut(files) {
    if (files.length) this.push({ kind: "drop", files });
  }

  nextAsking() {
    const next = this.model.nextAsking;
    if (next) this.choose(next, { open: true });
  }

  cancel() {
    this.push({ kind: "cancel" });
  }
}
