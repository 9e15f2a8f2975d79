"""The label printed with a quote: the scheme that a study sets, and what it makes of its people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding import drafts
from coding.errors import CodingError, Conflict, NotFound
from coding.model import Participant, Role, Transcript, Turn
from coding.project import Project
from coding.quotes.labels import LabelScheme, banded, check_scheme, label_of, named, shared
from coding.verify import Study, verify


def person(**attributes: str) -> Participant:
    return Participant(id="P01", pseudonym="Vera", attributes=attributes)


def label(text: str, **attributes: str) -> str:
    return label_of(person(**attributes), LabelScheme(texts={"": text}))


@pytest.mark.parametrize(
    ("participant", "printed"),
    [
        (person(gender="Female", age_band="30-39"), "Female, 30-39 years old"),
        (person(age_band="30–39", gender="Male"), "Male, 30–39 years old"),
        (person(gender="Male", age_band="55+"), "Male, 55+ years old"),
        (person(gender="Male", age_band="55 and older"), "Male, 55 and older"),
        (person(Gender=" Female ", age_band=""), "Female"),
        (person(Gender="Female", **{"Age band": "20-29"}), "Female, 20-29 years old"),
        (person(gender="n/a", age_band="20-29"), "20-29 years old"),
        (person(gender="Vera", age_band="P01"), ""),
        (person(city="Novi Sad"), ""),
        (person(), ""),
        (None, ""),
    ],
)
def test_a_study_without_a_scheme_prints_gender_and_age_and_never_who_it_is(
    participant: Participant | None, printed: str
) -> None:
    assert label_of(participant, LabelScheme()) == printed


@pytest.mark.parametrize(
    ("text", "attributes", "printed"),
    [
        ("{job} from {city}", {"job": "teacher", "city": "Perm"}, "teacher from Perm"),
        ("{job} from {city}", {"job": "teacher"}, "teacher"),
        ("{job} from {city}", {"city": "Perm"}, "from Perm"),
        ("{g} ({age} years old, {city})", {"g": "F", "age": "30"}, "F (30 years old)"),
        ("{g} ({age} years old, {city})", {"g": "F", "city": "Perm"}, "F (Perm)"),
        ("{g} ({age} years old, {city})", {"g": "F"}, "F"),
        ("{g} ({age} years old, {city})", {"city": "Perm"}, "(Perm)"),
        ("Interviewee, {g}; {age} years old, abroad", {"g": "F"}, "Interviewee, F, abroad"),
        ("Interviewee, {g}; {age} years old, abroad", {}, "Interviewee, abroad"),
        ("aged {age}, {g}", {"g": "F"}, "F"),
        ("{age}-year-old {g}", {"g": "F", "age": "30"}, "30-year-old F"),
        ("{age} years old {g}", {"g": "F"}, "F"),
        ("{g} – {age}", {"age": "30"}, "30"),
        ("{g}. {age}", {"age": "30"}, "30"),
        ("{age}, {g}", {"g": "F", "age": "?"}, "F"),
        ("{age|10} years old, {g}", {"g": "F", "age": "34"}, "30–39 years old, F"),
        ("{age|10} years old, {g}", {"g": "F", "age": "old"}, "F"),
    ],
)
def test_what_is_not_known_leaves_with_its_words_and_signs(
    text: str, attributes: dict[str, str], printed: str
) -> None:
    assert label(text, **attributes) == printed


def test_a_language_has_a_scheme_of_its_own() -> None:
    scheme = LabelScheme(texts={"ru": "{пол}, {возраст|10} лет", "": "{gender}"})
    anna = person(gender="Female", пол="Женщина", возраст="34")
    assert label_of(anna, scheme, "ru") == "Женщина, 30–39 лет"
    assert label_of(anna, scheme, "ru-RU") == "Женщина, 30–39 лет"
    assert label_of(anna, scheme, "en") == label_of(anna, scheme) == "Female"


def test_only_a_scheme_that_says_so_prints_the_pseudonym() -> None:
    assert label("{pseudonym}, {age}", age="34") == "Vera, 34"
    assert label("{nickname}, {age}", age="34", nickname="vera") == "34"


@pytest.mark.parametrize(
    ("value", "bands", "printed"),
    [
        ("29", "10", "20–29"),
        ("30", "10", "30–39"),
        ("34.5", "5", "30–34"),
        ("34 years", "10", "30–39"),
        ("30 and older", "20", "20+"),
        ("34", "1", "34"),
        ("17", "18-29, 30+", ""),
        ("18", "18-29, 30+", "18–29"),
        ("29", "18-29, 30+", "18–29"),
        ("30", "18-29, 30+", "30+"),
        ("25-35", "18-29, 30-44", "18–44"),
        ("40-50", "18-29, 30-44", ""),
        ("60+", "18-29, 30-44", ""),
        ("2001-04-09", "10", ""),
        ("40-30", "10", ""),
    ],
)
def test_a_value_gets_the_band_it_lies_in_or_none(value: str, bands: str, printed: str) -> None:
    assert banded(value, bands) == printed


@given(st.integers(0, 120), st.integers(2, 50))
def test_a_band_holds_its_value_and_is_as_wide_as_was_asked(age: int, width: int) -> None:
    low, high = map(int, banded(str(age), str(width)).split("–"))
    assert low <= age <= high
    assert high - low == width - 1


@pytest.mark.parametrize(
    "text",
    ["{age", "age}", "{}", "{ |10}", "({age}", "{age})", "({age}]", "{age|ten}", "{age|0}",
     "{age|}", "{age|30-20}", "{age|18-29, 29-40}", "{age|18+, 30-40}"],
)  # fmt: skip
def test_a_scheme_that_cannot_be_read_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(CodingError) as caught:
        check_scheme(text, [])
    assert "{gender}" in caught.value.hint


def test_a_scheme_names_attributes_that_are_there() -> None:
    people = [person(Gender="F", **{"Age band": "30-39"})]
    check_scheme("{gender} ({age_band|10}), {pseudonym}", people)
    assert named("{Gender} ({age band|10})") == ("gender", "age_band")
    with pytest.raises(NotFound, match="gendre"):
        check_scheme("{gendre}", people)
    check_scheme("{gendre}", [])


def test_k_counts_who_shares_a_label_those_without_one_too() -> None:
    people = [Participant(id=f"P{n}", attributes={"gender": g}) for n, g in enumerate("FFM-?")]
    assert [shared(people, LabelScheme())[f"P{n}"] for n in range(5)] == [
        ("F", 2),
        ("F", 2),
        ("M", 1),
        ("", 2),
        ("", 2),
    ]


def test_the_scheme_that_is_set_is_printed_and_undone_and_done_again(project: Project) -> None:
    project.codings.apply("P01", 36, 44, ["safety"], coder="ana")
    assert [q.attribution for q in project.quotes.find()] == ["Female, 30-39 years old"]
    project.labels.set("{age_band|20} years old", coder="ana")
    assert [q.attribution for q in project.quotes.find()] == ["20–39 years old"]
    assert project.labels.of_people() == {"P01": ("20–39 years old", 1)}
    project.log.undo(coder="ana")
    assert [q.attribution for q in project.quotes.find()] == ["Female, 30-39 years old"]
    project.log.undo(coder="ana", redo=True)
    assert Project(project.folder).labels.scheme().text() == "{age_band|20} years old"
    project.labels.set("", coder="ana")
    assert project.labels.scheme() == LabelScheme()


def test_two_who_set_the_scheme_at_once_are_told(project: Project) -> None:
    project.labels.set("{gender}", coder="ana")
    with pytest.raises(Conflict) as caught:
        project.labels.set("{age_band}", coder="ben", opened="")
    assert (caught.value.mine, caught.value.theirs) == ("{age_band}", "{gender}")
    project.labels.set("{gender}", coder="ben", opened="")
    project.labels.set("{age_band}", coder="ben", opened="{gender}")
    assert project.labels.scheme().text() == "{age_band}"


def test_a_scheme_for_one_language_leaves_the_others(project: Project) -> None:
    project.labels.set("{gender}", language="ru", coder="ana")
    assert project.labels.scheme().text("ru") == "{gender}"
    assert project.labels.scheme().text("en") == LabelScheme().text()


# ── verify reads attributions against the scheme ──

SAID = {
    "P1": ("Teacher", "My daughter walks to school alone since autumn."),
    "P2": ("Cook", "The rent is five hundred and it goes up."),
    "P3": ("Cook", "I would rather stay here for some more years."),
}


def verified(draft: str, scheme: LabelScheme) -> list[tuple[str, str]]:
    """Return the verdict on each quotation and what the check of attributions says."""
    people = [
        Participant(id=key, attributes={"job": job, "town": "Perm" if key != "P3" else ""})
        for key, (job, _) in SAID.items()
    ]
    transcripts = [
        Transcript(
            name=key,
            participant=key,
            text=words,
            turns=(Turn(number=1, start=0, end=len(words), role=Role.PARTICIPANT),),
        )
        for key, (_, words) in SAID.items()
    ]
    study = Study(
        transcripts=transcripts,
        participants={p.id: p for p in people},
        labels={p.id: frozenset({label_of(p, scheme)}) for p in people},
    )
    report = verify(drafts.read_bytes(draft.encode(), "draft.md"), study)
    told = [(e.kind, e.verdict) for e in report.examined if e.kind == "quotation"]
    return told + [(f.check, f.verdict) for f in report.findings if f.check == "attributions"]


@pytest.mark.parametrize(
    ("label", "verdicts"),
    [
        ("Teacher from Perm", [("quotation", "verbatim"), ("attributions", "k = 1")]),
        ("teacher from perm", [("quotation", "verbatim"), ("attributions", "k = 1")]),
        ("Teacher", [("quotation", "verbatim")]),
        ("Cook from Perm", [("quotation", "wrong speaker"), ("attributions", "k = 1")]),
        ("Cook", [("quotation", "wrong speaker"), ("attributions", "k = 1")]),
    ],
)
def test_verify_knows_the_labels_of_the_scheme(label: str, verdicts: list[tuple[str, str]]) -> None:
    draft = f"“My daughter walks to school alone since autumn” ({label})."
    scheme = LabelScheme(texts={"": "{job} from {town}"})
    assert verified(draft, scheme) == verdicts


def test_verify_looks_up_words_whether_a_label_is_anybodys_or_not() -> None:
    """Who cannot be told is taken for an interviewee: made-up words do not pass as a source's."""
    draft = "“Nobody has ever asked me about the sea before” ({}).".format
    scheme = LabelScheme(texts={"": "{job} from {town}"})
    assert ("quotation", "not found") in verified(draft("Teacher from Perm"), scheme)
    assert ("quotation", "not found") in verified(draft("Teacher from Omsk"), scheme)
