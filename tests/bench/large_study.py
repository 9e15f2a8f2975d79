"""Make a study as large as the app is made for, with something of everything that pages show.

Forty interviews of 6,600 words, 60 codes in ten themes, 10,000 codings by five coders, and in
proportion: participants with attributes, a survey, figures beside codes and quotes, a report in
sections, a draft, memos, summaries, stars, decisions on suggestions. All of it is made up, of
syllables and small words, the same at each making; what is said on a theme has words of its own, so
that a machine can learn the codes. `python -m tests.bench.large_study FOLDER` makes one to look at.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from coding.model import (
    PARAPHRASE,
    SUMMARY,
    Choice,
    Coding,
    Decision,
    Memo,
    Participant,
    Transcript,
    new_id,
    now,
)
from coding.project import Project

INTERVIEWS, LENGTH, CODINGS, OFTEN = 40, 6_600, 10_000, 1_200
CODERS = ("Ana", "Boris", "Clara", "Dino", "Eva")
THEMES = {
    "Leaving": ("march", "border", "ticket", "suitcase"),
    "Work and money": ("salary", "office", "contract", "rent"),
    "Housing": ("flat", "landlord", "kitchen", "stairs"),
    "Papers and offices": ("stamp", "permit", "queue", "passport"),
    "Language": ("word", "grammar", "accent", "translate"),
    "Family and those who stayed": ("mother", "brother", "phone", "photograph"),
    "Health": ("doctor", "hospital", "sleep", "pills"),
    "School and children": ("teacher", "class", "homework", "playground"),
    "Safety": ("police", "street", "night", "afraid"),
    "Plans for the next years": ("return", "future", "citizen", "house"),
}
SIDES = (
    "reasons",
    "obstacles",
    "help from others, also from strangers",
    "feelings that are hard to put into words",
    "what has changed since the first year here",
)
SMALL = (
    "we and the to a in was that it so there my is not of they with had you know for but when at"
    " this because then some all from one me what he she would people now here very only again"
).split()
SYLLABLES = [a + b for a in "klmnprstv" for b in "aeiou"]
ATTRIBUTES = {
    "gender": ("woman", "man"),
    "age": ("18–29", "30–39", "40–54", "55 and older"),
    "town": ("Belgrade", "Novi Sad", "Niš", "Subotica", "a village"),
    "arrived": ("2019", "2021", "2022", "2023", "2024"),
}
GROUPS = ("all respondents", "women", "men", "18–34", "35–54", "55 and older")
RELATIONS = ("confirms", "expands", "partly agrees", "contradicts")


@dataclass(slots=True)
class Spoken:
    """What was said of a code: its transcript's name, the sentences, and which code it is."""

    name: str
    words: str
    code: str
    start: int = 0


@dataclass(slots=True)
class _Making:
    chance: random.Random = field(default_factory=lambda: random.Random(18))
    rare: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)


def large_study(folder: Path) -> Project:
    """Make the study in a folder that is not there yet, and return it opened."""
    making = _Making()
    making.rare = [a + b + c for a in SYLLABLES for b in SYLLABLES[:12] for c in ("", "n", "ra")]
    making.chance.shuffle(making.rare)
    (folder / "transcripts").mkdir(parents=True)
    (folder / "survey").mkdir()
    _write_codebook(folder, making)
    spoken = [words for n in range(INTERVIEWS) for words in _write_interview(folder, n, making)]
    _write_survey(folder, making.chance)
    _write_draft(folder, spoken, making.chance)
    project = Project(folder)
    _put_people(project, making.chance)
    _put_codings(project, spoken, making)
    _put_reading(project, making.chance)
    _put_report(project, making.chance)
    return project


def _write_codebook(folder: Path, making: _Making) -> None:
    lines = ["codes:"]
    for n, (theme, said) in enumerate(THEMES.items()):
        lines += [f"  - id: t{n}", f"    name: {theme}", f"    definition: {theme}.", "    codes:"]
        for side in SIDES:
            key = f"c{len(making.codes)}"
            own = [making.rare.pop() for _ in range(5)]
            lines += [
                f"      - id: {key}",
                f'        name: "{theme}: {side}"',
                f'        definition: "{theme}, {side}: {own[0]} and {own[1]}."',
                f"        keywords: {{en: [{own[0]}, {own[1]}]}}",
                f"        indicators: [q{len(making.codes) % 40}_0]",
            ]
            making.codes.append(key)
            making.words[key] = [*said, *own, *own]
    (folder / "codebook.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _sentence(making: _Making, code: str = "") -> str:
    chance, size = making.chance, making.chance.randrange(6, 17)
    words = [chance.choice(SMALL if chance.random() < 0.6 else making.rare) for _ in range(size)]
    for _ in range(2 if code else 0):
        words[chance.randrange(size)] = chance.choice(making.words[code])
    return f"{' '.join(words).capitalize()}."


def _write_interview(folder: Path, number: int, making: _Making) -> Iterator[Spoken]:
    """Write an interview; return what is said in it of which code."""
    chance, name = making.chance, f"I{number:02}"
    lines, said = [], 0
    while said < LENGTH:
        asked = " ".join(_sentence(making) for _ in range(chance.choice((1, 1, 2))))
        told: list[str] = []
        for _ in range(chance.choice((1, 1, 2, 3))):
            code = "c0" if chance.random() < 0.12 else chance.choice(making.codes)
            words = " ".join(_sentence(making, code) for _ in range(chance.choice((1, 1, 2, 3))))
            told += [words, _sentence(making)]
            yield Spoken(name, words, code)
        lines += [f"Interviewer: {asked}", f"Person{number}: {' '.join(told)}"]
        said += len(asked.split()) + len(" ".join(told).split())
    (folder / "transcripts" / f"{name}.txt").write_text("\n\n".join(lines), encoding="utf-8")


def _write_survey(folder: Path, chance: random.Random) -> None:
    head = (
        "indicator_id,question_id,question,type,option,subgroup,value,unit,percent_of,base_n,"
        "weighted,source,field_dates,ref,title"
    ).split(",")
    with (folder / "survey" / "toplines.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(head)
        for q in range(40):
            title = f"{list(THEMES)[q % 10]}, question {q + 1}"
            for group in GROUPS:
                shares = [chance.randrange(5, 60) for _ in range(5)]
                for option, share in enumerate(shares):
                    key = f"q{q}_{option}" + (
                        "" if group == GROUPS[0] else f"_{GROUPS.index(group)}"
                    )
                    value = round(100 * share / sum(shares), 1)
                    rows.writerow(
                        [key, f"q{q}", f"What do you say of {title.lower()}?", "single",
                         f"Answer {'ABCDE'[option]}", group, value, "%", "column", 1200, "yes",
                         "Invented panel", "2024-09-04/2024-10-03", f"Graph {q + 1}", title]
                    )  # fmt: skip


def _write_draft(folder: Path, spoken: list[Spoken], chance: random.Random) -> None:
    parts = ["# What people say"]
    for theme in THEMES:
        parts.append(f"## {theme}")
        for _ in range(12):
            filler = " ".join(
                f"{' '.join(chance.choices(SMALL, k=14)).capitalize()}." for _ in range(3)
            )
            figure = f"In the survey, {chance.randrange(5, 60)}.{chance.randrange(10)}% say so."
            quote = chance.choice(spoken).words.partition(".")[0]
            parts.append(f"{filler} {figure} One says: “{quote}” (woman, 30–39).")
    (folder / "survey" / "draft.md").write_text("\n\n".join(parts), encoding="utf-8")


def _put_people(project: Project, chance: random.Random) -> None:
    people = [
        Participant(
            id=f"I{n:02}",
            pseudonym=f"Person {n}",
            attributes={name: chance.choice(values) for name, values in ATTRIBUTES.items()},
        )
        for n in range(INTERVIEWS)
    ]
    project.participants.save(people, coder=CODERS[0])


def _put_codings(project: Project, spoken: list[Spoken], making: _Making) -> None:
    """Put codings on what was said, each interview by two coders, and a few beside the matter."""
    chance = making.chance
    texts = {info.name: project.transcripts.get(info.id) for info in project.transcripts.all()}
    at: dict[str, int] = dict.fromkeys(texts, 0)
    for words in spoken:
        words.start = at[words.name] = texts[words.name].text.index(words.words, at[words.name])
    wanted: list[Coding] = []
    there: set[tuple[str, int, int, str, str]] = set()
    often = 0
    while len(wanted) < CODINGS:
        said = chance.choice(spoken)
        code = "c0" if often < OFTEN else said.code
        if code != "c0" and chance.random() < 0.15:
            code = chance.choice([*making.codes, *(f"t{n}" for n in range(len(THEMES)))])
        if code == "c0" and often >= OFTEN:
            continue
        number = int(said.name[1:])
        coder = CODERS[(number + (chance.random() < 0.35)) % len(CODERS)]
        text, start = texts[said.name], said.start
        end = start + len(said.words)
        if chance.random() < 0.3:
            end = start + len(said.words.partition(".")[0]) + 1
        place = (text.id, start, end, code)
        if (*place, coder) in there or (code == "c0" and any((*place, c) in there for c in CODERS)):
            continue
        there.add((*place, coder))
        often += code == "c0"
        wanted.append(_coding(text, start, end, code, coder))
    wanted.sort(key=lambda coding: (coding.transcript, coding.coder, coding.start))
    for first in range(0, len(wanted), 5):
        some = wanted[first : first + 5]
        verb = {"coder": some[0].coder, "verb": "apply"}
        with project.store.writing(**verb, summary=f"{len(some)} codings") as w:
            for coding in some:
                w.add_coding(coding)


def _coding(text: Transcript, start: int, end: int, code: str, coder: str) -> Coding:
    said, moment = text.text[start:end], now()
    return Coding(
        id=new_id(), transcript=text.id, start=start, end=end, text=said, code=code, coder=coder,
        created=moment,
    )  # fmt: skip


def _put_reading(project: Project, chance: random.Random) -> None:
    """Put memos, paraphrases, summaries, stars, decisions and what is done."""
    codings, listed = project.store.codings.all(), project.transcripts.all()
    coder, moment = CODERS[0], now()
    notes: list[tuple[str, str]] = [
        *(("coding", c.id) for c in chance.sample(codings, 250)),
        *((PARAPHRASE, c.id) for c in chance.sample(codings, 200)),
        *(("transcript", info.id) for info in listed),
        *(("code", code.id) for code in project.codes.book()),
        *((SUMMARY, f"{info.id}#t{n}") for info in listed for n in range(len(THEMES))),
    ]
    with project.store.writing(coder=coder, verb="memo", summary="memos") as w:
        for kind, about in notes:
            words = f"{' '.join(chance.choices(SMALL, k=24)).capitalize()}."
            w.memos.add(
                Memo(id=new_id(), kind=kind, about=about, coder=coder, text=words,
                     created=moment, updated=moment)
            )  # fmt: skip
        for coding in chance.sample(codings, 200):
            w.put_stars(coding.id, chance.randrange(1, 4))
        for coding in chance.sample(codings, 600):
            choice = Choice.ACCEPT if chance.random() < 0.6 else Choice.REJECT
            w.add_decision(
                Decision(id=new_id(), transcript=coding.transcript, start=coding.start,
                         end=coding.end, code=coding.code, coder=coding.coder, choice=choice,
                         score=0.5, raw=0.5, at=moment)
            )  # fmt: skip
    for info in chance.sample(listed, 14):
        project.done.mark(info.id, done=True, coder=coder)


def _put_report(project: Project, chance: random.Random) -> None:
    """Put quotes into sections, and figures beside codes and quotes."""
    codings = project.store.codings.all()
    for theme in THEMES:
        project.baskets.add(theme, coder=CODERS[0])
        chosen = [coding.id for coding in chance.sample(codings, 15)]
        project.baskets.put(theme, chosen, coder=CODERS[0])
        for coding in chosen[:8]:
            figure = f"q{chance.randrange(40)}_{chance.randrange(5)}"
            said = chance.choice(RELATIONS)
            project.links.put(coding, figure, said, note="A note on it.", coder=CODERS[0])
    for n in range(50):
        figure, said = f"q{chance.randrange(40)}_{chance.randrange(5)}", chance.choice(RELATIONS)
        project.links.put(f"c{n}", figure, said, note="A note on it.", coder=CODERS[0])


if __name__ == "__main__":
    large_study(Path(sys.argv[1]))
