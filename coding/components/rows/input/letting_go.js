// Know when the list is in somebody's hands: a heading is typed, a row or a button held. What Python
// says then is drawn once it is let go, after the click that letting go may be.

export function listenToLettingGo(list) {
  const later = () => setTimeout(() => list.release(), 0);
  list.root.addEventListener("pointerdown", () => {
    list.pressed = true;
    const up = () => {
      list.pressed = false;
      for (const kind of ["pointerup", "pointercancel"]) removeEventListener(kind, up, true);
      later();
    };
    for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, up, true);
  });
  list.root.addEventListener("focusout", later);
  list.root.addEventListener("focusin", () => { list.order.at = list.focused(); });
}
