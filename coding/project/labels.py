"""Keep how the study labels its people: the scheme printed with their quotes."""

from __future__ import annotations

from collections.abc import Mapping

from coding.errors import Clash, Conflict
from coding.project.part import ProjectPart
from coding.quotes.labels import (
    COULD_IDENTIFY,
    DEFAULT,
    NAMING,
    LabelScheme,
    check_scheme,
    could_identify,
    folded,
    label_of,
    named,
    shared,
    unbanded,
)

__all__ = [
    "COULD_IDENTIFY",
    "DEFAULT",
    "LabelScheme",
    "Labels",
    "could_identify",
    "label_of",
    "shared",
]

SETTING = "label scheme"


class Labels(ProjectPart):
    """The scheme by which labels are made of attributes, and what it makes of this study."""

    def scheme(self) -> LabelScheme:
        """Return the scheme that the study has set, or the one every study begins with."""
        return LabelScheme(texts=_texts(self.store.settings.get(SETTING)))

    def set(
        self,
        text: str,
        *,
        language: str = "",
        coder: str,
        opened: str | None = None,
        act: str = "",
    ) -> None:
        """Set the scheme for quotes in a language, `""` for any; an empty one takes it back.

        `opened` is the text as it was before the change: raises Conflict with both if somebody
        else has set another since. Raises CodingError for a scheme that cannot be read, NotFound
        for an attribute that nobody has.
        """
        text, language = " ".join(text.split()), language.strip().lower()
        check_scheme(text, self.project.participants.all())
        summary = f"label of quotes{f' in {language}' if language else ''}: {text or DEFAULT}"
        with self.store.writing(coder=coder, verb="settings", summary=summary, act=act) as w:
            texts = dict(_texts(w.setting(SETTING)))
            there = texts.get(language, "")
            if opened is not None and there not in (opened, text):
                raise Conflict(
                    "somebody else has set another scheme in the meantime",
                    hint="Look at what stands there now and try again.",
                    clashes=(Clash(("text",), text, there),),
                    version=there,
                )
            if there == text:
                return
            texts.pop(language, None)
            if text:
                texts[language] = text
            w.put_setting(SETTING, texts)

    def unheard_of(self, language: str = "") -> list[str]:
        """Return the attributes that the scheme in a language prints and nobody has."""
        there = {folded(name) for p in self.project.participants.all() for name in p.attributes}
        asked = named(self.scheme().text(language.strip().lower()))
        return [name for name in asked if name not in {*there, *NAMING}]

    def of_people(
        self, scheme: LabelScheme | None = None, language: str = ""
    ) -> dict[str, tuple[str, int]]:
        """Return participant → label, and how many people of the study share it (k)."""
        return shared(self.project.participants.all(), scheme or self.scheme(), language)

    def in_all_languages(self) -> dict[str, frozenset[str]]:
        """Return participant → every label that the scheme makes of them, in whatever language."""
        scheme = self.scheme()
        return {
            person.id: frozenset(
                label for code in ("", *scheme.texts) if (label := label_of(person, scheme, code))
            )
            for person in self.project.participants.all()
        }

    def preview(
        self, text: str, language: str = ""
    ) -> tuple[dict[str, tuple[str, int]], list[tuple[str, str, str]]]:
        """Return what a scheme would make of the people, and values that no band of it holds.

        The latter as (participant, attribute, value). Raises CodingError as `set` does.
        """
        people = self.project.participants.all()
        check_scheme(text, people)
        scheme = LabelScheme(texts={"": text})
        return shared(people, scheme, language), [
            (person.id, name, value) for person in people for name, value in unbanded(person, text)
        ]


def _texts(kept: object) -> Mapping[str, str]:
    return {str(k): str(v) for k, v in kept.items()} if isinstance(kept, dict) else {}
