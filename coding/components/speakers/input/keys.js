// The keys: files, speakers, roles, answers, importing.

import { latin } from "../../common/input/latin.js";
import { ROLES } from "../state/model.js";

export function listenToKeys(pane, signal) {
  const { acts, model, root } = pane;
  const batch = () => model.data.mode !== "interview";
  const plain = {
    j: () => batch() && acts.choose(model.beside(1)),
    k: () => batch() && acts.choose(model.beside(-1)),
    ArrowDown: () => acts.step(1),
    ArrowUp: () => acts.step(-1),
    n: () => batch() && acts.nextAsking(),
    r: () => acts.rename(),
    y: () => pane.question.byKey(0),
    d: () => pane.question.byKey(1),
    f: () => pane.question.byKey(2),
    1: () => acts.role(ROLES[0]),
    2: () => acts.role(ROLES[1]),
    3: () => acts.role(ROLES[2]),
    Enter: () => model.data.offer && acts.push({ kind: "share" }),
    Escape: () => model.opened && batch() && acts.back(),
  };
  const control = {
    Enter: () => batch() && acts.bringIn("ready"),
    z: () => batch() && model.data.undo && acts.push({ kind: "undo" }),
  };
  addEventListener("keydown", (event) => {
    const { target } = event;
    if (!root.isConnected || event.altKey || event.shiftKey) return;
    const inside = root.contains(target);
    // Where an interview's pane stands among other things, its keys count while it has the focus.
    if (!inside && (!batch() || (target !== document.body && target !== document.documentElement))) return;
    if (target.closest?.("input:not([type=checkbox]), textarea, select, [role=dialog]")) return;
    const held = event.ctrlKey || event.metaKey;
    if (!held && target.closest?.("button, a, input") && (event.key === "Enter" || event.key === " ")) return;
    const typed = latin(event);
    const key = typed.length === 1 ? typed.toLowerCase() : typed; // whatever caps lock says
    // Streamlit has shortcuts of its own (r, c) that would rerun the app.
    if (!held && /^[rc]$/i.test(key)) event.stopPropagation();
    const act = (held ? control : plain)[key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }, { capture: true, signal });
}
