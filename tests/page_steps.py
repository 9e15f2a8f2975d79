"""Open a page without a browser and read what it says: shared by the tests of pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from coding.pages.parts import waiting

ROOT = Path(__file__).resolve().parents[1]

# Streamlit looks through all that is installed for components, here at each run of a page.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def open_page(
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    at: Path,
    *,
    coder: str = "Nina",
    glance: float = 100.0,
    **query: str,
) -> AppTest:
    """Open a page of a project as somebody; it must not fail.

    The page waits `glance` seconds for long work, by default until it is done.
    """
    monkeypatch.setenv("CODING_PROJECT", str(at))
    monkeypatch.setattr(waiting, "GLANCE", glance)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.session_state["coder"] = coder
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page(f"coding/pages/{name}.py").run()
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    """Return everything the page says in our own type."""
    return "\n".join(str(one.body) for one in app.get("html"))
