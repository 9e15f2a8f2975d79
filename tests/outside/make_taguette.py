"""Make a project with Taguette's own code: run by the Python of an environment that has it.

    python make_taguette.py TARGET.sqlite3

A page with all that makes counting hard goes through Taguette's own cleaning; places are drawn by
chance, and the words that Taguette itself cuts out there stand in the last line of what is printed,
as JSON: highlight → words.
"""

import json
import random
import sys
import unicodedata

PIECES = (
    *("calm", "rent 💸💸", "café", "e\u0301t", "мой кот", "👩\u200d👧", "a & b < c", "שלום"),
    *(" ", "«да»"),
)
TAGS = ["Home", "Home.Rent", "Home.Rent.Twice", "Fear", "U.S. policy"]


def page(chance: random.Random) -> str:
    """Return a page: paragraphs with blanks, bold words, lists, a table, line ends of Windows."""
    blocks = []
    for number in range(120):
        words = " ".join(chance.choices(PIECES, k=chance.randint(1, 14)))
        words = words.replace("&", "&amp;").replace("<", "&lt;")
        blocks.append(
            f"<p> Speaker {number % 2}: <b>{words}</b> and more. </p>"
            if number % 7
            else f"<ul><li>{words}</li><li>x</li></ul><table><tr><td>{words}</td></tr></table>"
        )
    between = chance.choice(["\r\n", "\n", ""])
    return f"<html><body>{between.join(blocks)}</body></html>"


def main(target: str, seed: int) -> None:
    """Write the project."""
    from bs4 import BeautifulSoup
    from taguette import convert, database, extract

    chance = random.Random(seed)
    connect = database.connect(f"sqlite:///{target}")
    db = connect()
    user = database.User(login="ana")
    project = database.Project(name="Made", description="")
    db.add_all([user, project])
    db.flush()
    db.add(
        database.ProjectMember(
            project_id=project.id, user_login="ana", privileges=database.Privileges.ADMIN
        )
    )
    tags = [database.Tag(project_id=project.id, path=path, description="") for path in TAGS]
    db.add_all(tags)
    words = {}
    for name in ("One", "Two"):
        contents = convert.get_html_body(page(chance))
        document = database.Document(
            name=name,
            description="",
            filename=f"{name}.html",
            project_id=project.id,
            contents=contents,
            text_direction=database.TextDirection.LEFT_TO_RIGHT,
        )
        db.add(document)
        db.flush()
        text = BeautifulSoup(contents, "html5lib").get_text()
        ends = [len(text[:at].encode()) for at in range(len(text) + 1)]
        for _ in range(150):
            start = chance.randrange(len(text) - 1)
            end = min(len(text), start + chance.randint(1, 200))
            halved = any(unicodedata.combining(sign) for sign in text[start] + text[end : end + 1])
            if halved or not text[start:end].strip():
                continue
            snippet = extract.extract(contents, ends[start], ends[end])
            highlight = database.Highlight(
                document_id=document.id,
                start_offset=ends[start],
                end_offset=ends[end],
                snippet=snippet,
            )
            highlight.tags = chance.sample(tags, chance.randint(0, 3))
            db.add(highlight)
            db.flush()
            words[highlight.id] = BeautifulSoup(snippet, "html5lib").get_text()
    db.commit()
    print(json.dumps(words))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
