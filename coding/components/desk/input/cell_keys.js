// The keys of the table: arrows go from cell to cell, Enter opens one, Esc leads back.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-8, 0], PageDown: [8, 0] };

export function listenToCells(table) {
  const { grid, pane, root, ending } = table;
  grid.element.addEventListener("click", (event) => {
    const place = grid.placeOf(event.target.closest("td"));
    if (!place) return;
    grid.go(...place);
    pane.open();
  });
  grid.element.addEventListener("dblclick", () => pane.open({ write: true }));
  root.addEventListener("keydown", (event) => {
    if (event.target.closest("dialog")) return;
    const control = event.ctrlKey || event.metaKey;
    if (event.target === pane.area) inText(event, control);
    else if (pane.element.contains(event.target)) inPane(event);
    else if (grid.element.contains(event.target)) inTable(event, control);
    if (!control && event.key.length === 1) event.stopPropagation(); // Streamlit's r and c
  });
  document.addEventListener("keydown", (event) => {
    if (event.target === document.body && (STEPS[event.key] || event.key === "Enter")) grid.focus();
  }, { signal: ending.signal });

  function inText(event, control) {
    if (event.key !== "Escape" && !(event.key === "Enter" && control)) return;
    event.preventDefault();
    pane.keep();
    grid.focus();
  }

  function inPane(event) {
    const reads = [...pane.list.querySelectorAll(".cd-seg-read")];
    const at = reads.indexOf(event.target);
    if (event.key === "Escape") grid.focus();
    else if (event.key === "ArrowDown") (reads[at + 1] ?? reads[at])?.focus();
    else if (event.key === "ArrowUp") (reads[at - 1] ?? pane.area ?? reads[0])?.focus();
    else return;
    event.preventDefault();
  }

  function inTable(event, control) {
    const [row, column] = grid.at;
    const step = STEPS[event.key];
    if (control && event.key.toLowerCase() === "z") table.reverse(event.shiftKey ? "redo" : "undo");
    else if (step && !control) grid.go(row + step[0], column + step[1]);
    else if (event.key === "Home") grid.go(control ? 0 : row, 0);
    else if (event.key === "End") grid.go(control ? Infinity : row, Infinity);
    else if (event.key === "Enter") pane.open({ write: true });
    else if (event.key === "Escape" && !pane.element.hidden) pane.close();
    else if (event.key === "u" && !control) table.leave("annotate");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
