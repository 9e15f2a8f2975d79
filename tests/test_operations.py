"""What every operation of the coding page does to a project, told by one table of cases.

The same table is held against what the page shows at once, in tests/browser/test_units.py.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from studies import study, where

from coding.model import new_id
from coding.project import Project
from coding.project.desk.operations import ACTS
from coding.project.desk.rows import codebook_rows

TABLE = json.loads(
    (Path(__file__).parent / "cases" / "operations.json").read_text(encoding="utf-8")
)
CASES: list[dict[str, Any]] = TABLE["cases"]
Code = Sequence[str]


def codebook(codes: Sequence[Code], parent: str = "", depth: int = 0) -> str:
    """Write [id, name, code above] as the codebook's YAML."""
    lines = [f"{'  ' * depth}codes:"]
    for key, name, above in codes:
        if above != parent:
            continue
        lines += [f"{'  ' * depth}  - id: {key}", f"{'  ' * depth}    name: {name}"]
        if any(code[2] == key for code in codes):
            lines.append(codebook(codes, key, depth + 2))
    return "\n".join(lines)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(
        tmp_path / "p", {"Vera.txt": TABLE["text"]}, codebook=codebook(TABLE["codes"]) + "\n"
    )


def prepare(project: Project, codings: Sequence[Any], memos: Sequence[Any]) -> None:
    for key, words, code, coder, _ in codings:
        start, end = where(project, "Vera", words)
        project.codings.apply("Vera", start, end, [code], coder=coder, ids=[key])
    for key, kind, about, text in memos:
        project.memos.write(kind, about, text, coder="ana", key=key)


def placed(project: Project, told: dict[str, Any]) -> dict[str, Any]:
    """Put numbers in the place of words, as the page does."""
    op = dict(told)
    if op.get("kind", "").startswith(("speaker.", "turns.", "turn.")):
        op["transcript"] = project.transcripts.info("Vera").id
    if "words" in op:
        op["transcript"] = project.transcripts.info("Vera").id
        op["start"], op["end"] = where(project, "Vera", op.pop("words"))
    if "verdicts" in op:
        op["verdicts"] = [
            [*told, *(place for said in own for place in where(project, "Vera", said))]
            for *told, own in ([*verdict[:6], verdict[6:]] for verdict in op["verdicts"])
        ]
    if "at" in op:
        key = project.transcripts.info("Vera").id
        op["places"] = [[key, *where(project, "Vera", words)] for words in op.pop("at")]
    if "trimmed" in op:
        op["trimmed"] = list(where(project, "Vera", op["trimmed"]))
    if "apply" in op:
        op["apply"] = placed(project, op["apply"])
    return op


def standing(project: Project) -> dict[str, list[Any]]:
    codings = [[c.id, c.text, c.code, c.coder, str(c.origin)] for c in project.codings.all()]
    memos = [[m.id, str(m.kind), m.about, m.text] for m in project.memos.all()]
    codes = [[c["id"], c["name"], c["parent"]] for c in codebook_rows(project.codes.book())]
    transcript = project.transcripts.get("Vera")
    turns = [[t.speaker, t.role[0], transcript.text[t.start : t.end]] for t in transcript.turns]
    return {
        "codings": sorted(codings),
        "memos": sorted(memos),
        "stars": sorted(map(list, project.stars.all().items())),
        "codes": codes,
        "turns": turns,
    }


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_an_operation_does_to_the_project_what_the_table_says(
    project: Project, case: dict[str, Any]
) -> None:
    nothing: dict[str, Any] = {"codings": [], "memos": []}
    before = {**nothing, "codes": TABLE["codes"], "turns": TABLE["turns"], **case["before"]}
    prepare(project, before["codings"], before["memos"])
    for told in [*case.get("earlier", []), case["operation"]]:
        op = {"id": new_id(), **placed(project, told)}
        outbox = {"coder": "ana", "transcript": project.transcripts.info("Vera").id, "ops": [op]}
        assert project.desk.serve(outbox, {})["ack"] == [op["id"]]
    after = {**before, **case["after"]}
    assert standing(project) == {
        "codings": sorted(after["codings"]),
        "memos": sorted(after["memos"]),
        "stars": after.get("stars", []),
        "codes": after["codes"],
        "turns": after["turns"],
    }


def test_the_table_has_a_case_for_every_kind_of_operation() -> None:
    in_two_languages = {"pair", "pair.free"}  # tests/test_two_languages.py
    assert {case["operation"]["kind"] for case in CASES} == set(ACTS) - in_two_languages
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))


def test_what_is_accepted_is_not_joined_over_the_end_of_a_turn(tmp_path: Path) -> None:
    """Where nobody is named, nothing but a blank line lies between two people's words."""
    project = study(tmp_path / "q", {"Notes.txt": "We left in spring.\n\nIt was cold.\n"})
    key = project.transcripts.info("Notes").id
    assert len(project.transcripts.get("Notes").turns) == 2
    for n, words in enumerate(("We left in spring.", "It was cold.")):
        start, end = where(project, "Notes", words)
        verdict = [f"d{n}", "fear", "accept", 0.8, 0.7, f"c{n}", start, end]
        op = {"id": new_id(), "transcript": key, "start": start, "end": end, "verdicts": [verdict]}
        ACTS["decide"](project, op, "ana")
    assert [c.text for c in project.codings.all()] == ["We left in spring.", "It was cold."]
