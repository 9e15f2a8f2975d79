"""Do on the ordinary pages what people do: go somewhere, choose, wait for a dialog."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from axe_playwright_python.sync_playwright import Axe
from desk_server import App, Shown, wait_for_frames, wait_until_drawn
from playwright.sync_api import Locator, Page, expect

from coding.files.tokens import tone

Show = Callable[..., Shown]

ADDRESSES = [
    "/",
    "/transcripts",
    "/codebook",
    "/suggestions",
    "/suggestions?suggestions_view=How+far+to+trust+them",
    "/suggestions?suggestions_view=By+code",
    "/suggestions?suggestions_view=New+themes",
    "/suggestions?suggestions_view=Doubtful+codings",
    "/quotes",
    "/quotes?view=Codes+that+meet",
    "/quotes?view=Outline",
    "/quotes?view=Who+could+be+recognised",
    "/survey",
    "/joint_display",
    "/joint_display?joint_view=Choose+rows",
    "/joint_display?joint_view=Coverage",
    "/joint_display?joint_view=What+is+silent",
    "/verify?draft=draft.md",
]


def go(page: Page, app: App, address: str) -> None:
    """Open a page and wait until it is drawn."""
    page.goto(app.url + address)
    wait_until_drawn(page)


LINKS = {
    "/": "Overview",
    "/transcripts": "Transcripts",
    "/codebook": "Codebook",
    "/suggestions": "Suggestions",
    "/quotes": "Quotes",
    "/survey": "Survey",
    "/joint_display": "Joint display",
}
"""Pages by what leads there from every other page."""


def walk(page: Page, app: App, address: str) -> None:
    """Do as `go` from another page of the app, by a link at the top or by the view's own button.

    That takes half the time of loading the app anew, which is done where nothing leads there.
    """
    here = page.url.removeprefix(app.url)
    wanted = urlsplit(address)
    same = here != page.url and urlsplit(here).path == wanted.path
    named = next((value for key, value in parse_qsl(wanted.query) if key.endswith("view")), "")
    view = page.get_by_role("radio", name=named, exact=True)
    heading = page.get_by_role("heading", level=1)
    if same and named and view.count() == 1:
        view.click()
        wait_until_drawn(page)
        expect(page).to_have_url(app.url + address)
    elif address in LINKS and not same and here != page.url and heading.count() == 1:
        before = heading.inner_text()
        top = page.get_by_test_id("stHeader")
        top.get_by_role("link", name=LINKS[address], exact=True).click()
        expect(heading).not_to_have_text(before)
        wait_until_drawn(page)
    else:
        go(page, app, address)
    ready(page)


@contextmanager
def darkened(page: Page) -> Iterator[None]:
    """Show a page that is light in the dark for a while."""
    for dark in (True, False):
        page.emulate_media(color_scheme="dark" if dark else "light")
        paper = rgb(tone("paper", dark=dark))
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", paper)
        if dark:
            yield
    # The app is told of the colours and draws the page anew: a key would meet what goes.
    ready(page)


@cache
def _axe() -> Axe:
    return Axe()


def grave(page: Page, options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what axe-core finds serious or worse; a document is given its script once."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(_axe().axe_script)
    asked = json.dumps({"resultTypes": ["violations"], **options})  # the rest takes longer
    found = page.evaluate(f"axe.run({asked}).then((told) => told.violations)")
    return [fault for fault in found if fault["impact"] in ("serious", "critical")]


def choose(page: Page, label: str, option: str) -> None:
    """Choose from the last list of that label by typing, as people do."""
    page.get_by_label(label, exact=True).last.click()
    page.keyboard.type(option)
    page.get_by_role("option", name=option).first.click()


def dialog(page: Page) -> Locator:
    """Return the open dialog."""
    return page.get_by_role("dialog")


AT_REST = """() => {
    const { page, app } = globalThis.__spoke ?? { page: 0, app: 0 };
    const now = performance.now();
    const answered = page <= app ? now - app > 50 : now - page > 3000;
    return answered && !document.querySelector("[data-test-script-state=running]");
}"""


def ready(page: Page) -> None:
    """Wait until the app has answered what was done on the page, and its script is at rest.

    What is not answered within three seconds asked nothing; what is begins to be drawn at once.
    """
    wait_for_frames(page)
    page.wait_for_function(AT_REST)


PRESS_AS_THE_WIRE_SAYS_SOMETHING = """async ([key, first]) => {
    while (!globalThis.__codingHub?.wire) await new Promise((done) => setTimeout(done, 50));
    const at = {key, code: key.length > 1 ? key : `Key${key.toUpperCase()}`, bubbles: true, cancelable: true};
    const press = (kind) => document.activeElement.dispatchEvent(new KeyboardEvent(kind, at));
    if (first) __codingHub.send();
    press("keydown");
    if (!first) __codingHub.send();
    press("keyup");
}"""


def press_as_the_wire_says_something(page: Page, key: str, *, first: bool = True) -> None:
    """Press a key in the very moment, before or after, in which the wire asks Python something.

    Both travel together then, in the name of the wire.
    """
    page.evaluate(PRESS_AS_THE_WIRE_SAYS_SOMETHING, [key, first])


def deafen(page: Page) -> None:
    """Let a page that is shown hear no news of others any more: what it does next is done unknowing.

    Else it hangs on the moment whether the one who comes second has heard of the first.
    """
    page.evaluate("""() => {
        for (let id = setInterval(() => {}, 1e6); id > 0; id--) clearInterval(id)
        window.setInterval = () => 0
    }""")


def settled(page: Page) -> None:
    """Wait until all that was done with a draft is written and has come back."""
    expect(page.locator('.dv-root[data-waiting="0"]')).to_be_visible()
    ready(page)


def rgb(color: str) -> str:
    """Return `#rrggbb` as a browser says it.

    >>> rgb("#0d1f2b")
    'rgb(13, 31, 43)'
    """
    return f"rgb({', '.join(str(int(color[n : n + 2], 16)) for n in (1, 3, 5))})"
