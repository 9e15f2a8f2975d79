"""Keep what people decide about words that tell who somebody is.

A decision is for words in their sentence of an interview, whoever codes it, or for words wherever
they stand. Every quote that is printed has in it what somebody put in place of such words.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coding.errors import CodingError, NotFound
from coding.files.clean import printable
from coding.model import (
    Disclosure,
    IdentifierChoice,
    IdentifierDecision,
    RiskKind,
    RiskLevel,
    decision_key,
    now,
)
from coding.privacy.replacing import REPLACED, substituted, swaps
from coding.project.part import ProjectPart

_NONE = IdentifierChoice.NONE


class Identifiers(ProjectPart):
    """What was decided about names, towns and the like: kept, replaced, none."""

    def all(self) -> dict[str, IdentifierDecision]:
        """Return key → what was decided about words in a passage, oldest first."""
        return self.store.identifiers.all()

    def swaps(self) -> tuple[IdentifierDecision, ...]:
        """Return by which decisions words are replaced, since they tell who somebody is."""
        return swaps(self.all())

    def settled(self) -> list[Disclosure]:
        """Return what was decided about, as it stood then, for it to be looked at or taken back."""
        names = {info.id: info.name for info in self.project.transcripts.all()}
        return [
            Disclosure(
                level=RiskLevel.STOP,
                kind=RiskKind.UNCLEAR,
                where=names.get(decision.transcript, "a draft" if decision.passage else "anywhere"),
                what=decision.words,
                k=1,
                of=0,
                hint=decision.reason,
                words=decision.words,
                passage=decision.passage,
                transcript=decision.transcript,
                decision=decision,
            )
            for decision in self.all().values()
        ]

    def decide(
        self,
        disclosures: Sequence[Disclosure],
        choice: IdentifierChoice,
        *,
        reason: str = "",
        replacement: str = "",
        everywhere: bool = False,
        coder: str,
        version: int | None = None,
        act: str = "",
    ) -> None:
        """Decide about identifiers: keep them with a reason, replace them, or say they are none.

        It is one act, and remembered for the words in their sentence of the interview, whoever
        codes it, and with `everywhere` for the words wherever they stand. A replacement stands in
        square brackets, which are put around it if they are missing; sections that print the quote
        print it, and so does every export. `version` is that of the decision as it was seen, 0
        where there was none: raises Conflict if somebody else has decided since, CodingError for a
        reason or replacement that is missing.
        """
        reason, replacement = " ".join(reason.split()), " ".join(replacement.split())
        _check(disclosures, choice, reason)
        told = "; ".join(dict.fromkeys(f"“{one.words}”" for one in disclosures))
        verdict = f"{choice}{f' by {replacement}' if replacement else ''}"
        summary = f"{told[:80]}: {verdict}{f' ({reason})' if reason else ''}"
        made: list[IdentifierDecision] = []
        with self.store.writing(coder=coder, verb="disclose", summary=summary, act=act) as w:
            for one in disclosures:
                wide = everywhere and choice is not IdentifierChoice.REPLACED
                where = ("", "") if wide else (one.passage, one.transcript)
                instead = replacement or next((a.value for a in one.advice), "")
                decision = IdentifierDecision(
                    id=decision_key(one.words, *where),
                    decided=choice,
                    words=one.words,
                    passage=where[0],
                    transcript=where[1],
                    reason=reason,
                    replacement=_bracketed(instead) if choice is REPLACED else "",
                    coder=coder,
                    at=now(),
                )
                w.put_identifier(decision, version=version)
                made.append(decision)
            for pick, printed in self._edited(made):
                w.baskets.change_pick(pick, printed=printed)

    def read_table(self, path: Path) -> list[tuple[int, CodingError]]:
        """Read decisions made elsewhere; return (row number in the file, fault) for bad rows.

        Columns: `words` and `decided` (kept, not an identifier), with `reason` and `coder`; each
        holds for its words wherever they stand. Good rows go in together as one act.
        """
        failed: list[tuple[int, CodingError]] = []
        ready: list[IdentifierDecision] = []
        rows = self.project.outside.rows(path, required=["words", "decided"])
        for number, row in enumerate(rows, 2):
            words, reason = row["words"], row.get("reason", "")
            try:
                choice = IdentifierChoice(row["decided"].strip().lower())
                if not words or choice is REPLACED or (choice is not _NONE and not reason):
                    raise ValueError
            except ValueError:
                hint = "Write `kept` with a reason, or `not an identifier`."
                failed.append((number, CodingError("this is no decision", hint=hint)))
                continue
            ready.append(
                IdentifierDecision(
                    id=decision_key(words),
                    decided=choice,
                    words=words,
                    passage="",
                    transcript="",
                    reason=reason,
                    replacement="",
                    coder=row.get("coder", ""),
                    at=now(),
                )
            )
        if ready:
            summary = f"{len(ready)} decisions from {printable(path.name)}"
            with self.store.writing(coder="", verb="disclose", summary=summary) as w:
                for decision in ready:
                    w.put_identifier(decision)
        return failed

    def reopen(
        self, disclosure: Disclosure, *, coder: str, version: int | None = None, act: str = ""
    ) -> None:
        """Take a decision back. Raises NotFound if there is none, Conflict as `decide` does.

        Words that sections print in brackets stay there: the quote's edit is changed by hand.
        """
        decision = disclosure.decision
        if decision is None:
            raise NotFound("nobody has decided about this", hint="It is open.")
        summary = f"“{disclosure.words}” is open again"
        with self.store.writing(coder=coder, verb="disclose", summary=summary, act=act) as w:
            w.drop_identifier(decision.id, version=version)

    def _edited(self, decisions: Sequence[IdentifierDecision]) -> list[tuple[str, str]]:
        """Return picks whose edited words have what is replaced, and their words after that."""
        picks = [pick for basket in self.project.baskets.all() for pick in basket.picks]
        there = {c.id: c for c in self.store.codings.all(ids=[pick.coding for pick in picks])}
        changed = []
        for pick in picks:
            if pick.printed and pick.coding in there:
                words = substituted(pick.printed, there[pick.coding].transcript, decisions)
                if words != pick.printed:
                    changed.append((pick.id, words))
        return changed


def _check(disclosures: Sequence[Disclosure], choice: IdentifierChoice, reason: str) -> None:
    if any(not one.words or one.kind in (RiskKind.LABEL, RiskKind.PROFILE) for one in disclosures):
        raise CodingError(
            "that is no word to decide about", hint="Change the label, or choose other quotes."
        )
    if choice is IdentifierChoice.KEPT and not reason:
        raise CodingError(
            "an identifier is kept with a reason", hint="Say in a few words why it may be printed."
        )


def _bracketed(replacement: str) -> str:
    inside = replacement.strip("[] ")
    if not inside:
        raise CodingError("a replacement is missing", hint="Such as [a town in the north].")
    return f"[{inside}]"
