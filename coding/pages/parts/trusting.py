"""Show how good suggestions are here, and how far people and machine agree."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import altair as alt
import pandas as pd
import streamlit as st

from coding.model import now
from coding.pages.parts.auditing import audit
from coding.pages.parts.charts import ink, lettered, on_top
from coding.pages.parts.code_settings import path_name
from coding.pages.parts.company import when
from coding.pages.parts.decisions import decided
from coding.pages.parts.markup import el, show
from coding.pages.parts.misspelled import misspelled
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.strayed import part
from coding.pages.parts.waiting import finished
from coding.pages.parts.widgets import empty, section
from coding.pages.parts.wording import counted, listed
from coding.project import Project
from coding.project.codes import language_name
from coding.project.evaluation import ENOUGH, READ_WHOLE, Measured, Precision
from coding.project.look import hue, tone
from coding.project.overview import LITTLE
from coding.project.suggestions import Trust

CODE, CODED, PROPOSED, RIGHT = "Code", "Coded", "Suggested", "Of these right"
DECIDED, ACCEPTED, STATE = "Decided", "Of these accepted", "Proposed"
Chart = alt.LayerChart | alt.FacetChart
MACHINE = "the machine"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was measured, and at which state of the project."""

    folder: str
    revision: int
    at: str
    measured: Measured


def trust(study: Project) -> None:
    """Show what interviews held out tell, what was decided, and let a sample be judged."""
    measured = on_held_out(study)
    if measured:
        figures(measured)
        left, right = st.columns(2, gap="large")
        with left:
            section("Does the machine keep its promises?")
            lettered(promises(measured), "Share that came true by how likely it was said to be")
        with right:
            section("Who agrees with whom?")
            lettered(agreement(measured), "Cohen’s kappa of coders with each other and the machine")
            show(el("p", "note", "Cohen’s kappa over passages and codes: 1 is full agreement,"
                                 " 0 what chance would give."))  # fmt: skip
            few = [a for a in measured.agreements if a.passages < LITTLE]
            if few:
                said = listed([f"{a.one} and {a.other or MACHINE}" for a in few])
                show(
                    el("p", "note", f"Fewer than {LITTLE} passages are too little to say: {said}.")
                )
        curve(study)
        section("Code by code")
        table(study, measured)
    misspelled(study)
    decided(study)
    audit(study)


# ── interviews held out ──


def on_held_out(study: Project) -> Measured | None:
    """Measure when asked; show the last figures meanwhile, with what has changed since."""
    kept: Kept | None = st.session_state.get("measured")
    if kept and kept.folder != str(study.folder):
        kept = None
    coded = len({c.transcript for c in study.codings.all()})
    if coded < 2:
        empty(
            "Nothing can be measured yet",
            "As soon as two interviews are coded, the machine is tried on each of them without"
            " having learned from it.",
        )
        return None
    revision = study.log.revision()
    fresh = kept is not None and kept.revision == revision
    if kept is None or (not fresh and st.button("Measure again", key="measure")):
        st.session_state.setdefault("measuring", (revision, now()))
    if "measuring" in st.session_state:
        asked, at = st.session_state.measuring
        job = finished(
            study,
            ("measure", asked),
            "Each interview in turn is left out of what is learned, then proposed for …",
            lambda tell: study.evaluation.measure(progress=tell),
            aside=True,
        )
        if job:
            del st.session_state.measuring
            with mistakes():
                kept = Kept(str(study.folder), asked, at, job.outcome())
                st.session_state.measured = kept
        elif kept is None:
            so_far(study)
    elif not fresh and kept:
        more = len(study.codings.all()) - kept.measured.codings
        change = f"; there are {more:+d} codings since" if more else ""
        show(el("p", "note", f"Measured at {when(kept.at)}{change}."))
    return kept.measured if kept else None


@part(run_every=5.0)
def so_far(study: Project) -> None:
    """Show what the interviews tell that have been held out, until all have been."""
    measured = study.evaluation.so_far()
    if measured and measured.quality.folds > 1:  # one says nothing of other interviews
        transcripts = {c.transcript for c in study.codings.all()}
        coded = len({study.transcripts.interview(key)[0].id for key in transcripts})
        folds = f"{measured.quality.folds} of {counted(coded, 'interview')}"
        show(el("p", "note", f"So far, from {folds}; the figures will still move."))
        figures(measured)


def figures(measured: Measured) -> None:
    """Say how often suggestions are right where they are made, and what they find."""
    told = measured.suggestions
    with st.container(horizontal=True, gap="large", key="figures"):
        for value, what in (
            (
                percent(told.share),
                f"of {told.proposed:,} suggestions are right{within(told.whole)}",
            ),
            (percent(told.found), "of the codings are among the ten best per 1,000 words"),
            (
                f"{told.judged:.1f}" if told.judged == told.judged else "–",
                "of these have to be looked at for one that is right",
            ),
        ):
            show(el("div", "metric", el("b", "", value), el("span", "soft", what)))
    said = f" They were said to be right in {percent(told.said)} of cases." if told.proposed else ""
    read = f" {READ_WHOLE}" if measured.read_whole else ""
    show(
        el(
            "p",
            "note",
            f"Measured on {counted(measured.quality.folds, 'interview')}: for each, the machine had"
            " learned from the others only. A suggestion of 30 % or more counts, and is right where"
            f" one of you coded the same words, by half or more.{said} Intervals are for other"
            f" interviews than these; below {ENOUGH} suggestions it is too little to say.{read}",
        )
    )


def percent(share: float) -> str:
    """Return a share in whole per cent, a dash for none.

    >>> percent(0.416), percent(float("nan"))
    ('42 %', '–')
    """
    return f"{round(100 * share)} %" if share == share else "–"


def within(precision: Precision) -> str:
    """Say how far the share may be off in other interviews, "" where that is not known.

    >>> within(Precision(code="", n=40, right=20, share=0.5, low=0.31, high=0.69))
    ' (31 to 69 %)'
    >>> within(Precision(code="", n=4, right=2))
    ''
    """
    if precision.low != precision.low:
        return ""
    return f" ({round(100 * precision.low)} to {round(100 * precision.high)} %)"


def promises(measured: Measured) -> Chart:
    """Draw what came true against what was said."""
    rows = pd.DataFrame(
        [
            {
                "said": band.promised,
                "true": band.true,
                "pairs": band.pairs,
                "band": f"{band.low:.0%} to {band.high:.0%}",
            }
            for band in measured.bands
        ]
    )
    axis = alt.Axis(format="%", tickCount=5)
    ideal = (
        alt.Chart(pd.DataFrame({"said": [0, 1], "true": [0, 1]}))
        .mark_line(strokeDash=[4, 4], color=tone("uncoloured"))
        .encode(x="said:Q", y="true:Q")
    )
    points = (
        alt.Chart(rows)
        .mark_line(point={"filled": True, "size": 80}, color=hue("blue"))
        .encode(
            x=alt.X("said:Q", title="said to be this likely", axis=axis, scale={"domain": [0, 1]}),
            y=alt.Y("true:Q", title="came true", axis=axis, scale={"domain": [0, 1]}),
            tooltip=[
                alt.Tooltip("band:N", title="said"),
                alt.Tooltip("true:Q", title="came true", format=".0%"),
                alt.Tooltip("pairs:Q", title="passages × codes", format=","),
            ],
        )
    )
    return alt.layer(ideal, points).properties(height=280)


def agreement(measured: Measured) -> Chart:
    """Draw how far each two agree."""
    rows = pd.DataFrame(
        [
            {
                "who": f"{a.one} and {a.other or MACHINE}\n{counted(a.passages, 'passage')}",
                "kind": "coder and machine" if not a.other else "two coders",
                "kappa": a.kappa,
                "passages": a.passages,
            }
            for a in measured.agreements
            if a.kappa == a.kappa and a.passages >= LITTLE
        ],
        columns=["who", "kind", "kappa", "passages"],
    )
    base = alt.Chart(rows).encode(
        y=alt.Y(
            "who:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelExpr="split(datum.label, '\\n')", labelLimit=320),
        ),
        x=alt.X("kappa:Q", title="kappa", scale=alt.Scale(domain=[0, 1])),
    )
    color = alt.Color(
        "kind:N",
        title=None,
        scale=alt.Scale(
            domain=["two coders", "coder and machine"], range=[hue("orange"), hue("blue")]
        ),
        legend=on_top(),
    )
    bars = base.mark_bar(cornerRadiusEnd=3).encode(
        color=color,
        tooltip=[
            alt.Tooltip("who:N", title="who"),
            alt.Tooltip("kappa:Q", title="kappa", format=".2f"),
            alt.Tooltip("passages:Q", title="passages both read", format=","),
        ],
    )
    names = base.mark_text(align="left", dx=6, color=ink()).encode(
        text=alt.Text("kappa:Q", format=".2f")
    )
    return alt.LayerChart(layer=[bars, names], height=alt.Step(34))


def curve(study: Project) -> None:
    """Draw how the figures rose with the codings learned from, when asked."""
    section("Does it still learn?")
    folder, revision = str(study.folder), study.log.revision()
    kept = st.session_state.get("curve")
    if kept and kept[0][0] != folder:
        kept = None
    if kept is None or kept[0][1] != revision:
        note = "Tries the machine with 20, 80, 320 … codings to learn from."
        if kept:
            note = f"Drawn at {when(kept[0][2])}; something was done in the project since."
        show(el("p", "note", note))
        if st.button("Draw it again" if kept else "Draw the learning curve", key="draw_curve"):
            st.session_state.curving = (folder, revision, now())
    asked = st.session_state.get("curving")
    if asked and asked[0] == folder:
        job = finished(
            study,
            ("curve", *asked),
            "Learning anew from few, then more codings …",
            lambda tell: study.evaluation.learning_curve(progress=tell),
            aside=True,
        )
        if job:
            del st.session_state.curving
            with mistakes():
                st.session_state.curve = kept = (asked, job.outcome())
    if kept is None:
        return
    names = {
        "precision_at_1": "first code right",
        "recall_at_3": "among the first three",
        "macro_average_precision": "average precision",
    }
    rows = pd.DataFrame(
        [
            {"codings": f"{n:,}", "place": i, "share": getattr(quality, key), "what": what}
            for i, (n, quality) in enumerate(kept[1])
            for key, what in names.items()
        ]
    )
    drawn: alt.Chart = (
        alt.Chart(rows)
        .mark_line(point=True)
        .encode(
            x=alt.X("codings:N", sort=None, title="codings learned from", axis={"labelAngle": 0}),
            y=alt.Y(
                "share:Q",
                title=None,
                axis=alt.Axis(format="%", tickCount=5),
                scale={"domain": [0, 1]},
            ),
            color=alt.Color(
                "what:N",
                title=None,
                sort=list(names.values()),
                scale=alt.Scale(
                    domain=list(names.values()), range=[hue("blue"), hue("orange"), hue("green")]
                ),
                legend=on_top(),
            ),
            strokeDash=alt.StrokeDash("what:N", sort=list(names.values()), legend=None),
            tooltip=["codings:N", "what:N", alt.Tooltip("share:Q", format=".0%")],
        )
        .properties(height=260)
    )
    lettered(drawn, "Share of right proposals by the number of codings learned from")


def table(study: Project, measured: Measured) -> None:
    """List, code by code, how often its suggestions are right, held out and as decided."""
    book = study.codes.book()
    fared = {trust.code: trust for trust in study.suggestions.trust()}
    held = {told.code: told for told in measured.suggestions.codes}
    off, gaps = study.suggestions.settings().off, study.suggestions.gaps()
    rows = pd.DataFrame(
        [
            {
                CODE: path_name(book, measure.code),
                CODED: measure.n,
                PROPOSED: held[measure.code].n,
                RIGHT: said_of(held[measure.code]),
                DECIDED: fared[measure.code].shown,
                ACCEPTED: said_of(fared[measure.code]),
                STATE: state(measure.code, off, fared[measure.code].resting, gaps),
            }
            for measure in measured.quality.codes
            if measure.code in fared and measure.code in held
        ]
    )
    st.dataframe(
        rows,
        hide_index=True,
        height=420,
        column_config={
            CODE: st.column_config.TextColumn(width="large"),
            CODED: st.column_config.NumberColumn(
                format="localized", help="Passages that have the code"
            ),
            PROPOSED: st.column_config.NumberColumn(
                format="localized",
                help="Suggestions of 30 % and more in interviews held out, where people have read",
            ),
            RIGHT: st.column_config.TextColumn(
                help="How many of them are right, drawn towards the mean of all codes, with the"
                " 95 % interval for other interviews"
            ),
            DECIDED: st.column_config.NumberColumn(
                format="localized", help="Suggestions that somebody decided about"
            ),
            ACCEPTED: st.column_config.TextColumn(help="How many of them were accepted, likewise"),
        },
    )


def said_of(precision: Precision | Trust) -> str:
    """Say a share with its interval, or that it is too little to say.

    >>> said_of(Precision(code="a", n=40, right=20, share=0.48, low=0.31, high=0.69))
    '48 % (31 to 69)'
    >>> said_of(Precision(code="a", n=9, right=9)), said_of(Precision(code="a", n=0, right=0))
    ('too little to say', '')
    """
    n = precision.n if isinstance(precision, Precision) else precision.shown
    if precision.share != precision.share:
        return "too little to say" if n else ""
    low, high = round(100 * precision.low), round(100 * precision.high)
    return f"{round(100 * precision.share)} % ({low} to {high})"


def state(
    code: str, off: Collection[str], resting: bool, gaps: Mapping[str, Collection[str]]
) -> str:
    """Say whether a code is proposed, and where it cannot be for want of words."""
    if code in off:
        return "never"
    if resting:
        return "rests: mostly refused"
    mute = [language_name(language) for language, codes in gaps.items() if code in codes]
    return f"yes, but no words in {', '.join(mute)}" if mute else "yes"
