"""What labels and words give away: found offline, decided by people, and held back till then."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from disclosed_studies import study_of_twelve
from disclosed_words import ASIDE_CLEAN, ASIDE_PLANTED, CLEAN, PLANTED
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from page_steps import open_page, words
from streamlit.testing.v1 import AppTest
from studies import code, study

from coding.commands import main
from coding.errors import CodingError, Conflict
from coding.language import names
from coding.model import (
    Disclosure,
    IdentifierChoice,
    Participant,
    RiskKind,
    RiskLevel,
)
from coding.privacy import Crowd, Fact, FactKind, NameContext, facts, find, narrowing, small_words
from coding.privacy.replacing import alike
from coding.project import Project
from coding.quotes.coarser import coarser

KEPT, REPLACED, NONE = IdentifierChoice.KEPT, IdentifierChoice.REPLACED, IdentifierChoice.NONE
VERA = """\
Interviewer: Do you feel safe here?

Vera: Yes. My brother Zoran drives me home from Kikinda. The rent is high.

Interviewer: And your work?

Vera: I work at Nordlund Software, and everybody uses Zoom.
"""
OLEG = "Interviewer: And you?\n\nOleg: It is calm here, in Serbia, more or less.\n"
PEOPLE = (
    "participant,pseudonym,gender,age\nP01,Vera,Female,34\nP02,Oleg,Male,41\nP03,Ana,Female,38\n"
)


@pytest.fixture
def named(tmp_path: Path) -> Project:
    """A study of three in which one quote has a name, a town and an employer."""
    others = {
        "participants.csv": PEOPLE,
        "index.csv": "file,participant,language\nVera.txt,P01,en\nOleg.txt,P02,en\n",
    }
    return study(tmp_path / "p", {"Vera.txt": VERA, "Oleg.txt": OLEG}, others=others)


def told(text: str, language: str = "en", context: NameContext | None = None) -> list[str]:
    return [f"{i.level} {i.words}" for i in find(text, language, context or NameContext())]


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("I asked Dragan Petrović about it.", "en", ["stop Dragan Petrović"]),
        ("Спроси у Сашей и Петей.", "ru", ["stop Сашей", "stop Петей"]),
        ("Bila sam u Kikindi.", "sr", ["stop Kikindi"]),
        ("Била сам у Кикинди.", "sr", ["stop Кикинди"]),
        ("Мы жили в Великих Луках.", "ru", ["stop Великих Луках"]),
        ("We went to Novosibirsk by train.", "en", []),
        ("We went to Niš by bus.", "en", ["warn Niš"]),
        ("I work at Acme Tools, upstairs.", "en", ["stop Acme Tools"]),
        ("Работаю в «Ромашке» третий год.", "ru", ["stop «Ромашке»"]),
        ("I work at Google, like everybody.", "en", ["warn Google"]),
        ("Write to a.b@c.org or @night_owl.", "en", ["stop a.b@c.org", "stop @night_owl"]),
        ("It was 12.03.2022 and cost 1 250 000 dinars.", "en", []),
        ("Alexander Pushkin is on the wall.", "en", []),
        ("We went to Saint Nicholas for candles.", "en", []),
        ("My brother [name] lives in [a town].", "en", []),
        ("Hope is gone. Will is gone.", "en", []),
        ("We saw the Brumblewort again.", "en", ["warn Brumblewort"]),
        ("I read the Levada Centre polls.", "en", []),
        ("We went to Levada, to the centre.", "en", ["stop Levada"]),
        ("I liked the Kikinda Centre most.", "en", ["stop Kikinda Centre"]),
        ("It was the Kikinda Agency of Labour.", "en", ["stop Kikinda", "stop Agency of Labour"]),
        ("Čitam Levada-centar svaki dan.", "sr", []),
        ("Idem u Sava centar u Kikindi.", "sr", ["stop Kikindi"]),
        ("Volim Kikinda Centar i reku.", "sr", ["stop Kikinda Centar"]),
        ("Мы читаем опросы Левада-центра.", "ru", []),
        ("Рядом Балашов-центр и рынок.", "ru", ["stop Балашов-центр"]),
        ("Мы жили в Балашове, в центре.", "ru", ["stop Балашове"]),
    ],
)
def test_a_name_is_told_from_what_only_looks_like_one(
    text: str, language: str, expected: list[str]
) -> None:
    assert told(text, language) == expected


@pytest.mark.parametrize(
    ("planted", "clean", "in_vain"),
    [
        (PLANTED, CLEAN, []),
        (ASIDE_PLANTED, ASIDE_CLEAN, ["Сунце сија. Весна је рано дошла, мислим, пролеће."]),
    ],
    ids=["looked at", "kept aside"],
)
def test_planted_identifiers_are_found_and_public_names_are_not(
    planted: Sequence[tuple[str, str, str]], clean: Sequence[tuple[str, str]], in_vain: list[str]
) -> None:
    """30 of 30 stop; of 50 clean quotes none that was looked at, and one that was kept aside."""
    context = NameContext(small=small_words([t for *_, t in clean] + [t for _, t, _ in planted]))
    missed = [
        words
        for language, text, words in planted
        if not any(
            i.level is RiskLevel.STOP and (i.words in words or words in i.words)
            for i in find(text, language, context)
        )
    ]
    false = [
        text
        for language, text in clean
        if any(i.level is RiskLevel.STOP for i in find(text, language, context))
    ]
    assert (missed, false) == ([], in_vain)


def test_a_word_that_the_study_has_in_small_letters_is_no_name_at_a_sentences_beginning() -> None:
    context = NameContext(small=frozenset({"tijana"}))
    assert told("Tijana je reka.", "sr", context) == []
    assert told("Tijana je došla.", "sr") == ["stop Tijana"]


def test_a_town_of_several_people_of_the_study_narrows_and_does_not_stop() -> None:
    """The border is at more than one person's home, and a third of those who speak."""
    at = "We live in Kikinda."
    assert told(at, "en", NameContext(homes={"kikinda": 1})) == ["warn Kikinda"]
    assert told(at, "en", NameContext(homes={"kikinda": 2})) == ["info Kikinda"]
    assert told(at, "en", NameContext(spoken={"kikinda": 3}, people=9)) == ["stop Kikinda"]
    assert told(at, "en", NameContext(spoken={"kikinda": 3}, people=8)) == ["info Kikinda"]
    assert told(at, "en", NameContext(spoken={"kikinda": 2}, people=3)) == ["stop Kikinda"]


def test_the_real_names_of_the_studys_own_files_stop_and_its_pseudonyms_do_not() -> None:
    context = NameContext(secrets=frozenset({"brumble"}), pseudonyms=frozenset({"vera"}))
    assert told("They know Brumble well.", "en", context) == ["stop Brumble"]
    assert told("And they call Vera often.", "en", context) == []


@pytest.mark.parametrize(
    ("digits", "level"),
    [
        ("+381 62 700 4411", ["stop +381 62 700 4411"]),
        ("064/555-1234", ["stop 064/555-1234"]),
        ("0101985710123", ["stop 0101985710123"]),
        ("12345678", ["stop 12345678"]),
        ("1234567", []),
        ("350 000", []),
        ("2014-2019", []),
        ("2022-03-09", []),
    ],
)
def test_a_number_that_reaches_somebody_is_told_from_sums_and_dates(
    digits: str, level: list[str]
) -> None:
    assert told(f"That was {digits} then.") == level


def test_towns_are_known_in_whatever_case_and_script_they_stand() -> None:
    expected = {
        ("Čačku", "sr"): "cacak",
        ("Sremskoj Mitrovici", "sr"): "sremska mitrovica",
        ("Сремској Митровици", "sr"): "sremska mitrovica",
        ("Нижнем Новгороде", "ru"): "нижний новгород",
        ("Banjaluci", "sr"): "banjaluka",
    }
    found = {pair: (names.place(*pair) or ("", 0))[0] for pair in expected}
    assert found == expected


# --- what words tell, and how many fit -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("I'm a dentist.", "en", ["job: dentist"]),
        ("I went to the dentist.", "en", []),
        ("My husband is a pilot.", "en", ["family: husband", "job in the family: pilot"]),
        ("Радим као зубар.", "sr", ["job: dentist"]),
        ("Я работаю стоматологом.", "ru", ["job: dentist"]),
        ("I have no twins.", "en", []),
        ("In March 2022 we left.", "en", ["date: 2022-03"]),
        ("On the 9th of March 2022.", "en", ["date: 2022-03-09"]),
        ("In March we left.", "en", []),
        ("Мне тридцать четыре года.", "ru", ["age: 34"]),
        ("I was two hours late.", "en", []),
        ("They showed me on television.", "en", ["event: broadcast"]),
    ],
)
def test_what_words_tell_of_who_says_them(text: str, language: str, expected: list[str]) -> None:
    assert [str(one.fact) for one in facts(text, language)] == expected


FACTS = [Fact(FactKind.JOB, "nurse"), Fact(FactKind.FAMILY, "twins"), Fact(FactKind.DATE, "2014")]
PEOPLE_OF = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(st.sampled_from("FM"), st.frozensets(st.sampled_from(FACTS))),
)


def test_what_is_denied_within_three_words_is_not_told() -> None:
    assert facts("We have not had any twins.", "en") == ()
    assert [str(t.fact) for t in facts("We have not had any small twins.", "en")] == [
        "family: twins"
    ]


def test_a_sentence_is_a_passage_if_it_has_two_thirds_of_its_words() -> None:
    assert alike("told Ana today", "told Ana lately")
    assert not alike("told Ana", "told her")
    assert not alike("", "told her")


@given(PEOPLE_OF, st.data())
def test_k_is_the_number_of_people_who_fit_and_never_rises_with_another_quote(
    people: dict[str, tuple[str, frozenset[Fact]]], data: st.DataObject
) -> None:
    """k is never below the truth, counted by hand, nor above it."""
    if not people:
        return
    crowd = Crowd({k: v[0] for k, v in people.items()}, {k: v[1] for k, v in people.items()}, {})
    person = data.draw(st.sampled_from(sorted(people)))
    quotes = data.draw(
        st.lists(st.sampled_from(sorted(people[person][1])), max_size=5)
        if people[person][1]
        else st.just([])
    )
    label = people[person][0]
    before = len(people)
    for upto in range(len(quotes) + 1):
        so_far = set(quotes[:upto])
        truth = sum(lab == label and so_far <= known for lab, known in people.values())
        k = len(crowd.fit(person, so_far))
        assert k == truth <= before
        before = k
    chosen = narrowing(crowd, person, set(quotes))
    assert len(crowd.fit(person, chosen)) == before
    assert all(len(crowd.fit(person, set(chosen) - {one})) > before for one in chosen[-1:])


def test_an_age_in_words_fits_whoever_may_be_that_old() -> None:
    crowd = Crowd(
        dict.fromkeys("abc", ""),
        {"a": frozenset([Fact(FactKind.AGE, "34")])},
        {"b": (30, 39), "c": (40, 49)},
    )
    assert crowd.fit("a", [Fact(FactKind.AGE, "34")]) == {"a", "b"}


def test_coarser_labels_are_offered_by_how_many_fit_them() -> None:
    people = [
        Participant(id=f"P{n}", attributes={"job": j, "age": a})
        for n, (j, a) in enumerate(
            [("nurse", "31"), ("nurse", "44"), ("cook", "36"), ("cook", "39")]
        )
    ]
    offered = coarser("{job} ({age})", "P0", people)
    assert offered[0] == ("{job} ({age|30})", "age in bands of 30", "nurse (30–59)", 2)
    assert ("{job}", "without age", "nurse", 2) in offered
    assert ("({age|10})", "without job", "(31)", 1) not in offered
    assert coarser("{job}", "P9", people) == []


# --- a study -------------------------------------------------------------------------------------


def test_a_study_of_twelve_has_its_identifiers_and_profiles_flagged(tmp_path: Path) -> None:
    project, planted, told_all = study_of_twelve(tmp_path / "p")
    found = project.disclosure.look()
    stopping = {one.coding for one in found if one.stops}
    meant = {coding for coding, words in planted.items() if words}
    assert len(stopping & meant) >= 0.95 * len(meant)
    assert len(stopping - meant) <= 1
    profiles = {one.participant for one in found if one.kind is RiskKind.PROFILE}
    assert len(profiles & set(told_all)) >= 0.95 * len(told_all)
    assert all(one.k == 1 and one.of == 12 for one in found if one.kind is RiskKind.PROFILE)
    assert not [one for one in found if one.kind is RiskKind.LABEL]


def quoted(project: Project, words: str = "My brother Zoran drives me home from Kikinda.") -> str:
    """Code words of Vera's, put them into a section, and return the coding."""
    coding = code(project, "Vera", words, "safety")
    if not project.baskets.all():
        project.baskets.add("Report", coder="ana")
    project.baskets.put("Report", [coding], coder="ana")
    return coding


def stops(project: Project) -> dict[str, Disclosure]:
    return {one.words: one for one in project.disclosure.look() if one.stops}


def test_a_name_stops_each_export_until_somebody_decides(named: Project, tmp_path: Path) -> None:
    coding = quoted(named)
    out = tmp_path / "q.docx"
    with pytest.raises(CodingError, match=r"2 places .*“Zoran”.*“Kikinda”") as fault:
        named.quotes.export(out, named.quotes.find())
    assert "coding disclosure" in fault.value.hint
    with pytest.raises(CodingError, match="Zoran"):
        named.outline.export(tmp_path / "o.docx")
    with pytest.raises(CodingError, match="Zoran"):
        named.disclosure.check_export([coding])
    assert not out.exists()
    named.quotes.export(out, named.quotes.find(), ids=True)  # for those who may know

    risk = stops(named)
    named.identifiers.decide([risk["Zoran"]], REPLACED, replacement="a relative", coder="ana")
    named.identifiers.decide([risk["Kikinda"]], KEPT, reason="they agreed", coder="ana")
    named.quotes.export(out, named.quotes.find())
    printed = " ".join(p.text for p in Document(str(out)).paragraphs)
    assert "My brother [a relative] drives me home from Kikinda." in printed
    last = named.log.acts()[0]
    assert (last.coder, "they agreed" in last.summary) == ("ana", True)


def test_what_is_put_in_place_is_printed_to_the_letter_and_is_never_empty(
    named: Project, tmp_path: Path
) -> None:
    quoted(named)
    risk = stops(named)
    named.identifiers.decide([risk["Kikinda"]], KEPT, reason="they agreed", coder="ana")
    for empty in ("[ ]", "[]"):
        with pytest.raises(CodingError, match="replacement is missing"):
            named.identifiers.decide([risk["Zoran"]], REPLACED, replacement=empty, coder="ana")
    named.identifiers.decide([risk["Zoran"]], REPLACED, replacement=r"a \1 \g<0>", coder="ana")
    named.quotes.export(tmp_path / "q.docx", named.quotes.find())
    printed = [p.text for p in Document(str(tmp_path / "q.docx")).paragraphs]
    assert r"“My brother [a \1 \g<0>] drives me home from Kikinda.”" in printed


def test_the_very_words_that_will_be_printed_are_looked_at(named: Project) -> None:
    coding = quoted(named)
    for risk in list(stops(named).values()):
        named.identifiers.decide([risk], REPLACED, coder="ana")
    assert named.disclosure.check_export([coding]) == []
    stale = {coding: "My brother Zoran drives me home from Kikinda."}
    with pytest.raises(CodingError, match="Zoran"):
        named.disclosure.check_export([coding], printed=stale)


def test_quotes_that_were_looked_up_before_a_decision_are_printed_as_decided(
    named: Project, tmp_path: Path
) -> None:
    """A page holds quotes while its dialog is open: what it hands out is what was decided."""
    quoted(named)
    before = named.quotes.find()
    for risk in list(stops(named).values()):
        named.identifiers.decide([risk], REPLACED, coder="ana")
    out = tmp_path / "q.md"
    named.quotes.export(out, before)
    words = out.read_text(encoding="utf-8")
    assert ("Zoran" in words, "Kikinda" in words, "name" in words) == (False, False, True)


def test_a_decision_is_undone_and_taken_back(named: Project) -> None:
    quoted(named)
    risk = stops(named)["Zoran"]
    named.identifiers.decide([risk], KEPT, reason="public", coder="ana", version=0)
    with pytest.raises(Conflict):
        named.identifiers.decide([risk], KEPT, reason="no", coder="bo", version=0)
    assert "Zoran" not in stops(named)
    named.log.undo(coder="ana")
    assert "Zoran" in stops(named)
    named.log.undo(coder="ana", redo=True)
    assert "Zoran" not in stops(named)
    (one,) = named.identifiers.settled()
    assert one.decision is not None
    assert one.decision.reason == "public"
    named.identifiers.reopen(one, coder="bo")
    assert "Zoran" in stops(named)


def test_a_decision_holds_for_the_sentence_and_everywhere_for_the_words(named: Project) -> None:
    quoted(named)
    risk = stops(named)["Zoran"]
    named.identifiers.decide([risk], NONE, coder="ana")
    code(named, "Vera", "Yes. My brother Zoran drives", "fear")
    longer = [c.id for c in named.codings.all() if c.code == "fear"]
    assert [o.words for o in named.disclosure.of_quotes(longer) if o.stops] == []
    wide = stops(named)["Kikinda"]
    named.identifiers.decide([wide], NONE, everywhere=True, coder="ana")
    assert stops(named) == {}


def test_an_identifier_is_kept_only_with_a_reason(named: Project) -> None:
    quoted(named)
    risk = stops(named)["Zoran"]
    with pytest.raises(CodingError, match="with a reason"):
        named.identifiers.decide([risk], KEPT, coder="ana")
    assert "Zoran" in stops(named)


def test_an_edited_quote_is_judged_and_replaced_in_its_printed_words(named: Project) -> None:
    quoted(named)
    pick = named.baskets.get("Report").picks[0]
    assert named.baskets.edit(pick.id, "My brother Zoran drives …", coder="ana", anyway=True) == []
    assert list(stops(named)) == ["Zoran"]
    named.identifiers.decide([stops(named)["Zoran"]], REPLACED, coder="ana")
    pick = named.baskets.get("Report").picks[0]
    assert pick.printed == "My brother [name] drives …"
    assert named.baskets.edit(pick.id, "… [name] drives …", coder="ana", anyway=True) == []
    assert stops(named) == {}


def test_a_label_that_fits_fewer_than_the_floor_is_told_with_coarser_ones(named: Project) -> None:
    coding = quoted(named)
    named.labels.set("{gender}, {age}", coder="ana")
    assert named.disclosure.fits([coding]) == {coding: ("Female, 34", 1, 3)}
    (label,) = [o for o in named.disclosure.of_quotes([coding]) if o.kind is RiskKind.LABEL]
    assert (label.k, label.of, label.level) == (1, 3, RiskLevel.WARN)
    assert (label.advice[0].value, label.advice[0].k) == ("{gender}, {age|10}", 2)
    named.disclosure.follow_scheme(label.advice[0], transcript="Vera", coder="ana")
    assert named.disclosure.fits([coding]) == {coding: ("Female, 30–39", 2, 3)}
    named.disclosure.set_floor(3, coder="ana")
    assert [o.k for o in named.disclosure.of_quotes([coding]) if o.kind is RiskKind.LABEL] == [2]
    with pytest.raises(CodingError):
        named.disclosure.set_floor(0, coder="ana")


def test_two_codings_of_one_passage_are_one_quote(named: Project) -> None:
    quoted(named)
    words = "My brother Zoran drives me home from Kikinda."
    code(named, "Vera", words, "prices", coder="bo")
    every = [coding.id for coding in named.codings.all()]
    assert [o.words for o in named.disclosure.of_quotes(every) if o.stops] == ["Zoran", "Kikinda"]


def test_decisions_come_with_a_folder_and_a_bad_row_is_told(tmp_path: Path) -> None:
    table = "words,decided,reason,coder\nZoran,kept,invented,Ana\nKikinda,kept,,Ana\n"
    others = {"participants.csv": PEOPLE, "identifiers.csv": table}
    project = study(tmp_path / "p", {"Vera.txt": VERA}, others=others)
    assert [place for place, _ in project.first_report.failed] == ["identifiers.csv:3"]
    quoted(project)
    assert list(stops(project)) == ["Kikinda"]


def test_a_drafts_names_labels_and_profiles_are_told(named: Project, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(
        "Some people are at ease in Serbia.\n\n"
        "“My brother Zoran drives me home from Kikinda.” (Female, 34)\n",
        encoding="utf-8",
    )
    found = named.disclosure.of_draft(named.drafts.read(draft))
    assert {(o.words, o.paragraph) for o in found if o.stops} == {("Zoran", 2), ("Kikinda", 2)}
    (label,) = [o for o in found if o.kind is RiskKind.LABEL]
    assert (label.k, label.participant, label.where) == (1, "P01", "paragraph 2, label")
    quoted(named)
    named.identifiers.decide([stops(named)["Zoran"]], KEPT, reason="agreed", coder="ana")
    again = named.disclosure.of_draft(named.drafts.read(draft))
    assert {o.words for o in again if o.stops} == {"Kikinda"}


def run(project: Project, *words: str, code: int = 0) -> str:
    arguments = ["disclosure", *words, "--project", str(project.folder), "--coder", "ana"]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.stdout if not code else done.stderr


def test_the_command_lists_and_decides(named: Project, tmp_path: Path) -> None:
    quoted(named)
    rows = json.loads(run(named, "--json"))
    assert {"where", "what", "k", "hint"} <= rows[0].keys()
    keys = {row["words"]: row["id"] for row in rows if row["level"] == "stop"}
    assert set(keys) == {"Zoran", "Kikinda"}
    out = str(tmp_path / "q.md")
    folder = ["--project", str(named.folder)]
    refused = CliRunner().invoke(main, ["quotes", "--out", out, *folder])
    assert (refused.exit_code, "Zoran" in refused.stderr) == (1, True)
    assert "with a reason" in run(named, "--keep", keys["Zoran"], code=1)
    run(named, "--replace", f"{keys['Kikinda']}=a town in the north")
    run(named, "--keep", "all", "--reason", "agreed")
    assert CliRunner().invoke(main, ["quotes", "--out", out, *folder]).exit_code == 0
    assert "a town in the north" in Path(out).read_text(encoding="utf-8")
    assert "nothing here" in run(named, "--keep", "ffff", "--reason", "x", code=1)
    run(named, "--floor", "4")
    assert Project(named.folder).disclosure.floor() == 4


def test_the_view_does_not_say_that_nobody_can_be_recognised_but_that_nothing_was_found(
    named: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    quoted(named, "drives me home")
    named.disclosure.set_floor(1, coder="ana")
    app = open_page(monkeypatch, "quotes", named.folder, view="Who could be recognised")
    assert "Nothing was found that tells who somebody is" in [one.value for one in app.header]
    assert any("read the quotes once more" in one.value for one in app.markdown)


def test_the_view_shows_what_stops_and_settles_it(
    named: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept without a reason it is refused in words; all at once is one act."""
    quoted(named)
    app = open_page(monkeypatch, "quotes", named.folder, view="Who could be recognised")
    assert "2 places in the words" in app.error[0].value
    keep = next(b for b in app.button if b.label == "Keep")
    app = keep.click().run()
    assert any("with a reason" in error.value for error in app.error)
    why = next(field for field in app.text_input if str(field.key).startswith("all-why"))
    why.set_value("everybody agreed").run()
    app = next(b for b in app.button if b.label == "Keep all").click().run()
    assert "Nothing in the words stops the export." in words(app)
    assert stops(named) == {}
    assert "2 places" not in "".join(error.value for error in app.error)


def test_six_letters_in_capitals_may_be_several_words_and_seven_are_a_name_shouted() -> None:
    assert told("We went to UNICEF then.") == []
    assert told("We went to KIKINDA then.") == ["stop KIKINDA"]


def test_what_is_put_in_place_of_words_stands_in_their_sentence_alone(named: Project) -> None:
    quoted(named)
    risk = stops(named)["Zoran"]
    named.identifiers.decide([risk], REPLACED, replacement="he", everywhere=True, coder="ana")
    [decision] = named.identifiers.all().values()
    assert (decision.passage, decision.transcript) == (risk.passage, risk.transcript) != ("", "")


def gate_of_draft(at: str) -> None:
    from pathlib import Path

    from coding.pages.parts.disclosure import gate
    from coding.project import Project

    study = Project(Path(at))
    found = study.disclosure.of_draft(study.drafts.read(Path(at) / "draft.md"))
    gate(study, found, "draft", draft=True)


def test_what_a_draft_tells_is_to_be_changed_there_since_no_export_makes_it(named: Project) -> None:
    (named.folder / "draft.md").write_text(
        "Zoran drives her home from Kikinda.\n\nShe works at Pekara Sava.\n", encoding="utf-8"
    )
    app = AppTest.from_function(gate_of_draft, args=(str(named.folder),), default_timeout=60).run()
    assert not app.exception
    told = app.error[0].value
    assert "in the draft could tell readers who somebody is. Change the words in its file" in told
    assert "tells who it is" in words(app)
    assert "export" not in told + words(app)
    assert "Replace each by what is proposed" not in [button.label for button in app.button]
