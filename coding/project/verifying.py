"""Check report drafts and keep what people decided about the findings: the desk for drafts.

A draft is never changed and never kept: it is read where it lies. A finding that was settled
stays settled as long as its sentence reads as it did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding import drafts
from coding.errors import CodingError, NotFound
from coding.files.tables import write_rows
from coding.files.writing import check_suffix, replacing
from coding.language.guess import guess
from coding.model import Draft, Finding, Indicator, Level, Report, Ruling, now
from coding.reports.certificate import Certificate, write_certificate
from coding.survey.linking import code_text, indicator_text
from coding.verify import Study, verify
from coding.verify.checks.quantifiers import read_table, table

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["DECIDED", "Verifying", "as_data"]

DECIDED = ("fixed", "accepted", "not ours")
"""What may be decided: it will be mended, it may stay as it is, or it is another source's."""

UNKNOWN = "no such indicator"
SETTING = "quantifiers"
COLUMNS = (
    *("level", "check", "verdict", "paragraph", "excerpt", "message", "hint", "evidence"),
    *("start", "end", "decision", "reason", "by"),
)
Progress = Callable[[int, int, str], None]


class Verifying:
    """Drafts, their findings, and what was decided about them."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.store = project.store

    # ── checking ──

    def drafts(self) -> list[Path]:
        """Return the drafts that lie in the project's folder, or in `report/` and `survey/`."""
        folders = [self.project.folder / name for name in ("", "report", "survey")]
        return [
            path
            for folder in folders
            for path in sorted(folder.glob("*"))
            if path.suffix.lower() in drafts.SUFFIXES
            and path.is_file()
            and path.stem.upper() != path.stem  # README, CHANGELOG and their like
        ]

    def read(self, path: Path) -> Draft:
        """Read a draft from a file. Raises DraftError."""
        return drafts.read(path)

    def verify(self, draft: Draft, progress: Progress | None = None) -> Report:
        """Run every check on a draft against the project's interviews and survey.

        What is missing (no survey, no transcripts, a language that neither has) is said in the
        report's notes.
        """
        project = self.project
        transcripts = [project.transcript(info.id) for info in project.transcripts()]
        notes = []
        indicators: list[Indicator] = []
        try:
            indicators = project.surveys.indicators()
        except CodingError as fault:
            notes.append(f"The survey cannot be used: {fault}")
        language = guess(draft.text)
        words_for = self._words_for(language)
        known = {t.language[:2].lower() for t in transcripts if t.language}
        if language and known and language not in known:
            notes.append(
                f"The draft seems to be in `{language}`, the interviews in"
                f" {', '.join(f'`{one}`' for one in sorted(known))}: quotations in translation"
                " that is not in the project cannot be found."
            )
        study = Study(
            transcripts=transcripts,
            participants={one.id: one for one in project.participants()},
            indicators=indicators,
            quantifiers=self.quantifiers(),
            words_for=words_for,
            likeness=_likeness(indicators, words_for, language),
        )
        report = verify(draft, study, progress)
        return Report(
            draft=report.draft,
            findings=report.findings,
            examined=report.examined,
            notes=(*notes, *report.notes),
            counts=report.counts,
        )

    def _words_for(self, language: str) -> dict[str, str]:
        """Return indicator → what the codes linked to it say in a language."""
        book = self.project.codebook().by_id
        found: dict[str, str] = {}
        for code, listed in self.project.linking.figures_of_codes().items():
            if code in book:
                words = code_text(book[code], language)
                for one in listed:
                    found[one.id] = f"{found.get(one.id, '')} {words}".strip()
        return found

    # ── the table of quantifiers ──

    def quantifiers(self) -> list[dict[str, Any]]:
        """Return what quantifiers mean in this project: words (a pattern), low, high, strict."""
        return self.store.settings.get(SETTING) or table()

    def set_quantifiers(self, rows: Sequence[Mapping[str, Any]], *, coder: str) -> None:
        """Change that table; an empty one brings back what the program starts with.

        Raises CodingError for a row that makes no sense.
        """
        import re

        for row in rows:
            try:
                re.compile(str(row["words"]))
                (one,) = read_table([row])
            except (KeyError, ValueError, re.error) as e:
                raise CodingError(
                    f"this row of the table cannot be used: {row}",
                    hint="It needs words (a pattern), low and high (numbers), strict (true,"
                    " false).",
                ) from e
            if not 0 <= one.low < one.high <= 100 or not one.words.strip():
                raise CodingError(
                    f"“{one.words}” cannot mean {one.low:g} to {one.high:g} %",
                    hint="Bounds lie between 0 and 100, the lower one first.",
                )
        with self.store.writing(coder=coder, verb="settings", summary="what quantifiers mean") as w:
            w.put_setting(SETTING, [dict(row) for row in rows])

    # ── deciding ──

    def rulings(self) -> dict[str, Ruling]:
        """Return finding key → what was decided about it."""
        return self.store.rulings.all()

    def decide(
        self, finding: Finding, decided: str, *, reason: str = "", coder: str, act: str = ""
    ) -> None:
        """Settle a finding; raises CodingError for an unknown decision or a missing reason."""
        if decided not in DECIDED:
            raise CodingError(f"“{decided}” is no decision", hint=", ".join(DECIDED))
        if decided == "accepted" and not reason.strip():
            raise CodingError(
                "a finding is accepted with a reason",
                hint="Say in a few words why the sentence may stay as it is.",
            )
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
            w.put_ruling(ruling)

    def reopen(self, finding: Finding, *, coder: str) -> None:
        """Take a decision back. Raises NotFound if there is none."""
        if finding.key not in self.rulings():
            raise NotFound("nothing is decided about this finding")
        summary = f"reopened: {finding.verdict} “{finding.excerpt[:40]}”"
        with self.store.writing(coder=coder, verb="rule", summary=summary) as w:
            w.drop_ruling(finding.key)

    # ── handing out ──

    def comments(self, report: Report, data: bytes, target: Path) -> int:
        """Write the draft to a .docx with a comment for each open finding; return how many.

        That a figure is none of the survey's is no comment: a report may cite other sources.

        `data` are the draft's bytes. The draft itself is never changed: raises CodingError if
        `target` is the draft, or cannot be written.
        """
        check_suffix(target, [".docx"])
        if target.exists() and target.read_bytes() == data:
            raise CodingError(
                "this is the draft itself", str(target), "Give the copy with comments a new name."
            )
        rulings = self.rulings()
        open_ones = [f for f in report.findings if f.key not in rulings and f.verdict != UNKNOWN]
        with replacing(target) as temporary:
            drafts.comment(
                report.draft,
                data,
                temporary,
                [(f.start, f.end, _said(f)) for f in open_ones],
            )
        return len(open_ones)

    def export(self, report: Report, path: Path) -> None:
        """Write the findings to a .csv or .xlsx file; raises CodingError."""
        rulings = self.rulings()
        rows = []
        for one in report.findings:
            ruling = rulings.get(one.key)
            rows.append(
                {
                    **{name: getattr(one, name) for name in COLUMNS[:7] if name != "level"},
                    "level": str(one.level),
                    "evidence": "\n".join(f"{e.where}: {e.text}".strip(": ") for e in one.evidence),
                    "start": one.start,
                    "end": one.end,
                    "decision": ruling.decided if ruling else "",
                    "reason": ruling.reason if ruling else "",
                    "by": ruling.coder if ruling else "",
                }
            )
        write_rows(path, rows, COLUMNS)

    def certify(self, report: Report, path: Path) -> None:
        """Write the one-page certificate to a .docx or .html file; raises CodingError."""
        write_certificate(path, self.certificate(report))

    def certificate(self, report: Report) -> Certificate:
        """Return what the certificate says."""
        rulings = self.rulings()
        quotations = Counter(e.verdict for e in report.examined if e.kind == "quotation")
        figures = Counter(e.verdict for e in report.examined if e.kind == "figure")
        settled = [(f, rulings[f.key]) for f in report.findings if f.key in rulings]
        waiting = [f for f in report.findings if f.key not in rulings and f.level != "info"]
        return Certificate(
            draft=report.draft.name,
            sha256=report.draft.sha256,
            project=self.project.folder.name,
            date=now()[:10],
            quotations=dict(quotations.most_common()),
            figures=dict(figures.most_common()),
            open=[(str(f.level), f.paragraph, f.excerpt, f.message) for f in waiting],
            settled=[
                (r.decided, f.paragraph, f.excerpt, f"{r.reason} ({r.coder}, {r.at[:10]})".strip())
                for f, r in settled
            ],
            notes=list(report.notes),
        )


def as_data(report: Report, rulings: Mapping[str, Ruling]) -> dict[str, Any]:
    """Return a report as plain data, with the keys of `coding verify --json`.

    Findings that were settled stand under `settled` and are not counted.
    """
    waiting = [f for f in report.findings if f.key not in rulings]
    counted = Counter(f.level for f in waiting)
    return {
        "draft": report.draft.name,
        "sha256": report.draft.sha256,
        "findings": [_finding(f) for f in waiting],
        "counts": {str(name): counted[name] for name in Level},
        "examined": [asdict(e) for e in report.examined],
        "settled": [
            {**_finding(f), "decision": _ruling(rulings[f.key])}
            for f in report.findings
            if f.key in rulings
        ],
        "notes": list(report.notes),
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {**asdict(one), "level": str(one.level), "key": one.key}


def _ruling(ruling: Ruling) -> dict[str, Any]:
    """Return a ruling as `verify --json` has it, where what was decided is its `verdict`."""
    data = asdict(ruling)
    return {"id": data.pop("id"), "verdict": data.pop("decided"), **data}


def _said(one: Finding) -> str:
    """Return what a Word comment says of a finding."""
    lines = [f"{one.level.upper()}: {one.verdict}. {one.message}", one.hint]
    lines += [f"{e.where}: {e.text}".strip(": ") for e in one.evidence]
    return "\n".join(line for line in lines if line)


def _likeness(
    indicators: Sequence[Indicator], words_for: Mapping[str, str], language: str
) -> Callable[[Sequence[str]], Any] | None:
    """Return what compares the draft's words and the survey's by meaning, None without means."""
    from coding.language.vectors import languages, vectors

    if language not in languages() or not indicators:
        return None
    of_survey = guess(" ".join(indicator_text(i) for i in indicators)) or language
    same = of_survey == language
    texts = [indicator_text(i) if same else words_for.get(i.id, "") for i in indicators]
    theirs = vectors(texts, language)

    def compare(wanted: Sequence[str]) -> Any:
        return vectors(list(wanted), language) @ theirs.T

    return compare
