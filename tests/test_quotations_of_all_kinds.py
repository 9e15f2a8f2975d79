"""Quotations in every form, true and made up: all are looked at, none made up passes.

The forms, lead-ins and sources are ours. `ASIDE` was written with the rest and measured once,
when the checks stood.
"""

from __future__ import annotations

import pytest
from checked_drafts import interview

from coding import drafts
from coding.model import Level, Participant, Report
from coding.verify import Study, verify

MARA = """\
Interviewer: How did you come here?
Mara: We came by the night train in 2019, with two suitcases and our old dog, and nobody met us.
Interviewer: Alone?
Mara: With my husband. He found work in [the factory] after five weeks. I still miss the river.
Mara: My mother said don't go back, and I listened, because she's always right about the winter.
"""
TOMO = """\
Interviewer: And now?
Tomo: I would never go back to Brnik, not for money. My neighbours' children call me Uncle.
"""
STUDY = Study(
    transcripts=[interview(MARA, "M-7", "P07"), interview(TOMO, "T-8", "P08")],
    participants={
        "P07": Participant(id="P07", pseudonym="Mara", attributes={"gender": "Female"}),
        "P08": Participant(id="P08", pseudonym="Tomo", attributes={"gender": "Male"}),
    },
)

TRUE = "We came by the night train in 2019, with two suitcases and our old dog"
FAKE = "I sold my grandmother's piano to pay for the lawyer and his cousin"


def report(text: str, study: Study = STUDY, name: str = "draft.md") -> Report:
    return verify(drafts.read_bytes(text.encode(), name), study)


def verdicts(text: str, study: Study = STUDY) -> list[str]:
    return [e.verdict for e in report(text, study).examined if e.kind == "quotation"]


FORMS = [
    "“{}”", '"{}"', "„{}“", "„{}”", "»{}«", "«{}»", "« {} »", "”{}”", '“{}"', "”{}“", "»{}»",
    "‟{}”", "″{}″", "＂{}＂", "「{}」", "``{}''", "''{}''", "'{}'", "‘{}’", "‚{}‘", "’{}’", "‹{}›",
    "›{}‹", "**“{}”**", "*„{}“*", "(“{}”)", "*{}*", '**"{}"**', "„{}\"", "«\u202f{}\u202f»",
]  # fmt: skip
LAYOUTS = [
    "They spoke of it.\n\n> {}\n\nEnd.",
    "They spoke of it.\n\n> {}\n> (Female)\n\nEnd.",
    "One of them said:\n\n— {}\n\nEnd.",
    "One of them said:\n\n– {}.\n\nEnd.",
    "They spoke of it.\n\n{}\n\n(Female, 30-39 years old)\n\nEnd.",
    "| Theme | Words |\n|---|---|\n| Leaving | “{}” |\n",
    "- “{}”\n- and so on\n",
    "She said:\n\n*{}*\n\nEnd.",
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_marks_is_read(form: str) -> None:
    assert verdicts(f"She told us: {form.format(TRUE)}. It was long ago.") == ["verbatim"]
    assert verdicts(f"She told us: {form.format(FAKE)}. It was long ago.") == ["not found"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_of_quotations_is_read(layout: str) -> None:
    assert verdicts(layout.format(TRUE)) == ["verbatim"]
    assert verdicts(layout.format(FAKE)) == ["not found"]


LEADS = [
    "She said “{}”.", "He added: “{}”.", "An interviewee said “{}”.", "Vera: “{}”.",
    "As one put it, “{}”.", "Another: “{}”.", "Many felt that “{}”.", "P3 said “{}”.",
    "A teacher from the ministry told us, “{}”.", "A mother of two recalled: “{}”.",
    "“{}”, says Vera.", "“{}”, she wrote to us later.", "“{}” (Interview, May 2023).",
    "“{}” (P3, 2023).", "“{}”.", "For example: “{}”.", "A woman who works at the bank said “{}”.",
    "In the words of a nurse from Belgrade: “{}”.", "Of the law she said only: “{}”.",
    "“{}” — woman, 34, Novi Sad", "One respondent wrote: “{}”.", "“{}”[^1]\n\n[^1]: Interview 4.",
    "According to one woman, “{}”.", "Her answer to the question: “{}”.",
]  # fmt: skip


@pytest.mark.parametrize("lead", LEADS)
def test_whoever_is_not_named_as_a_source_was_interviewed(lead: str) -> None:
    """What is made up is found out, whoever is said to have said it."""
    made = report(lead.format(FAKE))
    assert [e.verdict for e in made.examined if e.kind == "quotation"] == ["not found"]
    assert [f.verdict for f in made.findings if f.level is not Level.INFO][:1] == ["not found"]


@pytest.mark.parametrize(
    "sourced",
    [
        "As Hannah Arendt wrote, “{}”.", "Bourdieu (1984) argues that “{}”.", "“{}” (Lee 2019, 4).",
        "According to the World Bank, “{}”.", "The Ministry of the Interior announced: “{}”.",
        "The law says that “{}”.", "“{}”, says the ministry.",
        "“{}”[^1]\n\n[^1]: Weber 1919, p. 3.",
        "“{}” (UNHCR).", "An article entitled “{}” caused a stir.", "“{}” (https://x.org/a).",
        "As Anna Schmidt and Paul Weber (2020) put it, “{}”.", "“{}”, writes Brubaker.",
    ],
)  # fmt: skip
def test_a_named_source_is_none_of_the_interviews(sourced: str) -> None:
    assert verdicts(sourced.format(FAKE)) == ["external"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The “special regime” goes on.", ["external"]),
        ("He read “The Old Man And His River” twice.", ["external"]),
        ("Of all, 41 % say “{F}” and 12 % do not.", ["external"]),
        ("Most chose “{F}” (41.2 %).", ["external"]),
        ("The workers' rights and the '90s, get 'em all, it's the dogs' life.", []),
        ("She's 5'10\" and he's 6'2\" tall, they say.", []),
        ('<a title="{F}" href="x">Here</a> is nothing.', []),
        ("[Here](https://example.org/“{F}”) is nothing.", []),
    ],
)
def test_terms_titles_answers_apostrophes_and_markup_are_no_quotations(
    text: str, expected: list[str]
) -> None:
    assert verdicts(text.replace("{F}", FAKE)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“We came by the night train in 2019.\n\n“I still miss the river.”\n\nEnd.",
        "“We came by the night train in 2019.\n\nI still miss the river.”\n\nEnd.",
        "«We came by the night train in 2019.\n\n12\n\nI still miss the river.»\n\nEnd.",
        '"We came by the night train in 2019.\n\n"I still miss the river."\n\nEnd.',
        "“We came by the\nnight train\nin 2019”",
        '"We came by the night train," she said, "in 2019."',
        "“We came by the night train,” Mara recalls, “in 2019.”",
        "«We came by the night train, — she said, — in 2019.»",
        "‘My mother said don't go back, and I listened’",
        "'My neighbours' children call me Uncle.'",
    ],
)
def test_a_quotation_goes_over_paragraphs_lines_pages_and_tags(text: str) -> None:
    [one] = verdicts(text)
    assert one in ("verbatim", "cleaned")


def test_marks_that_nothing_closes_are_said_with_their_place() -> None:
    made = report(
        f"First.\n\nShe said: “{FAKE} and that was it.\n\n## End\n\n“I still miss the river.”"
    )
    assert [e.verdict for e in made.examined] == ["not looked at", "verbatim"]
    assert any("paragraph 2" in note and "closes" in note for note in made.notes)


def test_a_made_up_one_among_real_ones_is_found() -> None:
    text = f"“{TRUE}”, says one, then “{FAKE}”, and later “I still miss the river”."
    assert verdicts(text) == ["verbatim", "not found", "verbatim"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sie sagte: „Ich habe das Klavier meiner Großmutter für den Anwalt verkauft“.",
            "not found",
        ),
        (
            "Eine Befragte aus dem Ministerium erzählte: »Ich habe mein Klavier verkauft«.",
            "not found",
        ),
        ("Das Ministerium erklärte: „Wir haben alle Anträge im Juni geprüft“.", "external"),
        ("Wie Weber (1919) schreibt: „Der Staat ist ein Verhältnis von Menschen“.", "external"),
        ("Elle a dit : « J'ai vendu le piano de ma grand-mère pour cela ».", "not found"),
        ("Le ministère de l'intérieur déclare : « Nous avons examiné les demandes ».", "external"),
        ("Она сказала: «Я продала бабушкино пианино, чтобы заплатить».", "not found"),
        ("Как вспоминает учительница: «Мы жили у реки, и было тихо».", "not found"),
        ("Министерство заявило: «Мы рассмотрели все заявления в июне».", "external"),
        ("Как пишет Ханна Арендт, «мир лежит между людьми, как стол».", "external"),
        ("Ona kaže: „Prodala sam bakin klavir da platim advokata“.", "not found"),
        ("Ministarstvo je saopštilo: „Pregledali smo sve zahteve u junu“.", "external"),
        ("Powiedziała nam: „Sprzedałam fortepian babci, żeby zapłacić”.", "not found"),
        ("Ella dijo: «Vendí el piano de mi abuela para pagar al abogado».", "not found"),
        ("Según el Banco Mundial, «la situación es peor que en otros años».", "external"),
    ],
)
def test_so_it_is_in_other_languages(text: str, expected: str) -> None:
    assert verdicts(text) == [expected]
