"""Read interviews as a child does that hands them over: with all that is written down of them.

It stands apart from what gives the child its work, so that the child learns no more of the program
than how interviews are read: that takes longer than reading a hundred of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from coding.model import Transcript
from coding.model.tally import InterviewTally, packed

HandedOver: TypeAlias = tuple[Transcript, InterviewTally | None]
"""An interview and its tally, which has the turns, as rows, in its stead."""


def handed_over(reads: Sequence[Callable[[], Transcript]]) -> list[HandedOver]:
    """Read interviews one after the other; what one of them raises is raised.

    Of answers to open questions the turns are needed once more.
    """
    transcripts = (read() for read in reads)
    return [(t, None) if t.respondents else packed(t) for t in transcripts]
