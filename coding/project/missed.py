"""Say how much a batch of suggestions missed, by a random sample of places outside of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coding.errors import CodingError, Conflict, NotFound
from coding.model import Choice, new_id
from coding.project.codings import put_coding
from coding.project.part import ProjectPart
from coding.suggest.segments import passages
from coding.suggest.together import Batch, Missed, Place, by_code, covered

MISSED = "together-missed"


class MissedPlaces(ProjectPart):
    """Samples of places for which a batch proposes nothing: a passage with one of its codes."""

    def draw(
        self, key: str, *, coder: str, size: int = 60, seed: int | None = None, act: str = ""
    ) -> Missed:
        """Draw places outside of a batch: pairs of passage and code that nobody has decided.

        Passages that nobody coded are among them. Raises CodingError if there are none.
        """
        import numpy as np

        batch = self.project.together.get(key)
        inside = by_code([*self.project.together.members(batch)])
        own = by_code(self.store.codings.all(coder=batch.coder))
        refused = by_code(
            [d for d in self.store.decisions.all(coder=batch.coder) if d.choice is Choice.REJECT]
        )
        places, coded = [], 0
        for transcript in batch.transcripts:
            for passage in passages(self.project.transcripts.get(transcript)):
                for code in batch.codes if not passage.asked else ():
                    place = transcript, passage.start, passage.end, code
                    if covered(place, inside) or covered(place, refused):
                        continue
                    if covered(place, own):
                        coded += 1
                    else:
                        places.append(place)
        if not places:
            raise CodingError("there is no place outside of this batch that is not decided")
        draw = np.random.default_rng(seed)
        chosen = [places[at] for at in draw.permutation(len(places))[:size]]
        data = {
            "open": len(places),
            "coded": coded,
            "sample": chosen,
            "said": {},
            "texts": {t: self.project.transcripts.info(t).sha256 for t in batch.transcripts},
        }
        summary = f"{len(chosen)} places drawn at random outside of a batch"
        with self.store.writing(coder=coder, verb="draw", summary=summary, act=act) as w:
            w.put_setting(f"{MISSED} {key}", data)
        return _missed(data)

    def of(self, batch: Batch) -> Missed | None:
        """Return what the sample outside of a batch says so far, None before it is drawn."""
        data = self.store.settings.get(f"{MISSED} {batch.id}")
        return _missed(data) if data else None

    def waiting(self, batch: Batch) -> list[Place]:
        """List the places outside of a batch that are still to be judged."""
        data = self.store.settings.get(f"{MISSED} {batch.id}")
        sample = data["sample"] if data else []
        return [(t, a, b, c) for n, (t, a, b, c) in enumerate(sample) if str(n) not in data["said"]]

    def judge(self, batch: Batch, place: Place, fits: bool, *, act: str = "") -> None:
        """Say whether a code fits a place outside of a batch; where it does, it is coded."""
        transcript, start, end, code = place
        name = self.project.codes.get(code).name
        summary = f"{name} {'fits' if fits else 'does not fit'} where nothing was proposed"
        with self.store.writing(coder=batch.coder, verb="judge", summary=summary, act=act) as w:
            data = w.setting(f"{MISSED} {batch.id}")
            if data is None or list(place) not in data["sample"]:
                raise NotFound("this is not in the sample that is being judged")
            if w.transcript(transcript).sha256 != data["texts"][transcript]:
                raise Conflict("the interview was corrected since", hint="Draw a new sample.")
            number = str(data["sample"].index(list(place)))
            if number in data["said"]:
                raise Conflict("this has been judged already", hint="Undo it to judge anew.")
            if fits:
                put_coding(
                    w,
                    w.transcript(transcript),
                    start,
                    end,
                    code,
                    coder=batch.coder,
                    key=new_id(),
                    merge=True,
                )
            data["said"][number] = fits
            w.put_setting(f"{MISSED} {batch.id}", data)


def _missed(data: Mapping[str, Any]) -> Missed:
    said = list(data["said"].values())
    return Missed(
        open=data["open"],
        coded=data["coded"],
        size=len(data["sample"]),
        judged=len(said),
        fits=sum(said),
    )
