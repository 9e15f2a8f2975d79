// Whether the mouse is held down on the desk. Until it is let go nothing is drawn anew: a button that
// is gone before then never hears of the click.

import { hub } from "../wire/hub.js";

const OWN = "select, textarea, input:not([type=checkbox], [type=radio])"; // these hold the mouse themselves

export class Held {
  constructor(desk) {
    this.desk = desk;
    this.down = false;
  }

  begin() {
    const { desk } = this;
    const end = () => setTimeout(() => this.letGo(), 0); // a click is told right after
    desk.listen(desk.root, "pointerdown", ({ button, target }) => {
      if (!button && !target.closest(OWN)) this.down = hub.held = true;
    }, true);
    for (const event of ["pointerup", "pointercancel"]) desk.listen(document, event, end, true);
    desk.listen(document, "pointermove", ({ buttons }) => buttons || !this.down || end(), { passive: true });
    desk.listen(window, "blur", end);
  }

  letGo() {
    if (!this.down) return;
    this.down = false;
    this.desk.catchUp();
  }
}
