// Keep what a component shows for as long as its place is there.

// Returns what Streamlit calls on mounting and whenever the data change. What `goesOn` takes them;
// else what was there is stopped and another `View` is made, which may take over from it.
export function mounting(View, goesOn = () => true) {
  const views = new WeakMap();
  return ({ data, parentElement, setStateValue }) => {
    const old = views.get(parentElement);
    if (old?.root.isConnected && goesOn(old, data)) old.take(data, setStateValue);
    else {
      old?.stop();
      views.set(parentElement, new View(data, parentElement, setStateValue, old));
    }
    return () => {
      // Streamlit also calls this before it mounts again: only a view that is gone is stopped.
      setTimeout(() => {
        const view = views.get(parentElement);
        if (view && !view.root.isConnected) {
          view.stop();
          views.delete(parentElement);
        }
      }, 0);
    };
  };
}
