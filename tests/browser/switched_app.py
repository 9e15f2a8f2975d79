"""Serve one project after another from one process, for the browser tests alone.

    python tests/browser/switched_app.py FOLDER

It is `coding open` on a free port, and does one thing more: each line that comes in by standard
input (JSON, `{"folder": ..., "coder": ...}`) names the project that is served from then on, and
is answered by a line on standard output once it holds. Standard input belongs to whoever started
the process: neither the browser nor the network reaches it, and `coding open` never reads it.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streamlit.runtime.scriptrunner import RerunData

PATIENCE = 20.0


def obey() -> None:
    """Serve what each line of standard input names; end when the test run has ended."""
    import streamlit as st

    for line in sys.stdin:
        wanted = json.loads(line)
        wait_for_scripts()
        os.environ["CODING_PROJECT"] = wanted["folder"]
        os.environ["CODING_CODER"] = wanted["coder"]
        st.cache_resource.clear()
        st.cache_data.clear()
        print(f"Switched to {wanted['folder']}", flush=True)
    os._exit(0)


def wait_for_scripts() -> None:
    """Wait until no page of the project before runs any more: its last act goes where it belongs."""
    until = time.monotonic() + PATIENCE
    while any("ScriptRunner" in thread.name for thread in threading.enumerate()):
        if time.monotonic() > until:
            return
        time.sleep(0.01)


def be_late(seconds: float) -> None:
    """Let each run of a page begin that much later, as on a machine that is old or busy."""
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

    run = ScriptRunner._run_script

    def late(self: ScriptRunner, asked: RerunData) -> None:
        time.sleep(seconds)
        run(self, asked)

    ScriptRunner._run_script = late  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    from reused import reuse

    from coding.serve.launcher import launch

    if late := float(os.environ.get("CODING_LATE", "0")):
        be_late(late)
    reuse()  # one project is much like the one before
    threading.Thread(target=obey, daemon=True).start()
    launch(Path(sys.argv[1]), port=0, browser=False)
