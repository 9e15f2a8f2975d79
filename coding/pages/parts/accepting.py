"""Let many suggestions be accepted in one act, after a blind random sample of them was judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coding.model import Choice, Codebook
from coding.pages.parts.code_settings import path_name
from coding.pages.parts.coders import coder
from coding.pages.parts.markup import Markup, chip, el, show
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.proposed import does_it_fit, in_turn, to_desk
from coding.pages.parts.waiting import finished
from coding.pages.parts.widgets import PERSIST, empty, section, tell, tree_labels
from coding.pages.parts.wording import counted, escaped
from coding.project import Project
from coding.project.together import BOUNDS, Batch, BatchPart, Plan, floor_percent, size_for

FLOORS = {0.7: "70 %", 0.5: "50 %", 0.3: "30 %", 0.15: "15 %", 0.0: "any score"}
Place = tuple[str, int, int, str]
MISSED = 60
"""Places outside of a batch that are drawn to say how much it missed."""


def many_at_once(study: Project) -> None:
    """Show where a batch stands: to be chosen, to be judged, to be accepted, or accepted before."""
    batch = study.together.open_for(coder())
    if batch is None:
        choose(study)
    else:
        sample(study, batch)
    earlier(study)


# ── choosing ──


def choose(study: Project) -> None:
    """Let a set be chosen, and say beforehand how many of it would have to be judged."""
    show(
        el(
            "p",
            "note",
            "You judge a random sample of exactly these suggestions, without seeing how sure the"
            " machine is. If enough of it is right, the rest is accepted in one act, which says how"
            " many are right at least; if not, the rest stays with you. One undo takes it back.",
        )
    )
    book = study.codes.book()
    labels = tree_labels(book)
    names = {t.id: t.name for t in study.transcripts.all()}
    one, two, three = st.columns([1.6, 1.4, 1.2], gap="medium")
    codes = several(one, "Codes", labels, "many_codes")
    transcripts = several(two, "Interviews", names, "many_transcripts")
    floor = three.select_slider(
        "Score from",
        list(FLOORS),
        value=0.3,
        format_func=FLOORS.__getitem__,
        key="many_floor",
        persist_state=PERSIST,
    )
    with mistakes():
        me, least = coder(), float(floor)
        job = finished(
            study,
            ("plan", study.log.revision(), me, tuple(codes), tuple(transcripts), least),
            "Looking what is proposed …",
            lambda tell: study.together.plan(
                coder=me, codes=codes, transcripts=transcripts, floor=least, progress=tell
            ),
        )
        if job is None:
            return
        plan = job.outcome()
        if plan.suggestions:
            draw(study, book, plan, codes, transcripts, least)
        else:
            empty(
                "Nothing is proposed here",
                "Lower the score, or choose more codes and interviews. What you have coded or"
                " refused already is not proposed again.",
            )


def several(place: DeltaGenerator, what: str, names: Mapping[str, str], key: str) -> list[str]:
    """Let some of what has names be chosen; none chosen means all."""
    return place.multiselect(
        what,
        list(names),
        format_func=names.__getitem__,
        key=key,
        placeholder=f"all {what.lower()}",
        persist_state=PERSIST,
    )


def draw(
    study: Project,
    book: Codebook,
    plan: Plan,
    codes: Sequence[str],
    transcripts: Sequence[str],
    floor: float,
) -> None:
    """Let the bound be chosen, say what it takes, and draw."""
    counts = plan.by_code()
    one, two, three = st.columns([1.6, 1.4, 1.2], gap="medium", vertical_alignment="bottom")
    bound = one.segmented_control(
        "At least so many are to be right",
        BOUNDS,
        default=0.9,
        required=True,
        format_func=percent,
        key="many_bound",
    )
    wrong = two.segmented_control(
        "Of the judged, so many may be wrong", range(5), default=0, required=True, key="many_wrong"
    )
    apart = len(counts) > 1 and three.toggle(
        "Each code by itself",
        key="many_apart",
        help="Each code has a sample and a bound of its own",
    )
    size = size_for(bound, wrong, plan.attempt)
    groups = list(counts.values()) if apart else [len(plan.suggestions)]
    enough = [count for count in groups if count > size]
    show(el("div", "plan", *said(plan, book, bound, size, apart=apart)))
    if not enough:
        most = max(groups)
        st.info(
            f"{size} would have to be judged, and there are {most} at most: decide these one by"
            " one, choose more, or ask for less.",
            icon=":material/info:",
        )
        return
    if few := sorted((n, code) for code, n in counts.items() if apart and n <= size):
        names = ", ".join(f"{book.called[code]} ({n})" for n, code in reversed(few))
        show(el("p", "note", f"Not drawn from, as a sample would need more than {size}: {names}."))
    to_judge = size * len(enough)
    label = f"Draw {counted(to_judge, 'suggestion')} at random"
    if st.button(label, type="primary", key="draw_many"):
        study.together.draw(
            coder=coder(),
            codes=codes,
            transcripts=transcripts,
            floor=floor,
            bound=bound,
            wrong=wrong,
            apart=apart,
        )
        st.rerun()


def said(plan: Plan, book: Codebook, bound: float, size: int, *, apart: bool) -> list[Markup]:
    """Say what is chosen and what it takes to accept it."""
    counts = plan.by_code()
    listed = [
        el("span", "counted", chip(code, book), f" {count:,}")
        for code, count in sorted(counts.items(), key=lambda pair: -pair[1])[:8]
    ]
    more = len(counts) - len(listed)
    lines = [
        el(
            "p",
            "",
            el("b", "", counted(len(plan.suggestions), "suggestion")),
            f" of {counted(len(counts), 'code')}: ",
            *(part for chip_of in listed for part in (chip_of, " ")),
            f"and {counted(more, 'code')} more" if more > 0 else "",
        ),
        el(
            "p",
            "",
            f"To say that at least {percent(bound)} are right, judge ",
            el("b", "", f"{size:,}"),
            " of each code." if apart else " of them.",
            f" The machine itself says that {percent(plan.said)} are right.",
            " That is less than you ask for: the sample will hardly show it."
            if plan.said < bound
            else "",
        ),
    ]
    if plan.attempt > 1:
        lines.append(
            el(
                "p",
                "note",
                f"This is sample {plan.attempt} from these suggestions. Whoever draws often enough"
                " is lucky once, so each further sample is held to half the error.",
            )
        )
    return lines


# ── judging ──


def sample(study: Project, batch: Batch) -> None:
    """Show the next place of a sample, its score hidden; then what the sample says."""
    book = study.codes.book()
    parts = study.together.parts(batch)
    waiting = study.together.waiting(batch)
    judged = len(batch.sample) - len(waiting)
    st.progress(
        judged / len(batch.sample),
        f"{judged} of {len(batch.sample)} judged, drawn at random from"
        f" {counted(batch.count, 'suggestion')}. You can go away and come back.",
    )
    if changed := study.together.changed(batch):
        st.warning(
            f"This set has changed since the sample was drawn: {escaped('; '.join(changed))}."
            " Its rest can no longer be accepted together. Let go of it and draw anew.",
            icon=":material/warning:",
        )
    elif waiting and not all(part.hopeless for part in parts):
        judge(study, book, batch, waiting[0])
    if not waiting or all(part.hopeless for part in parts):
        outcome(study, book, batch, parts, changed=bool(changed))
    elif st.button("Let go of it", type="tertiary", key="let_go_many"):
        let_go(study, batch)


def judge(
    study: Project, book: Codebook, batch: Batch, place: Place, *, outside: bool = False
) -> None:
    """Ask whether a code fits a place of a sample, or one that is `outside` of the batch."""
    transcript, start, end, code = place

    def to_its_turn() -> None:
        show(el("span", "", ""), width="stretch")
        to_desk(study, (transcript, start, end), "Open in Code")

    with st.container(border=True, key="active-many"):
        show(in_turn(study, (transcript, start, end)))
        key = f"many-{start}-{code}"
        answer = does_it_fit(book, code, key=key, sure=outside, beside=to_its_turn)
        if answer is not None:
            with mistakes():
                if outside:
                    study.missed.judge(batch, place, answer is Choice.ACCEPT)
                else:
                    study.together.judge(batch, place, answer)
                st.rerun()


def outcome(
    study: Project, book: Codebook, batch: Batch, parts: Sequence[BatchPart], *, changed: bool
) -> None:
    """Say what the sample shows, and let the rest be accepted as far as it reaches."""
    for part in parts:
        show(shown(part, book))
    reached = [part for part in parts if part.reached]
    rest = sum(part.count - part.size for part in reached)
    with st.container(horizontal=True, vertical_alignment="center"):
        if reached and not changed:
            label = f"Accept the other {counted(rest, 'suggestion')}"
            if st.button(label, type="primary", key="accept_rest"):
                with mistakes():
                    with st.spinner("Coding …", show_time=False):
                        done = study.together.accept(batch.id, coder=coder())
                    st.session_state.pop("batch", None)
                    tell(f"{counted(done, 'suggestion')} accepted. One undo takes all of it back.")
        if st.button("Let go of it", type="tertiary", key="let_go_many"):
            let_go(study, batch)
    if not reached:
        show(
            el(
                "p",
                "note",
                "What you have judged stays. The rest waits for you under Decide; or choose"
                " surer ones, and draw again.",
            )
        )


def shown(part: BatchPart, book: Codebook) -> Markup:
    """Say what a sample shows of a batch, or of one code of it."""
    name = el("b", "", path_name(book, part.code) if part.code else "All of them")
    if part.reached:
        said = (
            f": {part.right} of {part.judged} are right, so at least {percent(part.low)} of the"
            f" {part.count:,} are. You asked for {percent(part.bound)}."
        )
        return el("p", "verdict", "✓ ", name, said)
    said = f": {part.right} of {part.judged} are right. That does not show {percent(part.bound)}"
    said += (
        f"; it shows at least {percent(part.low)}." if part.done else ", whatever the others are."
    )
    return el("p", "verdict", "✗ ", name, said)


def percent(share: float) -> str:
    """Return a share in whole per cent, never above it.

    >>> percent(0.8997), percent(0.95)
    ('89 %', '95 %')
    """
    return f"{floor_percent(share)} %"


def let_go(study: Project, batch: Batch) -> None:
    """Close a batch without accepting its rest."""
    with mistakes():
        study.together.let_go(batch.id, coder=coder())
        tell("Let go of it. What you judged stays.")


# ── what was accepted before ──


def earlier(study: Project) -> None:
    """List what was accepted together, with its sentence, and let its recall be told."""
    accepted = [batch for batch in study.together.all() if batch.accepted]
    if not accepted:
        return
    section("Accepted together")
    book = study.codes.book()
    for at, batch in enumerate(accepted):
        with st.container(border=True):
            st.code(study.together.sentence(batch), language=None, wrap_lines=True)
            if at == 0 and batch.coder == coder():
                recalled(study, book, batch)
    show(el("p", "note", "The methods section of the joint display has these sentences."))


def recalled(study: Project, book: Codebook, batch: Batch) -> None:
    """Let places outside of a batch be judged: they say how much it missed."""
    missed = study.missed.of(batch)
    if missed is None:
        show(
            el(
                "p",
                "note",
                "That says how many of these are right, not how much was missed. For that, judge"
                f" {MISSED} places drawn at random where none of this was proposed, most of which"
                " nobody has coded.",
            )
        )
        if st.button(f"Draw {MISSED} places", key="draw_missed"):
            with mistakes():
                study.missed.draw(batch.id, coder=coder(), size=MISSED)
                st.rerun()
        return
    waiting = study.missed.waiting(batch)
    if waiting:
        show(el("p", "note", f"What was missed: {missed.judged} of {missed.size} judged."))
        judge(study, book, batch, waiting[0], outside=True)
