// The keys on a row: Alt and an arrow moves it, an arrow goes on to the next.

export function listenToKeys(list) {
  list.root.addEventListener("keydown", (event) => {
    const key = event.target.closest?.(".ro-item:not(.ro-out)")?.dataset.key;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (key === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Enter" && event.target.matches("input")) event.target.blur();
    if (!step) {
      if (!event.target.matches("input")) event.stopPropagation(); // Streamlit's r and c
      return;
    }
    event.preventDefault();
    const at = list.order.place(key);
    if (event.altKey) list.move(key, at + step);
    else list.focus(list.order.items[at + step]?.key);
  });
}
