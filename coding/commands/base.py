"""Share what every command needs: the group, its options, the open project, what is printed.

`--json` prints one JSON document on stdout; messages, progress and warnings go to stderr. Exit
codes: 0 done, 1 a mistake the researcher can put right, 2 wrong usage.
"""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from coding import __version__
from coding.errors import CodingError, Conflict
from coding.files.writing import check_suffix

if TYPE_CHECKING:
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
            for problem in getattr(error, "problems", [error]):
                click.echo(f"Error: {_with_both_texts(problem)}", err=True)
            sys.exit(1)
        except BrokenPipeError:
            sys.exit(1)


def _with_both_texts(error: CodingError) -> str:
    """Return a mistake as one line; where somebody else was quicker, with both texts."""
    said = [str(error)]
    if isinstance(error, Conflict):
        for field, mine, theirs in error.clashes:
            name = " ".join(field).capitalize()
            said.append(f"{name}: there stands “{theirs}”, yours is “{mine}”.")
    return " ".join(" ".join(said).split()) if len(said) > 1 else said[0]


def default_coder() -> str:
    """Return $CODING_CODER, else who codes in the project here, else the login name."""
    from coding.project.me import said_in

    context = click.get_current_context(silent=True)
    folder = context.params.get("folder") if context else None
    said = said_in(folder) if isinstance(folder, Path) else ""
    try:
        return os.environ.get("CODING_CODER") or said or getpass.getuser()
    except (OSError, KeyError):
        return "coder"


def project_option(command: F) -> F:
    """Add `--project DIR`."""
    return click.option(
        "--project",
        "folder",
        type=click.Path(path_type=Path),
        default=Path(),
        is_eager=True,  # who codes is looked up in it
        help="The project's folder (default: the current one).",
    )(command)


def coder_option(command: F) -> F:
    """Add `--coder NAME`."""
    return click.option(
        "--coder",
        default=default_coder,
        help="Who codes (default: $CODING_CODER, you in the app, or login name).",
    )(command)


def json_option(command: F) -> F:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def opened(folder: Path, *, sound: bool = True) -> Project:
    """Open a project, showing how far a first reading has got and what failed in it.

    Raises the fault of a codebook.yaml that is gone or faulty, unless it need not be `sound`.
    """
    from coding.project import Project

    project = Project(folder, progress=progress)
    for file, fault in project.first_report.failed:
        click.echo(f"{file}: {fault}", err=True)
    if project.hindrance:
        said = f"Nothing can be changed: {project.hindrance}."
        click.echo(f"{said} You can look, search, and export to another place.", err=True)
    if sound and project.files.codebook_fault:
        raise project.files.codebook_fault
    return project


def to_mind(project: Project) -> list[str]:
    """Say what is to be minded about where the project lies and who may read it."""
    lines = []
    if project.place.asks():
        first = project.place.open_to_others()[0]
        lines.append(
            "Others with an account on this machine may read some of the project, such as"
            f" {'its folder' if first == '.' else first}. `coding check --mend` closes it to them."
        )
    return lines


class _WrittenFile(click.Path):
    """A file that will be written, whose ending is looked at before any work begins."""

    def __init__(self, suffixes: Sequence[str]) -> None:
        super().__init__(path_type=Path)
        self.suffixes = suffixes

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; raises CodingError if its ending is none of these."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        check_suffix(path, self.suffixes)
        return path


def written_option(
    name: str, *suffixes: str, what: str = "A file", required: bool = False
) -> Callable[[F], F]:
    """Add an option that names a file to write, in one of the formats with these endings."""
    *others, last = suffixes
    formats = f"{', '.join(others)} or {last}" if others else last
    return click.option(
        name, type=_WrittenFile(suffixes), required=required, help=f"{what}: {formats}."
    )


LANGUAGES = click.Choice(["both", "original", "translation"])
"""In which language quotes of interviews in two are printed."""


def languages_option(command: F) -> F:
    """Add `--languages both|original|translation`: how quotes of two languages are printed."""
    return click.option(
        "--languages",
        type=LANGUAGES,
        help="How quotes of interviews in two languages are printed.",
    )(command)


def filter_option(command: F) -> F:
    """Add `--filter NAME`: a saved filter, as `CodingFilter`; everything if left out."""
    return click.option(
        "--filter",
        "kept",
        default="",
        metavar="NAME",
        help="Only what a saved filter lets through.",
    )(command)


def emit(as_json: bool, document: object, lines: Sequence[str] = ()) -> None:
    """Print the document as JSON, or the lines for a person."""
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for line in lines:
            click.echo(line)


def progress(done: int, total: int, name: str) -> None:
    """Show on a terminal how far long work has got."""
    if not sys.stderr.isatty() or not total:
        return
    click.echo(f"\r{done:>6} of {total}  {name[:50]:<50}", nl=done == total, err=True)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Code interviews, choose quotes and check them, on your own laptop."""
