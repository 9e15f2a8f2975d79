"""Show what a finding rests on: the passage, the table with its cell marked, other places."""

from __future__ import annotations

from collections.abc import Sequence

from coding.model import Change, Evidence, Finding, Indicator, Question
from coding.pages.parts.markup import Markup, el, facts, show, together
from coding.pages.parts.widgets import link
from coding.project import Project
from coding.project.drafts import Item

WORDS = {
    "error": "Error: proved by arithmetic or a look-up",
    "check": "To check: likely, not proved",
    "info": "Remark: good to know",
    "fine": "In order",
    "none": "No source in this project",
}


def saying(item: Item) -> None:
    """Show what is said of an item: how sure, what, and how to mend it."""
    finding = item.of
    hint = finding.hint if isinstance(finding, Finding) else ""
    show(
        el(
            "p",
            "theme",
            el("span", "name", finding.verdict[:1].upper() + finding.verdict[1:]),
            el("span", f"badge-{_badge(item)}", WORDS[item.level]),
        ),
        el("blockquote", "quote-small", f"“{' '.join(finding.excerpt.split())[:400]}”"),
        el("p", "definition", finding.message) if finding.message else "",
        el("p", "mend", hint) if hint else "",
    )


def _badge(item: Item) -> str:
    return {"error": "contradicts", "check": "partly_agrees", "info": "expands"}.get(
        item.level, "confirms" if item.level == "fine" else "open"
    )


def resting_on(study: Project, item: Item) -> None:
    """Show the evidence side by side with the words: passages, tables, other places, rules."""
    finding = item.of
    if finding.changes:
        show(el("p", "count", "Words that differ"), *(changed(c) for c in finding.changes[:12]))
    for evidence in finding.evidence:
        if evidence.kind == "passage":
            _passage(study, evidence)
    for question, cited in study.drafts.table(finding.evidence):
        show(_cells(question, cited))
    places = [e for e in finding.evidence if e.kind in ("draft", "rule")]
    if places:
        show(facts([(e.where or "Because", e.text) for e in places]))


def changed(change: Change) -> Markup:
    """Return words that were said and those printed in their place.

    >>> changed(Change(source="would not", draft="would"))
    '<p class="pg-change"><del>would not</del> <ins>would</ins></p>'
    """
    was = el("del", "", change.source) if change.source else ""
    now = el("ins", "", change.draft) if change.draft else ""
    return el("p", "change", was, " " if was and now else "", now)


def _passage(study: Project, evidence: Evidence) -> None:
    before, after = study.drafts.passage(evidence)
    show(
        el("p", "count", evidence.where),
        el(
            "blockquote",
            "quote-small",
            el("span", "around", before),
            el("strong", "", evidence.text),
            el("span", "around", after),
        ),
    )
    link("annotate", "Open the transcript there", transcript=evidence.source)


def _cells(question: Question, cited: set[str]) -> Markup:
    """Return a question's figures as a table, the cited cells marked."""
    groups = list(dict.fromkeys(i.subgroup for i in question.indicators))
    rows: dict[str, dict[str, Indicator]] = {}
    for figure in question.indicators:
        rows.setdefault(figure.option, {})[figure.subgroup] = figure
    heads = [Markup(f"<th scope='col'>{el('span', '', group)}</th>") for group in groups]
    body = [
        Markup(
            f"<tr><th scope='row'>{el('span', '', option)}</th>"
            + "".join(_cell(cells.get(group), cited) for group in groups)
            + "</tr>"
        )
        for option, cells in rows.items()
    ]
    name = " · ".join(filter(None, [question.ref, question.text or question.title]))
    inside = together([Markup("<tr><td></td>"), *heads, Markup("</tr>"), *body])
    return together(
        [
            el("p", "count", name),
            Markup(f'<div class="pg-cells"><table>{inside}</table></div>'),
        ]
    )


def _cell(figure: Indicator | None, cited: set[str]) -> str:
    if figure is None:
        return "<td></td>"
    words = el("span", "", f"{figure.printed} {figure.unit}".strip())
    return f'<td class="pg-cited">{words}</td>' if figure.id in cited else f"<td>{words}</td>"


def summary(counts: Sequence[tuple[str, int]]) -> None:
    """Show how many there are of each, in a line of figures."""
    show(
        el(
            "div",
            "tally",
            *(el("span", "", el("b", "", str(number)), f" {name}") for name, number in counts),
        )
    )
