"""Write a REFI-QDA project (.qdpx) or codebook (.qdc) that the other programs open.

The rules beyond the standard's schemas are those of what programs really accept: a text is a
`plainTextPath` and never a `richTextPath`, nothing empty is written, elements stand in the order of
the schema, GUIDs are the same at every export, moments are UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from coding.exchange.guids import guid_of, user_guid
from coding.exchange.refi_own import OWN_NOTE
from coding.files.chest import Packed, write_chest
from coding.files.clean import clean
from coding.files.writing import write
from coding.model.exchange import (
    ForeignCase,
    ForeignCode,
    ForeignCoding,
    ForeignGroup,
    ForeignMemo,
    ForeignProject,
    ForeignSource,
    MemoOn,
    SourceKind,
    VariableType,
)

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
NAMED = 60
"""Characters of a passage that its selection is called by."""

INLINE = 4_000
"""Characters up to which a note stands in the XML; a longer one is a file of its own."""

_VALUES: Mapping[VariableType, re.Pattern[str]] = {
    VariableType.TEXT: re.compile(r".*", re.DOTALL),
    VariableType.BOOLEAN: re.compile(r"true|false|0|1"),
    VariableType.INTEGER: re.compile(r"[-+]?\d+"),
    VariableType.FLOAT: re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)"),
    VariableType.DATE: re.compile(r"\d{4}-\d\d-\d\d"),
    VariableType.DATE_TIME: re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
}
_SPACES = {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_QUOTED = re.compile('[&<>"\t\n\r]')
_MARKUP = re.compile("[&<>\r]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", **_SPACES}


def write_qdc(foreign: ForeignProject, path: Path, origin: str) -> int:
    """Write the codes of a project as a codebook; return how many. Raises CodingError."""
    sets = [group for group in foreign.groups if group.codes]
    xml = [
        HEAD,
        f'<CodeBook xmlns="{CODEBOOK}"{_attributes(origin=origin)}>\n<Codes>\n',
        *_codes(foreign, {}),
        "</Codes>\n",
        *_sets(sets, member="guid", only_codes=True),
        "</CodeBook>\n",
    ]
    write(path, "".join(xml))
    return len(foreign.codes)


def write_qdpx(foreign: ForeignProject, path: Path, origin: str) -> None:
    """Write a whole project with its texts; raises CodingError."""
    writing = _Writing(foreign, origin)
    write_chest(path, writing.members())


class _Writing:
    """One export: the XML, and the files that lie beside it."""

    def __init__(self, foreign: ForeignProject, origin: str) -> None:
        self.foreign, self.origin = foreign, origin
        self.notes: list[str] = []
        self.files: list[Packed] = []
        self.on: dict[tuple[MemoOn, str], list[str]] = {}
        self.described: dict[str, list[str]] = {}
        self.people: dict[str, None] = {}
        self.by_source: dict[str, list[ForeignCoding]] = {}
        for coding in foreign.codings:
            self.by_source.setdefault(coding.source, []).append(coding)
        self.names = {v.name: v for v in foreign.variables}
        self.typed = _typed(foreign)

    def members(self) -> Iterator[Packed]:
        """Yield the files of the archive, the project itself last, as most programs do."""
        for memo in self.foreign.memos:
            self._memo(memo)
        sources = [self._source(source) for source in self.foreign.sources]
        body = "".join(self._body(sources))
        yield from self.files
        for source in self.foreign.sources:
            if source.kind is SourceKind.TEXT:
                yield Packed(_inside(source.key), (source.text or "\n").encode("utf-8", "replace"))
            for file in source.files:
                yield Packed(f"sources/{file.name}", file)
        yield Packed("project.qde", body.encode())

    def _body(self, sources: Iterable[str]) -> Iterator[str]:
        foreign = self.foreign
        at = {"name": foreign.name or "Study", "origin": self.origin}
        yield HEAD
        yield f'<Project xmlns="{PROJECT}"{_attributes(**at)}>\n'
        codes = list(_codes(foreign, self.on))
        cases = [self._case(case) for case in foreign.cases]
        yield from _wrapped("Users", self._users())
        if codes:
            yield "<CodeBook>\n<Codes>\n"
            yield from codes
            yield "</Codes>\n</CodeBook>\n"
        yield from _wrapped("Variables", self._variables())
        yield from _wrapped("Cases", cases)
        yield from _wrapped("Sources", sources)
        yield from _wrapped("Notes", self.notes)
        yield from _wrapped("Links", self._links())
        yield from _sets(foreign.groups, member="targetGUID", only_codes=False)
        maps = [piece.raw for piece in foreign.unplaced if piece.raw]
        yield from _wrapped("Graphs", [f"{raw}\n" for raw in maps])
        yield from _note_refs(self.on.get((MemoOn.PROJECT, ""), ()))
        yield "</Project>\n"

    # ── memos ──

    def _memo(self, memo: ForeignMemo) -> None:
        """Write a memo as a note; on a case, which can have none, as its description."""
        if memo.on is MemoOn.CASE:
            self.described.setdefault(memo.about, []).append(memo.text)
            return
        guid = guid_of("memo", memo.key)
        self.on.setdefault((memo.on, memo.about), []).append(guid)
        text = clean(memo.text)
        content = f"<PlainTextContent>{_text(text)}</PlainTextContent>"
        path = ""
        if len(text) > INLINE or memo.title.startswith(OWN_NOTE):
            path, content = f"internal://{guid}.txt", ""
            self.files.append(Packed(f"sources/{guid}.txt", text.encode("utf-8", "replace")))
        attributes = _attributes(
            guid=guid,
            name=memo.title,
            plainTextPath=path,
            creatingUser=self._user(memo.coder),
            creationDateTime=zulu(memo.created),
        )
        self.notes.append(_element("Note", attributes, [content] if content else []))

    # ── people ──

    def _user(self, name: str) -> str:
        if not name:
            return ""
        self.people[name] = None
        return user_guid(name)

    def _users(self) -> list[str]:
        return [f"<User{_attributes(guid=user_guid(name), name=name)}/>\n" for name in self.people]

    # ── cases ──

    def _variables(self) -> list[str]:
        return [
            _element(
                "Variable",
                _attributes(
                    guid=guid_of("variable", variable.key),
                    name=variable.name,
                    typeOfVariable=str(self.typed[variable.name]),
                ),
                _described(variable.description),
            )
            for variable in self.foreign.variables
        ]

    def _values(self, values: Mapping[str, str]) -> list[str]:
        written = []
        for name, value in values.items():
            variable = self.names.get(name)
            if variable is None or not value:
                continue
            tag = f"{self.typed[name]}Value"
            ref = f"<VariableRef{_attributes(targetGUID=guid_of('variable', variable.key))}/>"
            said = f"<{tag}>{_text(value)}</{tag}>"
            written.append(f"<VariableValue>{ref}{said}</VariableValue>")
        return written

    def _case(self, case: ForeignCase) -> str:
        said = "\n\n".join(filter(None, [case.description, *self.described.get(case.key, ())]))
        refs = [
            f"<SourceRef{_attributes(targetGUID=guid_of('source', source))}/>"
            for source in case.sources
        ]
        attributes = _attributes(guid=guid_of("case", case.key), name=case.name)
        return _element("Case", attributes, [*_described(said), *self._values(case.values), *refs])

    # ── sources ──

    def _source(self, source: ForeignSource) -> str:
        if source.kind is not SourceKind.TEXT:
            for name in source.coders:
                self._user(name)
            return f"{source.raw}\n" if source.raw else ""
        parts = [self._selection(coding) for coding in self.by_source.get(source.key, ())]
        parts += _note_refs(self.on.get((MemoOn.SOURCE, source.key), ()))
        parts += self._values(source.attributes)
        guid = guid_of("source", source.key)
        attributes = _attributes(
            guid=guid,
            name=source.name,
            plainTextPath=f"internal://{guid}.txt",
            creatingUser=self._user(source.coder),
            creationDateTime=zulu(source.created),
        )
        return _element("TextSource", attributes, parts)

    def _selection(self, coding: ForeignCoding) -> str:
        """Write a coding as a selection of its own, as NVivo and QualCoder do."""
        guid = guid_of("coding", coding.key)
        who, when = self._user(coding.coder), zulu(coding.created)
        words = " ".join(clean(coding.text).split())
        at = {"creatingUser": who, "creationDateTime": when}
        parts = _described(coding.memo)
        if coding.code:
            ref = f"<CodeRef{_attributes(targetGUID=guid_of('code', coding.code))}/>"
            notes = _note_refs(self.on.get((MemoOn.CODING, coding.key), ()))
            parts.append(_element("Coding", _attributes(guid=guid, **at), [ref, *notes]))
        attributes = _attributes(
            guid=guid_of("selection", f"of {coding.key}") if coding.code else guid,
            name=words if len(words) <= NAMED else words[: NAMED - 1] + "…",
            startPosition=str(coding.start),
            endPosition=str(coding.end),
            **at,
        )
        return _element("PlainTextSelection", attributes, parts)

    def _links(self) -> list[str]:
        return [
            f"<Link{_attributes(guid=guid_of('link', link.key), name=link.name)}"
            f' direction="{"OneWay" if link.directed else "Associative"}"'
            f"{_attributes(originGUID=link.origin, targetGUID=link.target)}/>\n"
            for link in self.foreign.links
        ]


def _typed(foreign: ForeignProject) -> dict[str, VariableType]:
    """Return variable → type; as text goes what somebody has filled in otherwise."""
    typed = {variable.name: variable.type for variable in foreign.variables}
    for things in (foreign.cases, foreign.sources):
        for thing in things:
            values = thing.values if isinstance(thing, ForeignCase) else thing.attributes
            for name, value in values.items():
                if value and name in typed and not _VALUES[typed[name]].fullmatch(value):
                    typed[name] = VariableType.TEXT
    return typed


def _codes(
    foreign: ForeignProject, on: Mapping[tuple[MemoOn, str], Sequence[str]]
) -> Iterator[str]:
    below: dict[str, list[ForeignCode]] = {}
    for code in foreign.codes:
        below.setdefault(code.parent, []).append(code)

    def written(code: ForeignCode) -> Iterator[str]:
        attributes = _attributes(guid=guid_of("code", code.key)) + _name(code.name)
        attributes += _attributes(isCodable=str(code.codable).lower(), color=code.color)
        inside = [*_described(code.description), *_note_refs(on.get((MemoOn.CODE, code.key), ()))]
        children = below.get(code.key, ())
        if not (inside or children):
            yield f"<Code{attributes}/>\n"
            return
        yield f"<Code{attributes}>" + "".join(inside) + "\n"
        for child in children:
            yield from written(child)
        yield "</Code>\n"

    for top in below.get("", ()):
        yield from written(top)


def _sets(groups: Sequence[ForeignGroup], *, member: str, only_codes: bool) -> list[str]:
    written = []
    for group in groups:
        members = [
            f"<MemberCode{_attributes(**{member: guid_of('code', code)})}/>" for code in group.codes
        ]
        if not only_codes:
            members += [
                f"<MemberSource{_attributes(targetGUID=guid_of('source', source))}/>"
                for source in group.sources
            ]
        attributes = _attributes(guid=guid_of("group", group.key)) + _name(group.name)
        written.append(_element("Set", attributes, [*_described(group.description), *members]))
    return list(_wrapped("Sets", written))


def _wrapped(tag: str, inside: Iterable[str]) -> Iterator[str]:
    """Yield an element with what is inside; nothing where that is empty."""
    parts = [part for part in inside if part]
    if parts:
        yield f"<{tag}>\n"
        yield from parts
        yield f"</{tag}>\n"


def _element(tag: str, attributes: str, parts: Sequence[str]) -> str:
    inside = "".join(parts)
    return f"<{tag}{attributes}>{inside}</{tag}>\n" if inside else f"<{tag}{attributes}/>\n"


def _described(text: str) -> list[str]:
    return [f"<Description>{_text(text)}</Description>"] if text.strip() else []


def _note_refs(guids: Iterable[str]) -> list[str]:
    return [f'<NoteRef targetGUID="{guid}"/>' for guid in guids]


def _attributes(**values: str) -> str:
    """Return attributes as they are written, those that are empty left out."""
    return "".join(f' {name}="{_quoted(value)}"' for name, value in values.items() if value)


def _name(name: str) -> str:
    """Return a name that the standard requires, even an empty one."""
    return f' name="{_quoted(name)}"'


def _quoted(text: str) -> str:
    return _QUOTED.sub(lambda sign: _ENTITIES[sign[0]], clean(text))


def _text(text: str) -> str:
    return _MARKUP.sub(lambda sign: _ENTITIES[sign[0]], clean(text))


def _inside(key: str) -> str:
    return f"sources/{guid_of('source', key)}.txt"


def zulu(moment: str) -> str:
    """Return a moment in UTC as the standard has it, without a fraction that says nothing.

    >>> zulu("2026-05-02T09:10:07.000+00:00"), zulu("2026-05-02T09:10:07.250+00:00"), zulu("")
    ('2026-05-02T09:10:07Z', '2026-05-02T09:10:07.250Z', '')
    """
    return moment.removesuffix("+00:00").removesuffix(".000") + "Z" if moment else ""
