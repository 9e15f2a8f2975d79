"""Keep filters by name: which codes, coders and interviews somebody wants to look at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from coding.errors import CodingError, NotFound
from coding.model import EVERYTHING, Coding, CodingFilter
from coding.project.part import ProjectPart
from coding.quotes.retrieve import check_where, matches

SETTING = "filter"


class Filters(ProjectPart):
    """The filters of a study; each is kept for everybody, and undone like any other act."""

    def all(self) -> dict[str, CodingFilter]:
        """Return name → filter, by name."""
        kept = self.store.settings.below(SETTING)
        return {name: _read(kept[name]) for name in sorted(kept, key=str.casefold) if kept[name]}

    def get(self, name: str) -> CodingFilter:
        """Return a filter by name, or raise NotFound with those there are."""
        there = self.all()
        if name not in there:
            hint = f"There are {', '.join(there)}." if there else "None is saved yet."
            raise NotFound(f"there is no filter “{name}”", hint=hint)
        return there[name]

    def named(self, name: str) -> CodingFilter:
        """Return a filter by name, the one that lets everything through for ""."""
        return self.get(name) if name else EVERYTHING

    def save(self, name: str, wanted: CodingFilter, *, coder: str, act: str = "") -> None:
        """Keep a filter under a name, in the place of one that has it.

        Raises NotFound for a code, interview or attribute that is not there, CodingError for one
        without a name or that lets everything through.
        """
        name = " ".join(name.split())
        if not name:
            raise CodingError("a filter needs a name")
        if wanted == CodingFilter():
            raise CodingError(
                "this filter lets everything through", hint="Choose codes, coders or interviews."
            )
        book = self.project.codes.book()
        value = {
            "codes": [self.project.codes.get(code, book).id for code in wanted.codes],
            "coders": list(wanted.coders),
            "transcripts": [self.project.transcripts.info(t).id for t in wanted.transcripts],
            "where": {key: list(values) for key, values in wanted.where.items()},
        }
        check_where(wanted.where, self.project.participants.all())
        summary = f"filter {name} saved"
        with self.store.writing(coder=coder, verb="settings", summary=summary, act=act) as w:
            w.put_setting(f"{SETTING} {name}", value)

    def remove(self, name: str, *, coder: str, act: str = "") -> None:
        """Take a filter away; raises NotFound if there is none of this name."""
        self.get(name)
        summary = f"filter {name} removed"
        with self.store.writing(coder=coder, verb="settings", summary=summary, act=act) as w:
            w.put_setting(f"{SETTING} {name}", "")

    def told(self, wanted: CodingFilter) -> str:
        """Say in a line what a filter lets through: codes, coders, people, interviews by number.

        It may stand in what goes to readers: it names no interview and no coder.
        """
        called = self.project.codes.book().called
        codes = [called[code] for code in wanted.codes if code in called]
        within = self.interviews(wanted)
        groups = self.project.transcripts.interviews()
        many = sum(group[0].id in within for group in groups) if within is not None else 0
        asked = [f"{name} {' or '.join(values)}" for name, values in wanted.where.items()]
        parts = [
            f"codes {', '.join(codes)}" if wanted.codes else "",
            _many(len(wanted.coders), "coder") if wanted.coders else "",
            f"{many} of {_many(len(groups), 'interview')}" if within is not None else "",
            f"with {', '.join(asked)}" if asked and not wanted.transcripts else "",
        ]
        return ", ".join(filter(None, parts)) or "everything"

    def interviews(self, wanted: CodingFilter) -> frozenset[str] | None:
        """Return the transcripts that a filter lets through, None for all of them.

        With an interview, its translations come through.
        """
        if not wanted.transcripts and not wanted.where:
            return None
        from coding.analysis.agenda import persons

        fitting = {p.id for p in self.project.participants.all() if matches(p, wanted.where)}
        heard = {
            info.id
            for info in self.project.transcripts.all()
            if wanted.where and not fitting.isdisjoint(persons(info))
        }
        return self.project.transcripts.whole(heard.union(wanted.transcripts))

    def codes(self, wanted: CodingFilter) -> frozenset[str] | None:
        """Return the codes that a filter lets through, None for all of them.

        Those below the codes it names are among them, those that have left the codebook are not.
        """
        if not wanted.codes:
            return None
        book = self.project.codes.book()
        return frozenset(
            below for code in wanted.codes if code in book for below in book.family(code)
        )

    def codings(self, wanted: CodingFilter, *, codes: Collection[str] = ()) -> list[Coding]:
        """Return the codings that a filter lets through, in order of interview and text.

        With `codes` only those on one of these. Codes that have left the codebook since are passed
        over.
        """
        family = self.codes(wanted)
        if family is None:
            family = frozenset(codes)
        elif codes:
            family &= frozenset(codes)
        if not family and (wanted.codes or codes):
            return []
        within = self.interviews(wanted)
        return [
            coding
            for coding in self.store.codings.all(codes=sorted(family))
            if (not wanted.coders or coding.coder in wanted.coders)
            and (within is None or coding.transcript in within)
        ]


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def as_data(wanted: CodingFilter) -> dict[str, Any]:
    """Return a filter as plain data, as the page and the command line take it."""
    return {
        "codes": list(wanted.codes),
        "coders": list(wanted.coders),
        "transcripts": list(wanted.transcripts),
        "where": {key: list(values) for key, values in wanted.where.items()},
    }


def read_filter(told: Mapping[str, Any]) -> CodingFilter:
    """Return the filter that plain data tells of; what makes no sense of it is left out."""
    return _read(dict(told))


def _read(kept: Mapping[str, Any]) -> CodingFilter:
    where = kept.get("where") or {}
    return CodingFilter(
        codes=tuple(map(str, kept.get("codes") or ())),
        coders=tuple(map(str, kept.get("coders") or ())),
        transcripts=tuple(map(str, kept.get("transcripts") or ())),
        where={str(key): tuple(map(str, values)) for key, values in where.items() if values},
    )
