"""Quotations in every form, true and made up: all are looked at, none made up passes.

The forms, lead-ins and sources are ours. What is called `ASIDE` was written before the checks stood
and measured once when they did.
"""

from __future__ import annotations

import pytest
from checked_drafts import interview

from coding import drafts
from coding.model import Level, Participant, Report
from coding.verify import Study, verify
from coding.verify.reading.quoted import find

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
    "“{}”[^2]\n\n[^2]: Said in Russian; our translation.", "As Mara wrote, “{}”.",
    "Weber (1919) notes fear, and one woman in our study said: “{}”.",
    "She told the agency: “{}”.", "“{}”[^3]\n\n[^3]: Speaking Serbian.", "“{}” (Mara, 2022, 41).",
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
        "“{}” (UNHCR).", "“{}” (Human Rights Watch 2021: 14).", "“{}” (Lee 2019, 34).",
        "“{}”[^2]\n\n[^2]: Hannah Arendt, The Origins of Totalitarianism.",
        "An article entitled “{}” caused a stir.", "“{}” (https://x.org/a).",
        "As Anna Schmidt and Paul Weber (2020) put it, “{}”.", "“{}”, writes Brubaker.",
    ],
)  # fmt: skip
def test_a_named_source_is_none_of_the_interviews(sourced: str) -> None:
    assert verdicts(sourced.format(FAKE)) == ["external"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“{F}” (Anna, 2023).", "not found"),
        ("“{F}” (Anna 2023).", "not found"),
        ("“{F}” (Olga, interview, 2023).", "not found"),
        ("Anna (2023) told us: “{F}”.", "not found"),
        ("“{F}” (Weber, 2019).", "external"),
        ("“{F}” (Thomas, 2019, p. 12).", "external"),
        ("“{F}” (Thomas, A., 2019).", "external"),
        ("“{F}” (Thomas & Lee, 2019).", "external"),
        ("Thomas (2019: 12) held that “{F}”.", "external"),
        ("Paul Thomas (2019) held that “{F}”.", "external"),
        ("A lawyer whose office handles such cases said: “{F}”.", "not found"),
        ("Ein Anwalt, dessen Büro das bearbeitet, sagte: „{F}“.", "not found"),
        ("Юрист, чьё агентство этим занимается, сказал: «{F}».", "not found"),
        ("She said ❝{F}❞.", "not found"),
    ],
)
def test_an_author_with_a_year_is_a_source_only_if_it_looks_like_one(
    text: str, expected: str
) -> None:
    """A given name and the year of an interview are no source; nor is whose office one has."""
    assert verdicts(text.replace("{F}", FAKE)) == [expected]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "“How did you come here?” is what stayed with us.",
            [("the interviewer’s words", "check")],
        ),
        ("“How did you come here?”, said Mara.", [("wrong speaker", "error")]),
        ("We asked: “How did you come here?”", []),
        ("“How did you come here?”, the interviewer said.", []),
        (f"“{TRUE}”, she said.", []),
    ],
)
def test_of_the_interviewers_words_it_is_said_that_they_are(
    text: str, found: list[tuple[str, str]]
) -> None:
    made = report(text)
    assert [(f.verdict, str(f.level)) for f in made.findings if f.check == "quotations"] == found
    asked = "How did you" in text
    assert any("interviewer says this" in e.message for e in made.examined) == asked


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
        "“He found work in [the factory] after five weeks.\n\n“I still miss the river.”\n\nEnd.",
        "“nobody met us.\n\nWith my husband. He found work”\n\nEnd.",
        "«nobody met us.\n\n12\n\nWith my husband. He found work»\n\nEnd.",
        '"nobody met us.\n\n"With my husband. He found work"\n\nEnd.',
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


def test_a_mark_that_nothing_closes_swallows_no_quotation_behind_it() -> None:
    text = f"He said “{FAKE} and left.\n\nOne says: “{TRUE}”.\n\nSo they” say."
    assert verdicts(text) == ["not looked at", "verbatim"]


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


@pytest.mark.parametrize(
    ("quotation", "expected", "level"),
    [
        ("I would […] go back to Brnik", "meaning at risk", Level.ERROR),
        ("I would (...) go back to Brnik", "meaning at risk", Level.ERROR),
        ("We came by the night train […] with two suitcases", "meaning at risk", Level.CHECK),
        ("I would never go back […] not for money", "meaning at risk", Level.CHECK),
        ("He found work […] after five weeks", "verbatim", None),
        ("He found work in [the factory] after five weeks. I […] the river", "verbatim", None),
        ("We came by the night train […] and nobody met us […] He found work", "meaning at risk",
         Level.CHECK),
        ("nobody met us. […] He found work in [the factory]", "verbatim", None),
        ("He found work in [the factory] after five weeks", "verbatim", None),
        ("He found work in [the factory]", "verbatim", None),
        ("He found work in [the bakery] after five weeks", "edited", Level.CHECK),
        ("He found work in [the bakery]", "edited", Level.CHECK),
        ("I still miss the [old] river", "edited", Level.INFO),
        ("I still [hated] the river", "edited", Level.INFO),
        ("I still miss the [wide and cold] river", "edited", Level.INFO),
        ("I would [gladly] go back to Brnik", "meaning at risk", Level.ERROR),
        ("I still [do not] miss the river", "meaning at risk", Level.ERROR),
        ("I would never go back to [a village], not for money", "cleaned", None),
        ("I would never go back to [Minsk], not for money", "meaning at risk", Level.ERROR),
        ("With [her] husband. He found work", "cleaned", None),
        ("e came by the night train in 2019", "edited", Level.CHECK),
        ("We came by the night trai", "edited", Level.CHECK),
        ("We came by the night train [sic] in 2019", "verbatim", None),
        ("We came [laughs] by the night train in 2019", "cleaned", None),
        ("nobody met us. With my husband.", "verbatim", None),
        ("We came by the night-train in 2019", "cleaned", None),
        ("We came by the night train in 2019, with two suit­cases", "verbatim", None),
        ("We came by the night train in 2019, with two suit-\ncases", "verbatim", None),
        ("He found work in [the factory] after ﬁve weeks", "verbatim", None),
    ],
)  # fmt: skip
def test_what_brackets_ellipses_and_edges_change_is_said(
    quotation: str, expected: str, level: Level | None
) -> None:
    made = report(f"She told us: “{quotation}”.")
    assert [e.verdict for e in made.examined if e.kind == "quotation"] == [expected]
    said = [f.level for f in made.findings if f.check == "quotations"]
    assert said == ([level] if level else [])


def test_a_clipped_word_is_said_to_be_one() -> None:
    for words, told in (("rain in 2019, with two", "first"), ("by the night tra", "last")):
        [one] = [e for e in report(f"She said “{words}”.").examined if e.kind == "quotation"]
        assert f"its {told} word is clipped" in one.message


def test_a_transcript_with_soft_hyphens_and_tied_letters_reads_like_any_other() -> None:
    said = (
        "Vera: An em\u00adployer told us o\ufb03cially that we could not stay in the o\ufb03ce.\n"
    )
    study = Study(transcripts=[interview(said, "V", "")])
    for words in ("An employer told us officially", "An em\u00adployer told us o\ufb03cially"):
        assert verdicts(f"She said “{words} that we could not stay”.", study) == ["verbatim"]


def test_words_parted_by_a_tag_are_whole() -> None:
    """What "she said" parts must follow each other: nothing is left out unsaid."""
    assert verdicts("“We came by the night train,” she said, “with two suitcases.”") == [
        "meaning at risk"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“I would never go back to Brnik”, said Mara.", "wrong speaker"),
        ("Mara told us: “I would never go back to Brnik”.", "wrong speaker"),
        ("As Mara said, “I would never go back to Brnik”.", "wrong speaker"),
        ("“I would never go back to Brnik” (Mara).", "wrong speaker"),
        ("(Mara) “I would never go back to Brnik”.", "wrong speaker"),
        ("Tomo told us: “I would never go back to Brnik”.", "verbatim"),
        ("“I would never go back to Brnik”, said Tomo.", "verbatim"),
        ("Mara's brother said “I would never go back to Brnik”.", "verbatim"),
        ("Mara left. Somebody else said: “I would never go back to Brnik”.", "verbatim"),
        ("Tomo and Mara said “I would never go back to Brnik”.", "verbatim"),
        ("Tomo said of Mara: “I would never go back to Brnik”.", "verbatim"),
    ],
)
def test_attributions_are_read_before_and_behind(text: str, expected: str) -> None:
    assert verdicts(text) == [expected]


def test_words_of_nobody_known_cannot_be_checked_for_a_speaker() -> None:
    """Whoever is named: the transcript does not tell who says it, and that is a check."""
    from dataclasses import replace

    from coding.model import Role

    mara = STUDY.transcripts[0]
    unknown = replace(
        mara, turns=tuple(replace(t, speaker="", role=Role.UNKNOWN) for t in mara.turns)
    )
    study = replace(STUDY, transcripts=[unknown])
    for text in ("Mara: “I still miss the river”.", "“I still miss the river”, said Mara."):
        made = report(text, study)
        assert [(f.verdict, f.level) for f in made.findings] == [("speaker not known", Level.CHECK)]


# ── what was kept aside ──
#
# Run once when the checks stood: 19 of 20 true ones were in order (the other was to be checked, for
# a number that its ellipsis hides), 19 of 20 made-up ones were found, 7 of 8 sources known. The
# kinds of the two that failed have been mended since.

ASIDE = "my uncle burned our papers in the yard before the trial"
ASIDE_TRUE = [
    "Tomo was clear: “I would never go back to Brnik”.",
    "»I still miss the river«, sagte sie.",
    "She laughed: ‘My mother said don't go back, and I listened.’",
    "> “nobody met us. With my husband.”\n> — Mara",
    "Mara put it so: “He found work in [the factory] after five weeks.”",
    "‹With my husband. He found work›, Mara said.",
    "“I would never go back to Brnik,” Tomo insisted, “not for money.”",
    "“with two suitcases and\nour old dog” is what they had.",
    "The sentence „because she's always right about the winter” recurs.",
    "“We came by the night train […] and nobody met us.”",
    "She says her mother “said don't go back, and I listened, because she's always right”.",
    "She said:\n\n— I still miss the river.\n\nThat was all.",
    "- “My neighbours' children call me Uncle.” (Male)\n- “I still miss the river.” (Female)",
    "“In 2019,” she said. “With two suitcases and our old dog.”",
    "''nobody met us. With my husband''",
    'One says: "We came by the night train in 2019, with two suit-\ncases and our old dog".',
    "「I still miss the river」 (Mara)",
    "“…we came by the night train in 2019…” (Female)",
    "As Mara said, it was “the night train in 2019, with two suitcases”.",
    "“[W]e came by the night train” (Mara)",
]
ASIDE_MADE_UP = [
    "Lena, 31, from the north, laughs: “{}”.",
    "The younger one whispered, ‘{}’.",
    "“{}”, the nurse recalls.",
    "Some people simply shrug: »{}«.",
    "A former police officer confided: “{}”.",
    "She put her cup down. “{}.” Then silence.",
    "> {}\n>\n> (P12)",
    "“{}” (Male, 41, driver, 2022)",
    'His wife, who works for the government, told me: "{}".',
    "“{}” (interview 5, 12 March 2024).",
    "In an office in Berlin a man told us “{}”.",
    "What hurts most: “{}”.",
    "“{}”[^2]\n\n[^2]: Said in Russian; our translation.",
    "They wrote in the chat: “{}”.",
    "Respondent 14 argues: “{}”.",
    "Theme 2: loss. ‘{}’ — R7",
    "*“{}”*\n\n— a teacher of 52",
    "Sasha said,\n\n“{}\n\n“and nobody asked us again.”",
    "| “{}” | (Female) |\n|---|---|\n| a | b |\n",
    "When asked about the law, Mara said: “{}”.",
]
ASIDE_SOURCES = [
    "The Helsinki Committee stated: “{}”.",
    "“{}” (Human Rights Watch 2021: 14).",
    "Anna Kowalska (2017, p. 9) notes that “{}”.",
    "In its report the government claims “{}”.",
    "“{}”.[^7]\n\n[^7]: M. Foucault, Discipline and Punish. Paris: Gallimard, 1975.",
    "The newspaper wrote: “{}”.",
    "The statute reads: law no. 5 says “{}”.",
    "“{}”, the spokesperson said.",
]


@pytest.mark.parametrize("text", ASIDE_TRUE)
def test_no_true_quotation_kept_aside_is_an_error(text: str) -> None:
    made = report(text)
    assert [f for f in made.findings if f.level is Level.ERROR] == []
    fine = {e.verdict for e in made.examined} <= {"verbatim", "cleaned"}
    assert fine is ("[…] and nobody" not in text)


@pytest.mark.parametrize("text", ASIDE_MADE_UP)
def test_each_made_up_quotation_kept_aside_is_found(text: str) -> None:
    assert "not found" in verdicts(text.format(ASIDE))


@pytest.mark.parametrize("text", ASIDE_SOURCES)
def test_each_source_kept_aside_is_one(text: str) -> None:
    assert verdicts(text.format(ASIDE)) == ["external"]


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("You told us clearly: builds are to be faster (57%), which most want.", False),
        (
            "They said it again: faster builds are what 57 % want, and 34 per cent smaller ones.",
            False,
        ),
        ("Они сказали ясно: одного хотят 57 %, а совсем другого 34 процента.", False),
        ("She said: about 90 % of our street left before the winter came.", True),
        ("She said: we left the street (all of us) before the winter came.", True),
    ],
)
def test_what_reports_shares_behind_a_colon_is_nobodys_speech(words: str, quoted: bool) -> None:
    """Nobody speaks in two shares, or in one in brackets; one share may well be said."""
    draft = drafts.read_bytes(words.encode(), "a.md")
    assert bool(find(draft).quoted) is quoted
