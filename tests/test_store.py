"""What the store promises: one act, one transaction; nothing lost, nothing half, nothing unseen."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from studies import PARTICIPANTS, code, coded, standing, study, where

from coding.errors import Conflict, NotFound, ProjectError
from coding.model import BesideWords, Memo, Role, Seen, Speaker, Transcript, Turn
from coding.project import Project
from coding.store import VERSION, Store
from coding.store.damage import SEALED
from coding.store.log import Touched
from coding.store.schema import migrations
from coding.store.seals import seal_all


def memo(key: str, text: str) -> Memo:
    return Memo(
        id=key,
        kind="project",
        about="",
        coder="ana",
        text=text,
        created="2024",
        updated="2024",
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "project.db")


def test_an_act_that_fails_leaves_neither_change_nor_log_row(store: Store) -> None:
    def fail() -> None:
        with store.writing(coder="ana", verb="memo", summary="") as w:
            w.memos.add(memo("m", "a note"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert store.memos.all() == []
    assert store.log.acts() == []


def test_every_act_has_its_row_in_the_log(store: Store) -> None:
    with store.writing(coder="ana", verb="memo", summary="memo written") as w:
        w.memos.add(memo("m", "a note"))
    (act,) = store.log.acts()
    assert (act.coder, act.verb, act.summary, act.undone) == ("ana", "memo", "memo written", False)
    assert store.log.touched_since(0) == Touched(memos=frozenset({"m"}))


def test_what_was_read_is_read_anew_only_once_the_database_is_another(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever else writes, be it at the same moment, at another desk, or past the log."""
    mine, theirs = project.store.codings, Project(project.folder)
    assert mine.all() == []
    for number in range(1, 4):
        theirs.codings.apply("P01", number, 20 + number, ["prices"], coder="ben")
        assert mine.all() == theirs.store.codings.all(removed=True)
        assert len(mine.all(coder="ben")) == len(mine.all(codes=["prices"])) == number
    assert mine.all(coder="ana") == mine.all(codes=["return"]) == []
    with project.store.reading() as db:
        db.execute("UPDATE codings SET code = 'safety'")
    assert {c.code for c in mine.all()} == {"safety"}
    with monkeypatch.context() as changed:
        changed.setattr("coding.store.reader.TICK", 0)  # as if the last change were long over
        known = mine.all()
        changed.setattr("coding.store.codings.coding_of", None)
        mine.all().append(known[0])
        assert mine.all() == known


def test_an_act_without_an_id_that_changed_nothing_leaves_no_row(store: Store) -> None:
    with store.writing(coder="ana", verb="memo", summary="") as w:
        w.memos.drop("no such memo")
    assert store.log.acts() == []


def test_an_act_with_an_id_is_remembered_even_if_it_changed_nothing(store: Store) -> None:
    """A repeated request must find that it was done: later there may be something to change."""
    with store.writing(coder="ana", verb="memo", summary="", act="a1") as w:
        w.memos.drop("m")
    with store.writing(coder="ben", verb="memo", summary="") as w:
        w.memos.add(memo("m", "a note"))
    with (
        pytest.raises(Conflict),
        store.writing(coder="ana", verb="memo", summary="", act="a1") as w,
    ):
        w.memos.drop("m")
    assert [m.text for m in store.memos.all()] == ["a note"]


def test_a_change_made_against_an_old_version_is_refused(store: Store) -> None:
    with store.writing(coder="ana", verb="memo", summary="") as w:
        w.memos.add(memo("m", "first"))
    with store.writing(coder="ana", verb="memo", summary="") as w:
        w.memos.change("m", text="second", version=1)
    with pytest.raises(Conflict), store.writing(coder="ben", verb="memo", summary="") as w:
        w.memos.change("m", text="Ben's", version=1)
    with pytest.raises(Conflict), store.writing(coder="ben", verb="memo", summary="") as w:
        w.memos.drop("m", version=1)
    assert [(m.text, m.version) for m in store.memos.all()] == [("second", 2)]


def test_many_threads_write_one_after_the_other(store: Store) -> None:
    def work(name: str) -> None:
        for n in range(10):
            with store.writing(coder=name, verb="memo", summary="") as w:
                w.memos.add(memo(f"{name}{n}", "x"))

    threads = [threading.Thread(target=work, args=(f"t{i}-",)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.memos.all()) == 60
    assert [a.seq for a in store.log.acts()] == list(range(60, 0, -1))


def test_eight_edits_of_one_memo_at_once_lose_none_in_silence(store: Store) -> None:
    """Of eight people who saw version 1, one wins; the others are told."""
    with store.writing(coder="ana", verb="memo", summary="") as w:
        w.memos.add(memo("m", "first"))
    refused: list[str] = []

    def edit(name: str) -> None:
        try:
            with store.writing(coder=name, verb="memo", summary="") as w:
                w.memos.change("m", text=name, version=1)
        except Conflict:
            refused.append(name)

    threads = [threading.Thread(target=edit, args=(f"t{i}",)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 7
    assert store.memos.all()[0].text not in {"first", *refused}


def test_the_file_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    Store(tmp_path / "project.db")
    assert (tmp_path / "project.db").stat().st_mode & 0o777 == 0o600


def test_between_acts_the_database_is_one_file_that_can_be_copied(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    code(project, "Vera", "walks to school", "safety")
    assert sorted(p.name for p in (tmp_path / "p").iterdir()) == [
        "codebook.yaml",
        "project.db",
        "transcripts",
    ]


def test_the_connection_is_set_as_the_safety_notes_say(store: Store) -> None:
    with store.reading() as db:
        found = {
            name: db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                *("journal_mode", "synchronous", "foreign_keys", "trusted_schema"),
                *("secure_delete", "temp_store", "mmap_size", "cell_size_check"),
            )
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
        "temp_store": 2,
        "mmap_size": 0,
        "cell_size_check": 1,
    }


# ── what stands in the way of opening it ──


def test_a_file_that_is_no_database_is_said_so_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    path.write_bytes(b"These are my notes, not a database." * 50)
    before = path.read_bytes()
    with pytest.raises(ProjectError, match="not a database") as caught:
        Store(path)
    assert "backup" in caught.value.hint
    assert path.read_bytes() == before


def test_a_database_of_a_newer_program_is_not_touched(store: Store) -> None:
    with store.reading() as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(ProjectError, match="newer version"):
        Store(store.path)


def test_the_version_says_how_many_migrations_there_are(store: Store) -> None:
    with store.reading() as db:
        applied = db.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
    assert version == applied == len(migrations._migrations)


def test_a_database_of_an_older_program_is_brought_up_to_date_and_backed_up(
    tmp_path: Path,
) -> None:
    project = study(tmp_path / "p")
    code(project, "Vera", "school", "safety")
    harm(project, "DROP INDEX acts_undone")
    harm(project, "DROP TABLE seals")
    harm(project, "DELETE FROM _sqlite_migrations WHERE name LIKE 'm002%' OR name LIKE 'm007%'")
    harm(project, "PRAGMA user_version = 1")
    again = Project(project.folder)
    assert coded(again) == [("safety", "school", "ana")]
    with again.store.reading() as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == VERSION
        assert db.execute("SELECT 1 FROM sqlite_master WHERE name = 'acts_undone'").fetchone()
    [kept] = project.backups.all()
    assert (kept.why, kept.held["codings"]) == ("before a new version", 1)


def before_wordings(project: Project) -> None:
    """Let a database be as one of a program that knew one wording of each text."""
    for statement in BEFORE_WORDINGS.split(";\n"):
        harm(project, statement)


BEFORE_WORDINGS = """
DROP VIEW spoken;
CREATE TABLE one (
  transcript TEXT PRIMARY KEY REFERENCES transcripts (id), text TEXT NOT NULL) STRICT;
INSERT INTO one SELECT transcript, text FROM texts;
DROP TABLE texts;
ALTER TABLE one RENAME TO texts;
CREATE VIEW spoken AS
  SELECT turns.id AS id, replace(replace(replace(
    substr(texts.text, turns.start + 1, turns."end" - turns.start), 'ё', 'е'), 'Ё', 'Е'),
    '-' || char(10), char(769, 769)) AS words
  FROM turns JOIN texts ON texts.transcript = turns.transcript;
DROP TABLE wordings;
DROP TABLE reworded;
DROP INDEX codings_once;
ALTER TABLE codings DROP COLUMN wording;
CREATE UNIQUE INDEX codings_once ON codings (transcript, start, "end", code, coder);
ALTER TABLE decisions DROP COLUMN wording;
DROP INDEX suggestions_once;
ALTER TABLE suggestions DROP COLUMN wording;
ALTER TABLE suggestions DROP COLUMN version;
CREATE UNIQUE INDEX suggestions_once ON suggestions (transcript, start, "end", code, coder);
CREATE TABLE seen_once (
  transcript TEXT NOT NULL REFERENCES transcripts (id), coder TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, code TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (transcript, coder, start, "end", code)
) STRICT, WITHOUT ROWID;
INSERT INTO seen_once SELECT transcript, coder, start, "end", code, at FROM seen;
DROP TABLE seen;
ALTER TABLE seen_once RENAME TO seen;
UPDATE changes SET before = json_remove(before, '$.wording'),
  after = json_remove(after, '$.wording') WHERE "table" IN ('codings', 'decisions');
DELETE FROM _sqlite_migrations WHERE name LIKE '%_wordings' OR name LIKE 'm007%';
DROP TABLE seals;
PRAGMA user_version = 15
"""


def test_acts_of_an_older_program_are_taken_back_and_texts_corrected(tmp_path: Path) -> None:
    """What its log has of codings says nothing of wordings: it is told when brought up to date."""
    project = study(tmp_path / "p")
    kept = code(project, "Vera", "school", "safety")
    gone = code(project, "Vera", "rent", "prices")
    project.codings.remove([gone], coder="ana")
    before_wordings(project)
    again = Project(project.folder)
    assert (coded(again), again.check()) == ([("safety", "school", "ana")], [])
    again.log.undo(coder="ana")
    again.log.undo(coder="ana")
    again.log.undo(coder="ana")
    assert coded(again) == []
    again.log.undo(coder="ana", redo=True)
    words = "Yes. My daughter walks to the school alone."
    assert again.revisions.retype("Vera", 2, words, coder="ana").placed == 1
    assert (coded(again), again.codings.get(kept).text) == ([("safety", "school", "ana")], "school")
    assert again.check() == []


def test_what_an_older_program_kept_beside_a_quote_is_taken_back(tmp_path: Path) -> None:
    """It knew no language of a quote: its log is told of it, so that its acts can be undone."""
    project = study(tmp_path / "p")
    project.baskets.begin("Voices", code(project, "Vera", "school", "safety"), coder="ana")
    [pick] = project.baskets.get("Voices").picks
    project.baskets.edit_beside(pick.id, "La escuela.", coder="ana")
    for statement in BEFORE_LANGUAGES.split(";\n"):
        harm(project, statement)
    again = Project(project.folder)
    [there] = again.baskets.get("Voices").picks
    assert (there.beside.words, there.beside.languages, again.check()) == ("La escuela.", None, [])
    again.log.undo(coder="ana")
    assert again.baskets.get("Voices").picks[0].beside == BesideWords()
    again.log.undo(coder="ana", redo=True)
    assert again.baskets.get("Voices").picks[0].beside.words == "La escuela."
    assert again.check() == []


BEFORE_LANGUAGES = """
ALTER TABLE besides DROP COLUMN languages;
UPDATE changes SET before = json_remove(before, '$.languages'),
  after = json_remove(after, '$.languages') WHERE "table" = 'besides';
DELETE FROM _sqlite_migrations WHERE name LIKE 'm018%' OR name LIKE 'm007%';
DROP TABLE seals;
PRAGMA user_version = 17
"""


def test_a_sealed_database_of_before_is_compared_backed_up_and_brought_up_to_date(
    tmp_path: Path,
) -> None:
    """One with check values is compared as it was laid out then, in the copy that is kept too."""
    project = study(tmp_path / "p")
    code(project, "Vera", "school", "safety")
    with project.store.reading() as db:
        (seals,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'seals'").fetchone()
    before_wordings(project)
    harm(project, seals)
    with project.store.reading() as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('coding', 'm007_seals', '2026')"
        )
        there = {row[0] for row in db.execute("SELECT name FROM sqlite_schema")}
        seal_all(db, [table for table in SEALED if table in there])
    again = Project(project.folder)
    assert (coded(again), again.check()) == ([("safety", "school", "ana")], [])
    [kept] = again.backups.all()
    assert kept.why == "before a new version"


def test_what_was_passed_is_kept_in_a_database_of_an_older_program(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    before_wordings(project)
    harm(project, "DROP TABLE seen")
    harm(project, "DELETE FROM _sqlite_migrations WHERE name LIKE 'm014%'")
    harm(project, "PRAGMA user_version = 13")
    again = Project(project.folder)
    key = again.transcripts.info("Vera").id
    again.seen.note([Seen(transcript=key, start=0, end=4, coder="ana", codes=("fear",))])
    assert [(s.start, s.codes) for s in Project(project.folder).seen.all()] == [(0, ("fear",))]


def test_words_parted_at_a_lines_end_are_found_in_a_database_of_an_older_program(
    tmp_path: Path,
) -> None:
    """Its index had them in two pieces; afterwards it is what a new one would be."""
    text = "I: Who came?\n\nVera: My sis-\nter came, and then we left.\n"
    project = study(tmp_path / "p", {"V.txt": text})
    with project.store.reading() as db:
        (new,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'spoken'").fetchone()
    old = new.replace("replace(replace(replace(", "replace(replace(").replace(
        ",\n    '-' || char(10), char(769, 769))", ""
    )
    assert old != new
    for statement in (
        "DROP VIEW spoken",
        old,
        "INSERT INTO spoken_index (spoken_index) VALUES ('rebuild')",
        "DELETE FROM _sqlite_migrations WHERE name LIKE 'm009%'",
        "DROP TABLE seals",
        "DELETE FROM _sqlite_migrations WHERE name LIKE 'm007%'",
        "PRAGMA user_version = 6",
    ):
        harm(project, statement)
    again = Project(project.folder)
    assert [hit.hit for hit in again.transcripts.search("sister")] == ["sis-\nter"]
    again.speakers.split_turn("V", 2, text.index("and then"), coder="ana")
    with again.store.writing(coder="ana", verb="look", summary="") as w:
        w.db.execute("INSERT INTO spoken_index (spoken_index, rank) VALUES ('integrity-check', 1)")


def test_who_speaks_in_interviews_read_by_an_older_program_is_kept_as_it_was(
    tmp_path: Path,
) -> None:
    """One who answers is the participant; of two nobody is; a file without labels is nobody's."""
    texts = {
        "V.txt": "Notes\n\nI: Why?\n\nVera: Because.\n\nI: And?\n\nVera: No.\n",
        "G.txt": "I: Why?\n\nVera: Because.\n\nIlya: So.\n\nI: And?\n\nVera: No.\n\nIlya: Oh.\n",
        "M.txt": "I just talk and talk.\n",
    }
    index = "file,participant\nV.txt,P01\nG.txt,P01\nM.txt,P01\n"
    others = {"participants.csv": PARTICIPANTS, "index.csv": index}
    project = study(tmp_path / "p", texts, others=others)
    code(project, "V", "Because", "safety")
    for old in (
        "UPDATE turns SET role = 'other' WHERE role = 'unknown'",
        "DROP TABLE speakers",
        "ALTER TABLE turns DROP COLUMN version",
        "DELETE FROM seals",
        "DELETE FROM _sqlite_migrations WHERE name LIKE 'm008%'",
        "DROP TABLE seals",
        "DELETE FROM _sqlite_migrations WHERE name LIKE 'm007%'",
        "PRAGMA user_version = 6",
    ):
        harm(project, old)
    again = Project(project.folder)

    def told(name: str) -> list[tuple[str, str, str]]:
        turns = again.transcripts.get(name).turns
        return [(t.speaker, str(t.role), t.participant) for t in turns][:3]

    asks, vera = ("I", "interviewer", ""), ("Vera", "participant", "P01")
    assert told("V") == [("", "other", ""), asks, vera]
    assert told("G") == [asks, ("Vera", "participant", ""), ("Ilya", "participant", "")]
    assert told("M") == [("", "unknown", "")]
    assert [s.turns for s in again.transcripts.info("G").cast] == [2, 2, 2]
    assert coded(again) == [("safety", "Because", "ana")]
    assert again.check() == []


def test_a_database_held_by_another_program_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = study(tmp_path / "p")
    monkeypatch.setattr("coding.store.connection.PATIENCE", 0.2)
    before = standing(project)
    with project.store.reading() as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProjectError, match="locked") as caught:
            code(project, "Vera", "school", "safety")
    assert "close it and try again" in caught.value.hint
    assert standing(project) == before


def test_an_open_reader_does_not_keep_others_from_writing(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    with project.store.reading() as db:
        db.execute("BEGIN")
        seen = db.execute("SELECT count(*) FROM codings").fetchone()[0]
        code(project, "Vera", "school", "safety")
        assert db.execute("SELECT count(*) FROM codings").fetchone()[0] == seen
    assert len(project.codings.all()) == seen + 1


# ── transcripts ──


def test_a_transcript_comes_back_as_it_went_in(store: Store) -> None:
    put = Transcript(
        name="P01",
        text="Ana: Да. 👩‍👧\n\nEva: No?",
        turns=(
            Turn(number=1, start=5, end=12, speaker="Ana", time=1.5, time_end=3.0),
            Turn(number=2, start=19, end=22, speaker="Eva"),
        ),
        language="en",
        participant="P01",
        file="P01.txt",
        notes=("Read as UTF-16.",),
        cast=(
            Speaker(label="Ana", name="Ana", role=Role.OTHER, turns=1, words=2),
            Speaker(label="Eva", name="Eva", role=Role.OTHER, turns=1, words=1),
        ),
    )
    with store.writing(coder="ana", verb="import", summary="") as w:
        w.add_transcript(put)
    info = store.transcripts.find("P01")
    assert store.transcripts.read(info) == put
    assert (info.turns, info.words, info.length) == (2, put.words, len(put.text))
    assert (info.speakers, info.sha256, info.notes) == (("Ana", "Eva"), put.sha256, put.notes)


def test_a_transcript_is_found_by_id_then_name_then_file(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    info = project.transcripts.info("Vera")
    assert project.transcripts.info(info.id) == project.transcripts.info("Vera.txt") == info


def test_an_unknown_name_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        study(tmp_path / "p").transcripts.info("Vira")
    assert caught.value.hint == "There are: Oleg, Vera."


def test_a_name_that_several_bear_is_not_guessed(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    project.transcripts.edit("Oleg", name="Vera", coder="ana")
    with pytest.raises(NotFound, match="2 transcripts are called “Vera”"):
        project.transcripts.info("Vera")


def test_the_words_of_a_segment_are_those_of_the_text(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = project.transcripts.info("Oleg").id
    start, end = where(project, "Oleg", "дешевле, всё")
    assert project.store.transcripts.words_at(key, start, end) == "дешевле, всё"
    assert project.store.transcripts.words_at(key, 100_000, 100_005) == ""


# ── search ──


def hits(project: Project, query: str) -> list[str]:
    return [h.hit for h in project.transcripts.search(query)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("safe", ["Safe", "safe", "safe"]),
        ("SAFE", ["Safe", "safe", "safe"]),
        ("rent back", ["rent", "Back"]),
        ('"go back"', ["go back", "go back"]),
        ("dau*", ["daughter"]),
        ("daught", []),
        ("ещё", ["ещё"]),
        ("еще", ["ещё"]),
        ("Vera", []),
        ('say "go back', []),
        ("rent) OR (safe", []),
        ("safe* AND", []),
    ],
)
def test_search_finds_whole_words_whatever_their_case(
    tmp_path: Path, query: str, found: list[str]
) -> None:
    """Words, "words together", beginning*; speakers' labels are not what was said."""
    assert sorted(hits(study(tmp_path / "p"), query)) == sorted(found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("employer", ["em-\nployer"]),
        ("emplo*", ["em-\nployer"]),
        ("em\u00adployer", ["em-\nployer"]),
        ("re-entered", ["re-\nentered", "re-entered"]),
        ("reentered", ["re-\nentered"]),
        ("officially", ["officially"]),
        ("she's", ["she’s"]),
        ("5 000", ["5\u00a0000"]),
        ("5000", ["5\u00a0000"]),
    ],
)
def test_no_hyphen_at_a_line_s_end_and_nothing_unseen_hides_a_word(
    tmp_path: Path, query: str, found: list[str]
) -> None:
    words = "My em-\nployer re-\nentered, re-entered o\ufb03cially, she’s 5\u00a0000."
    project = study(tmp_path / "p", {"a.txt": f"I: Why?\n\nAna: {words}\n"})
    assert sorted(hits(project, query)) == sorted(found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("5000", ["5,000", "5.000", "5000"]),
        ("5,000", ["5,000", "5.000", "5000"]),
        ('"5 000"', ["5,000", "5.000", "5000"]),
        ("15000", ["15 000"]),
        ("1000000", ["1,000,000"]),
        ("000", ["000", "000", "000", "000", "000"]),
        ("500", []),
    ],
)
def test_a_number_is_found_however_its_thousands_are_written(
    tmp_path: Path, query: str, found: list[str]
) -> None:
    """Not as a piece of a greater one: 5,000 is not in 15 000, nor in 5,000,000."""
    said = "I paid 5,000 then 5.000 or 5000, later 15 000 and at last 1,000,000."
    project = study(tmp_path / "p", {"a.txt": f"I: Why?\n\nAna: {said}\n"})
    assert sorted(hits(project, query)) == sorted(found)


def test_a_hit_says_where_it_is_and_what_stands_around(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    (hit,) = project.transcripts.search("daughter")
    text = project.transcripts.get(hit.transcript).text
    assert text[hit.start : hit.end] == hit.hit == "daughter"
    assert hit.name == "Vera"
    assert hit.before.endswith("Vera: Yes. My ")
    assert hit.after.startswith(" walks to school")
    assert "\n" not in hit.before + hit.after


def test_no_more_hits_come_back_than_asked_for(tmp_path: Path) -> None:
    turns = "\n\n".join(f"Ana: yes yes yes {n}" for n in range(90))
    project = study(tmp_path / "p", {"a.txt": turns})
    assert [len(project.transcripts.search("yes", limit=n)) for n in (0, 1, 4, 200)] == [
        270,
        1,
        4,
        200,
    ]


def test_a_search_without_a_word_says_so(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="no word in it"):
        study(tmp_path / "p").transcripts.search('"*" ?')


def test_what_was_taken_out_is_not_found_until_it_comes_back(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    project.transcripts.remove("Vera", coder="ana")
    assert hits(project, "daughter") == []
    project.log.undo(coder="ana")
    assert hits(project, "daughter") == ["daughter"]


# ── soundness ──


def harm(project: Project, statement: str) -> None:
    """Change the database behind the store's back."""
    with project.store.reading() as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute(statement)


def test_a_fresh_project_is_sound(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    code(project, "Vera", "school", "safety", "fear")
    project.memos.write("project", "", "First thoughts", coder="ana")
    project.baskets.add("Report", coder="ana")
    assert project.check() == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE texts SET text = replace(text, 'school', 'School')", "not what was imported"),
        ("DELETE FROM texts", "not what was imported"),
        ("UPDATE texts SET text = CAST(x'56ff' AS TEXT)", "not what was imported"),
        ("DELETE FROM turns WHERE number = 2", "3 of its 4 turns are there"),
        ("UPDATE codings SET text = 'the school'", "do not stand there"),
        ('UPDATE codings SET "end" = "end" + 1', "do not stand there"),
        ("DELETE FROM changes WHERE \"table\" = 'codings'", "has no row in the log"),
        ("DELETE FROM changes WHERE \"table\" = 'transcripts'", "has no row in the log"),
        ("UPDATE codings SET code = 'gone'", "points to nothing in codes"),
        ("UPDATE codes SET retired = 1", "which is not in the codebook"),
    ],
)
def test_check_sees_what_is_not_as_it_was_written(tmp_path: Path, damage: str, said: str) -> None:
    project = study(tmp_path / "p")
    code(project, "Vera", "school", "safety")
    harm(project, damage)
    assert any(said in p.what for p in project.check()), project.check()


def test_a_text_that_is_not_what_was_imported_is_not_shown(tmp_path: Path) -> None:
    """Offsets into a changed text would point to other words."""
    project = study(tmp_path / "p")
    harm(project, "UPDATE texts SET text = 'X' || text")
    with pytest.raises(ProjectError, match="its hash differs"):
        project.transcripts.get("Vera")


def test_what_was_deleted_is_not_left_in_the_file(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = project.memos.write("project", "", "Zyxwvut is her real name", coder="ana")
    with project.store.reading() as db:
        db.execute("DELETE FROM memos WHERE id = ?", [key])
        db.execute("DELETE FROM changes WHERE key = ?", [key])
    assert b"Zyxwvut" not in project.store.path.read_bytes()


# ── places ──


def test_a_coder_comes_back_to_where_they_were(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = project.transcripts.info("Vera").id
    assert project.store.places.turn("ana", key) == 0
    project.store.places.put("ana", key, 2)
    project.store.places.put("ana", key, 3)
    project.store.places.put("ana", "no such transcript", 7)
    assert project.store.places.turn("ana", key) == 3
    assert project.store.places.turn("ben", key) == 0
    assert {t: turn for t, (turn, _) in project.store.places.all("ana").items()} == {key: 3}


def test_sqlite_utils_is_not_loaded_to_open_a_project_again(tmp_path: Path) -> None:
    """It takes a third of a second, on every command."""
    project = study(tmp_path / "p")
    code(project, "Vera", "school", "safety")
    program = (
        "import sys; from pathlib import Path; from coding.project import Project;"
        f"p = Project(Path({str(project.folder)!r})); assert p.status()['codings'] == 1;"
        "print([m for m in ('sqlite_utils', 'pandas', 'streamlit', 'docx') if m in sys.modules]);"
        "print([m for m in sorted(sys.modules) if m.startswith(('coding.survey', 'coding.suggest',"
        "'coding.drafts', 'coding.language.packs', 'coding.transcripts.', 'coding.project.'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    named = "coding.project.", ("called", "files", "import_report", "part", "people", "reversing")
    needed = [*(named[0] + name for name in named[1]), "coding.transcripts.people"]
    assert (done.stdout, done.stderr) == (f"[]\n{needed}\n", "")
    assert coded(project) == [("safety", "school", "ana")]
