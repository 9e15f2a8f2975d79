"""Let the facts about an interview be changed: its name, whom it is with, language, original."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coding.model import Speaker, TranscriptInfo
from coding.model.listing import listed
from coding.pages.parts.coders import coder
from coding.pages.parts.forms import OpenForm, Version
from coding.project import Project

LABELS = {
    "name": "Name",
    "participant": "Participant",
    "language": "Language",
    "translation_of": "Translation of",
}
NOBODY = "nobody yet"
ORIGINAL = "nothing: it is the original"


def known(study: Project, info: TranscriptInfo) -> None:
    """Let the facts about a transcript be changed; what is typed stays until it is kept."""
    people = {p.id: " · ".join(filter(None, [p.id, p.pseudonym])) for p in study.participants.all()}
    names = {t.id: t.name for t in study.transcripts.all()}
    originals = [t.id for t in study.transcripts.all() if t.id != info.id and not t.translation_of]

    def say(field: str, text: str) -> str:
        if field == "participant":
            return people.get(text, text) or nobody_alone(info.cast)
        return names.get(text, ORIGINAL) if field == "translation_of" else text

    texts: dict[str, str | bool] = {name: getattr(info, name) for name in LABELS}
    form = OpenForm(
        f"known-{info.id}", texts, version=info.version, hold=True, labels=LABELS, say=say
    )
    form.line("name", LABELS["name"])
    form.choice(
        "participant",
        LABELS["participant"],
        list(dict.fromkeys(["", *people, form.now("participant")])),
        format_func=lambda key: say("participant", key),
        accept_new_options=True,
    )
    left, right = st.columns(2)
    form.line("language", LABELS["language"], at=left, placeholder="en, ru, sr …")
    form.choice(
        "translation_of",
        LABELS["translation_of"],
        list(dict.fromkeys(["", *originals, form.now("translation_of")])),
        ask=right.selectbox,
        format_func=lambda key: say("translation_of", key),
    )
    form.said()
    news = f"{form.now('name').strip()} saved."

    def write(version: Version, _: str) -> None:
        changed = {
            field: " ".join(form.now(field).split())
            for field, text in form.opened.texts.items()
            if form.now(field) != text
        }
        study.transcripts.edit(info.id, **changed, coder=coder(), version=int(version or 0))

    if st.button("Save", key=f"save-{form.key}") and form.typed:
        form.keep(write, news)
    form.settle(write, news)


def nobody_alone(cast: Sequence[Speaker]) -> str:
    """Say whom an interview is with that is with no one person: who its speakers are, if known.

    >>> from coding.model import Role
    >>> role = Role.PARTICIPANT
    >>> cast = [Speaker(label=n, name=n, role=role, participant=n) for n in ("P2", "P3")]
    >>> nobody_alone(cast), nobody_alone([])
    ('each speaker’s own: P2 and P3', 'nobody yet')
    """
    speak = list(dict.fromkeys(s.participant for s in cast if s.participant))
    return f"each speaker’s own: {listed(speak)}" if speak else NOBODY
