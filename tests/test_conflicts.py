"""Two people on one text: each is kept, or its writer is told and has both before them."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from studies import code, lay_out, study

from coding.codebook import edit, parse
from coding.codebook.versions import rebased, version_of
from coding.errors import Clash, Conflict
from coding.model import Participant
from coding.model.merging import marks, merge
from coding.project import Project
from coding.suggest.settings import Settings
from coding.transcripts.people import together

WRITERS = 8


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "study")


def at_once(
    folder: Path, write: Callable[[Project, str], None], edits: int = 25
) -> tuple[list[str], list[str]]:
    """Let eight people write some times each; return what was acknowledged, what was refused."""
    kept: list[str] = []
    told: list[str] = []
    start = threading.Barrier(WRITERS)

    def work(writer: int) -> None:
        project = Project(folder)
        start.wait()
        for n in range(edits):
            word = f"w{writer}n{n}."
            try:
                write(project, word)
                kept.append(word)
            except Conflict:
                told.append(word)

    threads = [threading.Thread(target=work, args=[n]) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) + len(told) == WRITERS * edits  # nobody met anything else
    return kept, told


@pytest.fixture
def sample(sample_folder: Path, tmp_path: Path) -> Project:
    """Return a copy of the sample, which has a survey; it has no links yet."""
    project = Project(Path(shutil.copytree(sample_folder, tmp_path / "sample")))
    for link in project.links.all():
        project.links.remove(link.id, coder="nobody")
    return project


# ── eight writers ──


@pytest.mark.timeout(300)
def test_of_eight_writers_of_a_definition_none_is_lost_without_being_told(project: Project) -> None:
    def write(own: Project, word: str) -> None:
        there = own.codes.get("fear")
        own.codes.edit("fear", {"definition": f"{there.definition} {word}"}, coder=word)

    kept, _ = at_once(project.folder, write)
    assert kept
    said = project.codes.get("fear").definition.split()
    assert sorted(said) == sorted(kept)


@pytest.mark.timeout(300)
def test_eight_writers_of_eight_codes_all_get_theirs(project: Project) -> None:
    """What others do to other codes is no conflict, whatever version it was read from."""
    for n in range(WRITERS):
        project.codes.add(f"Code {n}", key=f"c{n}", coder="ana")

    def write(own: Project, word: str) -> None:
        mine = f"c{word[1]}"
        there = own.codes.get(mine)
        own.codes.edit(mine, {"definition": f"{there.definition} {word}"}, coder=word)

    kept, told = at_once(project.folder, write, edits=6)
    assert told == []
    said = " ".join(project.codes.get(f"c{n}").definition for n in range(WRITERS))
    assert sorted(said.split()) == sorted(kept)


@pytest.mark.timeout(300)
def test_of_eight_writers_of_participants_none_is_lost_without_being_told(
    project: Project,
) -> None:
    """Each writes in a cell of its own, and all in one that is shared."""

    def write(own: Project, word: str) -> None:
        people = own.participants.all()
        shared = people[0].attributes.get("shared", "")
        mine = {f"own {word[:2]}": word, "shared": f"{shared} {word}"}
        first = replace(people[0], attributes={**people[0].attributes, **mine})
        own.participants.save([first, *people[1:]], coder=word)

    kept, _ = at_once(project.folder, write)
    [vera, oleg] = project.participants.all()
    assert sorted(vera.attributes["shared"].split()) == sorted(kept)
    assert (oleg.pseudonym, vera.attributes["gender"]) == ("Oleg", "Female")
    text = project.files.path("participants.csv").read_text(encoding="utf-8")
    assert all(word in text for word in kept)


@pytest.mark.timeout(300)
def test_eight_writers_in_eight_cells_all_get_theirs(project: Project) -> None:
    people = [Participant(id=f"P{n}", attributes={"said": ""}) for n in range(WRITERS)]
    project.participants.save(people, opened=project.participants.all(), coder="ana")

    def write(own: Project, word: str) -> None:
        there = own.participants.all()
        for at, person in enumerate(there):
            if person.id[1] == word[1]:
                said = person.attributes["said"] + word
                there[at] = replace(person, attributes={"said": said})
        own.participants.save(there, coder=word)

    kept, told = at_once(project.folder, write, edits=6)
    assert told == []
    assert "".join(p.attributes["said"] for p in project.participants.all()).count("w") == len(kept)


# ── codes ──


def test_a_conflict_over_a_definition_carries_both_texts_and_who_was_quicker(
    project: Project,
) -> None:
    opened = project.codes.version("fear")
    ben = Project(project.folder)
    ben.codes.edit("fear", {"definition": "Ben's words."}, coder="ben")
    project.codes.edit("return", {"definition": "Elsewhere."}, coder="eva")
    with pytest.raises(Conflict) as raised:
        project.codes.edit("fear", {"definition": "Ana's."}, coder="ana", version=opened)
    conflict = raised.value
    assert (conflict.mine, conflict.theirs) == ("Ana's.", "Ben's words.")
    assert (conflict.by, conflict.key) == ("ben", "fear")
    assert conflict.at
    project.codes.edit("fear", {"definition": "Both."}, coder="ana", version=str(conflict.version))
    assert project.codes.get("fear").definition == "Both."


def test_two_fields_of_one_code_are_no_conflict_and_both_stay(project: Project) -> None:
    opened = project.codes.version("safety")
    Project(project.folder).codes.edit("safety", {"keywords": {"": ["safe"]}}, coder="ben")
    form = {"definition": "Feeling safe.", "keywords": {"": ("safe", "scared")}}
    project.codes.edit("safety", form, coder="ana", version=opened)
    safety = project.codes.get("safety")
    assert (safety.definition, safety.keywords) == ("Feeling safe.", {"": ("safe",)})


def test_two_languages_of_one_name_are_no_conflict(project: Project) -> None:
    opened = project.codes.version("safety")
    names = {"en": "Safety", "ru": "Безопасность"}
    ben = Project(project.folder)
    ben.codes.edit("safety", {"name": {**names, "ru": "Покой"}}, coder="ben")
    project.codes.edit(
        "safety", {"name": {**names, "en": "Being safe"}}, coder="ana", version=opened
    )
    assert project.codes.get("safety").names == {"en": "Being safe", "ru": "Покой"}
    with pytest.raises(Conflict, match="safety") as raised:
        project.codes.edit("safety", {"name": {**names, "ru": "Мир"}}, coder="ana", version=opened)
    assert raised.value.clashes == ((("name", "ru"), "Мир", "Покой"),)


def test_an_edit_by_hand_is_somebody_elses_too(project: Project) -> None:
    opened = project.codes.version("fear")
    path = project.folder / "codebook.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("name: Fear", "name: Dread"), encoding="utf-8")
    with pytest.raises(Conflict) as raised:
        project.codes.edit("fear", {"name": "Worry"}, coder="ana", version=opened)
    assert (raised.value.mine, raised.value.theirs) == ("Worry", "Dread")
    assert "Dread" in path.read_text(encoding="utf-8")


def test_what_was_told_last_counts_where_no_version_is_given(project: Project) -> None:
    project.codes.get("fear")
    Project(project.folder).codes.edit("fear", {"definition": "Ben's."}, coder="ben")
    with pytest.raises(Conflict):
        project.codes.edit("fear", {"definition": "Ana's."}, coder="ana")
    project.codes.edit("fear", {"definition": "Ana's."}, coder="ana", version="")
    assert project.codes.get("fear").definition == "Ana's."


def test_ones_own_edits_and_undo_are_no_conflict(project: Project) -> None:
    for text in ("One.", "Two."):
        project.codes.edit("fear", {"definition": text}, coder="ana")
    project.log.undo(coder="ana")
    project.codes.edit("fear", {"definition": "Three."}, coder="ana")
    assert project.codes.get("fear").definition == "Three."


def test_the_same_words_twice_are_no_conflict(project: Project) -> None:
    opened = project.codes.version("fear")
    Project(project.folder).codes.edit("fear", {"definition": "Of the law."}, coder="ben")
    project.codes.edit("fear", {"definition": " Of the law. "}, coder="ana", version=opened)
    assert project.codes.get("fear").definition == "Of the law."


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "definition": st.sampled_from(["", "a", "b"]),
        "include": st.lists(st.sampled_from(["x", "y"]), max_size=2, unique=True),
        "keywords": st.dictionaries(
            st.sampled_from(["en", "ru"]), st.sampled_from([("k",), ("l",)]), max_size=2
        ),
    },
)


@given(FIELDS, FIELDS)
def test_any_two_edits_of_a_code_are_merged_or_one_is_told(
    ours: dict[str, object], theirs: dict[str, object]
) -> None:
    """What the other wrote is never written over unseen; what is not refused is there."""
    text = "codes:\n  - id: a\n    name: A\n    keywords: {en: [k], ru: [k]}\n    definition: a\n"
    opened = version_of(parse(text).by_id["a"])
    after = edit(text, "a", theirs)
    before = parse(after).by_id["a"]
    clashes: tuple[Clash, ...] = ()
    try:
        wanted = rebased(before, ours, opened)
    except Conflict as conflict:
        clashes, wanted = conflict.clashes, {}
    assert all(clash.mine != clash.theirs for clash in clashes)
    done = parse(edit(after, "a", wanted)).by_id["a"]
    first = parse(text).by_id["a"]
    for field in ("definition", "include"):
        was, others, now = (getattr(c, field) for c in (first, before, done))
        if others != was:
            assert now == others
        elif field in ours and not clashes:
            assert now == (tuple(ours[field]) if field == "include" else ours[field])  # type: ignore[arg-type]


@given(*[st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz")) for _ in range(3)])
def test_a_leaf_is_mine_theirs_or_in_dispute(
    was: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    tables = [{(k,): v for k, v in table.items()} for table in (was, mine, theirs)]
    changed, clashes = merge(marks(tables[0]), tables[1], tables[2])
    for leaf, value in tables[1].items():
        disputed = any(clash[0] == leaf for clash in clashes)
        was_there, is_there = tables[0].get(leaf), tables[2].get(leaf)
        is_mine, is_theirs = value != was_there, is_there != was_there
        assert disputed == (is_mine and is_theirs and value != tables[2].get(leaf))
        assert (leaf in changed) == (is_mine and not is_theirs)


# ── participants ──


def test_a_cell_that_both_changed_is_told_with_both_texts(project: Project) -> None:
    [vera, oleg] = project.participants.all()
    ben = Project(project.folder)
    ben.participants.save([replace(vera, pseudonym="Vesna"), oleg], coder="ben")
    with pytest.raises(Conflict) as raised:
        project.participants.save([replace(vera, pseudonym="Věra"), oleg], coder="ana")
    assert raised.value.clashes == ((("P01", "pseudonym"), "Věra", "Vesna"),)
    assert project.participants.all()[0].pseudonym == "Vesna"


def people(*rows: str) -> list[Participant]:
    """Return participants written as `id pseudonym attribute=value ...`."""
    made = []
    for row in rows:
        key, name, *more = row.split()
        made.append(
            Participant(id=key, pseudonym=name, attributes=dict(a.split("=") for a in more))
        )
    return made


VERA, OLEG, MILA = "P1 Vera age=30", "P2 Oleg age=40", "P3 Mila age=50"


@pytest.mark.parametrize(
    ("mine", "theirs", "after"),
    [
        ([VERA, OLEG, MILA], [VERA], [VERA, MILA]),  # I added one, they took one out
        ([VERA], [VERA, OLEG, MILA], [VERA, MILA]),
        (["P1 Vera age=31", OLEG], [VERA, "P2 Olga age=40"], ["P1 Vera age=31", "P2 Olga age=40"]),
        ([OLEG, VERA], [VERA, OLEG, MILA], [OLEG, VERA, MILA]),  # in my order
        (["P1 Vera age=30 job=", "P2 Oleg age=40 job="], [VERA, OLEG],
         ["P1 Vera age=30 job=", "P2 Oleg age=40 job="]),
        (["P1 Vera", "P2 Oleg"], [VERA, OLEG], ["P1 Vera", "P2 Oleg"]),  # a column taken out
    ],
)  # fmt: skip
def test_what_two_people_did_to_the_table_is_brought_together(
    mine: Sequence[str], theirs: Sequence[str], after: Sequence[str]
) -> None:
    assert together(people(VERA, OLEG), people(*mine), people(*theirs)) == people(*after)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (["P1 Vera age=31"], ["P1 Vera age=32"]),
        (["P1 Vera age=31"], []),  # they took out whom I changed
        ([], ["P1 Vera age=31"]),
        (["P1 Vera"], ["P1 Vera age=31"]),  # I took a column out that they wrote in
    ],
)
def test_what_both_did_to_one_person_is_told(mine: list[str], theirs: list[str]) -> None:
    with pytest.raises(Conflict) as raised:
        together(people(VERA), people(*mine), people(*theirs))
    assert raised.value.clashes[0].mine != raised.value.clashes[0].theirs


def test_a_table_edited_by_hand_meanwhile_is_not_written_over(project: Project) -> None:
    [vera, oleg] = project.participants.all()
    path = project.files.path("participants.csv")
    path.write_text(path.read_text("utf-8").replace("Oleg", "Olga"), encoding="utf-8")
    project.participants.save([replace(vera, pseudonym="Vesna"), oleg], coder="ana")
    assert [p.pseudonym for p in project.participants.all()] == ["Vesna", "Olga"]
    assert "Olga" in path.read_text(encoding="utf-8")


# ── notes, baskets, quotes, rulings, settings ──


def test_two_first_notes_on_one_thing_are_told(project: Project) -> None:
    """Neither found a note when it began to write; the second sees the first one's words."""
    key = project.memos.write("code", "fear", "Ana's.", coder="ana", version=0)
    with pytest.raises(Conflict) as raised:
        project.memos.write("code", "fear", "Ben's.", coder="ben", version=0)
    conflict = raised.value
    assert (conflict.mine, conflict.theirs, conflict.key) == ("Ben's.", "Ana's.", key)
    assert (conflict.by, conflict.version) == ("ana", 1)
    project.memos.write("code", "fear", "Ana's. Ben's.", coder="ben", key=key, version=1)
    assert [m.text for m in project.memos.all(about="fear")] == ["Ana's. Ben's."]


def test_a_note_that_somebody_deleted_meanwhile_is_told_and_can_be_written_again(
    project: Project,
) -> None:
    key = project.memos.write("code", "fear", "First.", coder="ana")
    project.memos.write("code", "fear", "", coder="ben", key=key, version=1)
    with pytest.raises(Conflict) as raised:
        project.memos.write("code", "fear", "First, and more.", coder="ana", key=key, version=1)
    assert (raised.value.theirs, raised.value.version, raised.value.by) == ("", 0, "ben")
    project.memos.write("code", "fear", "First, and more.", coder="ana", key=key, version=0)
    assert [m.text for m in project.memos.all(about="fear")] == ["First, and more."]


def test_a_note_emptied_after_somebody_changed_it_stays(project: Project) -> None:
    key = project.memos.write("code", "fear", "First.", coder="ana")
    project.memos.write("code", "fear", "Changed.", coder="ben", key=key, version=1)
    with pytest.raises(Conflict) as raised:
        project.memos.write("code", "fear", " ", coder="ana", key=key, version=1)
    assert raised.value.theirs == "Changed."
    assert [m.text for m in project.memos.all(about="fear")] == ["Changed."]


def test_a_basket_renamed_by_two_is_told(project: Project) -> None:
    key = project.baskets.add("Talk", coder="ana")
    project.baskets.rename(key, "Report", coder="ben", version=1)
    with pytest.raises(Conflict) as raised:
        project.baskets.rename(key, "Lecture", coder="ana", version=1)
    assert (raised.value.mine, raised.value.theirs) == ("Lecture", "Report")


def test_a_quote_edited_by_two_is_told(project: Project) -> None:
    coding = code(project, "Vera", "My daughter walks to school alone.", "safety")
    project.baskets.add("Talk", coder="ana")
    project.baskets.put("Talk", [coding], coder="ana")
    [pick] = project.baskets.get("Talk").picks
    project.baskets.edit(pick.id, "My daughter […] alone.", coder="ben", version=1)
    with pytest.raises(Conflict) as raised:
        project.baskets.edit(pick.id, "My daughter walks […] alone.", coder="ana", version=1)
    assert (raised.value.mine, raised.value.theirs) == (
        "My daughter walks […] alone.",
        "My daughter […] alone.",
    )


def test_what_two_change_of_one_interview_is_told_and_of_the_rest_both_stay(
    project: Project,
) -> None:
    opened = project.transcripts.info("Vera")
    ben = Project(project.folder)
    ben.transcripts.edit(opened.id, name="Vera, first talk", language="sr", coder="ben")
    with pytest.raises(Conflict) as raised:
        project.transcripts.edit(
            opened.id, name="Vera, May", participant="P02", coder="ana", version=opened.version
        )
    conflict = raised.value
    assert conflict.clashes == ((("name",), "Vera, May", "Vera, first talk"),)
    assert (conflict.by, conflict.version) == ("ben", opened.version + 1)
    assert project.transcripts.info(opened.id).participant == opened.participant
    project.transcripts.edit(
        opened.id, name=opened.name, participant="P02", coder="ana", version=opened.version
    )
    now = project.transcripts.info(opened.id)
    assert (now.name, now.language, now.participant) == ("Vera, first talk", "sr", "P02")


def test_whom_the_other_said_an_interview_is_with_stays_with_who_answers(project: Project) -> None:
    """A form that was opened before has the old participant, and changes another field."""
    opened = project.transcripts.info("Vera")
    Project(project.folder).transcripts.edit(opened.id, participant="P02", coder="ben")
    project.transcripts.edit(
        opened.id, participant=opened.participant, language="sr", coder="ana", version=1
    )
    now = project.transcripts.info(opened.id)
    assert (now.participant, now.language) == ("P02", "sr")
    assert {s.participant for s in now.cast if s.participant} == {"P02"}


def test_however_often_the_other_changed_an_interview_it_is_compared_with_what_was_opened(
    project: Project,
) -> None:
    """The form that was opened first sends all its fields, three of them as they were then."""
    opened = project.transcripts.info("Vera")
    ben = Project(project.folder)
    ben.transcripts.edit(opened.id, name="Vera, first talk", coder="ben")
    ben.transcripts.edit(opened.id, language="sr", coder="ben")
    as_opened = {"name": opened.name, "language": opened.language, "version": opened.version}
    project.transcripts.edit(opened.id, participant="P02", coder="ana", **as_opened)
    now = project.transcripts.info(opened.id)
    assert (now.name, now.language, now.participant) == ("Vera, first talk", "sr", "P02")
    assert now.version == opened.version + 3


def test_two_who_write_the_same_of_an_interview_are_no_conflict_and_one_act(
    project: Project,
) -> None:
    opened = project.transcripts.info("Vera")
    Project(project.folder).transcripts.edit(opened.id, name="Vera, May", coder="ben")
    acts = len(project.log.acts())
    project.transcripts.edit(opened.id, name="Vera, May", coder="ana", version=opened.version)
    assert project.transcripts.info(opened.id).version == opened.version + 1
    assert len(project.log.acts()) == acts


def test_of_a_version_that_the_log_does_not_know_everything_that_differs_is_told(
    project: Project,
) -> None:
    """A backup was brought back while the form was open."""
    opened = project.transcripts.info("Vera")
    Project(project.folder).transcripts.edit(opened.id, name="Vera, May", coder="ben")
    with pytest.raises(Conflict) as raised:
        project.transcripts.edit(opened.id, name=opened.name, coder="ana", version=99)
    assert raised.value.clashes == ((("name",), opened.name, "Vera, May"),)


def test_a_basket_put_in_another_order_is_no_conflict_with_the_words_of_a_quote(
    project: Project,
) -> None:
    words = ("My daughter walks to school alone.", "The rent is high")
    codings = [code(project, "Vera", text, "safety") for text in words]
    project.baskets.add("Talk", coder="ana")
    project.baskets.put("Talk", codings, coder="ana")
    first, second = project.baskets.get("Talk").picks
    project.baskets.arrange("Talk", [second.id, first.id], coder="ben")
    printed = "My daughter […] alone."
    project.baskets.edit(first.id, printed, coder="ana", version=first.version)
    assert [p.printed for p in project.baskets.get("Talk").picks] == ["", printed]


def test_a_link_made_by_two_is_told_with_relation_note_and_minority(sample: Project) -> None:
    quote = sample.quotes.find(["safety"])[0]
    key = sample.links.put(
        quote.coding, "safety_safe", "contradicts", note="Ben's.", minority=True, coder="ben"
    )
    with pytest.raises(Conflict) as raised:
        sample.links.put(
            quote.coding, "safety_safe", "confirms", note="Ana's.", coder="ana", version=0
        )
    conflict = raised.value
    assert {c.field[0]: (c.mine, c.theirs) for c in conflict.clashes} == {
        "relation": ("confirms", "contradicts"),
        "note": ("Ana's.", "Ben's."),
        "minority": ("", "yes"),
    }
    assert (conflict.by, conflict.version) == ("ben", 1)
    there = sample.links.between(quote.coding, "safety_safe")
    assert there is not None
    assert (there.id, there.note) == (key, "Ben's.")
    sample.links.put(quote.coding, "safety_safe", "confirms", note="Both.", coder="ana", version=1)
    now = sample.links.between(quote.coding, "safety_safe")
    assert now is not None
    assert (now.note, now.minority, now.version) == ("Both.", False, 2)


def test_a_link_taken_away_or_changed_meanwhile_is_told(sample: Project) -> None:
    links = sample.links
    key = links.put("safety", "safety_safe", "expands", note="Why.", coder="ana")
    links.put("safety", "safety_safe", "expands", note="Why not.", coder="ben", version=1)
    with pytest.raises(Conflict):
        links.remove(key, coder="ana", version=1)
    links.remove(key, coder="ben", version=2)
    with pytest.raises(Conflict) as raised:
        links.put("safety", "safety_safe", "expands", note="More.", coder="ana", version=2)
    assert (raised.value.clashes[1].mine, raised.value.version) == ("More.", 0)
    links.put("safety", "safety_safe", "expands", note="More.", coder="ana", version=0)
    assert [x.note for x in links.all() if x.indicator == "safety_safe" and not x.coding] == [
        "More."
    ]


def test_a_note_on_a_link_is_not_put_under_a_relation_that_its_writer_did_not_see(
    sample: Project,
) -> None:
    """What a link says belongs together: one who changed the note alone is told of the other."""
    links = sample.links
    links.put("safety", "safety_safe", "expands", note="Why.", coder="ana")
    links.put("safety", "safety_safe", "contradicts", note="Why.", coder="ben", version=1)
    with pytest.raises(Conflict) as raised:
        links.put("safety", "safety_safe", "expands", note="Since.", coder="ana", version=1)
    assert {clash.field[0] for clash in raised.value.clashes} == {"relation", "note"}
    [there] = [x for x in links.all() if x.indicator == "safety_safe" and not x.coding]
    assert (there.relation, there.note) == ("contradicts", "Why.")


def test_settings_of_two_codes_are_brought_together_and_of_one_are_told(project: Project) -> None:
    suggestions = project.suggestions
    opened = suggestions.settings()
    suggestions.set_up(Settings(off=frozenset({"fear"})), opened=opened, coder="ben")
    suggestions.set_up(Settings(asked=frozenset({"life"})), opened=opened, coder="ana")
    now = suggestions.settings()
    assert (now.off, now.asked) == ({"fear"}, {"life"})
    with pytest.raises(Conflict, match="fear"):
        suggestions.set_up(Settings(on=frozenset({"fear"})), opened=opened, coder="ana")


def test_rows_of_the_table_of_quantifiers_are_brought_together(project: Project) -> None:
    opened = project.drafts.quantifiers()
    mine, theirs = ([dict(row) for row in opened] for _ in range(2))
    mine[0]["low"] = theirs[1]["low"] = 1.0
    project.drafts.set_quantifiers(theirs, opened=opened, coder="ben")
    project.drafts.set_quantifiers(mine, opened=opened, coder="ana")
    assert [row["low"] for row in project.drafts.quantifiers()[:2]] == [1.0, 1.0]
    mine[1]["low"] = 2.0
    with pytest.raises(Conflict):
        project.drafts.set_quantifiers(mine, opened=opened, coder="ana")
    assert project.drafts.quantifiers()[1]["low"] == 1.0


def test_a_project_of_two_is_laid_out_alike(tmp_path: Path) -> None:
    """The tests above rest on it: two open projects on one folder see one another's acts."""
    folder = lay_out(tmp_path / "two")
    ana, ben = Project(folder), Project(folder)
    ana.codes.edit("fear", {"definition": "Ana's."}, coder="ana")
    assert ben.codes.get("fear").definition == "Ana's."
