// What is dragged onto the codebook: words of the text, to be coded; a code, to stand elsewhere.
// Above the middle of a row a code goes before it, below it after, in the middle of it into it.

const EDGE = 0.3; // the part of a row's height that means before, or after

export function dragToCodes({ acts, tree }) {
  const { list } = tree;
  let dragged = null;

  const target = (event) => {
    const row = event.target.closest("li[data-code]");
    if (!row) return null;
    const box = row.getBoundingClientRect();
    const share = (event.clientY - box.top) / box.height;
    const where = !dragged || (share > EDGE && share < 1 - EDGE) ? "into" : share <= EDGE ? "before" : "after";
    return { row, where: tree.sorted ? "into" : where };
  };
  const clear = () => {
    for (const row of list.querySelectorAll(".cd-over, .cd-before, .cd-after")) {
      row.classList.remove("cd-over", "cd-before", "cd-after");
    }
  };

  list.addEventListener("dragstart", (event) => {
    const row = event.target.closest("li[data-code]");
    if (!row) return;
    dragged = row.dataset.code;
    event.dataTransfer.setData("application/x-code", dragged);
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragend", () => {
    dragged = null;
    clear();
  });
  list.addEventListener("dragover", (event) => {
    const to = target(event);
    if (!to) return;
    event.preventDefault();
    clear();
    to.row.classList.add(to.where === "into" ? "cd-over" : `cd-${to.where}`);
  });
  list.addEventListener("dragleave", clear);
  list.addEventListener("drop", (event) => {
    const to = target(event);
    if (!to) return;
    event.preventDefault();
    clear();
    const { code } = to.row.dataset;
    const moved = event.dataTransfer.getData("application/x-code");
    if (!moved) acts.apply([code]);
    else if (to.where === "into") tree.move(moved, code);
    else tree.place(moved, code, to.where === "after");
  });
}

// Let the codebook be drawn wider by its edge, by mouse or by the arrow keys; a double click, or
// Home, gives it the width back that it has by itself.
export function dragWidth({ root, settings, listen }, edge) {
  const set = (width) => settings.steadily(() => (settings.kept.width = width));
  const now = () => edge.getBoundingClientRect().right - root.getBoundingClientRect().left;
  edge.addEventListener("pointerdown", (event) => {
    edge.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  edge.addEventListener("pointermove", (event) => {
    if (edge.hasPointerCapture(event.pointerId)) set(Math.round(event.clientX - root.getBoundingClientRect().left));
  });
  edge.addEventListener("dblclick", () => set(0));
  edge.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
    if (!by && event.key !== "Home") return;
    event.preventDefault();
    event.stopPropagation();
    set(by ? Math.round(now() + by) : 0);
  });
}
