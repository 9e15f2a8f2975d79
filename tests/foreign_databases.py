"""Write small projects as Taguette, QualCoder and qc keep them, and commented Word documents."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

Rows = Sequence[tuple[Any, ...]]

PAGE = (
    "<h1>Vera</h1>\n<p> Interviewer: Are you safe? 🙂 </p>\n"
    "<p>Vera: I&#39;m safe &amp; calm in the café. Very calm.</p><p>Мой кот — é.</p>\n"
)
"""A document of Taguette: blanks inside of paragraphs, two of them without a line end between."""

BARE = (
    "Vera\n Interviewer: Are you safe? 🙂 \nVera: I'm safe & calm in the café. Very calm."
    "Мой кот — é.\n"
)


def database(path: Path, tables: Mapping[str, tuple[Sequence[str], Rows]]) -> Path:
    """Write a database of tables: name → its columns and rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as db:
        for name, (columns, rows) in tables.items():
            db.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
            marks = ", ".join("?" * len(columns))
            db.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
        db.commit()
    return path


def taguette(
    path: Path,
    highlights: Iterable[tuple[str, Sequence[int]]],
    *,
    tags: Sequence[str] = ("Home", "Home.Calm", "Fear.Night"),
    page: str = PAGE,
    bare: str = BARE,
) -> Path:
    """Write a Taguette project: words to highlight, each with the numbers of its tags."""
    placed, tagged, commands = [], [], []
    for number, (words, on) in enumerate(highlights, 1):
        start = len(bare[: bare.index(words)].encode())
        placed.append((number, 1, start, start + len(words.encode()), f"<p>{escape(words)}</p>"))
        tagged += [(number, tag) for tag in on]
        said = f'{{"type": "highlight_add", "highlight_id": {number}}}'
        commands.append(("2026-05-02 09:12:07.5", "ana" if number % 2 else "admin", 1, said))
    return database(
        path,
        {
            "projects": (("id", "name", "description", "created"), [(1, "Study", "About us.", "")]),
            "documents": (
                ("id", "name", "description", "created", "project_id", "contents"),
                [(1, "Vera", "", "2026-05-02 09:00:00", 1, page)],
            ),
            "tags": (
                ("id", "project_id", "path", "description"),
                [(n, 1, name, f"about {name}") for n, name in enumerate(tags, 1)],
            ),
            "highlights": (
                ("id", "document_id", "start_offset", "end_offset", "snippet"),
                placed,
            ),
            "highlight_tags": (("highlight_id", "tag_id"), tagged),
            "commands": (("date", "user_login", "project_id", "payload"), commands),
        },
    )


def qualcoder(folder: Path, text: str, codings: Sequence[tuple[str, int, str]]) -> Path:
    """Write a QualCoder project on one text: words, the number of their code, who coded them."""
    placed = []
    for number, (words, code, owner) in enumerate(codings, 1):
        start = text.index(words)
        row = (number, code, 1, words, start, start + len(words), owner, "2026-05-02 09:12:07")
        placed.append((*row, "mind this" if number == 1 else "", number == 2))
    database(
        folder / "data.qda",
        {
            "project": (("databaseversion", "memo"), [("v11", "All of it.")]),
            "source": (
                ("id", "name", "fulltext", "mediapath", "memo", "owner", "date"),
                [(1, "Vera.docx", text, "/docs/Vera.docx", "in May", "ana", ""),
                 (2, "street.jpg", None, "/images/street.jpg", "", "ana", "")],
            ),
            "code_cat": (("catid", "name", "memo", "supercatid"), [(1, "Life", "a folder", None)]),
            "code_name": (
                ("cid", "name", "memo", "catid", "color"),
                [(1, "Calm", "Being calm.", 1, "#EF8256"), (2, "Fear", "", None, "red")],
            ),
            "code_text": (
                ("ctid", "cid", "fid", "seltext", "pos0", "pos1", "owner", "date", "memo",
                 "important"),
                placed,
            ),
            "code_image": (("imid", "id", "cid", "owner", "x1", "y1", "width", "height"),
                           [(1, 2, 2, "ben", 1, 2, 30, 40)]),
            "annotation": (("anid", "fid", "pos0", "pos1", "memo", "owner", "date"),
                           [(1, 1, 0, 4, "who?", "ben", "")]),
            "cases": (("caseid", "name", "memo"), [(1, "P01", "")]),
            "case_text": (("caseid", "fid", "pos0", "pos1"), [(1, 1, 0, 9)]),
            "attribute_type": (("name", "memo", "caseOrFile", "valuetype"),
                               [("age", "", "case", "numeric")]),
            "attribute": (("name", "attr_type", "value", "id"), [("age", "case", "41", 1)]),
            "journal": (("jid", "name", "jentry", "owner", "date"),
                        [(1, "Diary", "Begun.", "ana", "2026-05-03 10:00:00")]),
        },
    )  # fmt: skip
    (folder / "images").mkdir()
    (folder / "images" / "street.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


def qc(folder: Path, text: str, codings: Sequence[tuple[int, str, str]]) -> Path:
    """Write a qc project on one text: the number of a line, its code, who coded it."""
    rows = [(n, line, coder, code) for n, (line, code, coder) in enumerate(codings, 1)]
    database(
        folder / "qualitative_coding.sqlite3",
        {
            "document": (("file_path",), [("one/vera.txt",)]),
            "document_index": (("id", "document_id"), [(1, "one/vera.txt")]),
            "location": (("id", "document_index_id"), [(1, 1)]),
            "coded_line": (("id", "line", "coder_id", "code_id"), rows),
            "coded_line_location_association": (
                ("coded_line_id", "location_id"),
                [(row[0], 1) for row in rows],
            ),
            "code": (("name",), [(code,) for code in {row[3] for row in rows}]),
        },
    )
    (folder / "corpus" / "one").mkdir(parents=True)
    (folder / "corpus" / "one" / "vera.txt").write_text(text, encoding="utf-8")
    (folder / "codebook.yaml").write_text("- life:\n  - calm\n- fear\n", encoding="utf-8")
    return folder


# ── Word ──

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
_R = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(
    paragraphs: Sequence[str],
    comments: Sequence[tuple[str, str]] = (),
    answers: Mapping[int, int] | None = None,
) -> bytes:
    """Return a Word document: `⟦0|words⟧` are marked by the comment of that number.

    A comment is (author, text), its lines paragraphs; `answers` has reply → comment.
    """
    import io
    import re

    def run(words: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>' if words else ""

    def marked(line: str) -> str:
        made = ""
        for piece in re.split(r"(⟦\d+\||⟧\d*)", line):
            if begin := re.fullmatch(r"⟦(\d+)\|", piece):
                made += f'<w:commentRangeStart w:id="{begin[1]}"/>'
                opened.append(begin[1])
            elif end := re.fullmatch(r"⟧(\d*)", piece):
                key = end[1] or opened[-1]
                opened.remove(key)
                made += f'<w:commentRangeEnd w:id="{key}"/>'
                made += f'<w:r><w:commentReference w:id="{key}"/></w:r>'
            else:
                made += run(piece)
        return made

    opened: list[str] = []
    body = "".join(f"<w:p>{marked(line)}</w:p>" for line in paragraphs)
    said = ""
    extended = ""
    for number, (author, text) in enumerate(comments):
        lines = "".join(
            f'<w:p w14:paraId="{number:07X}{at}">{run(line)}</w:p>'
            for at, line in enumerate(text.split("\n"))
        )
        said += (
            f'<w:comment w:id="{number}" w:author="{escape(author)}"'
            f' w:date="2026-05-02T09:12:07Z">{lines}</w:comment>'
        )
        above = (answers or {}).get(number)
        parent = "" if above is None else f' w15:paraIdParent="{above:07X}0"'
        extended += f'<w15:commentEx w15:paraId="{number:07X}0"{parent}/>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships {_R}><Relationship Id="r1" Type="{_OFFICE}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>"
        )
        if comments:
            archive.writestr("word/comments.xml", f"<w:comments {_W} {_W14}>{said}</w:comments>")
            archive.writestr(
                "word/commentsExtended.xml", f"<w15:commentsEx {_W15}>{extended}</w15:commentsEx>"
            )
    return file.getvalue()
