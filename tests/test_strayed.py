"""What is pressed while a page is drawn reaches the part that it belongs to."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def page(how: str) -> None:
    """Draw a page that ends early, with a part that is asked to run again while it is drawn."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from coding.pages.parts.strayed import end_page

    @st.fragment
    def counted() -> None:
        st.session_state.runs = st.session_state.get("runs", 0) + 1

    counted()
    context = get_script_run_ctx()
    assert context is not None
    assert context.script_requests is not None
    if "asked" not in st.session_state:
        st.session_state.asked = True
        [mine] = context.shared.new_fragment_ids.snapshot()
        context.script_requests.request_rerun(
            RerunData(fragment_id=mine, page_script_hash=context.page_script_hash)
        )
    if how == "end_page":
        end_page()
    if how == "st.stop":
        st.stop()
    if how:
        st.write("below")


@pytest.mark.parametrize(
    ("how", "runs", "below"), [("end_page", 2, 0), ("draw all", 2, 1), ("st.stop", 1, 0)]
)
def test_a_page_that_ends_early_does_what_a_part_was_asked_for_meanwhile(
    how: str, runs: int, below: int
) -> None:
    """`st.stop`, which the house forbids to pages, drops it: the day it does not, it will do."""
    app = AppTest.from_function(page, args=(how,)).run()
    assert app.session_state.runs == runs
    assert len(app.markdown) == below
    assert not app.exception
