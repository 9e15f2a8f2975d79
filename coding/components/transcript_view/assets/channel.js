// The wire between the hub and Python: a component with no face.

import { hub } from "./hub.js";

export default function channel({ data, setStateValue }) {
  const wire = (outbox) => setStateValue("outbox", outbox);
  const fresh = !hub.wire;
  hub.wire = wire;
  hub.receive(data);
  if (fresh || hub.ops.length) hub.flush();
  return () => {
    if (hub.wire === wire) hub.wire = null;
  };
}
