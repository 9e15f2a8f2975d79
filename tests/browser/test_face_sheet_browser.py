"""From dropped files and a face sheet to labelled quotes, with the clicks counted."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from desk_server import Watch
from docx import Document
from openpyxl import Workbook
from playwright.sync_api import Locator, Page, expect
from steps import Show, go, ready

from coding.project import Project

HEADS = (
    "Code,Sex,Age,Age group,Full name,Phone,E-mail,Address,DOB,Town,Job,Children,Years abroad,"
    "Status,Language,Interviewer,Date,Duration,Remark"
).split(",")
MOST_CLICKS = 12


def interview(number: int) -> bytes:
    document = Document()
    for turn in range(6):
        document.add_paragraph(f"Interviewer: Do you feel safe there in year {turn}?")
        document.add_paragraph(f"Participant: We feel safe in flat {number}, and work was hard.")
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def face_sheet() -> bytes:
    book = Workbook()
    book.active.append(["Participants of the study"])
    book.active.append(HEADS)
    for n in range(1, 14):
        book.active.append(
            [f"P {n}", "FM"[n % 2], 24 + n, "30–39" if n % 2 else "30-39", f"Anna K{n}",
             f"+38164 555 0{n}", f"a{n}@b.org", f"Street {n}", f"1990-04-{n:02}", f"Town {n % 3}",
             "cook" if n % 2 else "n/a", n % 3, n % 5, "permit", "ru", f"I{n % 2}",
             f"2024-05-{n:02}", 40 + n, f"remark number {n} " * 5]
        )  # fmt: skip
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.timeout(240)
def test_thirteen_interviews_and_a_face_sheet_are_labelled_quotes_in_twelve_clicks(
    page: Page, watch: Watch, show: Show, tmp_path: Path
) -> None:
    """Dropping files is a click; coding is not counted, for it is the work itself."""
    study = Project.new(tmp_path / "study")
    (study.folder / "codebook.yaml").write_text("codes:\n  - {id: safety, name: Safety}\n")
    app = show(study.folder, coder="Nina")
    clicks: list[str] = []

    def click(what: Locator) -> None:
        expect(what).to_be_visible()
        clicks.append(str(what))
        what.click()

    def drop(where: str, files: dict[str, bytes]) -> None:
        clicks.append(f"drop {len(files)}")
        field = page.get_by_test_id("stFileUploader").filter(has_text=where)
        field.locator("input[type=file]").set_input_files(
            [
                {"name": name, "mimeType": "application/octet-stream", "buffer": data}
                for name, data in files.items()
            ]
        )

    go(page, app, "/transcripts")
    drop("Drop interviews", {f"Interview P-{n:02}.docx": interview(n) for n in range(1, 14)})
    click(page.get_by_role("button", name="Import all 13"))
    expect(page.get_by_text("13 transcripts imported:")).to_be_visible()
    ready(page)
    drop("face sheet", {"people.xlsx": face_sheet()})
    click(page.get_by_role("button", name="of 13 people"))
    expect(page.get_by_text("of 13 people taken in")).to_be_visible()
    people = Project(study.folder).participants.all()
    assert len(people) == 13
    assert people[0].attributes["Sex"] == "M"
    assert not {"Full name", "Phone", "E-mail", "Address", "DOB"} & set(people[0].attributes)
    for info in study.transcripts.all():
        start = study.transcripts.get(info.id).text.index("We feel")
        study.codings.apply(info.id, start, start + 18, ["safety"], coder="Nina")
    click(page.get_by_role("link", name="Quotes"))
    click(page.get_by_role("button", name="Label of quotes …"))
    page.get_by_label("Label", exact=True).fill("{Sex}, {Age|10} years old")
    page.keyboard.press("Enter")
    expect(page.get_by_text("could identify one person", exact=False).first).to_be_visible()
    click(page.get_by_role("button", name="Print it like this"))
    expect(page.get_by_text("M, 20–29 years old").first).to_be_visible()
    quotes = Project(study.folder).quotes.find()
    assert len(quotes) == 13
    assert all(quote.attribution for quote in quotes)
    assert len(clicks) <= MOST_CLICKS, clicks
    assert watch.errors == []
