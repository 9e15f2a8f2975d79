"""Make Streamlit know our components, however the program was installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.errors import StreamlitAPIException

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent
DISTRIBUTION = "interview-coding"
"""The name in pyproject.toml: Streamlit calls an installed component `distribution.component`."""

ASSETS = "components"
"""The folder of all scripts in this package, as pyproject.toml has it for an installed one."""

Files = Mapping[str, Mapping[str, Any]]
"""Component → the arguments of `st.components.v2.component` that name its files, from here.

`css` is a list of sheets in this folder: they go to the browser as one, so that a component is
never measured before its style has come.
"""

# Each run of the app, and each test of a page, has a registry of components of its own.
_mounted: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


def files(name: str, script: str, sheets: Sequence[str]) -> Files:
    """Return the files of a component: its script, and the sheets of its folder in their order.

    What every component puts on goes before: the tokens, and buttons and keys.
    """
    folder = script.partition("/")[0]
    views = (f"{folder}/view/{sheet}.css" for sheet in sheets)
    css = ["tokens.css", "common/controls.css", f"{folder}/{folder}.css", *views]
    return {name: {"js": script, "css": css, "isolate_styles": False}}


def component(name: str, files: Files) -> Any:
    """Return what mounts a component.

    All lie in one folder, so that their scripts can share what lies in `common`. Streamlit wants
    all components of a package announced together: see `ANNOUNCED`.
    """
    ANNOUNCED.update(files)
    manager = get_bidi_component_manager()
    known = _mounted.setdefault(manager, {})
    if name not in known:
        try:
            known.update(_register(files))
        except StreamlitAPIException:
            # Streamlit finds assets through an installed package; in a bare checkout, and in
            # tests, which bring a registry of their own, they are announced here.
            manifest = ComponentManifest(
                name=DISTRIBUTION,
                version="0",
                components=[
                    ComponentConfig(name=announced, asset_dir=ASSETS) for announced in ANNOUNCED
                ],
            )
            manager.register_from_manifest(manifest, PACKAGE)
            known.update(_register(files))
    return known[name]


ANNOUNCED: dict[str, Mapping[str, Any]] = {}


def _register(files: Files) -> dict[str, Any]:
    return {
        name: st.components.v2.component(
            f"{DISTRIBUTION}.{name}",
            **{**arguments, "css": sheet(arguments.get("css", ())) or None},
        )
        for name, arguments in files.items()
    }


def sheet(names: Sequence[str]) -> str:
    """Return style sheets of this folder as one, in their order."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)
