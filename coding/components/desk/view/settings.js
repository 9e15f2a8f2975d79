// How this browser shows the desk: size of the text, translation, codebook, light or dark.

const KEPT = "coding.desk";
const THEME_MS = 1000;
export const NARROWEST = 180; // px, of the codebook
export const WIDEST = 620;

export class Settings {
  constructor(desk) {
    this.desk = desk;
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(KEPT)) || {};
    } catch {
      // Unreadable or forbidden storage: begin anew.
    }
    this.kept = { size: 0, parallel: false, side: true, width: 0, order: "codebook", ...kept };
  }

  begin() {
    this.theme();
    this.themes = setInterval(() => this.theme(), THEME_MS);
    this.use();
  }

  stop() {
    clearInterval(this.themes);
  }

  theme() {
    const { root, overview } = this.desk;
    const probe = document.querySelector("[data-testid=stApp]") || document.body;
    const [r = 255, g = 255, b = 255] = (getComputedStyle(probe).backgroundColor.match(/\d+/g) || []).map(Number);
    const dark = r * 0.3 + g * 0.59 + b * 0.11 < 128;
    if (dark === this.dark) return;
    this.dark = dark;
    root.classList.toggle("cd-dark", dark);
    overview.changed();
  }

  use() {
    const { root, data } = this.desk;
    root.style.setProperty("--cd-size", `calc(var(--size-transcript) + ${this.kept.size * 1.5}px)`);
    if (this.kept.width) root.style.setProperty("--cd-side", `${Math.max(NARROWEST, Math.min(WIDEST, this.kept.width))}px`);
    else root.style.removeProperty("--cd-side");
    this.desk.edge.setAttribute("aria-valuenow", Math.round(this.desk.edge.parentElement.offsetWidth));
    root.classList.toggle("cd-beside", Boolean(this.kept.parallel && data.parallel));
    root.classList.toggle("cd-no-side", !this.kept.side);
    this.keep();
  }

  keep() {
    try {
      localStorage.setItem(KEPT, JSON.stringify(this.kept));
    } catch {
      // The settings then last as long as the page.
    }
  }

  // Change a setting while the line that is being read stays where it is.
  steadily(change) {
    const { sight, margin, overview, handles } = this.desk;
    sight.steadily(() => {
      change();
      this.use();
    });
    margin.redrawAll();
    overview.changed();
    handles.show();
  }

  size(by) {
    this.steadily(() => (this.kept.size = Math.max(-3, Math.min(8, this.kept.size + by))));
  }

  toggleParallel() {
    const { data, travel } = this.desk;
    if (!data.parallel && data.bilingual) travel.turn(`transcripts?transcript=${encodeURIComponent(data.id)}`);
    else if (!data.parallel) this.desk.tell("There is no translation of this transcript.");
    else this.steadily(() => (this.kept.parallel = !this.kept.parallel));
  }

  toggleSide() {
    if (innerWidth < 760) this.desk.root.classList.toggle("cd-side-over");
    else this.steadily(() => (this.kept.side = !this.kept.side));
  }
}
