"""Make codes, cases, variables, sets and links of what a REFI-QDA file holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from coding.exchange.guids import user_guid
from coding.exchange.refi_records import RefiRecords, SourceRecord
from coding.exchange.refi_xml import key_of
from coding.model.exchange import (
    ForeignCase,
    ForeignCode,
    ForeignGroup,
    ForeignLink,
    ForeignVariable,
    UnplacedPiece,
    VariableType,
)

CASES = "cases"


def codes_of(records: RefiRecords, case_codes: Mapping[str, str]) -> tuple[ForeignCode, ...]:
    """Return the codes, with those cases among them that are put on passages, as key → name."""
    codes = [
        ForeignCode(
            key=code.guid,
            name=code.name,
            parent=code.parent,
            description=code.description.strip(),
            color=code.color,
            codable=code.codable,
        )
        for code in records.codes
    ]
    if case_codes:
        codes.append(ForeignCode(key=CASES, name="Cases", codable=False))
        codes += [ForeignCode(key=key, name=name, parent=CASES) for key, name in case_codes.items()]
    return tuple(codes)


def cases_of(records: RefiRecords, also_in: Mapping[str, Iterable[str]]) -> tuple[ForeignCase, ...]:
    """Return the cases; `also_in` has sources that a case is put on as a whole.

    One without a name is called like its only source.
    """
    names = {source.guid: source.name for source in records.sources}
    variables = variable_names(records)
    cases = []
    for case in records.cases:
        sources = tuple(dict.fromkeys([*case.sources, *also_in.get(case.guid, ())]))
        alone = names.get(sources[0], "") if len(sources) == 1 else ""
        cases.append(
            ForeignCase(
                key=case.guid,
                name=case.name or alone or "case",
                values=named(variables, case.values),
                sources=tuple(s for s in sources if s in names),
            )
        )
    return tuple(cases)


def variable_names(records: RefiRecords) -> dict[str, str]:
    """Return variable → name, without the kind of case that NVivo writes before it."""
    full = {v.guid: v.attributes.get("name", "").strip() for v in records.variables}
    short = {guid: name.rpartition(":")[2].strip() or name for guid, name in full.items()}
    return short if len(set(short.values())) == len(short) else full


def named(names: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """Return values by the names of their variables, of which `names` has those that have any."""
    return {names[guid]: value for guid, value in values.items() if names.get(guid)}


def variables_of(records: RefiRecords) -> tuple[ForeignVariable, ...]:
    """Return the variables."""
    names = variable_names(records)
    return tuple(
        ForeignVariable(
            key=v.guid,
            name=names[v.guid],
            type=_typed(v.attributes.get("typeOfVariable", "")),
            description=v.description,
        )
        for v in records.variables
    )


def groups_of(records: RefiRecords) -> tuple[ForeignGroup, ...]:
    """Return the sets of sources and codes."""
    return tuple(
        ForeignGroup(
            key=group.guid,
            name=group.attributes.get("name", ""),
            description=group.description,
            sources=tuple(guid for tag, guid in group.members if tag == "MemberSource"),
            codes=tuple(guid for tag, guid in group.members if tag == "MemberCode"),
        )
        for group in records.sets
    )


def links_of(records: RefiRecords) -> tuple[ForeignLink, ...]:
    """Return the links from one thing to another."""
    return tuple(
        ForeignLink(
            key=link.guid,
            origin=key_of(link.attributes.get("originGUID", "")),
            target=key_of(link.attributes.get("targetGUID", "")),
            name=link.attributes.get("name", ""),
            directed=link.attributes.get("direction") == "OneWay",
        )
        for link in records.links
    )


def graphs_of(records: RefiRecords) -> list[UnplacedPiece]:
    """List the drawings, which nothing here can show."""
    return [
        UnplacedPiece(
            where=f"map {graph.attributes.get('name', '')}".strip(),
            words="",
            why="drawings are not shown here",
            raw=graph.raw,
        )
        for graph in records.graphs
    ]


def coded_in(record: SourceRecord) -> tuple[str, ...]:
    """Say what is coded in a source that is no text: a line for each coding in its XML."""
    return ("a coding",) * record.raw.count("CodeRef ") if record.raw else ()


_SIGNED = re.compile(r'((?:creating|modifying)User=")([^"]*)(")')


def users_in(raw: str) -> list[str]:
    """Return the users whom the XML of a source names."""
    return [key_of(match[2]) for match in _SIGNED.finditer(raw)]


def signed(raw: str, users: Mapping[str, str]) -> str:
    """Return the XML of a source with the GUIDs that its users have in what is written here."""

    def ours(match: re.Match[str]) -> str:
        name = users.get(key_of(match[2]), "")
        return f"{match[1]}{user_guid(name) if name else match[2]}{match[3]}"

    return _SIGNED.sub(ours, raw)


def program_of(origin: str) -> tuple[str, str]:
    """Return program and version of an origin.

    >>> program_of("NVivo for Windows 12.6"), program_of("")
    (('NVivo for Windows', '12.6'), ('another program', ''))
    """
    words = origin.split()
    at = next((i for i, word in enumerate(words) if word[:1].isdigit()), len(words))
    return " ".join(words[:at]) or "another program", " ".join(words[at:])


def _typed(kind: str) -> VariableType:
    return VariableType(kind) if kind in set(VariableType) else VariableType.TEXT


def moment(text: str) -> str:
    """Return a moment in UTC, to the millisecond; what has no zone is taken for UTC.

    >>> moment("2026-05-02T09:10:07Z"), moment("2026-05-02T11:10:07+02:00"), moment("soon")
    ('2026-05-02T09:10:07.000+00:00', '2026-05-02T09:10:07.000+00:00', '')
    """
    try:
        at = datetime.fromisoformat(text.strip())
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return at.isoformat(timespec="milliseconds")
