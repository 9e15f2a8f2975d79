"""Tell what each number of a draft states: the machine proposes, a person binds.

    read ──▶ propose ──▶ settle (what people bound) ──▶ compare

Checks ask `claims_of`; what they call an error rests on `Claim.sure` alone.
"""

from __future__ import annotations

from coding.model import Claim
from coding.verify.claims.proposing import Proposing, worded
from coding.verify.claims.reading import read_claims
from coding.verify.claims.settling import settle
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

__all__ = ["LASTING", "claims_of"]

LASTING = frozenset({"survey", "stated", "worded", "claimed", "proposing", "figures"})
"""What was worked out once for a draft and stays as it is when somebody binds a claim."""


def claims_of(reading: ReadDraft, study: Study) -> list[Claim]:
    """Return the numbers and quantifiers of a draft with what they state, worked out once."""
    return reading.once("claims", lambda: _claims_of(reading, study))


def _claims_of(reading: ReadDraft, study: Study) -> list[Claim]:
    claims = reading.once("claimed", lambda: read_claims(reading, study))
    if claims and study.indicators:
        proposing = reading.once(
            "proposing", lambda: Proposing(reading, worded(reading, study), claims)
        )
        claims = proposing.claims(study.bindings)
    return settle(claims, study)
