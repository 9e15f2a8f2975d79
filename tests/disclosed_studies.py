"""Make a study of twelve with planted identifiers and profiles: invented people, three languages.

In each of four groups of one label, three people share their facts two by two: each fact fits
two of them, what one's quotes tell together fits that one alone. Ten of the twelve are quoted with
all their facts, two with one fact each.
"""

from __future__ import annotations

from pathlib import Path

from disclosed_words import CLEAN, PLANTED
from studies import code, lay_out

from coding.project import Project

GROUPS = (("Female", "30-39"), ("Female", "40-49"), ("Male", "30-39"), ("Male", "40-49"))
FACTS = {
    "en": (
        ("I work as a nurse, on nights.", "We have twins, they never sleep."),
        ("I work as a nurse and I like it.", "I got divorced the year before."),
        ("Our twins are the reason.", "After I got divorced I slept well."),
    ),
    "ru": (
        ("Я работаю переводчиком, из дома.", "Мы приехали в октябре 2019, с котом."),
        ("Работаю переводчицей, это скучно.", "У нас трое детей, шумно."),
        ("Переехали в октябре 2019, было тепло.", "Трое детей, и все кричат."),
    ),
    "sr": (
        ("Radim kao zubar, petnaest godina.", "Unuka mi crta po zidu."),
        ("Radim kao zubarka u ordinaciji.", "Imam 37 godina, a osećam se starije."),
        ("Unuk me uči engleski.", "Meni je svejedno, imam 37 godina."),
    ),
    "en2": (
        ("I'm a pilot, or I was one.", "My trial took three days."),
        ("I am a pilot by habit.", "Two sons, and neither calls."),
        ("They put me on trial. My trial was short.", "We have two sons, big ones."),
    ),
}
WHOLE = 10
"""So many of the twelve are quoted with all their facts."""


def study_of_twelve(folder: Path) -> tuple[Project, dict[str, str], list[str]]:
    """Return the study, coding → what was planted in it, and those whose quotes tell it all."""
    planted = list(PLANTED)
    clean = list(CLEAN)
    interviews: dict[str, str] = {}
    rows, index, quoted, told = [], [], [], []
    for group, (language, members) in enumerate(FACTS.items()):
        spoken = language[:2]
        for member, facts in enumerate(members):
            person = f"P{group * 3 + member + 1:02}"
            gender, band = GROUPS[group]
            rows.append(f"{person},{person}x,{gender},{band}")
            index.append(f"{person}.txt,{person},{spoken}")
            mine = [p for p in planted if p[0] == spoken][:3]
            planted = [p for p in planted if p not in mine]
            plain = [c for c in clean if c[0] == spoken][:5]
            clean = [c for c in clean if c not in plain]
            whole = len(told) < WHOLE
            if whole:
                told.append(person)
            quoted += [(person, words, "") for words in (facts if whole else facts[:1])]
            quoted += [(person, words, name) for _, words, name in mine]
            quoted += [(person, words, "") for _, words in plain]
            said = [*facts, *(m[1] for m in mine), *(words for _, words in plain)]
            turns = [f"{person}x: {words}" for words in said]
            interviews[f"{person}.txt"] = "Interviewer: Go on.\n\n" + "\n\n".join(turns) + "\n"
    others = {
        "participants.csv": "participant,pseudonym,gender,age_band\n" + "\n".join(rows) + "\n",
        "index.csv": "file,participant,language\n" + "\n".join(index) + "\n",
    }
    lay_out(folder, interviews, others=others)
    project = Project(folder)
    names = {code(project, person, words, "life"): name for person, words, name in quoted}
    project.baskets.add("Report", coder="ana")
    project.baskets.put("Report", list(names), coder="ana")
    return project, names, told
