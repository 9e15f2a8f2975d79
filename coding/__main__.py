"""Run the desk from the command line: every act of the app can be scripted, tested and timed.

`--json` prints one JSON document on stdout; messages, progress and warnings go to stderr. Exit
codes: 0 done, 1 a mistake the researcher can put right, 2 wrong usage.
"""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from coding import __version__
from coding.errors import CodingError

if TYPE_CHECKING:
    from coding.model import Coding, Link, Suggestion, TranscriptInfo
    from coding.project import Project

F = TypeVar("F", bound=Callable[..., Any])


class Commands(click.Group):
    """A group that lists its commands in the order of the flow and turns mistakes into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order they were written here."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; print a CodingError as one line and exit with 1."""
        try:
            return super().invoke(ctx)
        except CodingError as error:
            for one in getattr(error, "problems", [error]):
                click.echo(f"Error: {one}", err=True)
            sys.exit(1)
        except BrokenPipeError:
            sys.exit(1)


def default_coder() -> str:
    """Return $CODING_CODER, else the login name, else "coder"."""
    try:
        return os.environ.get("CODING_CODER") or getpass.getuser()
    except (OSError, KeyError):
        return "coder"


def project_option(command: F) -> F:
    """Add `--project DIR`."""
    return click.option(
        "--project",
        "folder",
        type=click.Path(path_type=Path),
        default=Path(),
        help="The project's folder (default: the current one).",
    )(command)


def coder_option(command: F) -> F:
    """Add `--coder NAME`."""
    return click.option(
        "--coder", default=default_coder, help="Who codes (default: $CODING_CODER or login name)."
    )(command)


def json_option(command: F) -> F:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def opened(folder: Path, *, sound: bool = True) -> Project:
    """Open a project, showing how far a first reading has got and what failed in it.

    Raises the fault of a codebook.yaml that is gone or faulty, unless it need not be `sound`.
    """
    from coding.project import Project

    project = Project(folder, progress=_progress)
    for file, fault in project.first_report.failed:
        click.echo(f"{file}: {fault}", err=True)
    if sound and project.files.codebook_fault:
        raise project.files.codebook_fault
    return project


def emit(as_json: bool, document: object, lines: Sequence[str] = ()) -> None:
    """Print the document as JSON, or the lines for a person."""
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for line in lines:
            click.echo(line)


def _progress(done: int, total: int, name: str) -> None:
    if not sys.stderr.isatty() or not total:
        return
    click.echo(f"\r{done:>6} of {total}  {name[:50]:<50}", nl=done == total, err=True)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="coding")
def main() -> None:
    """Code interviews, choose quotes and check them, on your own laptop."""


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="Fill it with the sample project.")
@json_option
def new(folder: Path, sample: bool, as_json: bool) -> None:
    """Make an empty project folder with a commented codebook.yaml."""
    from coding.bundled import bundle
    from coding.project import Project

    project = Project.new(folder, sample=bundle() if sample else None)
    hint = f"Made {project.folder}. Open it with: coding open {folder}"
    emit(as_json, {"project": str(project.folder)}, [hint])


@main.command("open")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@click.option("--port", type=click.IntRange(0, 65535), default=8501, show_default=True)
@click.option("--browser/--no-browser", default=True, help="Open the browser as well.")
def open_app(folder: Path, port: int, browser: bool) -> None:
    """Start the app on a project, on this machine only."""
    project = opened(folder, sound=False)
    from coding.launcher import launch

    launch(project.folder, port=port, browser=browser)


@main.command("import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--participant", default="", help="Who was interviewed (an id).")
@click.option("--language", default="", help="Language code, such as en or ru.")
@click.option("--translation-of", default="", metavar="TRANSCRIPT", help="Its original.")
@project_option
@coder_option
@json_option
def import_(
    files: tuple[Path, ...],
    participant: str,
    language: str,
    translation_of: str,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Read transcripts: FILE..., or whatever is new in transcripts/."""
    project = opened(folder)
    report = project.import_transcripts(
        files,
        coder=coder,
        participant=participant,
        language=language,
        translation_of=translation_of,
        progress=_progress,
    )
    added = [*project.first_report.added, *report.added]
    failed = [*project.first_report.failed, *report.failed]
    document = {
        "transcripts": [_imported(t) for t in added],
        "failed": [{"file": f, "message": _said(e), "hint": e.hint} for f, e in failed],
    }
    lines = [f"{t.name}: {t.turns} turns, {t.words} words" for t in added]
    lines += [f"    {note}" for t in added for note in t.notes] if len(added) < 20 else []
    emit(as_json, document, lines or ["Nothing new."])
    for _, error in report.failed:
        click.echo(f"Error: {error}", err=True)
    if failed:
        sys.exit(1)


def _said(error: CodingError) -> str:
    return f"{error.where}: {error.message}" if error.where else error.message


def _imported(t: TranscriptInfo) -> dict[str, Any]:
    keys = ("id", "name", "language", "turns", "words", "speakers", "sha256", "notes")
    return {key: getattr(t, key) for key in keys}


@main.command()
@project_option
@json_option
def status(folder: Path, as_json: bool) -> None:
    """Say what the project holds."""
    document = opened(folder).status()
    lines = [f"{key:<12} {_plain(value)}" for key, value in document.items()]
    emit(as_json, document, lines)


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@main.command()
@click.argument("transcript")
@project_option
def text(transcript: str, folder: Path) -> None:
    """Print a transcript's canonical text, to which every offset refers."""
    sys.stdout.buffer.write(opened(folder, sound=False).transcript(transcript).text.encode())
    sys.stdout.buffer.flush()


@main.command()
@click.argument("transcript")
@click.argument("start", type=int)
@click.argument("end", type=int)
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@click.option("--merge", is_flag=True, help="Extend an overlapping coding with the same code.")
@project_option
@coder_option
@json_option
def apply(
    transcript: str,
    start: int,
    end: int,
    codes: tuple[str, ...],
    merge: bool,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Code characters START to END of a transcript."""
    done = opened(folder).apply(transcript, start, end, codes, coder=coder, merge=merge)
    lines = [f"{i}{'  (was there)' if i in done.merged else ''}" for i in done.codings]
    emit(as_json, {"codings": done.codings, "merged": done.merged}, lines)


@main.command()
@click.option("--transcript", default="")
@click.option("--code", default="", help="A theme stands for itself and the codes below it.")
@click.option("--coder", default="", help="Only this coder's.")
@click.option("--out", type=click.Path(path_type=Path), help="A .csv or .xlsx file.")
@project_option
@json_option
def codings(
    transcript: str, code: str, coder: str, out: Path | None, folder: Path, as_json: bool
) -> None:
    """List codings, or write them to a table."""
    project = opened(folder)
    found = project.codings(transcript=transcript, code=code, coder=coder)
    names = {t.id: t.name for t in project.transcripts()}
    if out:
        from coding.exchange.tables import write_rows

        rows = [{**_coding(c), "transcript": names[c.transcript]} for c in found]
        write_rows(out, rows, COLUMNS)
        click.echo(f"{len(found)} codings written to {out}", err=True)
    lines = [
        f"{names[c.transcript]} {c.start}-{c.end}  {c.code}  ({c.coder})  {c.text[:60]!r}"
        for c in found
    ]
    if as_json or not out:
        emit(as_json, [_coding(c) for c in found], lines)


COLUMNS = ("id", "transcript", "start", "end", "text", "code", "coder", "created", "origin")


def _coding(coding: Coding) -> dict[str, Any]:
    return {key: getattr(coding, key) for key in COLUMNS}


@main.command("import-codings")
@click.argument("file", type=click.Path(path_type=Path))
@project_option
@coder_option
@json_option
def import_codings(file: Path, folder: Path, coder: str, as_json: bool) -> None:
    """Read codings made elsewhere from a .csv or .xlsx FILE."""
    report = opened(folder).import_codings(file, coder=coder)
    failed = [
        {"row": row, "message": e.message + (f" {e.hint}" if e.hint else "")}
        for row, e in report.failed
    ]
    document = {"added": report.added, "already_there": report.already_there, "failed": failed}
    emit(as_json, document, [f"{report.added} added, {report.already_there} were there already"])
    for row, error in report.failed:
        click.echo(f"Error: {file.name}:{row}: {error}", err=True)
    if failed:
        sys.exit(1)


@main.command()
@click.argument("coding")
@project_option
@coder_option
@json_option
def remove(coding: str, folder: Path, coder: str, as_json: bool) -> None:
    """Take one coding off."""
    opened(folder).remove([coding], coder=coder)
    emit(as_json, {"removed": coding}, [f"removed {coding}"])


def _reverse(folder: Path, coder: str, redo: bool, as_json: bool) -> None:
    act = opened(folder).undo(coder=coder, redo=redo, by=coder or default_coder())
    word = "redone" if redo else "undone"
    emit(as_json, {word: act.summary, "act": act.id, "verb": act.verb}, [f"{word}: {act.summary}"])


@main.command()
@click.option("--coder", default="", help="Only this coder's acts (default: anybody's last).")
@project_option
@json_option
def undo(folder: Path, coder: str, as_json: bool) -> None:
    """Take back the last act."""
    _reverse(folder, coder, False, as_json)


@main.command()
@click.option("--coder", default="", help="Only this coder's acts (default: anybody's last).")
@project_option
@json_option
def redo(folder: Path, coder: str, as_json: bool) -> None:
    """Do the last act again that was taken back."""
    _reverse(folder, coder, True, as_json)


@main.command()
@click.argument("query")
@click.option("--where", multiple=True, metavar="ATTR=VALUE", help="Only these participants.")
@click.option("--limit", default=200, show_default=True, help="At most so many hits; 0 for all.")
@project_option
@json_option
def search(query: str, where: tuple[str, ...], limit: int, folder: Path, as_json: bool) -> None:
    """Search the transcripts: words, "words together", beginning*."""
    from coding.retrieve import parse_where

    hits = opened(folder).search(query, where=parse_where(where), limit=limit)
    keys = ("transcript", "name", "start", "end", "before", "hit", "after")
    lines = [f"{h.name} {h.start}: …{h.before}[{h.hit}]{h.after}…" for h in hits]
    emit(as_json, [{k: getattr(h, k) for k in keys} for h in hits], lines)
    if limit and len(hits) == limit:
        click.echo(f"The first {limit} hits; --limit 0 shows all.", err=True)


@main.command()
@click.option("--transcript", default="", help="Only for this one.")
@click.option("--code", "codes", multiple=True, help="Only this code, or a theme's.")
@click.option("--limit", default=0, help="At most so many, the best first; 0 for all.")
@click.option("--most", default=3, show_default=True, help="Codes for each passage; 0 for all.")
@project_option
@coder_option
@json_option
def suggest(
    transcript: str,
    codes: tuple[str, ...],
    limit: int,
    most: int,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Propose codings, with reasons; nothing is coded by it."""
    project = opened(folder)
    desk = project.suggesting
    found = desk.suggestions(
        coder=coder,
        transcript=transcript,
        codes=codes,
        limit=limit,
        most=most,
        progress=lambda done, total: _progress(done, total, "transcripts read"),
    )
    found = desk.keep(found, coder=coder)
    names = {t.id: t.name for t in project.transcripts()}
    document = {"method": desk.method(), "suggestions": [_suggestion(s) for s in found]}
    lines = [
        f"{s.score:.2f} {s.likelihood:<8} {s.code}  {names[s.transcript]} {s.start}-{s.end}"
        f"  {s.id}\n     “{s.text[:100]}”\n     {'; '.join(r.text for r in s.reasons[:2])}"
        for s in found
    ]
    emit(as_json, document, [desk.method(), *lines])


def _suggestion(s: Suggestion) -> dict[str, Any]:
    keys = ("id", "transcript", "start", "end", "text", "code", "score", "provisional", "negated")
    return {
        **{key: getattr(s, key) for key in keys},
        "likelihood": s.likelihood,
        "runner_up": s.runner_up[0],
        "reasons": [asdict(reason) for reason in s.reasons],
    }


@main.command()
@click.argument("suggestion")
@click.argument("verdict", type=click.Choice(["accept", "reject", "skip"]))
@project_option
@coder_option
@json_option
def decide(suggestion: str, verdict: str, folder: Path, coder: str, as_json: bool) -> None:
    """Decide about a proposed coding: accept, reject, or skip for now."""
    from coding.model import Verdict

    coding = opened(folder).suggesting.decide(suggestion, Verdict(verdict), coder=coder)
    word = {"accept": "coding", "reject": "rejected", "skip": "skipped"}[verdict]
    emit(as_json, {word: coding or suggestion}, [f"{word} {coding or suggestion}"])


@main.command()
@click.option("--coder", default="", help="On this coder's codings alone.")
@click.option("--folds", default=0, help="Groups of interviews held out; 0: one each.")
@project_option
@json_option
def evaluate(coder: str, folds: int, folder: Path, as_json: bool) -> None:
    """Say how good suggestions are on this project's own codings, by interviews held out."""
    from coding.project.quality import evaluate as measure

    quality = measure(
        opened(folder),
        coder=coder,
        folds=folds,
        progress=lambda done, total: _progress(done, total, "interviews held out"),
    )
    document = _finite(asdict(quality))
    lines = [
        f"{key.replace('_', ' '):<24} {value}" for key, value in document.items() if key != "codes"
    ]
    lines += [
        f"{c['code']:<28} n {c['n']:>4}  precision {_figure(c['precision'])}"
        f"  recall {_figure(c['recall'])}  average precision {_figure(c['average_precision'])}"
        for c in document["codes"]
    ]
    emit(as_json, document, lines)


def _finite(value: Any) -> Any:
    """Return a document for JSON: figures to four places, null where nothing can be said."""
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    if isinstance(value, float):
        return None if value != value else round(value, 4)
    return value


def _figure(value: float | None) -> str:
    return "   –" if value is None else f"{value:.2f}"


# ── the survey ──


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--weight", default="", help="The variable that holds the weights.")
@project_option
@coder_option
@json_option
def survey(file: Path, weight: str, folder: Path, coder: str, as_json: bool) -> None:
    """Read published figures (csv, xlsx) or answers (.sav, csv, xlsx) into the project."""
    found = opened(folder).surveys.adopt(file, weight=weight, coder=coder)
    notes = [f"{one.where}: {one.what}" if one.where else one.what for one in found.notes]
    document = {
        "questions": len(found.questions),
        "indicators": len(found.indicators),
        "notes": notes,
        "file": found.name,
        "respondents": found.microdata.respondents if found.microdata else None,
    }
    lines = [f"{len(found.questions)} questions, {len(found.indicators)} figures from {found.name}"]
    emit(as_json, document, [*lines, *notes])


@main.command()
@click.option("--question", default="", help="Only this question's.")
@click.option("--by", default="", help="In the groups that another question's answers make.")
@project_option
@json_option
def indicators(question: str, by: str, folder: Path, as_json: bool) -> None:
    """List the survey's figures, each as it was printed."""
    desk = opened(folder).surveys
    found = desk.of_subgroups(question, by) if by else desk.indicators(question)
    keys = [
        *("id", "question_id", "question", "type", "option", "subgroup", "ci_low", "ci_high"),
        *("base_n", "effective_n", "percent_of", "unit", "weighted", "missing", "source"),
        *("field_dates", "ref", "title"),
    ]
    document = [
        {**{key: getattr(one, key) for key in keys}, "value": one.printed, "number": one.value}
        for one in found
    ]
    lines = [
        f"{one.id:<28} {one.printed:>6} {one.unit}  {one.option} ({one.subgroup})"
        + (f"  n = {one.base_n}" if one.base_n is not None else "")
        for one in found
    ]
    emit(as_json, document, lines)


@main.command()
@click.argument("reference", metavar="CODE|CODING")
@click.argument("indicator")
@click.argument("relation")
@click.option("--note", default="", help="What the two say together; a contradiction needs one.")
@click.option("--minority", is_flag=True, help="The quote is one of the few that say so.")
@project_option
@coder_option
@json_option
def link(
    reference: str,
    indicator: str,
    relation: str,
    note: str,
    minority: bool,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Set a code or a quote beside a figure: confirms, expands, partly, contradicts, silent."""
    desk = opened(folder).linking
    key = desk.link(reference, indicator, relation, note=note, minority=minority, coder=coder)
    made = next(one for one in desk.links() if one.id == key)
    emit(as_json, _link(made), [key])


@main.command()
@click.option("--suggest", "proposed", is_flag=True, help="Propose figures for each code.")
@click.option("--code", "codes", multiple=True, help="Only for this code; may be repeated.")
@click.option("--limit", default=5, help="How many for each code.")
@project_option
@json_option
def links(proposed: bool, codes: tuple[str, ...], limit: int, folder: Path, as_json: bool) -> None:
    """List what stands beside what, or propose it."""
    desk = opened(folder).linking
    if proposed:
        document = [
            {
                **dict.fromkeys(("id", "coding", "relation"), ""),
                "code": one.code,
                "indicator": one.indicator,
                "note": "named in codebook.yaml" if one.named else "",
                "score": round(one.score, 4),
            }
            for one in desk.proposals(codes, most=limit)
        ]
        lines = [
            f"{x['score']:.2f} {x['code']:<28} {x['indicator']}  {x['note']}" for x in document
        ]
    else:
        listed = [one for one in desk.links() if not codes or one.code in codes]
        document = [_link(one) for one in listed]
        lines = [
            f"{one.id}  {one.code} {one.coding and '(a quote) '}{one.relation} {one.indicator}"
            f"{one.note and ': '}{one.note}"
            for one in listed
        ]
    emit(as_json, document, lines)


@main.command()
@click.argument("link")
@project_option
@coder_option
@json_option
def unlink(link: str, folder: Path, coder: str, as_json: bool) -> None:
    """Take a link away."""
    opened(folder).linking.unlink(link, coder=coder)
    emit(as_json, {"unlinked": link}, [f"unlinked {link}"])


def _link(one: Link) -> dict[str, Any]:
    keys = ("id", "code", "coding", "indicator", "note", "minority", "coder", "created")
    return {
        **{key: getattr(one, key) for key in keys},
        "relation": str(one.relation),
        "score": None,
    }


@main.command("joint-display")
@click.option("--out", type=click.Path(path_type=Path), help="Write .docx, .xlsx or .html.")
@project_option
@json_option
def joint(out: Path | None, folder: Path, as_json: bool) -> None:
    """Lay figures and voices side by side, contradictions first."""
    from coding.project.joint import export, joint_display, rows_of

    project = opened(folder)
    display = joint_display(project)
    if out:
        export(
            project,
            display,
            out,
            progress=lambda done, total: _progress(done, total, "rows written"),
        )
    document = rows_of(display)
    lines = [
        f"{row['relation'] or 'not said yet':<14} {row['question_id']:<12}"
        f" {', '.join(f['option'] + ' ' + f['value'] for f in row['figures'])[:60]}"
        f" | {', '.join(t['name'] + ' ' + t['said_by'] for t in row['themes'])}"
        for row in document
    ]
    emit(as_json, document, [*([f"written to {out}"] if out else []), *lines])


@main.command()
@click.option("--code", "queries", multiple=True, help="A code, or a query: safety and not prices.")
@click.option("--where", multiple=True, metavar="ATTR=VALUE", help="Only these participants.")
@click.option("--words", default="", help="Only quotes with these words.")
@click.option("--basket", default="", help="Only the quotes of a basket, in its order.")
@click.option("--out", type=click.Path(path_type=Path), help="A .docx, .md, .csv or .xlsx file.")
@project_option
@json_option
def quotes(
    queries: tuple[str, ...],
    where: tuple[str, ...],
    words: str,
    basket: str,
    out: Path | None,
    folder: Path,
    as_json: bool,
) -> None:
    """Retrieve quotes with their attribution, or write them to a document."""
    from coding.retrieve import parse_where

    shelf = opened(folder).shelf
    people, around = parse_where(where), as_json or not out
    found = shelf.quotes(queries, where=people, words=words, basket=basket, around=around)
    if out:
        shelf.export(out, found, basket=basket)
        click.echo(f"{len(found)} quotes written to {out}", err=True)
    lines = [f"“{q.text}” ({q.attribution}) [{', '.join(q.codes)}]" for q in found]
    if as_json or not out:
        emit(as_json, [asdict(q) for q in found], lines)


@main.command()
@click.option("--mend", is_flag=True, help="Write codebook.yaml again if it is gone.")
@project_option
@json_option
def check(mend: bool, folder: Path, as_json: bool) -> None:
    """Look whether everything in the project is sound."""
    project = opened(folder, sound=False)
    if mend and project.files.mend():
        click.echo("codebook.yaml was written again from its last version.", err=True)
    problems = project.check()
    lines = [f"{p.where}: {p.what}. {p.hint}" for p in problems] or ["All is sound."]
    emit(as_json, [asdict(p) for p in problems], lines)
    if problems:
        sys.exit(1)


if __name__ == "__main__":
    main(prog_name="coding")
