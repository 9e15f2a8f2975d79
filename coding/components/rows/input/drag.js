// Drag a row by its grip, with mouse, pen or finger; a line says where it would go.

export function listenToDrags(list) {
  let drag = null;

  list.root.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.(".ro-grip");
    if (!grip || event.button) return;
    const part = grip.closest(".ro-item");
    drag = { key: part.dataset.key, part, begun: event.clientY, going: false, to: null };
    grip.setPointerCapture(event.pointerId);
  });

  list.root.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.going && Math.abs(event.clientY - drag.begun) < 4) return;
    drag.going = true;
    drag.part.classList.add("ro-dragged");
    drag.to = placeAt(list, drag.key, event.clientY);
    mark(list, drag);
  });

  const end = (dropped) => {
    if (!drag) return;
    const { key, going, to } = drag;
    drag.part.classList.remove("ro-dragged");
    drag = null;
    mark(list, null);
    if (dropped && going) list.move(key, to);
  };
  list.root.addEventListener("pointerup", () => end(true));
  list.root.addEventListener("pointercancel", () => end(false));
  list.root.addEventListener("keydown", (event) => event.key === "Escape" && end(false));
}

// Where an item would stand among the others if it were dropped at this height.
function placeAt(list, key, y) {
  const others = [...list.shown.children].filter((part) => part.dataset.key !== key);
  return others.filter((part) => {
    const { top, height } = part.getBoundingClientRect();
    return top + height / 2 < y;
  }).length;
}

function mark(list, drag) {
  for (const part of list.shown.children) part.classList.remove("ro-before", "ro-after");
  if (!drag) return;
  const others = [...list.shown.children].filter((part) => part.dataset.key !== drag.key);
  if (drag.to < others.length) others[drag.to].classList.add("ro-before");
  else others.at(-1)?.classList.add("ro-after");
}
