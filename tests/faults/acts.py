"""Every kind of act there is on a study, each at random on whatever the study holds by then."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from studies import INDEX, OLEG, PARTICIPANTS, VERA, lay_out

from coding.errors import CodingError, ProjectError
from coding.files.writing import write
from coding.model import (
    Choice,
    Code,
    Coding,
    Decision,
    Finding,
    Level,
    Participant,
    Role,
    new_id,
)
from coding.project import Project
from coding.project.suggestions import Settings
from coding.project.uploads import Upload

Act = Callable[[Project, random.Random], object]
Thing = TypeVar("Thing")

CODERS = ("ana", "ben")
TOPLINES = """\
indicator_id,question_id,question,option,value
safe_yes,safe,Do you feel safe?,Yes,61
safe_no,safe,Do you feel safe?,No,39
rent_up,rent,Did your rent rise?,Yes,70
"""
COLOURS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee")
FEWEST_CODES = 4  # below that none is merged or taken out


class Impossible(Exception):
    """The study has nothing that this act could be done to."""


def small_study(folder: Path) -> Path:
    """Write a study of two interviews, five codes, two participants and three survey figures."""
    texts = {"Vera.txt": VERA * 3, "Oleg.txt": OLEG * 3}
    lay_out(folder, texts, others={"participants.csv": PARTICIPANTS, "index.csv": INDEX})
    (folder / "survey").mkdir()
    (folder / "survey" / "toplines.csv").write_text(TOPLINES, encoding="utf-8")
    return folder


def attempt(project: Project, kind: str, chance: random.Random) -> bool:
    """Do an act of a kind; say whether it could be done. What cannot be written is an error."""
    try:
        ACTS[kind](project, chance)
    except ProjectError:
        raise
    except (CodingError, Impossible):
        return False
    return True


def some(things: Sequence[Thing], chance: random.Random) -> Thing:
    if not things:
        raise Impossible
    return chance.choice(things)


def some_code(p: Project, chance: random.Random) -> Code:
    return some(list(p.codes.book()), chance)


def some_coding(p: Project, chance: random.Random) -> Coding:
    return some(p.codings.all(), chance)


def spare_code(p: Project, chance: random.Random) -> Code:
    book = list(p.codes.book())
    if len(book) <= FEWEST_CODES:
        raise Impossible
    return some(book, chance)


def words_of(p: Project, chance: random.Random) -> tuple[str, int, int]:
    info = some(p.transcripts.all(), chance)
    start = chance.randrange(info.length - 30)
    return info.id, start, start + chance.randrange(12, 30)


# ── codings ──


def apply(p: Project, chance: random.Random) -> None:
    codes = {some_code(p, chance).id for _ in range(chance.randrange(1, 4))}
    p.codings.apply(
        *words_of(p, chance),
        sorted(codes),
        coder=some(CODERS, chance),
        merge=chance.random() < 0.3,
    )


def recode(p: Project, chance: random.Random) -> None:
    p.codings.recode(some_coding(p, chance).id, some_code(p, chance).id, coder="ana")


def edges(p: Project, chance: random.Random) -> None:
    coding = some_coding(p, chance)
    start = max(0, coding.start - chance.randrange(8))
    p.codings.move_edges(coding.id, start, start + chance.randrange(10, 30), coder="ana")


def remove(p: Project, chance: random.Random) -> None:
    keys = {some_coding(p, chance).id for _ in range(chance.randrange(1, 3))}
    p.codings.remove(sorted(keys), coder="ana")


def decide(p: Project, chance: random.Random) -> None:
    transcript, start, end = words_of(p, chance)
    decision = Decision(
        id=new_id(),
        transcript=transcript,
        start=start,
        end=end,
        code=some_code(p, chance).id,
        coder=some(CODERS, chance),
        choice=some(list(Choice), chance),
        score=0.7,
        raw=0.6,
    )
    p.suggestions.record([decision])


# ── memos, baskets, links, rulings, settings ──


def memo(p: Project, chance: random.Random) -> None:
    memos = p.memos.all()
    if memos and chance.random() < 0.5:
        old = some(memos, chance)
        text = "" if chance.random() < 0.2 else f"{old.text} More {chance.random()}."
        p.memos.write(old.kind, old.about, text, coder="ana", key=old.id, version=old.version)
    else:
        about = some_code(p, chance).id
        p.memos.write("code", about, f"A thought {chance.random()}", coder=some(CODERS, chance))


def basket(p: Project, chance: random.Random) -> None:
    baskets = p.baskets.all()
    way = chance.random()
    if len(baskets) > 3 and way < 0.4:
        p.baskets.remove(some(baskets, chance).id, coder="ana")
    elif baskets and way < 0.7:
        p.baskets.rename(some(baskets, chance).id, f"Part {chance.random()}", coder="ana")
    else:
        p.baskets.add(f"Report {chance.random()}", coder="ana")


def pick(p: Project, chance: random.Random) -> None:
    chosen = some(p.baskets.all(), chance)
    if chosen.picks and chance.random() < 0.3:
        p.baskets.take_out(some(chosen.picks, chance).id, coder="ana")
    elif len(chosen.picks) > 1 and chance.random() < 0.3:
        order = [one.id for one in reversed(chosen.picks)]
        p.baskets.arrange(chosen.id, order, coder="ana")
    else:
        keys = {some_coding(p, chance).id for _ in range(2)}
        if not p.baskets.put(chosen.id, sorted(keys), coder="ana"):
            raise Impossible


def outline(p: Project, chance: random.Random) -> None:
    chosen, other = some(p.baskets.all(), chance), some(p.baskets.all(), chance)
    way = chance.random()
    if not chosen.items or way < 0.4:
        p.outline.put_note(chosen.id, f"A note {chance.random()}", coder="ana")
    elif way < 0.6:
        p.outline.take_out(some(chosen.items, chance).id, coder="ana")
    elif way < 0.8:
        p.outline.move(some(chosen.items, chance).id, other.id, coder="ana")
    else:
        p.outline.move_section(chosen.id, before=other.id, coder="ana")


def link(p: Project, chance: random.Random) -> None:
    links = p.links.all()
    if len(links) > 4 and chance.random() < 0.4:
        p.links.remove(some(links, chance).id, coder="ana")
        return
    quote = chance.random() < 0.5 and p.codings.all()
    p.links.put(
        some_coding(p, chance).id if quote else some_code(p, chance).id,
        some(["safe_yes", "safe_no", "rent_up"], chance),
        some(["confirms", "expands", "contradicts"], chance),
        note=f"Because {chance.random()}",
        coder="ana",
    )


def ruling(p: Project, chance: random.Random) -> None:
    finding = Finding(
        check="numbers",
        level=Level.CHECK,
        verdict="differs",
        start=0,
        end=2,
        excerpt="61",
        message="The survey says 39.",
        hint="Look again.",
        sentence=f"Number {chance.randrange(6)} feels safe.",
    )
    if finding.key in p.drafts.rulings() and chance.random() < 0.5:
        p.drafts.reopen(finding, coder="ana")
    else:
        p.drafts.rule(finding, "accepted", reason=f"So it is {chance.random()}", coder="ana")


def settings(p: Project, chance: random.Random) -> None:
    if chance.random() < 0.5:
        p.suggestions.set_up(Settings(off=frozenset([some_code(p, chance).id])), coder="ana")
    else:
        low = chance.randrange(50, 60)
        row = {"words": "most", "low": low, "high": 100, "strict": False}
        p.drafts.set_quantifiers([row], coder="ana")


# ── interviews ──


def bring_in(p: Project, chance: random.Random) -> None:
    """Import three interviews as one act."""
    place = p.folder.parent / f"from {p.folder.name}"
    place.mkdir(exist_ok=True)
    paths = [place / f"E{chance.randrange(10**9)}.txt" for _ in range(3)]
    for path in paths:
        path.write_text(f"I: Why?\n\nR: {path.stem} " + "because of that. " * 200)
    report = p.transcripts.import_files(paths, coder="ana")
    if report.failed:
        raise report.failed[0][1]


def upload(p: Project, chance: random.Random) -> None:
    """Take in what was dropped in the browser, with a participant nobody knew."""
    name, who = f"U{chance.randrange(10**9)}.txt", f"P{chance.randrange(10**6)}"
    words = f"I: Why?\n\nR: {name} " + "because of that. " * 200
    handed = Upload(key=name, name=name, data=words.encode(), participant=who)
    report = p.transcripts.import_uploads([handed], coder="ana")
    if report.failed:
        raise report.failed[0][1]


def transcript(p: Project, chance: random.Random) -> None:
    infos = p.transcripts.all()
    info = some(infos, chance)
    if len(infos) > 4 and chance.random() < 0.5:
        p.transcripts.remove(info.id, coder="ana")
    else:
        p.transcripts.edit(info.id, name=f"Talk {chance.random()}", coder="ana")


def speakers(p: Project, chance: random.Random) -> None:
    """Correct who speaks: a name, a side, a person."""
    info = some(p.transcripts.all(), chance)
    name = some([s.name for s in info.cast if s.name], chance)
    way = chance.randrange(3)
    if way == 0:
        p.speakers.rename(info.id, name, f"Name {chance.randrange(9)}", coder="ana")
    elif way == 1:
        p.speakers.set_role(info.id, name, some(list(Role), chance), coder=some(CODERS, chance))
    else:
        who = some([person.id for person in p.participants.all()], chance)
        p.speakers.set_participant(info.id, name, who, coder=some(CODERS, chance))


def turns(p: Project, chance: random.Random) -> None:
    """Correct what somebody says: give, split, join a turn, or move its border."""
    whole = p.transcripts.get(some(p.transcripts.all(), chance).id)
    turn = some(whole.turns, chance)
    at = chance.randrange(turn.start, turn.end)
    way = chance.randrange(4)
    if way == 0:
        name = some(["", "Mila", *whole.speakers], chance)
        p.speakers.give(whole.id, [turn.number], name, coder=some(CODERS, chance))
    elif way == 1:
        p.speakers.split_turn(whole.id, turn.number, at, coder=some(CODERS, chance))
    elif way == 2:
        p.speakers.join_turns(whole.id, turn.number, turn.number + 1, coder="ana")
    else:
        p.speakers.move_border(whole.id, turn.number, at, coder="ana")


# ── codebook and participants: a file and the database ──


def add(p: Project, chance: random.Random) -> None:
    p.codes.add(f"Idea {chance.randrange(10**6)}", parent=some_parent(p, chance), coder="ana")


def some_parent(p: Project, chance: random.Random) -> str:
    return "" if chance.random() < 0.7 else some_code(p, chance).id


def edit(p: Project, chance: random.Random) -> None:
    fields = some(
        [
            {"definition": f"What it means, {chance.random()}."},
            {"name": f"Name {chance.randrange(10**6)}"},
            {"keywords": ["rent", f"word{chance.randrange(10**6)}"]},
        ],
        chance,
    )
    p.codes.edit(some_code(p, chance).id, fields, coder=some(CODERS, chance))


def recolour(p: Project, chance: random.Random) -> None:
    p.codes.edit(some_code(p, chance).id, {"color": some(COLOURS, chance)}, coder="ana")


def move(p: Project, chance: random.Random) -> None:
    p.codes.move(some_code(p, chance).id, parent=some_parent(p, chance), coder="ana")


def merge(p: Project, chance: random.Random) -> None:
    p.codes.merge(spare_code(p, chance).id, some_code(p, chance).id, coder="ana")


def retire(p: Project, chance: random.Random) -> None:
    p.codes.remove(spare_code(p, chance).id, coder="ana")


def in_vivo(p: Project, chance: random.Random) -> None:
    place = words_of(p, chance)
    name = p.transcripts.get(place[0]).text[place[1] : place[2]]
    p.codes.add(name, segments=[place], coder=some(CODERS, chance))


def by_hand(p: Project, chance: random.Random) -> None:
    """Write codebook.yaml as an editor does, whole, and let it be read in."""
    file = p.folder / "codebook.yaml"
    write(file, f"{file.read_text('utf-8')}# by hand {chance.random()}\n")
    p.codes.book()


def participants(p: Project, chance: random.Random) -> None:
    infos = p.transcripts.all()
    heard = {info.participant for info in infos}
    heard |= {speaker.participant for info in infos for speaker in info.cast}
    fresh = Participant(id=f"P{chance.randrange(10**6)}", pseudonym=f"Somebody {chance.random()}")
    kept = [
        person for person in p.participants.all() if person.id in heard or chance.random() < 0.7
    ]
    p.participants.save([*kept, fresh], coder="ana")


# ── back and forth ──


def undo(p: Project, chance: random.Random) -> None:
    p.log.undo(coder=some([*CODERS, ""], chance), by="ana")


def redo(p: Project, chance: random.Random) -> None:
    p.log.undo(coder=some(CODERS, chance), redo=True)


ACTS: dict[str, Act] = {
    "apply": apply,
    "recode": recode,
    "edges": edges,
    "remove": remove,
    "decide": decide,
    "memo": memo,
    "basket": basket,
    "pick": pick,
    "outline": outline,
    "link": link,
    "ruling": ruling,
    "settings": settings,
    "import": bring_in,
    "upload": upload,
    "transcript": transcript,
    "speakers": speakers,
    "turns": turns,
    "add": add,
    "edit": edit,
    "recolour": recolour,
    "move": move,
    "merge": merge,
    "retire": retire,
    "in vivo": in_vivo,
    "by hand": by_hand,
    "participants": participants,
    "undo": undo,
    "redo": redo,
}
TWOFOLD = (
    *("add", "edit", "recolour", "move", "merge", "retire", "in vivo", "participants"),
    *("upload", "undo", "redo"),
)
"""Acts that change a file and the database, or may."""
