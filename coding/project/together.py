"""Accept many suggestions in one act, after a person has judged a blind sample of exactly these.

A batch stands in the project's settings: what was chosen and drawn under `together ID`, its members
under `together-members ID`, so that it outlasts a reload and each step is one row in the log that
undo takes back. What was judged are decisions like any other, marked as drawn at random.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from coding.analysis.interviews import interview_of
from coding.errors import CodingError, Conflict, NotFound
from coding.model import Choice, Decision, Origin, Suggestion, TranscriptInfo, new_id, now
from coding.project.codings import joined, put_coding
from coding.project.part import ProjectPart
from coding.store import Writer
from coding.suggest.together import (
    BOUNDS,
    Batch,
    BatchPart,
    Member,
    Place,
    attempts,
    by_code,
    covered,
    digest_of,
    error_of,
    floor_percent,
    groups_of,
    meaning_of,
    parts_of,
    reached,
    recall,
    recall_sentence,
    sampled,
    sentence,
    size_for,
)

__all__ = ["BOUNDS", "Batch", "BatchPart", "Plan", "Together", "floor_percent", "size_for"]

KEPT, MEMBERS = "together", "together-members"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What could be accepted together: the suggestions, and which sample from these it would be."""

    suggestions: tuple[Suggestion, ...]
    attempt: int

    @property
    def said(self) -> float:
        """Return what share of them the machine says are right, 0 for none."""
        scores = [suggestion.score for suggestion in self.suggestions]
        return sum(scores) / len(scores) if scores else 0.0

    def by_code(self) -> dict[str, int]:
        """Return code → number of suggestions."""
        counts: dict[str, int] = {}
        for suggestion in self.suggestions:
            counts[suggestion.code] = counts.get(suggestion.code, 0) + 1
        return counts


class Together(ProjectPart):
    """Batches of suggestions, the samples of them that were judged, and what came of it."""

    # ── choosing and drawing ──

    def plan(
        self,
        *,
        coder: str,
        codes: Sequence[str] = (),
        transcripts: Collection[str] = (),
        floor: float = 0.0,
        progress: Callable[[int, int], None] | None = None,
    ) -> Plan:
        """Return what is proposed to a coder for these codes and interviews from a score on.

        No `codes` or `transcripts` are all of them. Raises NotFound for unknown ones.
        """
        infos = self.project.transcripts
        only = {infos.info(reference).id for reference in transcripts}
        found = self.project.suggestions.propose(
            coder=coder, codes=codes, most=3, floor=floor, reasons=False, progress=progress
        )
        chosen = [s for s in found if not only or s.transcript in only]
        members = [_member(suggestion) for suggestion in chosen]
        return Plan(suggestions=tuple(chosen), attempt=attempts(members, self._judged_before()))

    def draw(
        self,
        *,
        coder: str,
        codes: Sequence[str] = (),
        transcripts: Collection[str] = (),
        floor: float = 0.0,
        bound: float = 0.9,
        wrong: int = 0,
        apart: bool = False,
        seed: int | None = None,
        act: str = "",
    ) -> Batch:
        """Freeze a set of suggestions and draw the sample of it that is to be judged.

        Raises Conflict while another batch of this coder is open, CodingError where there are too
        few to be sampled.
        """
        if any(batch.open and batch.coder == coder for batch in self.all()):
            raise Conflict(
                "a sample is being judged already", hint="Judge it to its end, or let go of it."
            )
        if not 0 < bound < 1 or wrong < 0:
            raise CodingError("a bound lies between 0 and 1, and no fewer than none are wrong")
        plan = self.plan(coder=coder, codes=codes, transcripts=transcripts, floor=floor)
        members = [_member(suggestion) for suggestion in plan.suggestions]
        size = size_for(bound, wrong, plan.attempt)
        drawn = sampled(members, size, apart=apart, seed=seed)
        if not drawn:
            most = max((len(g) for g in groups_of(members, apart=apart).values()), default=0)
            raise CodingError(
                f"{size} would have to be judged, and there are only {most}",
                hint="Decide them one by one, choose more, or ask for a lower bound.",
            )
        groups = groups_of(members, apart=apart)
        sizes = {name: len(group) for name, group in groups.items() if len(group) > size}
        kept = [member for member in members if not apart or member.code in sizes]
        book, infos = self.project.codes.book(), self.project.transcripts
        of = sorted({member.transcript for member in kept})
        batch = Batch(
            id=new_id(),
            coder=coder,
            at=now(),
            model=self.project.learning.model(),
            codes=tuple(code.id for code in book if any(m.code == code.id for m in kept)),
            transcripts=tuple(of),
            floor=floor,
            bound=bound,
            error=error_of(plan.attempt),
            wrong=wrong,
            apart=apart,
            attempt=plan.attempt,
            count=len(kept),
            digest=digest_of(kept),
            sample=tuple(member.place for member in drawn),
            sizes=sizes,
            meanings={c.id: meaning_of(c) for c in book if any(m.code == c.id for m in kept)},
            said={key: _reads(infos.info(key)) for key in of},
        )
        summary = f"{len(drawn)} of {len(kept)} suggestions drawn at random"
        with self.store.writing(coder=coder, verb="draw", summary=summary, act=act) as w:
            w.put_setting(f"{KEPT} {batch.id}", asdict(batch))
            w.put_setting(f"{MEMBERS} {batch.id}", [[*asdict(m).values()] for m in kept])
        return batch

    # ── what there is ──

    def all(self) -> list[Batch]:
        """List the batches, the newest first."""
        kept = self.store.settings.below(KEPT)
        return sorted((_batch(data) for data in kept.values()), key=lambda b: b.at, reverse=True)

    def get(self, key: str) -> Batch:
        """Return a batch; raise NotFound if there is none."""
        data = self.store.settings.get(f"{KEPT} {key}")
        if data is None:
            raise NotFound(f"there is no batch {key}", hint="`coding accept-many list` lists them.")
        return _batch(data)

    def open_for(self, coder: str) -> Batch | None:
        """Return the batch that a coder is judging, None if there is none."""
        return next((b for b in self.all() if b.open and b.coder == coder), None)

    def members(self, batch: Batch) -> list[Member]:
        """List the suggestions of a batch as they stood when it was frozen."""
        rows = self.store.settings.get(f"{MEMBERS} {batch.id}") or []
        return [
            Member(transcript=t, start=a, end=b, code=c, score=s, raw=r)
            for t, a, b, c, s, r in rows
        ]

    def judged(self, batch: Batch) -> dict[Place, Choice]:
        """Return what its coder has said to the sample so far."""
        sample = set(batch.sample)
        return {
            place: d.choice
            for d in self.store.decisions.all(coder=batch.coder)
            if d.audit and d.at >= batch.at
            and (place := (d.transcript, d.start, d.end, d.code)) in sample
        }  # fmt: skip

    def parts(self, batch: Batch) -> list[BatchPart]:
        """Return what the sample says so far."""
        return parts_of(batch, self.judged(batch))

    def waiting(self, batch: Batch) -> list[Place]:
        """List what is still to be judged, in the order of judging."""
        judged = self.judged(batch)
        return [place for place in batch.sample if place not in judged]

    def sentence(self, batch: Batch) -> str:
        """Say for a methods section what was accepted together; "" for nothing."""
        if not batch.accepted:
            return ""
        names = {code.id: code.name for code in self.project.codes.book()}
        of = interview_of(self.project.transcripts.all())
        interviews = len({of.get(key, key) for key in batch.transcripts})
        told = sentence(batch, self.parts(batch), names, interviews)
        missed = self.project.missed.of(batch)
        if missed and missed.done:
            told += " " + recall_sentence(recall(self.parts(batch), missed), missed)
        return told

    def sentences(self) -> list[str]:
        """Return the sentences on all that was accepted together, the oldest first."""
        told = [self.sentence(batch) for batch in reversed(self.all()) if batch.accepted]
        return [said for said in told if said]

    # ── judging and accepting ──

    def judge(self, batch: Batch, place: Place, choice: Choice, *, act: str = "") -> str:
        """Say whether a code fits a place of the sample; return the coding's id, "" for none.

        Raises NotFound for what is not in the sample, Conflict for what is judged already.
        """
        if not batch.open or place not in batch.sample:
            raise NotFound("this is not in the sample that is being judged")
        if place in self.judged(batch):
            raise Conflict("this has been judged already", hint="Undo it to judge anew.")
        member = next(m for m in self.members(batch) if m.place == place)
        decision = Decision(
            id=new_id(),
            transcript=member.transcript,
            start=member.start,
            end=member.end,
            code=member.code,
            coder=batch.coder,
            choice=choice,
            score=member.score,
            raw=member.raw,
            audit=True,
            model=batch.model,
        )
        return self.project.suggestions.record([decision], act=act)[0]

    def changed(self, batch: Batch) -> list[str]:
        """List in what a batch is other than when its sample was drawn; empty if in nothing."""
        members, told = self.members(batch), []
        if len(members) != batch.count or digest_of(members) != batch.digest:
            told.append("its members are others")
        book = {code.id: code for code in self.project.codes.book()}
        for code, meaning in batch.meanings.items():
            if code not in book:
                told.append(f"the code `{code}` is gone")
            elif meaning_of(book[code]) != meaning:
                told.append(f"“{book[code].name}” is defined otherwise")
        there = {info.id: info for info in self.project.transcripts.all()}
        for key, said in batch.said.items():
            if key not in there:
                told.append("an interview is gone")
            elif _reads(there[key]) != said:
                told.append(f"{there[key].name} was corrected")
        if own := self._decided_since(batch, members):
            told.append(
                f"{own} of its suggestions {'was' if own == 1 else 'were'} decided or coded"
            )
        return told

    def _decided_since(self, batch: Batch, members: Sequence[Member]) -> int:
        """Count the members outside of the sample that the coder has decided or coded since."""
        sample = set(batch.sample)
        decided = {
            (d.transcript, d.start, d.end, d.code)
            for d in self.store.decisions.all(coder=batch.coder)
            if d.choice is not Choice.SKIP and d.visible and d.at >= batch.at
        }
        own = by_code(self.store.codings.all(coder=batch.coder))
        return sum(
            member.place not in sample and (member.place in decided or covered(member.place, own))
            for member in members
        )

    def accept(self, key: str, *, coder: str, act: str = "") -> int:
        """Accept the rest of a batch in one act, as far as the bound is reached; return how many.

        Raises CodingError where it is not, Conflict where the batch has changed since it was drawn,
        or somebody else than who judged asks for it.
        """
        batch = self.get(key)
        if not batch.open:
            raise Conflict("this batch is closed already")
        if coder != batch.coder:
            raise Conflict(f"{batch.coder} has judged this sample, and accepts the rest")
        if told := self.changed(batch):
            raise Conflict(
                f"the batch has changed since its sample was drawn: {'; '.join(told)}",
                hint="Let go of it and draw a new sample.",
            )
        parts = self.parts(batch)
        codes = set(reached(batch, parts))
        if not codes:
            left = len(self.waiting(batch))
            raise CodingError(
                f"{left} of the sample are not judged yet" if left else
                f"the sample does not show that {floor_percent(batch.bound)} % are right",
                hint="Judge them first." if left else "Decide the others one by one.",
            )  # fmt: skip
        sample = set(batch.sample)
        rest = [m for m in self.members(batch) if m.place not in sample and m.code in codes]
        low = min(part.low for part in parts if part.reached)
        right = sum(part.right for part in parts if part.reached)
        size = sum(part.size for part in parts if part.reached)
        summary = (
            f"{len(rest)} suggestions accepted together: at least {floor_percent(low)} % right"
            f" ({right} of {size} drawn at random, {100 * (1 - batch.error):g} % exact bound)"
        )
        with self.store.writing(coder=coder, verb="accept many", summary=summary, act=act) as w:
            _still_open(w, key)
            self._put(w, rest, coder)
            w.put_setting(f"{KEPT} {key}", asdict(replace(batch, accepted=now())))
        return len(rest)

    def _put(self, w: Writer, rest: Sequence[Member], coder: str) -> None:
        infos = {key: w.transcript(key) for key in {member.transcript for member in rest}}
        texts = {key: self.project.transcripts.get(key) for key in infos}
        for member in rest:
            start, end = joined(
                w, texts[member.transcript], member.start, member.end, member.code, coder
            )
            put_coding(
                w,
                infos[member.transcript],
                start,
                end,
                member.code,
                coder=coder,
                key=new_id(),
                merge=True,
                origin=Origin.SUGGESTION,
            )

    def let_go(self, key: str, *, coder: str, act: str = "") -> None:
        """Close a batch without accepting the rest: what was judged stays, the rest waits again."""
        batch = self.get(key)
        if not batch.open:
            raise Conflict("this batch is closed already")
        summary = f"a batch of {batch.count} suggestions let go"
        with self.store.writing(coder=coder, verb="let go", summary=summary, act=act) as w:
            _still_open(w, key)
            w.put_setting(f"{KEPT} {key}", asdict(replace(batch, left=now())))

    def _judged_before(self) -> list[set[Place]]:
        """Return, for each batch of which nothing was accepted, its members if any was judged."""
        return [
            {member.place for member in self.members(batch)}
            for batch in self.all()
            if not batch.accepted and self.judged(batch)
        ]


def _still_open(w: Writer, key: str) -> None:
    """Raise Conflict, inside an act, if a batch was closed since the act was prepared."""
    data = w.setting(f"{KEPT} {key}")
    if data is None or not _batch(data).open:
        raise Conflict("this batch is closed already")


def _reads(info: TranscriptInfo) -> str:
    """Return what changes whenever a transcript reads otherwise, or others say its turns."""
    return f"{info.sha256} {info.said}"


def _member(s: Suggestion) -> Member:
    return Member(
        transcript=s.transcript, start=s.start, end=s.end, code=s.code, score=s.score, raw=s.raw
    )


def _batch(data: Mapping[str, Any]) -> Batch:
    lists = {key: tuple(data[key]) for key in ("codes", "transcripts")}
    sample = tuple((t, a, b, c) for t, a, b, c in data["sample"])
    return Batch(**{**data, **lists, "sample": sample})
