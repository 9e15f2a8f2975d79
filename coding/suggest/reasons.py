"""Say why a code is proposed: the parts of its log odds, in words a researcher can check.

Every part is a sum's term, and together they are the log odds of the score. What the
interviewer's question adds to any of them stands apart, so that one can see whether the answer
or the question spoke for the code.
"""

from __future__ import annotations

from coding.model import Reason
from coding.suggest.evidence import Shares, line, named, of_keywords, of_likeness, place
from coding.suggest.machine import Machine
from coding.suggest.passage_model import FEATURES
from coding.suggest.ranking import Proposed
from coding.suggest.run_reasons import run_reasons


def reasons(machine: Machine, proposed: Proposed) -> tuple[Reason, ...]:
    """Return why a code is proposed, the weightiest part first; the parts sum to the log odds."""
    told = run_reasons(machine, proposed) if machine.learned else _cold(machine, proposed)
    kept = [r for r in told if r.weight or r.kind == "frequency"]
    return tuple(sorted(kept, key=lambda r: (r.kind == "frequency", -r.weight)))


def _cold(machine: Machine, proposed: Proposed) -> list[Reason]:
    """Return what the codebook alone says for a code on a passage."""
    side, row, code = machine.sides[proposed.side], machine.row(proposed), proposed.code
    prepared, _ = side.locate(row)
    passage = side.passages[row]
    weights = dict(zip(FEATURES, machine.model.weights, strict=True))
    definition = Shares()
    for likeness, name in ((side.meaning_likeness, "definition"), (side.word_likeness, "wording")):
        among = (weights[f"{name} among passages"], weights[f"{name} among codes"])
        definition += of_likeness(likeness, row, code, *among)
    whole = float(weights["keywords"] * side.keyword[row, code])
    keywords = of_keywords(side.hits, row, code, whole)
    hits = side.hits.of(row, code)[0]
    return [
        Reason(
            kind="keywords",
            weight=keywords.answer,
            text=named(hits),
            evidence=tuple(place(prepared, hit) for hit in hits),
        ),
        Reason(
            kind="definition",
            weight=definition.answer,
            text=line(side, prepared, passage.start, passage.end, code, hits),
        ),
        Reason(
            kind="question",
            weight=definition.question + keywords.question,
            text="what the interviewer asked",
            evidence=((passage.transcript, *passage.question),) if passage.question[1] else (),
        ),
        Reason(
            kind="frequency",
            weight=float(weights["base rate"] * machine.model.base[code] + weights["constant"])
            + machine.model.alone(proposed.side),
            text="nothing is known yet of how common it is",
        ),
    ]
