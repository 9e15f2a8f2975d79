"""Look at a figure and the voices beside it, and put both into the report."""

from __future__ import annotations

from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.opened import project
from coding.pages.parts.places import one_place
from coding.pages.parts.voicing import voicing
from coding.pages.parts.waiting import finished
from coding.pages.parts.widgets import empty, head, link

study = project()
head(study, "Figures and voices")
with mistakes():
    if study.survey.files():
        with one_place():
            job = finished(
                study,
                study.links.passages_key(),
                "Reading the coded segments …",
                study.links.read_passages,
            )
        if job:
            voicing()
    else:
        empty(
            "There is no survey yet",
            "Add published figures, or the answers behind them, on the **Survey** page; then come"
            " back to set quotes beside them.",
        )
        link("survey", "Add a survey")
