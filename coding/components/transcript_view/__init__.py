"""Show one transcript to be coded, and carry what is done there to Python and back.

Two components share the assets: `transcript_view`, which is mounted once for a transcript and
never sent again, and `channel`, a faceless one in a fragment of its own, through which
operations come and news go. See `assets/hub.js` for the protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.errors import StreamlitAPIException

PACKAGE = Path(__file__).resolve().parents[2]
ASSETS = "components/transcript_view/assets"
NAMES = ("transcript_view", "channel")

# Each run of the app, and each test of a page, has a registry of components of its own.
_mounted: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


def view(data: Mapping[str, Any], *, key: str, on_go: Callable[[], None]) -> None:
    """Mount the desk of one transcript; `data` must not change while it is open.

    `on_go` is called when another transcript is asked for; what was asked stands in
    `st.session_state[key]["go"]`.
    """
    _components()["transcript_view"](key=key, data=dict(data), on_go_change=on_go)


def channel(reply: Mapping[str, Any], *, key: str) -> None:
    """Mount the wire, sending a reply down.

    What came up stands in `st.session_state[key]["outbox"]` at the next run. A session that was
    just connected again starts with nothing there; the page then sends its outbox once more.
    """
    _components()["channel"](key=key, data=dict(reply), on_outbox_change=lambda: None)


def _components() -> dict[str, Any]:
    manager = get_bidi_component_manager()
    if manager not in _mounted:
        _mounted[manager] = _registered()
    return _mounted[manager]


def _registered() -> dict[str, Any]:
    try:
        return _register()
    except StreamlitAPIException:
        # Streamlit finds assets through an installed package; in a bare checkout, and in tests,
        # which bring a registry of their own, they are announced here.
        manifest = ComponentManifest(
            name="coding",
            version="0",
            components=[ComponentConfig(name=name, asset_dir=ASSETS) for name in NAMES],
        )
        get_bidi_component_manager().register_from_manifest(manifest, PACKAGE)
        return _register()


def _register() -> dict[str, Any]:
    return {
        "transcript_view": st.components.v2.component(
            "coding.transcript_view", js="desk.js", css="desk.css", isolate_styles=False
        ),
        "channel": st.components.v2.component("coding.channel", js="channel.js"),
    }
