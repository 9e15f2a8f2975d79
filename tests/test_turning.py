"""A window comes to the page that was clicked, whatever else it sends on its way there."""

from __future__ import annotations

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from coding.serve.turning import Way

QUOTES, CODEBOOK, VERIFY = "quotes's hash", "codebook's hash", "verify's hash"


def asks(way: Way, page: str, query: str = "", *, part: str = "") -> tuple[str, str]:
    """Send that a page, or a part of it, is to run; return the page and query the app hears of."""
    message = BackMsg()
    run = message.rerun_script
    run.page_script_hash, run.query_string, run.fragment_id = page, query, part
    frame = message.SerializeToString()
    heard = way.sent(frame)
    assert part or heard == frame
    message.ParseFromString(heard)
    return message.rerun_script.page_script_hash, message.rerun_script.query_string


def tell(way: Way, page: str) -> None:
    """Tell the window that a page begins to run."""
    message = ForwardMsg()
    message.new_session.page_script_hash = page
    way.told(message.SerializeToString())


def at(page: str) -> Way:
    """Return the way of a window that shows a page, opened by its address."""
    way = Way()
    asks(way, "")
    tell(way, "the first page's hash")
    message = ForwardMsg()
    message.navigation.page_script_hash = page
    way.told(message.SerializeToString())
    assert asks(way, page, part="wire") == (page, "")
    return way


def test_a_part_of_the_page_that_is_left_does_not_turn_back() -> None:
    way = at(QUOTES)
    asks(way, CODEBOOK, "find=fear")
    assert asks(way, QUOTES, "view=Outline", part="wire") == (CODEBOOK, "find=fear")
    tell(way, QUOTES)  # of a run that had begun before the click
    assert asks(way, QUOTES, part="wire") == (CODEBOOK, "find=fear")
    tell(way, CODEBOOK)
    assert asks(way, QUOTES, part="wire") == (CODEBOOK, "find=fear")
    assert asks(way, CODEBOOK, "find=dread", part="wire") == (CODEBOOK, "find=dread")


def test_where_the_app_itself_turns_the_page_its_parts_follow() -> None:
    way = at(QUOTES)
    message = ForwardMsg()
    message.page_info_changed.query_string = "draft=report.md"
    way.told(message.SerializeToString())
    tell(way, VERIFY)
    assert asks(way, QUOTES, "view=Outline", part="wire") == (VERIFY, "draft=report.md")
    assert asks(way, VERIFY, part="wire") == (VERIFY, "")


def test_what_was_asked_for_and_led_elsewhere_is_waited_for_no_longer() -> None:
    way = at(QUOTES)
    asks(way, CODEBOOK)
    tell(way, VERIFY)
    assert asks(way, VERIFY, part="wire") == (VERIFY, "")
    way = at(QUOTES)
    asks(way, "of a page that is gone")
    message = ForwardMsg()
    message.page_not_found.page_name = "gone"
    way.told(message.SerializeToString())
    assert asks(way, QUOTES, part="wire") == (QUOTES, "")


def test_the_page_that_is_shown_may_run_again_and_what_is_no_message_is_passed_on() -> None:
    way = at(QUOTES)
    assert asks(way, QUOTES, "sheet=2") == (QUOTES, "sheet=2")
    assert asks(way, QUOTES, "sheet=1", part="wire") == (QUOTES, "sheet=1")
    assert way.sent(b"\xff\xff") == b"\xff\xff"
    assert asks(way, QUOTES, part="wire") == (QUOTES, "")


def test_before_anything_was_told_nothing_is_mended() -> None:
    assert asks(Way(), QUOTES, "sheet=1", part="wire") == (QUOTES, "sheet=1")


def test_what_was_pressed_does_not_go_with_what_a_part_sends_by_the_clock() -> None:
    """It has yet to be sent for itself, and would be done twice; what else was said stays."""
    for by_the_clock in (True, False):
        message = BackMsg()
        run = message.rerun_script
        run.fragment_id, run.is_auto_rerun = "how far", by_the_clock
        run.widget_states.widgets.add(id="undo", trigger_value=True)
        run.widget_states.widgets.add(id="words", string_value="pitch dark")
        message.ParseFromString(Way().sent(message.SerializeToString()))
        heard = [state.id for state in message.rerun_script.widget_states.widgets]
        assert heard == (["words"] if by_the_clock else ["undo", "words"])
