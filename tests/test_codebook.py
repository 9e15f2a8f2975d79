"""The codebook door: every fault at once, and edits that touch only the lines concerned."""

from __future__ import annotations

import csv
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from difflib import unified_diff
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding import codebook
from coding.errors import CodebookError, CodingError, NotFound
from coding.model import Code, Codebook, canonical

ROOT = Path(__file__).parents[1]
SAMPLE = (ROOT / "codebook.yaml").read_text(encoding="utf-8")

SMALL = dedent("""\
    # Our codes.
    codes:

      # ── first section ──

      # about safety
      - id: safety   # do not rename
        name: {en: Safety, ru: Безопасность}
        definition: 'Feeling safe.'  # to discuss
        include:
          # the night matters
          - at night   # agreed
          - children
        keywords:
          en: [safe, at night]
          ru: ["безопасно"]
        codes:
          # about children
          - {id: children, name: Children}
          - id: border
            name: "Border"

      # ── second section ──

      - id: war
        name: War
        definition: >-
          What people say: about
          the war.

      # about the past
      - id: past
        name: Past
    """)


def problems(text: str) -> list[str]:
    """List the faults of a codebook as a researcher reads them, without the hints."""
    with pytest.raises(CodebookError) as caught:
        codebook.parse(text)
    return [f"{p.where.removeprefix('codebook.yaml:')}: {p.message}" for p in caught.value.problems]


def changed(before: str, after: str) -> list[str]:
    """List the lines a change took away and put in."""
    diff = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in diff if not line.startswith(("---", "+++", "@@"))]


def tree(text: str) -> dict[str, list[str]]:
    """Return the ids of the children of each code that has some, and of the top as ""."""
    found: dict[str, list[str]] = {}
    for code in codebook.parse(text):
        found.setdefault(code.parent, []).append(code.id)
    return found


# ── reading ──────────────────────────────────────────────────────────────────────────────────


def test_a_codebook_is_read_with_every_field_and_its_line():
    text = dedent("""\
        codes:

          - id: safety
            name: {en: Safety, ru: Безопасность}
            definition: Feeling safe.
            include: [at night, children]
            exclude:
              - prosecution
            keywords: {en: [safe], ru: [безопасно, страшно]}
            examples: ["It is calm here."]
            color: "#4477aa"
            indicators: [safety_safe]
            codes:
              - {id: street, name: Street, keywords: [dark]}
        """)
    safety, street = codebook.parse(text)
    assert safety == Code(
        id="safety",
        name="Safety",
        names={"en": "Safety", "ru": "Безопасность"},
        definition="Feeling safe.",
        include=("at night", "children"),
        exclude=("prosecution",),
        keywords={"en": ("safe",), "ru": ("безопасно", "страшно")},
        examples=("It is calm here.",),
        color="#4477aa",
        indicators=("safety_safe",),
        line=3,
    )
    assert street == Code(
        id="street", name="Street", keywords={"": ("dark",)}, parent="safety", line=14
    )


def test_the_first_language_of_the_file_gives_names_and_definitions():
    text = (
        "codes: [{id: a, name: {ru: А, en: A}}, {id: b, name: {en: B}, definition: {en: x, ru: й}}]"
    )
    assert [(c.name, c.definition) for c in codebook.parse(text)] == [("А", ""), ("B", "й")]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "codes: []\n", "codes:\n", "\ufeff\n"])
def test_an_empty_file_is_an_empty_codebook(text: str):
    assert codebook.parse(text) == Codebook()


def test_values_stay_the_text_that_stands_there():
    """What YAML would read as truth, nothing, a number or a date stays text."""
    words = ["no", "yes", "null", "~", "010", "1.0", "2022-02-24", "12:30", "true"]
    text = "codes:\n" + "".join(f"  - id: c{n}\n    name: {w}\n" for n, w in enumerate(words))
    assert [code.name for code in codebook.parse(text)] == words
    assert codebook.parse("codes: [{id: 010, name: no}, {id: no, name: x}]").by_id.keys() == {
        "010",
        "no",
    }


def test_windows_line_ends_and_a_byte_order_mark_change_nothing():
    text = "\ufeff" + SMALL.replace("\n", "\r\n")
    assert codebook.parse(text) == codebook.parse(SMALL)


def test_letters_are_composed_as_in_transcripts():
    """A keyword typed on a Mac (и + breve) meets the й of a normalised transcript."""
    book = codebook.parse("codes: [{id: a, name: A, keywords: [войн, мои\u0306]}]")
    assert book.by_id["a"].keywords[""] == ("войн", "мой")


def test_the_sample_codebook_is_sound():
    book = codebook.parse(SAMPLE)
    themes = {code.parent for code in book if code.parent}
    assert {"safety", "return_conditions", "political_fear"} <= themes
    for code in book:
        assert set(code.names) == set(code.definitions) == set(code.keywords) == {"en", "ru"}, code
        assert 2 <= len(code.include) <= 4, code
        assert 1 <= len(code.exclude) <= 3, code
        assert all(6 <= len(words) <= 12 for words in code.keywords.values()), code
        assert 1 <= len(code.examples) <= 2, code
        assert code.color, code


def test_the_sample_codebook_names_only_codes_and_indicators_that_exist():
    with (ROOT / "survey" / "toplines.csv").open(encoding="utf-8-sig", newline="") as file:
        indicators = {row["indicator_id"] for row in csv.DictReader(file)}
    book = codebook.parse(SAMPLE)
    for code in book:
        assert set(code.indicators) <= indicators, code.id
        for text in code.exclude:
            named = text.rpartition("(")[2].rstrip(")").split(" and ")
            assert all(other in book and other != code.id for other in named), text


def test_themes_of_the_sample_codebook_differ_in_colour_and_share_it_with_their_codes():
    book = codebook.parse(SAMPLE)
    colors = [code.color for code in book.children("")]
    assert len(set(colors)) == len(colors)
    assert all(code.color == book.path(code.id)[0].color for code in book)


def test_a_new_project_begins_with_an_empty_codebook_that_explains_itself():
    text = codebook.blank()
    assert len(codebook.parse(text)) == 0
    assert all(f"#   {key} " in text for key in ("id", "name", "definition", "include", "codes"))
    filled = codebook.add(text, Code(id="calm", name="Calm"))
    assert filled == text.replace("codes: []\n", "codes:\n  - id: calm\n    name: Calm\n")


def test_the_example_in_a_new_codebook_is_sound():
    lines = codebook.blank().splitlines()
    start = lines.index("#   codes:")
    example = "\n".join(line[4:] for line in lines[start:] if line.startswith("#   "))
    assert [code.id for code in codebook.parse(example)] == ["safety", "safety_children"]


@pytest.mark.bench
def test_reading_the_sample_codebook_is_quick(capsys: pytest.CaptureFixture[str]):
    best = 9.0
    for n in range(7):
        start = time.perf_counter()
        codebook.parse(f"{SAMPLE}# {n}\n")
        best = min(best, time.perf_counter() - start)
    with capsys.disabled():
        print(f"\n{len(codebook.parse(SAMPLE))} codes read in {best * 1000:.0f} ms")


# ── faults ───────────────────────────────────────────────────────────────────────────────────


def test_every_fault_is_named_at_once_with_its_line():
    text = dedent("""\
        codes:
          - id: a
            name: A
            keyword: [x]
            color: #4477aa
            codes:
              - id: x
                name: X
          - id: b
            name: [B]
            keywords: calm
            include:
              - one
              -
              - two: three
            codes:
              - id: x
                name: X
          - id: with space
            name:
            definition: {english: E}
            color: red
          - name: C
            name: D
          - id: a
            name: {en: "", ru: ""}
          - plain
        """)
    assert problems(text) == [
        "4: unknown field `keyword` in code `a` → did you mean `keywords`?",
        "5: `color` is not a colour",
        "10: `name` should be a text, not a list",
        "11: `keywords` should be a list",
        "14: an empty entry in `include`",
        "15: an entry that is not a text in `include`",
        "17: code `x` has two parents: `a` (line 2) and `b` (line 9)",
        "19: the id `with space` has other signs than letters a-z",
        "20: code `with space` has no name",
        "21: `english` in `definition` is not a language code",
        "22: `color` is not a colour",
        "23: a code without an id",
        "24: `name` appears twice in a code",
        "25: code `a` appears twice (line 2 and line 25)",
        "26: code `a` has no name",
        "27: a code should have fields, at least id and name",
    ]


def test_a_fault_carries_its_place_and_a_hint():
    with pytest.raises(CodebookError) as caught:
        codebook.parse("codes:\n  - id: a\n", where="other.yaml")
    assert str(caught.value) == "other.yaml:2: code `a` has no name. Add `name: ...`."


def test_after_a_syntax_error_tabs_and_double_ids_are_still_found():
    text = "codes:\n  - id: a\n\t  name: A\n  - id: b\n \t name: B\n  - {id: a, name: C}\n"
    assert problems(text) == [
        "3: a tab in the indentation",
        "5: a tab in the indentation",
        "6: code `a` appears twice (line 2 and line 6)",
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("   name: B", "4: this line does not line up with the lines above it"),
        ("    name: B: C", "4: a colon that YAML takes for the end of a field’s name"),
        ("    name: 'it's'", "4: text after the closing quotation mark"),
        ('    name: "open', "4: a quotation mark that is never closed"),
        ("    name: @home", "4: a text that begins with a sign YAML keeps for itself"),
        ("    just words", "4: a line that is neither a field nor part of the text above"),
        ("    include: - one", "4: a dash where no list can begin"),
        ("    include: [one, two", "4: a list in [ ] that is not closed"),
        ("    name: {en: B", "4: a pair of { } that is not closed"),
        ("\u00a0\u00a0  name: B", "4: an unusual space in the indentation"),
        ("    name: \x07", "4: the control character U+0007"),
        ("    name: | B", "4: text behind the sign | or >"),
        ("    name: >B", "4: text behind the sign | or >"),
        ('    name: "\\q"', "4: a backslash inside double quotation marks"),
        ("    include: [a,, b]", "4: a comma, a bracket or dots where a text should stand"),
        ("    name: *bold", "4: the alias `*bold` is not used in a codebook"),
        ("    name: &x B", "4: the anchor `&x` is not used in a codebook"),
        ("    name: !!str B", "4: the tag `!!str` is not used in a codebook"),
        ("    <<: {name: B}", "4: the merge key `<<` is not used in a codebook"),
    ],
)
def test_a_mistake_in_writing_is_explained_in_plain_words(line: str, found: str):
    text = f"codes:\n  - id: a\n    definition: x\n{line}\n    color: '#000000'\n"
    assert any(problem.startswith(found) for problem in problems(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- id: a\n", "1: the codes should stand below `codes:`"),
        ("just words\n", "1: the codes should stand below `codes:`"),
        ("code: []\n", "1: unknown field `code` in the file → did you mean `codes`?"),
        ("codes: {a: b}\n", "1: `codes` should be a list of codes"),
        (
            "  : : x\n# y\ncodes: []\n",
            "3: this does not fit the lines above it, which stand further in or are no fields",
        ),
        ("codes: []\n---\ncodes: []\n", "2: a second document"),
        ("codes: " + "[" * 500, "1: codes nested too deep"),
        ("codes: [{id: a, name: A}]\ncodes: []\n", "2: `codes` appears twice in the file"),
        ('codes: [{id: a, name: "\\ud83d"}]', "1: half of a sign, written \\ud..."),
        ("codes: [{id: п, name: A}]\n", "1: the id `п` has other signs than letters a-z"),
        (
            "codes: [{id: a, name: A, codes: [{id: x, name: X}]}, {id: x, name: X}]",
            "1: code `x` has two parents: `a` (line 1) and the top level",
        ),
        ("codes: [{id: a, name: {en: A, en: B}}]", "1: the language `en` appears twice in `name`"),
    ],
)
def test_a_file_of_another_shape_is_refused(text: str, found: str):
    assert found in problems(text)


@given(st.text(max_size=60) | st.text("codes:-id name{}[]\"'#&*!|>\n\t ", max_size=120))
def test_any_text_is_read_or_refused(text: str):
    """No text whatever makes the reader stumble."""
    with suppress(CodebookError):
        codebook.parse("codes:\n  - id: a\n    name: A\n" + text)


# ── editing ──────────────────────────────────────────────────────────────────────────────────


def test_an_edit_changes_only_the_lines_of_the_field():
    after = codebook.edit(SMALL, "safety", {"definition": "Feeling safe or not."})
    assert changed(SMALL, after) == [
        "-    definition: 'Feeling safe.'  # to discuss",
        "+    definition: Feeling safe or not.  # to discuss",
    ]


def test_a_plain_name_sets_the_first_language_and_keeps_the_others():
    after = codebook.edit(SMALL, "safety", {"name": "Safe or not"})
    assert changed(SMALL, after) == [
        "-    name: {en: Safety, ru: Безопасность}",
        "+    name: {en: Safe or not, ru: Безопасность}",
    ]
    after = codebook.edit(SMALL, "children", {"definition": "Kids."})
    assert codebook.parse(after).by_id["children"].definitions == {"en": "Kids."}


def test_a_mapping_sets_all_languages():
    after = codebook.edit(SMALL, "safety", {"name": {"en": "S", "sr": "Bezbednost"}})
    assert codebook.parse(after).by_id["safety"].names == {"en": "S", "sr": "Bezbednost"}


def test_an_added_entry_of_a_list_is_one_added_line():
    after = codebook.edit(SMALL, "safety", {"include": ["at night", "dogs", "children"]})
    assert changed(SMALL, after) == ["+      - dogs"]
    after = codebook.edit(
        SMALL, "safety", {"keywords": {"en": ["safe", "at night"], "ru": ["страшно", "темно"]}}
    )
    assert changed(SMALL, after) == ['-      ru: ["безопасно"]', "+      ru: [страшно, темно]"]


def test_new_fields_stand_in_their_usual_order():
    after = codebook.edit(
        SMALL, "war", {"color": "#332288", "examples": ["Why?"], "include": ["a"]}
    )
    assert changed(SMALL, after) == [
        "+    include: [a]",
        "+    examples:",
        "+      - Why?",
        '+    color: "#332288"',
    ]


def test_an_empty_value_removes_the_field():
    after = codebook.edit(SMALL, "safety", {"definition": "", "keywords": {}, "include": ()})
    assert all(line.startswith("-") for line in changed(SMALL, after))
    safety = codebook.parse(after).by_id["safety"]
    assert (safety.definition, safety.keywords, safety.include) == ("", {}, ())


def test_an_edit_of_a_code_in_braces_writes_it_out():
    after = codebook.edit(SMALL, "children", {"include": ["school"]})
    assert changed(SMALL, after) == [
        "-      - {id: children, name: Children}",
        "+      - id: children",
        "+        name: Children",
        "+        include: [school]",
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "new"},
        {"codes": []},
        {"title": "x"},
        {"name": ""},
        {"name": " "},
        {"name": {"en": ""}},
        {"name": {"english": "x"}},
        {"color": "red"},
        {"include": "one"},
        {"definition": ["x"]},
        {"keywords": {"en": "safe"}},
    ],
)
def test_an_edit_that_would_break_the_codebook_is_refused(fields: Mapping[str, object]):
    with pytest.raises(CodingError):
        codebook.edit(SMALL, "safety", fields)


def test_a_code_is_added_where_asked():
    code = Code(id="peace", name="Peace", definition="Hope: for peace.", keywords={"en": ("hope",)})
    after = codebook.add(SMALL, code, position=1)
    assert changed(SMALL, after) == [
        "+  - id: peace",
        "+    name: {en: Peace}",
        "+    definition:",
        '+      en: "Hope: for peace."',
        "+    keywords:",
        "+      en: [hope]",
        "+",
    ]
    assert tree(after)[""] == ["safety", "peace", "war", "past"]
    assert tree(codebook.add(SMALL, code, parent="war"))["war"] == ["peace"]
    assert tree(codebook.add(SMALL, code, parent="safety", position=0))["safety"][0] == "peace"
    assert codebook.add(SMALL, code).startswith(SMALL)


def test_a_code_written_by_the_app_is_read_as_it_was_given():
    text, book = codebook.blank(), codebook.parse(SAMPLE)
    chosen = [
        book.by_id[code_id]
        for theme in ("leaving", "political_fear")
        for code_id in book.family(theme)
    ]
    for code in chosen:
        text = codebook.add(text, code, parent=code.parent)
    assert [replace(c, line=0) for c in codebook.parse(text)] == [
        replace(c, line=0) for c in chosen
    ]
    assert max(map(len, text.splitlines())) <= 110


@pytest.mark.parametrize(
    "code", [Code(id="war", name="x"), Code(id="a b", name="x"), Code(id="n", name="")]
)
def test_a_code_that_does_not_fit_is_not_added(code: Code):
    with pytest.raises(CodingError):
        codebook.add(SMALL, code)


def test_a_moved_code_takes_its_comment_and_its_children_along():
    after = codebook.move(SMALL, "safety", parent="past")
    assert tree(after) == {
        "": ["war", "past"],
        "past": ["safety"],
        "safety": ["children", "border"],
    }
    start, end = SMALL.index("  # about safety"), SMALL.index("\n  # ── second")
    kept = "".join(f"    {line}\n" for line in SMALL[start:end].splitlines())
    assert after.endswith(f"    name: Past\n    codes:\n{kept}")
    assert "# ── first section ──" in after


def test_moving_there_and_back_gives_the_same_file():
    away = codebook.move(SMALL, "border", parent="", position=0)
    assert tree(away)[""] == ["border", "safety", "war", "past"]
    assert codebook.move(away, "border", parent="safety") == SMALL


@pytest.mark.parametrize("parent", ["safety", "border"])
def test_a_code_does_not_move_below_itself(parent: str):
    with pytest.raises(CodingError, match="below itself"):
        codebook.move(SMALL, "safety", parent=parent)


def test_the_children_of_a_removed_code_move_up_into_its_place():
    after = codebook.remove(SMALL, "safety")
    assert tree(after) == {"": ["children", "border", "war", "past"]}
    assert "  # about children\n  - {id: children, name: Children}\n" in after
    assert tree(codebook.remove(SMALL, "safety", keep_children=False)) == {"": ["war", "past"]}


def test_removing_the_last_code_leaves_an_empty_list():
    assert codebook.remove("# x\ncodes:   # all\n  - id: a\n    name: A\n", "a") == (
        "# x\ncodes: []   # all\n"
    )
    text = "codes:\n  - id: a\n    codes:\n      - id: b\n        name: B\n    name: A\n"
    assert codebook.remove(text, "b") == "codes:\n  - id: a\n    name: A\n"


def test_a_merge_joins_words_and_children_and_drops_the_source():
    text = dedent("""\
        codes:
          - id: a
            name: A
            include: [one]
            keywords: {en: [safe], ru: [да]}
            indicators: [q1_yes]
            codes:
              - {id: a1, name: A1}
          - id: b
            name: B
            include: [One, two]
            keywords: {en: [Safe, calm], sr: [mir]}
            examples: [Yes.]
            exclude: [three]
            indicators: [q1_yes, q2_no]
            codes:
              - id: b1
                name: B1
        """)
    after = codebook.merge(text, "b", "a")
    assert tree(after) == {"": ["a"], "a": ["a1", "b1"]}
    a = codebook.parse(after).by_id["a"]
    assert (a.include, a.examples) == (("one", "two"), ("Yes.",))
    assert (a.exclude, a.indicators) == ((), ("q1_yes", "q2_no"))
    assert a.keywords == {"en": ("safe", "calm"), "ru": ("да",), "sr": ("mir",)}


def test_a_code_merges_into_the_one_above_but_not_into_one_below():
    assert tree(codebook.merge(SMALL, "border", "safety"))["safety"] == ["children"]
    for target in ("safety", "border"):
        with pytest.raises(CodingError, match="cannot be merged"):
            codebook.merge(SMALL, "safety", target)


def test_an_unknown_code_is_not_found():
    for act in (
        lambda: codebook.add(SMALL, Code(id="n", name="N"), parent="nope"),
        lambda: codebook.edit(SMALL, "nope", {}),
        lambda: codebook.move(SMALL, "nope", parent=""),
        lambda: codebook.move(SMALL, "war", parent="nope"),
        lambda: codebook.remove(SMALL, "nope"),
        lambda: codebook.merge(SMALL, "war", "nope"),
        lambda: codebook.merge(SMALL, "nope", "war"),
    ):
        with pytest.raises(NotFound, match="nope"):
            act()


def test_a_faulty_codebook_is_not_edited():
    with pytest.raises(CodebookError):
        codebook.edit("codes:\n  - id: a\n", "a", {"name": "A"})


@pytest.mark.parametrize(
    "text", ["", "codes:", "{}", "{codes: []}", "codes: [\n]\n", "# only\n---\n"]
)
def test_a_first_code_is_added_to_any_empty_codebook(text: str):
    after = codebook.add(text, Code(id="a", name="A"))
    assert after.endswith("codes:\n  - id: a\n    name: A\n")
    assert after.startswith(text.partition("codes")[0].strip("{}"))


def test_windows_line_ends_are_kept():
    after = codebook.edit(SMALL.replace("\n", "\r\n"), "war", {"include": ["peace", "front"]})
    assert after.count("\n") == after.count("\r\n") == SMALL.count("\n") + 1


def test_an_edit_of_the_sample_codebook_touches_one_code():
    after = codebook.edit(SAMPLE, "safety", {"name": {"en": "Feeling safe", "ru": "Спокойствие"}})
    assert changed(SAMPLE, after) == [
        "-    name: {en: Safety, ru: Безопасность}",
        "+    name: {en: Feeling safe, ru: Спокойствие}",
    ]
    away = codebook.move(SAMPLE, "war_causes", parent="safety", position=1)
    assert codebook.move(away, "war_causes", parent="war", position=0) == SAMPLE


def test_a_change_that_cannot_be_made_safely_is_refused():
    """After the mark that ends a document nothing can be added."""
    with pytest.raises(CodingError, match="would break the file"):
        codebook.add("# codes\n---\n...\n# end\n", Code(id="a", name="A"))


# ── any codebook, any edit ───────────────────────────────────────────────────────────────────

words = st.text(st.characters(codec="utf-8"), max_size=30).filter(lambda t: canonical(t).strip())
lists = st.lists(words, max_size=4)


def quoted(value: object) -> str:
    """Write a value in YAML's own brackets and double quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {quoted(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(quoted, value)) + "]"
    signs = (c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in str(value))
    return f'"{"".join(signs)}"'


by_language = st.dictionaries(st.sampled_from(["en", "ru", "sr-Latn"]), words, max_size=3)


@dataclass
class Plant:
    """A code as the test knows it, to be written as YAML in a style of its own."""

    id: str
    fields: dict[str, object]
    style: str
    comments: bool
    children: list[Plant] = field(default_factory=list)

    def lines(self, dash: int, offset: int) -> list[str]:
        """Write the code without any help from the code under test."""
        if self.style == "flow" and not self.children:
            parts = [f"{k}: {quoted(v)}" for k, v in self.fields.items()]
            return [*self.above(dash), " " * dash + "- {" + ", ".join(parts) + "}"]
        column = dash + 2
        lines = []
        for key, value in self.fields.items():
            if isinstance(value, list) and value and self.style == "block":
                lines.append(f"{' ' * column}{key}:")
                lines += [f"{' ' * (column + offset)}- {quoted(v)}" for v in value]
            elif isinstance(value, dict) and value and self.style == "block":
                lines.append(f"{' ' * column}{key}:   # languages")
                lines += [f"{' ' * (column + 2)}{k}: {quoted(v)}" for k, v in value.items()]
            else:
                lines.append(f"{' ' * column}{key}: {quoted(value)}")
        if self.comments:
            lines.insert(1, f"{' ' * column}# inside {self.id}.")
        if self.children:
            lines.append(f"{' ' * column}codes:")
            for child in self.children:
                lines += child.lines(column + offset, offset)
        lines[0] = " " * dash + "- " + lines[0][column:]
        return [*self.above(dash), *lines, *([""] if self.style == "airy" else [])]

    def above(self, dash: int) -> list[str]:
        return [f"{' ' * dash}# above {self.id}."] if self.comments else []


@st.composite
def gardens(draw: st.DrawFn) -> str:
    """Draw a codebook of up to seven codes in any mixture of styles."""
    top: list[Plant] = []
    plants: list[Plant] = []
    for n in range(draw(st.integers(1, 7))):
        fields: dict[str, object] = {"id": f"c{n}", "name": draw(words | by_language.filter(bool))}
        for key in draw(
            st.sets(st.sampled_from(["include", "keywords", "definition", "examples"]))
        ):
            if key == "definition":
                fields[key] = draw(words | by_language)
            elif key == "keywords":
                one = st.dictionaries(st.sampled_from(["en", "ru"]), lists, max_size=2)
                fields[key] = draw(lists | one)
            else:
                fields[key] = draw(lists)
        style = draw(st.sampled_from(["block", "brackets", "flow", "airy"]))
        plant = Plant(f"c{n}", fields, style, draw(st.booleans()))
        above = draw(st.sampled_from([None, *(p for p in plants if p.style != "flow")]))
        (above.children if above else top).append(plant)
        plants.append(plant)
    offset = draw(st.sampled_from([0, 2, 4]))
    lines = ["# head.", "codes:"]
    for plant in top:
        lines += plant.lines(offset, offset)
    text = "\n".join([*lines, "# foot."])
    return text + draw(st.sampled_from(["", "\n"]))


def meaning(code: Code) -> Code:
    """Return a code without its place, and without what follows from the first language."""
    name, definition = (
        "" if code.names else code.name,
        "" if code.definitions else code.definition,
    )
    return replace(code, line=0, parent="", name=name, definition=definition)


def assert_untouched(before: str, after: str, concerned: set[str]) -> None:
    """Assert that all other codes are the same, each still right below its own comment."""
    old, new = codebook.parse(before), codebook.parse(after)
    lines = after.splitlines()
    for code in old:
        if code.id in concerned:
            continue
        now = new.by_id[code.id]
        assert meaning(now) == meaning(code)
        for place in ("above", "inside"):
            if f"# {place} {code.id}.\n" in before:
                at = [n for n, line in enumerate(lines) if line.endswith(f"# {place} {code.id}.")]
                assert at == [now.line - 2 if place == "above" else now.line]
    assert lines[0] == "# head."
    assert lines[-1] == "# foot."


def order(text: str) -> list[tuple[str, str]]:
    return [(code.id, code.parent) for code in codebook.parse(text)]


def ids(text: str) -> st.SearchStrategy[str]:
    return st.sampled_from([code.id for code in codebook.parse(text)])


@settings(max_examples=50)
@given(gardens(), st.data())
def test_any_added_code_comes_back_as_it_was_given(text: str, data: st.DataObject):
    code = Code(
        id="new",
        name=data.draw(words),
        definition=data.draw(words | st.just("") | st.text("ab \n:#", max_size=300)),
        include=tuple(data.draw(lists)),
        examples=tuple(data.draw(lists)),
        keywords={"en": tuple(data.draw(lists.filter(bool)))},
    )
    parent = data.draw(ids(text) | st.just(""))
    family = codebook.parse(text).children(parent)
    position = data.draw(st.integers(0, len(family)) | st.none())
    after = codebook.add(text, code, parent=parent, position=position)
    assert_untouched(text, after, set())
    book = codebook.parse(after)
    expected = [c.id for c in family]
    expected.insert(len(family) if position is None else position, "new")
    assert [c.id for c in book.children(parent)] == expected
    added = book.by_id["new"]
    clean = codebook.parse(f"codes: [{{id: x, name: {quoted(code.name)}}}]").by_id["x"].name
    assert added.name == clean
    assert len(added.include) == sum(bool(t.strip()) for t in code.include)
    if text.endswith("\n") and "- {" not in text:
        assert codebook.remove(after, "new") == text


@pytest.mark.parametrize("gap", [0, 1, 2, 3])
@pytest.mark.parametrize("position", [0, 1, 2, 3])
def test_a_code_taken_out_again_leaves_the_blank_lines_as_they_were(gap: int, position: int):
    """Between codes may stand any number of them; those put in with the code go with it."""
    between = "\n" * gap
    before = f"codes:\n- {{id: a, name: A}}\n{between}- id: b\n  name: B\n{between}- id: c\n"
    before += "  name: C\n"
    after = codebook.add(before, Code(id="new", name="New"), position=position)
    assert after.count("\n") > before.count("\n")
    assert codebook.remove(after, "new") == before


@settings(max_examples=50)
@given(gardens(), st.data())
def test_any_edit_leaves_the_other_codes_and_the_tree_alone(text: str, data: st.DataObject):
    code_id = data.draw(ids(text))
    fields = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "name": words,
                "definition": words | st.just("") | by_language,
                "include": lists,
                "examples": lists,
                "color": st.sampled_from(["", "#0aF19b"]),
                "keywords": lists | st.dictionaries(st.sampled_from(["ru", "en"]), lists),
            },
        )
    )
    after = codebook.edit(text, code_id, fields)
    assert_untouched(text, after, {code_id})
    assert order(after) == order(text)
    assert codebook.edit(after, code_id, fields) == after


@settings(max_examples=50)
@given(gardens(), st.data())
def test_any_move_changes_the_parent_and_nothing_else(text: str, data: st.DataObject):
    book = codebook.parse(text)
    code_id = data.draw(ids(text))
    free = [c.id for c in book if c.id not in book.family(code_id)]
    parent = data.draw(st.sampled_from(["", *free]))
    family = [c.id for c in book.children(parent) if c.id != code_id]
    position = data.draw(st.integers(0, len(family)) | st.none())
    after = codebook.move(text, code_id, parent=parent, position=position)
    assert_untouched(text, after, set())
    family.insert(len(family) if position is None else position, code_id)
    new = codebook.parse(after)
    assert [c.id for c in new.children(parent)] == family
    assert {c.id: c.parent for c in new if c.id != code_id} == {
        c.id: c.parent for c in book if c.id != code_id
    }


@settings(max_examples=50)
@given(gardens(), st.data())
def test_any_removal_takes_one_code_and_lifts_its_children(text: str, data: st.DataObject):
    book = codebook.parse(text)
    code_id = data.draw(ids(text))
    gone, children = book.by_id[code_id], book.children(code_id)
    after = codebook.remove(text, code_id)
    assert_untouched(text, after, {code_id})
    expected = [c.id for c in book.children(gone.parent)]
    at = expected.index(code_id)
    expected[at : at + 1] = [c.id for c in children]
    assert [c.id for c in codebook.parse(after).children(gone.parent)] == expected
    after = codebook.remove(text, code_id, keep_children=False)
    assert_untouched(text, after, set(book.family(code_id)))
    assert [i for i, _ in order(after)] == [c.id for c in book if c.id not in book.family(code_id)]


@settings(max_examples=50)
@given(gardens(), st.data())
def test_any_merge_keeps_every_word_and_every_other_code(text: str, data: st.DataObject):
    book = codebook.parse(text)
    source = data.draw(ids(text))
    free = [c.id for c in book if c.id not in book.family(source)]
    if not free:
        return
    target = data.draw(st.sampled_from(free))
    after = codebook.merge(text, source, target)
    assert_untouched(text, after, {source, target})
    new = codebook.parse(after)
    assert set(new.by_id) == set(book.by_id) - {source}
    children = [c.id for c in book.children(target) if c.id != source]
    children += [c.id for c in book.children(source)]
    assert [c.id for c in new.children(target)] == children

    def said(*codes: Code) -> set[str]:
        return {
            text.casefold()
            for code in codes
            for part in (code.include, code.examples, *code.keywords.values())
            for text in part
        }

    assert said(new.by_id[target]) == said(book.by_id[source], book.by_id[target])


# ── ids ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "code_id"),
    [
        ("Going back & its conditions", "going_back_its_conditions"),
        ("Вид на жительство", "vid_na_zhitelstvo"),
        ("Щёлочь, объезд", "shcheloch_obezd"),
        ("Љубав и џез", "ljubav_i_dzez"),
        ("Đorđe, šuma, ćevapi", "djordje_suma_cevapi"),
        ("Café №7", "cafe_no7"),
        ("★", "code"),
        ("", "code"),
    ],
)
def test_a_new_id_can_be_read(name: str, code_id: str):
    assert codebook.new_code_id(name, ()) == code_id


@given(st.text(max_size=80), st.sets(st.sampled_from(["code", "code_2", "a", "a_2"])))
def test_a_new_id_is_always_fit_and_unlike_the_others(name: str, taken: set[str]):
    code_id = codebook.new_code_id(name, taken)
    assert code_id not in taken
    book = codebook.parse(f"codes: [{{id: {code_id}, name: A}}]")
    assert [code.id for code in book] == [code_id]
