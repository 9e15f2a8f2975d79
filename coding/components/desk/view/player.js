// Hear the recording beside the text: a slim bar, the turn that plays, and when turns begin.

import { h } from "../../common/view/dom.js";
import { Clock } from "../state/clock.js";
import { button, icon } from "./dom.js";
import { time } from "./text.js";

const SPEEDS = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2];
const BACK = 3;
const LOOKING_MS = 4000; // so long after somebody scrolled, the text does not follow by itself
const NONE = "No recording is set for this interview: the Transcripts page sets one.";

const UNTIMED = "When this is said is not known: I says that the turn begins where the recording is now.";
const heard = new Set(); // what somebody came here to hear, once

let speed = 1; // stays from one interview to the next

export class Player {
  constructor(desk) {
    this.desk = desk;
    this.loop = null; // [start, end] in seconds
    this.here = ""; // from where was heard last
    this.turn = -1; // that plays
    this.looked = -LOOKING_MS;
    this.fault = "";
    this.media = h("video", { preload: "metadata", playsInline: true, disablePictureInPicture: true, "aria-label": "Recording" });
    this.playing = button("Hear from here", () => this.toggle(), { glyph: "play", quiet: true, key: "z" });
    this.rate = h("span", { className: "cd-rate" });
    this.clockFace = h("span", { className: "cd-played" });
    this.place = h("input", {
      type: "range", min: "0", max: "0", step: "0.1", value: "0", "aria-label": "Place in the recording",
      oninput: () => this.seek(Number(this.place.value)),
    });
    this.looping = button("Again and again what is chosen", () => this.toggleLoop(), { glyph: "loop", quiet: true, key: "L" });
    this.looping.setAttribute("aria-pressed", "false");
    this.words = h("span", { className: "cd-unheard", role: "status" });
    this.mend = button("Open Transcripts", () => desk.travel.turn(`transcripts?transcript=${encodeURIComponent(desk.data.id)}`));
    this.controls = h(
      "div", { className: "cd-controls" },
      button("Back three seconds", () => this.back(), { glyph: "rewind", quiet: true, key: "Z" }),
      this.playing,
      this.clockFace,
      this.place,
      button("Slower", () => this.pace(-1), { glyph: "minus", quiet: true, key: "(" }),
      this.rate,
      button("Faster", () => this.pace(1), { glyph: "plus", quiet: true, key: ")" }),
      this.looping,
    );
    this.element = h(
      "div", { className: "cd-player", role: "group", "aria-label": "Recording", hidden: true },
      this.media, this.controls, this.words, this.mend,
    );
  }

  begin() {
    const { desk, media } = this;
    for (const event of ["play", "pause", "ended", "ratechange"]) desk.listen(media, event, () => this.draw());
    for (const event of ["timeupdate", "seeked"]) desk.listen(media, event, () => this.moved());
    desk.listen(media, "durationchange", () => this.measured());
    desk.listen(media, "loadedmetadata", () => this.element.classList.toggle("cd-pictured", media.videoWidth > 0));
    desk.listen(media, "error", () => this.failed());
    for (const event of ["wheel", "touchmove"]) desk.listen(desk.scroller, event, () => (this.looked = performance.now()), { passive: true });
    this.load();
    this.draw();
  }

  // Somebody came here from a quote to hear it.
  arrive() {
    const { desk, media } = this;
    const { hear } = desk.data.goto ?? {};
    const coding = desk.model.view.codings.get(desk.selected);
    if (!hear || heard.has(hear) || !coding || !this.ready) return;
    heard.add(hear);
    if (media.readyState) this.hearCoding(coding);
    else desk.listen(media, "loadedmetadata", () => this.hearCoding(coding), { once: true });
  }

  stop() {
    this.media.pause();
    this.media.removeAttribute("src");
    this.media.load();
  }

  get told() {
    return this.desk.data.recording ?? { file: "", missing: false, times: [] };
  }

  get ready() {
    const { file, missing } = this.told;
    return Boolean(file && !missing && this.desk.data.hears && !this.fault);
  }

  // When turns begin; worked out again once turns, times or the length are others.
  get clock() {
    const { turns } = this.desk.model;
    const said = JSON.stringify(this.told.times);
    const length = Number.isFinite(this.media.duration) ? this.media.duration : 0;
    if (this.timed?.turns !== turns || this.saidTimes !== said || this.length !== length) {
      this.timed = new Clock(turns, new Map(this.told.times), length);
      Object.assign(this, { saidTimes: said, length });
    }
    return this.timed;
  }

  // What the head of a turn shows: a button where the turn can be heard.
  head(turn) {
    const { turns } = this.desk.model;
    const i = turns[turn.number - 1] === turn ? turn.number - 1 : turns.indexOf(turn);
    const moment = this.told.file || this.told.times.length
      ? this.clock.of(i)
      : turn.time === null || turn.time === undefined ? null : { second: turn.time, guess: false };
    if (!moment) return null;
    const words = h("time", { className: moment.guess ? "cd-guess" : "" }, `${moment.guess ? "≈ " : ""}${time(moment.second)}`);
    if (!this.ready) return words;
    return h(
      "button",
      {
        type: "button", className: "cd-hear", tabIndex: -1,
        title: moment.guess ? "Hear from about here (z); the time is estimated, I sets it" : "Hear from here (z)",
        "aria-label": `Hear turn ${turn.number} from ${moment.guess ? "about " : ""}${time(moment.second)}`,
      },
      words,
    );
  }

  // Python says which recording there is, and what times were set.
  learn() {
    const told = JSON.stringify(this.told);
    if (told === this.known) return;
    const { file, missing } = JSON.parse(this.known);
    this.known = told;
    if (file !== this.told.file || missing !== this.told.missing) this.load();
    this.draw();
    this.desk.text.rename();
  }

  load() {
    this.known = JSON.stringify(this.told);
    this.fault = "";
    this.loop = null;
    if (this.ready) this.media.src = `/recordings/${encodeURIComponent(this.desk.data.id)}`;
    else if (this.media.getAttribute("src")) this.stop();
  }

  // Turns begin elsewhere, and are drawn anew.
  turned() {
    this.turn = -1;
    this.here = "";
    this.loop = null;
    this.draw();
    this.moved();
  }

  measured() {
    this.place.max = String(Number.isFinite(this.media.duration) ? this.media.duration : 0);
    this.draw();
    this.moved();
    this.desk.text.rename();
  }

  failed() {
    if (!this.media.getAttribute("src")) return;
    this.fault = `${this.told.file} cannot be played here: it is damaged, gone, or in a way of coding that no browser knows. Save it as mp3 (ffmpeg -i FILE talk.mp3), and set that on Transcripts.`;
    this.draw();
    this.desk.text.rename();
  }

  // ── what one does ──

  // Say why nothing can be heard, if so.
  unable() {
    const { file } = this.told;
    if (this.fault) {
      this.load(); // the app may have been away: try again
      this.draw();
      this.desk.text.rename();
    }
    if (this.ready) return false;
    this.desk.tell(file ? this.why() : NONE);
    return true;
  }

  why() {
    const { file, missing } = this.told;
    if (missing) return `The recording ${file} is not where it was. Put it back, connect the drive it lies on, or set it anew on Transcripts.`;
    if (!this.desk.data.hears) return `To hear ${file}, start the app with: coding open`;
    return this.fault;
  }

  // What speaks against it that this is the recording of this interview, "" for nothing.
  doubt() {
    if (!this.ready) return "";
    const { latest } = this.clock;
    if (!this.length || latest <= this.length) return "";
    return `It ends at ${time(this.length)}, and by the text somebody still begins to speak at ${time(latest)}: is it the recording of this interview?`;
  }

  // What is chosen or selected, else the turn: [start, end, turn].
  span() {
    const { acts, model, selection } = this.desk;
    const range = acts.range();
    if (range) return [range[0], range[1], model.turnAt(range[0])];
    const { start, end } = model.turns[selection.turn];
    return [start, end, selection.turn];
  }

  toggle() {
    if (this.unable()) return;
    if (!this.media.paused) {
      this.media.pause();
      return;
    }
    const [start, end, i] = this.span();
    const here = `${start}-${end}`;
    const second = this.clock.second(start, i);
    if (here !== this.here && second !== null) this.seek(second);
    this.here = here;
    this.start();
  }

  // Hear a coding from its first word; if it is heard, pause.
  hearCoding({ start, end }) {
    if (this.unable()) return;
    const here = `${start}-${end}`;
    if (this.here === here && !this.media.paused) {
      this.media.pause();
      return;
    }
    const second = this.clock.second(start, this.desk.model.turnAt(start));
    if (second === null) {
      this.desk.tell(UNTIMED);
      return;
    }
    this.here = here;
    this.loop = null;
    this.seek(second);
    this.start();
  }

  hearTurn(i) {
    if (this.unable()) return;
    const { model, selection } = this.desk;
    const moment = this.clock.of(i);
    if (!moment) return;
    selection.focusTurn(i, { quietly: true });
    this.here = `${model.turns[i].start}-${model.turns[i].end}`;
    this.loop = null;
    this.seek(moment.second);
    this.start();
  }

  start() {
    this.media.playbackRate = speed;
    this.looked = -LOOKING_MS;
    this.media.play().catch((error) => {
      if (error.name === "NotAllowedError") this.desk.tell("Press z to hear it.");
      else if (error.name !== "AbortError") this.failed();
    });
  }

  seek(second) {
    this.media.currentTime = Math.max(0, second);
    this.moved();
  }

  back() {
    if (!this.unable()) this.seek(this.media.currentTime - BACK);
  }

  pace(step) {
    if (this.unable()) return;
    const at = SPEEDS.indexOf(speed);
    speed = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + step))];
    this.media.playbackRate = speed;
    this.desk.say(`Speed ${speed}`);
    this.draw();
  }

  toggleLoop() {
    if (this.unable()) return;
    if (this.loop) {
      this.loop = null;
      this.draw();
      return;
    }
    const [start, end, i] = this.span();
    const last = this.desk.model.turnAt(end - 1);
    const [from, to] = [this.clock.second(start, i), this.clock.second(end, last)];
    if (from === null || to === null || to <= from) {
      this.desk.tell(UNTIMED);
      return;
    }
    this.loop = [from, Math.max(to, from + 0.5)];
    this.here = `${start}-${end}`;
    this.seek(from);
    this.start();
    this.draw();
  }

  // The turn begins where the recording is now.
  setTime(i = this.desk.selection.turn) {
    if (this.unable()) return;
    this.keepTime(i, Math.round(this.media.currentTime * 100) / 100);
  }

  keepTime(i, second) {
    const { data, model, speaking } = this.desk;
    const { number } = model.turns[i];
    speaking.push("turn.time", { turn: number, second });
    const rest = this.told.times.filter(([other]) => other !== number);
    const times = second === null ? rest : [...rest, [number, second]];
    data.recording = { ...this.told, times: times.sort(([a], [b]) => a - b) };
    this.learn();
    this.desk.tell(second === null ? `Turn ${number} has no time of its own now.` : `Turn ${number} begins at ${time(second)}.`);
  }

  // What the menu of a turn offers.
  items(i) {
    if (!this.ready) return [];
    const own = this.told.times.some(([number]) => number === this.desk.model.turns[i].number);
    return [
      this.clock.of(i) ? ["Hear the turn", () => this.hearTurn(i), "z"] : null,
      [`It begins at ${time(this.media.currentTime)}, where the recording is`, () => this.setTime(i), "I"],
      own ? ["Take its time off again", () => this.keepTime(i, null)] : null,
    ].filter(Boolean);
  }

  // ── what is shown ──

  moved() {
    const { media, desk } = this;
    if (this.loop && !media.paused && (media.currentTime >= this.loop[1] || media.currentTime < this.loop[0] - BACK)) {
      media.currentTime = this.loop[0];
    }
    this.place.value = String(media.currentTime);
    const length = Number.isFinite(media.duration) ? media.duration : 0;
    this.clockFace.textContent = `${time(media.currentTime)} / ${time(length)}`;
    this.place.setAttribute("aria-valuetext", this.clockFace.textContent);
    const touched = !media.paused || media.currentTime > 0;
    const turn = touched ? this.clock.turnAt(media.currentTime) : -1;
    if (turn === this.turn) return;
    this.mark(turn);
    const follows = !media.paused && performance.now() - this.looked > LOOKING_MS;
    if (turn >= 0 && follows) desk.sight.reveal(desk.model.turns[turn].start);
  }

  mark(turn) {
    const elements = this.desk.text.turnElements;
    elements[this.turn]?.classList.remove("cd-playing");
    elements[turn]?.classList.add("cd-playing");
    this.turn = turn;
  }

  draw() {
    const { media, playing, looping, ready } = this;
    const { file } = this.told;
    this.element.hidden = !file;
    this.controls.hidden = this.media.hidden = !ready;
    const doubt = this.doubt();
    this.words.textContent = doubt || (ready || !file ? "" : this.why());
    this.mend.hidden = !doubt && (ready || !(this.told.missing || this.fault));
    this.element.classList.toggle("cd-doubted", Boolean(doubt));
    playing.replaceChildren(icon(media.paused ? "play" : "pause"));
    playing.title = media.paused ? "Hear from here (z)" : "Pause (z)";
    playing.setAttribute("aria-label", media.paused ? "Hear from here" : "Pause");
    looping.setAttribute("aria-pressed", String(Boolean(this.loop)));
    this.rate.textContent = `${speed}×`;
    this.element.title = file;
  }
}
