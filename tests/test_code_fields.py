"""What a code says is carried, shown and written everywhere: and a forgotten one is missed."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

from coding import codebook
from coding.codebook.faults import FIELDS
from coding.codebook.versions import leaves
from coding.exchange.guids import guid_of
from coding.files.tables import read_rows
from coding.model import Code
from coding.pages.parts.code_forms import laid_out
from coding.project import Project
from coding.project.desk.rows import codebook_rows
from coding.project.exchange.restoring import restored_code, told_of_code
from coding.suggest.together import meaning_of

DESK = Path(__file__).parents[1] / "coding" / "components" / "desk"
TOLD = {
    "name": "Safety",
    "definition": "Feeling safe.",
    "include": ("at night",),
    "exclude": ("money",),
    "keywords": {"": ("safe",)},
    "examples": ("I sleep.",),
    "color": "#112233",
    "indicators": ("q1_yes",),
}
FULL = Code(id="safety", **TOLD)
OF_THE_TREE = {"id", "parent", "line"}
IN_LANGUAGES = {"names", "definitions"}


def test_the_fields_of_a_code_are_those_of_the_file() -> None:
    assert {f.name for f in fields(Code)} - OF_THE_TREE - IN_LANGUAGES == set(FIELDS) == set(TOLD)


def test_every_field_is_written_and_read_and_counts_as_a_change() -> None:
    text = codebook.add("codes: []\n", FULL, parent="")
    (read,) = codebook.parse(text)
    assert replace(read, line=0) == FULL
    assert {leaf[0] for leaf in leaves(FULL)} == set(FIELDS)
    for field in FIELDS:
        bare = codebook.add("codes: []\n", Code(id="safety", name="Fear"), parent="")
        done = codebook.edit(bare, "safety", {field: TOLD[field]})
        assert codebook.differences(bare, done).changed, field
        assert codebook.parse(codebook.taken_back(done, done, bare)) == codebook.parse(bare)
        later = codebook.edit(done, "safety", {"name": "Calm"}) + "# later\n"
        if field != "name":
            (back,) = codebook.parse(codebook.taken_back(later, done, bare))
            assert (back.name, getattr(back, field)) == (
                "Calm",
                getattr(Code(id="", name=""), field),
            )


def test_every_field_travels_with_the_study() -> None:
    """Beside what others read of a code stands what they have no place for."""
    told = told_of_code(FULL, "as others read it")
    foreign = Code(id=guid_of("code", "safety"), name="Safety", definition="as others read it")
    assert replace(restored_code(foreign, told), id="safety") == FULL


def test_a_table_of_codes_has_every_field_and_an_appendix_what_readers_ask_for(
    tmp_path: Path,
) -> None:
    project = Project.new(tmp_path / "p")
    text = codebook.add("codes: []\n", FULL, parent="")
    (project.folder / "codebook.yaml").write_text(text, "utf-8")
    project.codes.export(tmp_path / "out.csv")
    (row,) = read_rows(tmp_path / "out.csv", required=FIELDS)
    printed = {f: v if isinstance(v, str) else v[0] for f, v in TOLD.items() if f != "keywords"}
    assert {field: row[field] for field in FIELDS} == {**printed, "keywords": "safe"}
    project.codes.export(tmp_path / "out.html")
    page = (tmp_path / "out.html").read_text("utf-8")
    for_readers = ("name", "definition", "include", "exclude", "examples")
    assert [field for field in for_readers if printed[field] not in page] == []


def test_the_coding_page_has_every_field_and_calls_it_something() -> None:
    (row,) = codebook_rows(codebook.parse(codebook.add("codes: []\n", FULL, parent="")))
    assert set(FIELDS) <= row.keys()
    for script, name in (("view/settle.js", "NAMES"), ("state/fields.js", "LABELS")):
        listed = re.search(
            rf"const {name} = {{(.*?)}};", (DESK / script).read_text("utf-8"), re.DOTALL
        )
        assert listed is not None
        called = set(re.findall(r"(\w+): \"", listed[1]))
        assert set(FIELDS) - called <= ({"color"} if name == "LABELS" else set()), script


def test_the_form_of_a_code_has_every_field() -> None:
    texts, labels = laid_out(FULL, [], "#112233")
    assert {key.partition(".")[0].partition("-")[0] for key in texts} == set(FIELDS)
    assert set(FIELDS) <= {key.partition(".")[0] for key in labels}


def test_what_a_code_means_is_its_words_and_not_its_colour() -> None:
    """A batch of suggestions is judged anew once its codes mean something else."""
    means = {
        f for f in FIELDS if meaning_of(replace(FULL, **{f: type(TOLD[f])()})) != meaning_of(FULL)
    }
    assert means == {"name", "definition", "include", "exclude"}
