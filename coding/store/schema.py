"""Say how the database is laid out, as migrations that run once each.

`changes` holds the row before and after each change, so that undo is the log played back.
`texts` stands apart from `transcripts` so that lists never read a text. The full-text index
keeps no copy of the words: it reads them through the view `spoken`, where `ё` is `е` as in most
Russian spelling.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from coding.store.connection import Connection, transaction
from coding.store.damage import SEALED
from coding.store.seals import seal_all
from coding.store.searching import put_in_again
from coding.store.speakers import take_stock

migrations = Migrations("coding")


def bring_up_to_date(connection: Connection, version: int) -> None:
    """Run the migrations that this database lacks, all or none, and note the version it has."""
    connection.execute("PRAGMA journal_mode=WAL")
    with transaction(connection):
        db = Database(connection, execute_plugins=False)
        if migrations.pending(db):
            migrations.apply(db)
        seal_all(connection, SEALED)
        connection.execute(f"PRAGMA user_version = {version}")


@migrations()
def m001_first_tables(db: Database) -> None:
    """Create everything of the first version."""
    for statement in _FIRST.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m002_what_can_be_redone(db: Database) -> None:
    """Find the acts that were taken back without looking through a long log."""
    db.execute("CREATE INDEX acts_undone ON acts (coder, seq) WHERE state = 'undone'")


@migrations()
def m003_suggestions(db: Database) -> None:
    """Keep what was proposed on the command line, what was decided about proposals, settings."""
    for statement in _SUGGESTIONS.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m004_links(db: Database) -> None:
    """Keep links from codes and quotes to survey figures."""
    for statement in _LINKS.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m005_rulings(db: Database) -> None:
    """Keep what people decided about findings in report drafts."""
    db.execute(_RULINGS)


@migrations()
def m006_why_an_act_was_not_undone(db: Database) -> None:
    """Keep why an act could not be taken back or done again when that was tried."""
    db.execute("ALTER TABLE acts ADD COLUMN held TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE INDEX acts_held ON acts (seq) WHERE held != ''")
    db.execute("CREATE INDEX acts_reverses ON acts (reverses) WHERE reverses IS NOT NULL")


@migrations()
def m007_seals(db: Database) -> None:
    """Keep check values of what is written; see `coding.store.seals`."""
    db.execute(_SEALS)


@migrations()
def m008_speakers(db: Database) -> None:
    """Keep who speaks in each interview, and let turns be corrected; see `store.speakers`.

    What was read before names its speakers in the turns. Where nobody is named in a whole
    interview, nobody knows whose its words are.
    """
    for statement in _SPEAKERS.split(";\n"):
        if statement.strip():
            db.execute(statement)
    take_stock(db.conn)


@migrations()
def m009_words_that_a_line_parts(db: Database) -> None:
    """Let the index have words whole that a hyphen parts at a line's end."""
    for statement in _WHOLE_WORDS.split(";\n"):
        if statement.strip():
            db.execute(statement)
    put_in_again(db.conn)


@migrations()
def m010_bindings(db: Database) -> None:
    """Keep what people decided that the numbers and quotations of report drafts state."""
    db.execute(_BINDINGS)


@migrations()
def m011_inserts(db: Database) -> None:
    """Keep figures, notes and headings between the quotes of a section of the report."""
    for statement in _INSERTS.split(";\n"):
        if statement.strip():
            db.execute(statement)


_INSERTS = """
CREATE TABLE inserts (
  id TEXT PRIMARY KEY, basket TEXT NOT NULL REFERENCES baskets (id), kind TEXT NOT NULL,
  body TEXT NOT NULL, position INTEGER NOT NULL, level INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX inserts_basket ON inserts (basket)
"""


@migrations()
def m012_identifiers(db: Database) -> None:
    """Keep what people decided about names, places and the like in words that are printed."""
    db.execute(_IDENTIFIERS)


@migrations()
def m013_besides(db: Database) -> None:
    """Keep what people want to be printed beside a quote in the other language."""
    db.execute(_BESIDES)


@migrations()
def m014_seen(db: Database) -> None:
    """Keep what coders were shown and went on from without coding it."""
    db.execute(_SEEN)


_SEEN = """
CREATE TABLE seen (
  transcript TEXT NOT NULL REFERENCES transcripts (id), coder TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, code TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (transcript, coder, start, "end", code)
) STRICT, WITHOUT ROWID
"""


@migrations()
def m015_stars(db: Database) -> None:
    """Keep which codings are starred, and with how many stars."""
    db.execute(_STARS)


_STARS = """
CREATE TABLE stars (
  id TEXT PRIMARY KEY, stars INTEGER NOT NULL CHECK (stars > 0),
  version INTEGER NOT NULL DEFAULT 1
) STRICT
"""


@migrations()
def m016_wordings(db: Database) -> None:
    """Keep every wording of an interview's text, and of what stands on words, in which it does.

    A text is known by its hash. What the log has of codings and decisions is told likewise, so
    that acts of before can be taken back.
    """
    for statement in _WORDINGS.split(";\n"):
        if statement.strip():
            db.execute(statement)


_WORDINGS = """
DROP VIEW spoken;
CREATE TABLE wordings_of_texts (
  transcript TEXT NOT NULL REFERENCES transcripts (id), sha256 TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (transcript, sha256)
) STRICT;
INSERT INTO wordings_of_texts SELECT x.transcript, t.sha256, x.text
  FROM texts x JOIN transcripts t ON t.id = x.transcript;
DROP TABLE texts;
ALTER TABLE wordings_of_texts RENAME TO texts;
CREATE VIEW spoken AS
  SELECT turns.id AS id, replace(replace(replace(
    substr(texts.text, turns.start + 1, turns."end" - turns.start), 'ё', 'е'), 'Ё', 'Е'),
    '-' || char(10), char(769, 769)) AS words
  FROM turns JOIN transcripts ON transcripts.id = turns.transcript
  JOIN texts ON texts.transcript = turns.transcript AND texts.sha256 = transcripts.sha256;
CREATE TABLE wordings (
  id TEXT PRIMARY KEY, transcript TEXT NOT NULL REFERENCES transcripts (id),
  number INTEGER NOT NULL, sha256 TEXT NOT NULL, file TEXT NOT NULL, turns TEXT NOT NULL,
  replaced TEXT NOT NULL, coder TEXT NOT NULL, why TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX wordings_transcript ON wordings (transcript, number);
CREATE TABLE reworded (
  id TEXT PRIMARY KEY, state TEXT NOT NULL, words TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
ALTER TABLE codings ADD COLUMN wording TEXT NOT NULL DEFAULT '';
UPDATE codings SET wording = (SELECT sha256 FROM transcripts WHERE id = transcript);
DROP INDEX codings_once;
CREATE UNIQUE INDEX codings_once ON codings (transcript, start, "end", code, coder, wording);
ALTER TABLE decisions ADD COLUMN wording TEXT NOT NULL DEFAULT '';
UPDATE decisions SET wording = (SELECT sha256 FROM transcripts WHERE id = transcript);
ALTER TABLE suggestions ADD COLUMN wording TEXT NOT NULL DEFAULT '';
ALTER TABLE suggestions ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
UPDATE suggestions SET wording = (SELECT sha256 FROM transcripts WHERE id = transcript);
DROP INDEX suggestions_once;
CREATE UNIQUE INDEX suggestions_once
  ON suggestions (transcript, start, "end", code, coder, wording);
CREATE TABLE seen_in_wording (
  transcript TEXT NOT NULL REFERENCES transcripts (id), coder TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, code TEXT NOT NULL, at TEXT NOT NULL,
  wording TEXT NOT NULL, PRIMARY KEY (transcript, coder, start, "end", code, wording)
) STRICT, WITHOUT ROWID;
INSERT INTO seen_in_wording SELECT s.transcript, s.coder, s.start, s."end", s.code, s.at, t.sha256
  FROM seen s JOIN transcripts t ON t.id = s.transcript;
DROP TABLE seen;
ALTER TABLE seen_in_wording RENAME TO seen;
UPDATE changes SET
  before = json_set(before, '$.wording', (
    SELECT sha256 FROM transcripts WHERE id = json_extract(before, '$.transcript'))),
  after = json_set(after, '$.wording', (
    SELECT sha256 FROM transcripts WHERE id = json_extract(after, '$.transcript')))
  WHERE "table" IN ('codings', 'decisions')
"""


@migrations()
def m017_keepsakes(db: Database) -> None:
    """Keep what came from other programs and has no place here, so that it goes out again."""
    db.execute(_KEEPSAKES)


@migrations()
def m018_languages_of_quotes(db: Database) -> None:
    """Keep in which language a quote is printed; what the log has of it is told likewise."""
    for statement in _LANGUAGES.split(";\n"):
        db.execute(statement)


_LANGUAGES = """
ALTER TABLE besides ADD COLUMN languages TEXT NOT NULL DEFAULT '';
UPDATE changes SET
  before = json_set(before, '$.languages', ''), after = json_set(after, '$.languages', '')
  WHERE "table" = 'besides'
"""


_KEEPSAKES = """
CREATE TABLE keepsakes (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, about TEXT NOT NULL, content TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT
"""

_BESIDES = """
CREATE TABLE besides (
  id TEXT PRIMARY KEY REFERENCES picks (id), whole INTEGER NOT NULL, words TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT
"""

_IDENTIFIERS = """
CREATE TABLE identifiers (
  id TEXT PRIMARY KEY, decided TEXT NOT NULL, words TEXT NOT NULL, passage TEXT NOT NULL,
  transcript TEXT NOT NULL, reason TEXT NOT NULL, replacement TEXT NOT NULL, coder TEXT NOT NULL,
  at TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT
"""

_BINDINGS = """
CREATE TABLE bindings (
  id TEXT PRIMARY KEY, decided TEXT NOT NULL, sense TEXT NOT NULL, figures TEXT NOT NULL,
  coder TEXT NOT NULL, at TEXT NOT NULL, sentence TEXT NOT NULL, printed TEXT NOT NULL,
  draft TEXT NOT NULL, stood TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT
"""

_WHOLE_WORDS = """
DROP VIEW spoken;
CREATE VIEW spoken AS
  SELECT turns.id AS id, replace(replace(replace(
    substr(texts.text, turns.start + 1, turns."end" - turns.start), 'ё', 'е'), 'Ё', 'Е'),
    '-' || char(10), char(769, 769)) AS words
  FROM turns JOIN texts ON texts.transcript = turns.transcript
"""

_SPEAKERS = """
ALTER TABLE turns ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE TABLE speakers (
  id TEXT PRIMARY KEY, transcript TEXT NOT NULL REFERENCES transcripts (id), label TEXT NOT NULL,
  name TEXT NOT NULL, role TEXT NOT NULL, participant TEXT NOT NULL, turns INTEGER NOT NULL,
  words INTEGER NOT NULL, first INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX speakers_transcript ON speakers (transcript, first);
UPDATE turns SET role = 'unknown' WHERE role = 'other' AND transcript NOT IN (
  SELECT transcript FROM turns WHERE speaker != '')
"""

_SEALS = """
CREATE TABLE seals (
  name TEXT NOT NULL, key TEXT NOT NULL, seal TEXT NOT NULL, PRIMARY KEY (name, key)
) STRICT, WITHOUT ROWID
"""

_RULINGS = """
CREATE TABLE rulings (
  id TEXT PRIMARY KEY, verdict TEXT NOT NULL, reason TEXT NOT NULL, coder TEXT NOT NULL,
  at TEXT NOT NULL, sentence TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT
"""

_LINKS = """
CREATE TABLE links (
  id TEXT PRIMARY KEY, code TEXT NOT NULL, coding TEXT NOT NULL, indicator TEXT NOT NULL,
  relation TEXT NOT NULL, note TEXT NOT NULL, minority INTEGER NOT NULL DEFAULT 0,
  coder TEXT NOT NULL, created TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX links_once ON links (code, coding, indicator);
CREATE INDEX links_coding ON links (coding);
CREATE INDEX links_indicator ON links (indicator)
"""

_SUGGESTIONS = """
CREATE TABLE suggestions (
  id TEXT PRIMARY KEY, transcript TEXT NOT NULL REFERENCES transcripts (id),
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, code TEXT NOT NULL, coder TEXT NOT NULL,
  score REAL NOT NULL, raw REAL NOT NULL, model TEXT NOT NULL, created TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX suggestions_once ON suggestions (transcript, start, "end", code, coder);
CREATE TABLE decisions (
  id TEXT PRIMARY KEY, transcript TEXT NOT NULL REFERENCES transcripts (id),
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, code TEXT NOT NULL, coder TEXT NOT NULL,
  verdict TEXT NOT NULL, score REAL NOT NULL, raw REAL NOT NULL, visible INTEGER NOT NULL,
  audit INTEGER NOT NULL DEFAULT 0, model TEXT NOT NULL, coding TEXT NOT NULL, at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX decisions_place ON decisions (transcript, start);
CREATE TABLE settings (
  id TEXT PRIMARY KEY, value TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT
"""

_FIRST = """
CREATE TABLE transcripts (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, language TEXT NOT NULL, participant TEXT NOT NULL,
  translation_of TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, notes TEXT NOT NULL,
  speakers TEXT NOT NULL, turns INTEGER NOT NULL, words INTEGER NOT NULL, length INTEGER NOT NULL,
  imported TEXT NOT NULL, removed INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX transcripts_sha256 ON transcripts (sha256);
CREATE TABLE texts (
  transcript TEXT PRIMARY KEY REFERENCES transcripts (id), text TEXT NOT NULL
) STRICT;
CREATE TABLE turns (
  id INTEGER PRIMARY KEY, transcript TEXT NOT NULL REFERENCES transcripts (id),
  number INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, speaker TEXT NOT NULL,
  role TEXT NOT NULL, time REAL, time_end REAL
) STRICT;
CREATE UNIQUE INDEX turns_number ON turns (transcript, number);
CREATE VIEW spoken AS
  SELECT turns.id AS id, replace(replace(
    substr(texts.text, turns.start + 1, turns."end" - turns.start), 'ё', 'е'), 'Ё', 'Е') AS words
  FROM turns JOIN texts ON texts.transcript = turns.transcript;
CREATE VIRTUAL TABLE spoken_index USING fts5 (
  words, content='spoken', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
CREATE TABLE participants (
  id TEXT PRIMARY KEY, pseudonym TEXT NOT NULL, attributes TEXT NOT NULL,
  position INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE codes (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, parent TEXT NOT NULL, position INTEGER NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE codings (
  id TEXT PRIMARY KEY, transcript TEXT NOT NULL REFERENCES transcripts (id),
  start INTEGER NOT NULL, "end" INTEGER NOT NULL CHECK ("end" > start), text TEXT NOT NULL,
  code TEXT NOT NULL REFERENCES codes (id), coder TEXT NOT NULL, created TEXT NOT NULL,
  origin TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX codings_once ON codings (transcript, start, "end", code, coder);
CREATE INDEX codings_code ON codings (code);
CREATE TABLE memos (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, about TEXT NOT NULL, coder TEXT NOT NULL,
  text TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX memos_about ON memos (kind, about);
CREATE TABLE baskets (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE picks (
  id TEXT PRIMARY KEY, basket TEXT NOT NULL REFERENCES baskets (id),
  coding TEXT NOT NULL REFERENCES codings (id), position INTEGER NOT NULL,
  printed TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX picks_once ON picks (basket, coding);
CREATE INDEX picks_coding ON picks (coding);
CREATE TABLE files (
  id TEXT PRIMARY KEY, content TEXT NOT NULL, sha256 TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE places (
  coder TEXT NOT NULL, transcript TEXT NOT NULL REFERENCES transcripts (id), turn INTEGER NOT NULL,
  seen TEXT NOT NULL, PRIMARY KEY (coder, transcript)
) STRICT;
CREATE TABLE acts (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL,
  coder TEXT NOT NULL, verb TEXT NOT NULL, summary TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'done', reverses INTEGER REFERENCES acts (seq)
) STRICT;
CREATE TABLE changes (
  act INTEGER NOT NULL REFERENCES acts (seq), n INTEGER NOT NULL, "table" TEXT NOT NULL,
  key TEXT NOT NULL, before TEXT, after TEXT, PRIMARY KEY (act, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_key ON changes ("table", key)
"""
