"""Check report drafts and keep what people decided about the findings.

A draft is never changed and never kept: it is read where it lies. A finding that was settled
stays settled as long as its sentence reads as it did.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding import drafts
from coding.drafts.board import CALLED, board, counts_called, spots
from coding.drafts.rulings import (
    COLUMNS,
    DECIDED,
    as_data,
    check_ruling,
    comments,
    foreign,
    rows_of,
    wordless,
)
from coding.errors import CodingError, NotFound
from coding.files.table_writing import write_rows
from coding.files.writing import check_suffix, replacing
from coding.language.guess import guess
from coding.model import (
    Binding,
    Claim,
    Draft,
    Evidence,
    Finding,
    Indicator,
    Report,
    Ruling,
    Sense,
    now,
)
from coding.project.claims import Claims, adrift, notes_on
from coding.quotes.printing import quote_words
from coding.quotes.quoting import context
from coding.reports.certificate import Certificate, certificate, write_certificate
from coding.reports.certificate import Row as CertificateRow
from coding.survey.linking import likeness, words_of_codes

if TYPE_CHECKING:
    from coding.project import Project
    from coding.project.older_words import OlderText
    from coding.verify import Study, Verification

__all__ = ["DECIDED", "CertificateRow", "Drafts", "LastCheck", "Verified", "as_data"]

SETTING = "quantifiers"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastCheck:
    """What the last check of a draft found while the program has been open, and when that was.

    `since` says what was done last of all that it may rest on, "" if nothing.
    """

    report: Report
    at: str
    since: str


class Verified:
    """A draft that was checked, with the report as it is after the latest bindings."""

    def __init__(
        self, verification: Verification, notes: Sequence[str], older: Sequence[OlderText] = ()
    ) -> None:
        self._verification = verification
        self._older = older
        self._notes = tuple(notes)
        self.report = self._with_notes(verification.report())

    def bound(self, bindings: Mapping[str, Binding]) -> Report:
        """Return, and keep, the report with these bindings by the claim's key."""
        self.report = self._with_notes(self._verification.bound(bindings))
        return self.report

    def _with_notes(self, report: Report) -> Report:
        from coding.project.older_words import with_older

        study = self._verification.study
        lost = adrift(study.bindings.values(), report.claims, report.draft.name)
        decided = notes_on(report.claims, lost, study.indicators)
        report = replace(report, notes=(*self._notes, *decided, *report.notes))
        return with_older(report, self._older)


class Drafts(Claims):
    """Drafts, their claims and findings, and what was decided about them."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._checked: dict[str, tuple[bytes, Verified, int, str]] = {}

    # ── checking ──

    def remember(self, name: str, data: bytes, checked: Verified, revision: int, at: str) -> None:
        """Keep what a check found of a file, as long as the program is open."""
        self._checked[name] = (hashlib.sha256(data).digest(), checked, revision, at)

    def last_checks(self) -> dict[str, LastCheck]:
        """Return name → the last check of each draft of the folder that is as it was then."""
        told = {}
        for path in self.all():
            digest, checked, revision, at = self._checked.get(path.name, (b"", None, 0, ""))
            if checked and hashlib.sha256(path.read_bytes()).digest() == digest:
                since = self.changed_since(revision)
                told[path.name] = LastCheck(report=checked.report, at=at, since=since)
        return told

    def changed_since(self, revision: int) -> str:
        """Say what was done last of all that a check may rest on, after a revision; else ""."""
        return self.store.log.newest_since(revision)

    def all(self) -> list[Path]:
        """Return the drafts that lie in the project's folder, or in `report/` and `survey/`."""
        return drafts.lying_in(self.project.folder)

    def read(self, path: Path) -> Draft:
        """Read a draft from a file. Raises DraftError."""
        return self.project.outside.draft(path)

    def verify(self, draft: Draft, progress: Progress | None = None) -> Report:
        """Run every check on a draft against the project's interviews and survey.

        What is missing (no survey, no transcripts, a language that neither has) is said in the
        report's notes.
        """
        return self.verified(draft, progress).report

    def verified(self, draft: Draft, progress: Progress | None = None) -> Verified:
        """Check a draft as `verify` does, and be ready to look at it anew after a binding."""
        from coding.project.older_words import OlderText
        from coding.verify import Verification

        study, notes = self._study(draft)
        older = [
            OlderText(text, wording.replaced)
            for _, wording, text in self.project.revisions.older_texts()
        ]
        return Verified(Verification(draft, study, progress), notes, older)

    def claims(self, draft: Draft) -> tuple[Claim, ...]:
        """Return what a draft claims; quotations are listed and not looked up: `verify` does."""
        from coding.verify import claims_in

        return claims_in(draft, self._study(draft, heard=False)[0])

    def adrift(self, report: Report) -> tuple[Binding, ...]:
        """Return what was decided about sentences that a draft does not have any more."""
        return adrift(self.bindings().values(), report.claims, report.draft.name)

    def _study(self, draft: Draft, *, heard: bool = True) -> tuple[Study, list[str]]:
        """Return what a draft is checked against, and what is missing of it.

        Unless interviews are to be `heard`, they are left out: nothing can be looked up in them.
        """
        from coding.verify import Study
        from coding.verify.evidence.people import people_of

        project = self.project
        infos = project.transcripts.all()
        notes = []
        indicators: list[Indicator] = []
        try:
            indicators = project.survey.figures()
        except CodingError as fault:
            notes.append(f"The survey cannot be used: {fault}")
        bindings = self.bindings()
        indicators += self._of_groups(bindings.values(), {figure.id for figure in indicators})
        language = guess(draft.text)
        words_for = self._words_for(language)
        notes += foreign(language, [info.language for info in infos])
        notes += wordless(language)
        quantifiers, lost = self._quantifiers()
        if lost:
            notes.append(
                "The table of quantifiers was kept as patterns; these are no words and were left"
                f" out: {', '.join(f'“{words}”' for words in lost)}."
            )
        study = Study(
            transcripts=[project.transcripts.get(info.id) for info in infos] if heard else (),
            participants={p.id: p for p in project.participants.all()},
            labels=project.labels.in_all_languages(),
            indicators=indicators,
            quantifiers=quantifiers,
            words_for=words_for,
            likeness=likeness(indicators, words_for, language),
            bindings=bindings,
            coded=project.cases.carrying(),
            interviewed=people_of(infos),
        )
        return study, notes

    def _of_groups(self, bindings: Iterable[Binding], known: set[str]) -> list[Indicator]:
        """Return the figures of groups, worked out from answers, that claims were bound to."""
        stated = [b.statement for b in bindings if b.statement]
        wanted = {key for s in stated if s.sense is not Sense.CODED for key in s.figures} - known
        figures = []
        for key in sorted(wanted):
            with suppress(CodingError):  # it is gone: its claim is open again, and a note says so
                figures.append(self.project.survey.figure(key))
        return figures

    def _words_for(self, language: str) -> dict[str, str]:
        """Return indicator → what the codes linked to it say in a language."""
        beside = self.project.links.figures_of_codes()
        return words_of_codes(self.project.codes.book(), beside, language)

    # ── the table of quantifiers ──

    def quantifiers(self) -> list[dict[str, Any]]:
        """Return what quantifiers mean in this project: words, low, high, strict."""
        return self._quantifiers()[0]

    def _quantifiers(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Return the same, and patterns of a table kept long ago that are no words."""
        from coding.verify.reading.quantified import of_today, table

        kept = self.store.settings.get(SETTING)
        return of_today(kept) if kept else (table(), [])

    def set_quantifiers(
        self,
        rows: Sequence[Mapping[str, Any]],
        *,
        coder: str,
        opened: Sequence[Mapping[str, Any]] | None = None,
    ) -> None:
        """Change that table; an empty one brings back what the program starts with.

        `opened` is the table as it was before the change: what others have changed since stays.
        Raises CodingError for a row that makes no sense, Conflict where both changed one row.
        """
        from coding.verify.reading.quantified import fault_of, of_today, rows_together, table

        for row in rows:
            if fault := fault_of(row):
                raise CodingError(
                    fault,
                    hint="A row needs words with commas between, low and high (percentages, the"
                    " lower one first) and strict (true, false).",
                )
        with self.store.writing(coder=coder, verb="settings", summary="what quantifiers mean") as w:
            kept = w.setting(SETTING)
            if opened is not None:
                rows = rows_together(opened, rows, of_today(kept)[0] if kept else table())
            w.put_setting(SETTING, [dict(row) for row in rows])

    # ── deciding ──

    def rulings(self) -> dict[str, Ruling]:
        """Return finding key → what was decided about it."""
        return self.store.rulings.all()

    def rule(
        self,
        finding: Finding,
        decided: str,
        *,
        reason: str = "",
        coder: str,
        version: int | None = None,
        act: str = "",
    ) -> None:
        """Settle a finding; raises CodingError for an unknown decision or a missing reason.

        `version` is that of the ruling as it was seen, 0 where there was none; raises Conflict if
        somebody else has decided otherwise since.
        """
        check_ruling(decided, reason)
        ruling = Ruling(
            id=finding.key,
            decided=decided,
            reason=reason.strip(),
            coder=coder,
            at=now(),
            sentence=finding.sentence,
        )
        summary = f"{decided}: {finding.verdict} “{finding.excerpt[:40]}”"
        with self.store.writing(coder=coder, verb="rule", summary=summary, act=act) as w:
            w.put_ruling(ruling, version=version)

    def reopen(self, finding: Finding, *, coder: str, version: int | None = None) -> None:
        """Take a decision back. Raises NotFound if there is none, Conflict as `rule` does."""
        if finding.key not in self.rulings():
            raise NotFound("nothing is decided about this finding")
        summary = f"reopened: {finding.verdict} “{finding.excerpt[:40]}”"
        with self.store.writing(coder=coder, verb="rule", summary=summary) as w:
            w.drop_ruling(finding.key, version=version)

    # ── what a finding rests on ──

    def passage(self, evidence: Evidence) -> tuple[str, str]:
        """Return what stands before and after a passage in its transcript."""
        try:
            text = self.project.transcripts.get(evidence.source).text
        except NotFound:
            return "", ""
        return context(text, evidence.start, evidence.end, width=220)

    def board(self, report: Report) -> dict[str, Any]:
        """Return a checked draft with its claims and findings as the page shows them."""
        questions = self.project.survey.questions()
        return board(report, self.rulings(), questions, self.passage)

    # ── handing out ──

    def unnamed(self, report: Report) -> Report:
        """Return a report whose evidence names no interview and nobody who speaks in it."""
        called = self.project.transcripts.neutral_names()

        def without_names(evidence: Evidence) -> Evidence:
            if evidence.kind != "passage":
                return evidence
            transcript = self.project.transcripts.get(evidence.source)
            words = quote_words(transcript, evidence.start, evidence.end).printed
            return replace(evidence, where=called[evidence.source], text=words)

        return replace(
            report,
            findings=tuple(
                replace(finding, evidence=tuple(map(without_names, finding.evidence)))
                for finding in report.findings
            ),
        )

    def comments(self, report: Report, data: bytes, target: Path, *, ids: bool = False) -> int:
        """Write the draft to a .docx with a comment for each open finding; return how many.

        That a figure is none of the survey's is no comment: a report may cite other sources.

        Nobody is named in them: an interview is "interview 7", unless `ids` asks for the names.
        `data` are the draft's bytes. The draft itself is never changed: raises CodingError if
        `target` is the draft, or cannot be written.
        """
        check_suffix(target, [".docx"])
        if target.exists() and target.read_bytes() == data:
            raise CodingError(
                "this is the draft itself", str(target), "Give the copy with comments a new name."
            )
        remarks = comments(report if ids else self.unnamed(report), self.rulings())
        with replacing(target) as temporary:
            self.project.outside.comment(report.draft, data, temporary, remarks)
        return len(remarks)

    def export(self, report: Report, path: Path, *, ids: bool = False) -> None:
        """Write the findings to a .csv or .xlsx file; raises CodingError. Names as `comments`."""
        report = report if ids else self.unnamed(report)
        write_rows(path, rows_of(report, self.rulings()), COLUMNS)

    def certify(self, report: Report, path: Path) -> None:
        """Write the certificate to a .docx or .html file; raises CodingError."""
        write_certificate(path, self.certificate(report))

    def certificate(self, report: Report) -> Certificate:
        """Return what the certificate says."""
        project = self.project
        interviews = project.transcripts.all()
        people = project.participants.all()
        figures: list[Indicator] = []
        with suppress(CodingError):  # a survey that cannot be read is told in the report's notes
            figures = project.survey.figures()
        names = [n for p in people for n in (p.id, p.pseudonym)]
        names += [n for i in interviews for n in (i.name, i.file, Path(i.file).stem)]
        hashes = sorted(interview.sha256 for interview in interviews)
        rulings = self.rulings()
        placed = spots(report, rulings)
        return certificate(
            report,
            rulings,
            claims=counts_called(placed),
            standing={spot.claim.key: CALLED[spot.mark] for spot in placed if spot.claim},
            project=project.folder.name,
            date=now()[:10],
            sources=[
                *(f"SHA-256 of a survey’s file: {sha}" for sha in project.survey.hashes()),
                *(f"SHA-256 of an interview’s text: {sha}" for sha in hashes),
            ],
            names=names,
            figures=figures,
        )
