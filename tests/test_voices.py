"""A figure and its voices: what people placed, k of N for each stance, what is still open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from coding.__main__ import main
from coding.errors import CodingError, Conflict, NotFound
from coding.model import Link, Participant, Quote, Relation
from coding.project import Project
from coding.project.figure_board import index_board
from coding.survey.speaking_to import Passages, leaning
from coding.survey.stances import Beside, passages, place_of, voices_of

CODEBOOK = """\
codes:
  - id: safety
    name: Safety
    indicators: [calm_yes]
    codes:
      - {id: night, name: At night}
  - {id: prices, name: Prices}
"""
FIGURES = """\
indicator_id,question_id,question,option,value,base_n,title
calm_yes,q1,Do you feel safe in the street?,Feels safe,96.5,300,Safety
calm_no,q1,Do you feel safe in the street?,Feels afraid,3.5,300,Safety
rent_high,q2,What is hard here?,High rent,41,300,Hardships
"""
SAID = {
    "P1": "I walk home at night and it is safe. The rent is high, very high.",
    "P2": "It is not safe at the border. At night I stay at home.",
    "P3": "My street is calm and safe.",
}


@pytest.fixture
def study(tmp_path: Path) -> Project:
    """Return a study of three people and three figures, nothing coded yet."""
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "survey").mkdir()
    (tmp_path / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    (tmp_path / "survey" / "toplines.csv").write_text(FIGURES, encoding="utf-8")
    people = "participant,pseudonym,gender\nP1,Ana,Female\nP2,Bo,Male\nP3,Cem,Male\n"
    (tmp_path / "transcripts" / "participants.csv").write_text(people, encoding="utf-8")
    rows = "".join(f"{person}.txt,{person},en\n" for person in SAID)
    index = "file,participant,language\n" + rows
    (tmp_path / "transcripts" / "index.csv").write_text(index, encoding="utf-8")
    for person, words in SAID.items():
        text = f"Interviewer: How is it here?\n{person}: {words}\n"
        (tmp_path / "transcripts" / f"{person}.txt").write_text(text, encoding="utf-8")
    return Project(tmp_path)


def put(study: Project, person: str, words: str, code: str, coder: str = "Ana") -> str:
    """Code some words of somebody; return the coding."""
    info = next(t for t in study.transcripts.all() if t.participant == person)
    start = study.transcripts.get(info.id).text.index(words)
    return study.codings.apply(info.id, start, start + len(words), [code], coder=coder).codings[0]


def texts(listed: object) -> list[str]:
    return [x.quote.text for x in listed]  # type: ignore[attr-defined]


def test_k_counts_the_people_of_each_stance_and_not_their_quotes(study: Project) -> None:
    first = put(study, "P1", "I walk home at night and it is safe.", "night")
    second = put(study, "P1", "it is safe", "safety")
    third = put(study, "P2", "It is not safe at the border.", "safety")
    put(study, "P3", "My street is calm and safe.", "safety")
    study.links.place(first, "calm_yes", "confirms", coder="Ana")
    study.links.place(second, "calm_yes", "confirms", coder="Ana")
    study.links.place(third, "calm_yes", "contradicts", note="Not there.", coder="Ana")
    voices = study.links.voices("calm_yes")
    assert voices.speaking(Relation.CONFIRMS) == ("P1",)
    assert len(voices.placed(Relation.CONFIRMS)) == 2
    assert voices.speaking(Relation.CONTRADICTS) == ("P2",)
    assert voices.speaking() == ("P1", "P2")
    assert [person.id for person in voices.people] == ["P1", "P2", "P3"]
    assert texts(voices.candidates) == ["My street is calm and safe."]


def test_a_passage_that_two_people_coded_is_one_card_and_one_act(study: Project) -> None:
    """Two coders with edges of their own, and two codes on the same words."""
    ours = put(study, "P1", "I walk home at night and it is safe.", "night", "Ana")
    put(study, "P1", "home at night and it is safe.", "night", "Bo")
    put(study, "P1", "I walk home at night and it is safe.", "safety", "Bo")
    assert len(study.links.voices("calm_yes").candidates) == 1
    theirs = study.codings.all(coder="Bo")[0].id
    study.links.place(ours, "calm_yes", "confirms", coder="Ana")
    study.links.place(theirs, "calm_yes", "expands", note="Why.", coder="Bo")
    [judged] = study.links.voices("calm_yes").judged
    assert (judged.relation, judged.note, len(judged.links)) == (Relation.EXPANDS, "Why.", 1)
    study.log.undo(coder="Bo")
    [judged] = study.links.voices("calm_yes").judged
    assert (judged.relation, judged.note) == (Relation.CONFIRMS, "")
    study.links.take_off(theirs, "calm_yes", coder="Bo")
    assert study.links.voices("calm_yes").judged == ()


def test_two_people_who_do_not_agree_on_a_passage_are_both_shown(study: Project) -> None:
    ours = put(study, "P1", "I walk home at night and it is safe.", "night", "Ana")
    theirs = put(study, "P1", "home at night and it is safe.", "night", "Bo")
    study.links.put(ours, "calm_yes", "confirms", coder="Ana")
    study.links.put(theirs, "calm_yes", "partly", coder="Bo")
    voices = study.links.voices("calm_yes")
    assert [x.relation for x in voices.judged] == [Relation.CONFIRMS, Relation.PARTLY_AGREES]
    assert voices.candidates == ()


def test_a_short_quote_within_a_long_one_on_another_matter_is_judged_by_itself(
    study: Project,
) -> None:
    put(study, "P1", SAID["P1"], "prices", "Bo")
    short = put(study, "P1", "it is safe", "safety", "Ana")
    study.links.place(short, "calm_yes", "confirms", coder="Ana")
    assert texts(study.links.voices("calm_yes").candidates) == [SAID["P1"]]


def test_what_is_not_about_a_figure_is_asked_no_more_and_shown_nowhere(
    study: Project, tmp_path: Path
) -> None:
    about = put(study, "P2", "It is not safe at the border.", "safety")
    other = put(study, "P1", "The rent is high, very high.", "prices")
    before = study.joint.display()
    study.links.place(other, "calm_yes", "not about it", coder="Ana")
    voices = study.links.voices("calm_yes")
    assert texts(voices.candidates) == ["It is not safe at the border."]
    assert voices.placed() == ()
    assert voices.speaking() == ()
    assert voices.speaking(Relation.CONFIRMS) == ()

    assert study.joint.display() == before
    assert study.status()["links"] == 0
    assert "prices" not in study.links.figures_of_codes()
    study.links.place(about, "calm_yes", "confirms", coder="Ana")
    path = tmp_path / "out.docx"
    study.joint.export(study.joint.display(), path, pictures=False)
    printed = "\n".join(c.text for t in Document(str(path)).tables for c in t._cells)
    assert "not safe at the border" in printed
    assert "rent is high" not in printed
    assert "not about" not in printed

    study.log.undo(coder="Ana")
    study.log.undo(coder="Ana")
    assert len(study.links.voices("calm_yes").candidates) == 2


@pytest.mark.parametrize("given", ["not about it", "not", "not_about_it"])
def test_it_is_said_in_words_that_people_type(study: Project, given: str) -> None:
    coding = put(study, "P1", "The rent is high, very high.", "prices")
    study.links.put(coding, "calm_yes", given, coder="Ana")
    assert study.links.all()[0].relation is Relation.NOT_ABOUT
    with pytest.raises(CodingError, match="only of a quote"):
        study.links.put("prices", "calm_yes", given, coder="Ana")
    with pytest.raises(CodingError, match="no minority voice"):
        study.links.put(coding, "calm_yes", given, minority=True, coder="Ana")


def test_those_not_heard_come_first_and_words_alone_come_last(study: Project) -> None:
    heard = put(study, "P1", "I walk home at night and it is safe.", "night")
    put(study, "P1", "it is safe", "safety")
    put(study, "P3", "My street is calm and safe.", "safety")
    put(study, "P2", "At night I stay at home.", "prices")
    study.links.place(heard, "calm_yes", "confirms", coder="Ana")
    candidates = study.links.voices("calm_yes").candidates
    assert [(x.person, x.heard, x.under) for x in candidates] == [
        ("P3", False, ("safety",)),
        ("P1", True, ("safety",)),
        ("P2", False, ()),
    ]
    assert candidates[0].reasons == ("coded Safety", "has a word of the answer: “safe”")
    assert all(0 < x.score < 1 for x in candidates)
    limited = study.links.voices("calm_yes", most=1)
    assert (texts(limited.candidates), limited.more) == (["My street is calm and safe."], 2)


def test_the_interviewers_words_are_never_proposed(study: Project) -> None:
    put(study, "P1", "How is it here?", "safety")
    assert study.links.voices("calm_yes").candidates == ()


def test_the_word_on_a_theme_is_nobodys_but_the_researchers(study: Project) -> None:
    """Quotes that contradict, a minority among them, name no row."""
    coding = put(study, "P2", "It is not safe at the border.", "safety")
    study.links.put("safety", "calm_yes", "confirms", note="In the street.", coder="Ana")
    study.links.place(
        coding, "calm_yes", "contradicts", note="Not there.", minority=True, coder="Ana"
    )
    voices = study.links.voices("calm_yes")
    assert [(x.code, x.relation, x.note) for x in voices.themes] == [
        ("safety", Relation.CONFIRMS, "In the street.")
    ]
    [judged] = voices.judged
    assert judged.minority
    assert judged.note == "Not there."
    assert study.links.voices("calm_no").themes == ()


def test_words_as_printed_are_those_that_somebody_edited(study: Project) -> None:
    coding = put(study, "P1", "The rent is high, very high.", "prices")
    study.links.place(coding, "rent_high", "confirms", coder="Ana")
    study.baskets.add("Settling in", coder="Ana")
    study.baskets.put("Settling in", [coding], coder="Ana")
    [pick] = study.baskets.get("Settling in").picks
    assert study.baskets.edit(pick.id, "The rent is high […].", coder="Ana") == []
    [judged] = study.links.voices("rent_high").judged
    assert judged.quote.words == "The rent is high […]."
    assert judged.sections == ("Settling in",)


def test_a_link_is_edited_at_the_version_it_was_opened_with(study: Project) -> None:
    key = study.links.put("safety", "calm_yes", "confirms", note="All.", coder="Ana")
    study.links.edit(key, relation="partly", coder="Bo", version=1)
    [link] = study.links.all()
    assert (link.relation, link.note, link.version) == (Relation.PARTLY_AGREES, "All.", 2)
    with pytest.raises(Conflict):
        study.links.edit(key, note="Mine.", coder="Ana", version=1)
    with pytest.raises(CodingError, match="needs a note"):
        study.links.edit(key, relation="contradicts", note="", coder="Ana")
    with pytest.raises(NotFound):
        study.links.edit("nothing", note="", coder="Ana")
    study.log.undo(coder="Bo")
    assert study.links.all()[0].relation is Relation.CONFIRMS
    study.log.undo(coder="Bo", redo=True)
    assert study.links.all()[0].relation is Relation.PARTLY_AGREES


def test_the_command_tells_a_figure_with_its_voices(study: Project) -> None:
    coding = put(study, "P1", "I walk home at night and it is safe.", "night")
    put(study, "P2", "It is not safe at the border.", "safety")

    def run(*given: str) -> str:
        asked = [*given, "--project", str(study.folder)]
        done = CliRunner().invoke(main, asked)
        assert done.exit_code == 0, done.output
        return done.stdout

    run("link", coding, "calm_yes", "confirms", "--coder", "Ana")
    key = run("link", "safety", "calm_yes", "confirms", "--note", "All.", "--coder", "Ana").strip()
    told = json.loads(run("figure", "calm_yes", "--json"))
    assert told["figure"]["id"] == "calm_yes"
    assert told["figure"]["value"] == "96.5"
    assert set(told["stances"]) == {"confirms", "expands", "partly agrees", "contradicts"}
    [placed] = told["stances"]["confirms"]
    assert (placed["coding"], placed["participant"], placed["by"]) == (coding, "P1", ["Ana"])
    assert (told["k"]["confirms"], told["k"]["contradicts"], told["n"]) == (1, 0, 3)
    [open_one] = told["candidates"]
    assert (open_one["participant"], open_one["lean"]) == ("P2", "against")
    assert open_one["reasons"] == ["coded Safety", "denies a word of the answer: “not safe”"]
    assert [theme["note"] for theme in told["themes"]] == ["All."]
    assert "confirms: 1 of 3" in run("figure", "calm_yes")

    run("links", "--edit", key, "--relation", "expands", "--note", "More.", "--coder", "Bo")
    assert json.loads(run("figure", "calm_yes", "--json"))["themes"][0]["relation"] == "expands"
    run("link", "safety", "calm_yes", "partly", "--note", "In part.", "--coder", "Bo")
    assert json.loads(run("figure", "calm_yes", "--json"))["themes"][0]["id"] == key
    run("links", "--remove", key, "--coder", "Bo")
    assert json.loads(run("figure", "calm_yes", "--json"))["themes"] == []


def test_themes_in_use_without_a_figure_are_named_with_the_likeliest(study: Project) -> None:
    assert index_board(study)["silent"] == []
    put(study, "P1", "The rent is high, very high.", "prices")
    put(study, "P1", "it is safe", "night")
    [theme] = index_board(study)["silent"]
    assert (theme["code"], theme["people"]) == ("prices", 1)
    assert "rent_high" in [key for key, _, _ in theme["figures"]]
    study.links.put("prices", "rent_high", "confirms", coder="Ana")
    assert index_board(study)["silent"] == []


@pytest.mark.parametrize(
    ("answer", "text", "lean", "seen"),
    [
        ("Feels safe", "I never feel safe.", "against", "denies a word of the answer"),
        ("Feels safe", "It isn't safe.", "against", "“isn't safe”"),
        ("No plans to apply", "I do not plan to stay.", "with", "denies what the answer denies"),
        ("No plans to apply", "I plan to apply.", "against", "a word that the answer denies"),
        ("Feels safe", "Safe it is.", "with", "has a word of the answer: “Safe”"),
        ("Feels safe", "It is safe by day and not safe by night.", "", ""),
        ("Feels safe", "I feel at home.", "", ""),
    ],
)
def test_words_of_an_answer_tell_how_a_passage_leans_where_they_can(
    answer: str, text: str, lean: str, seen: str
) -> None:
    told = leaning(answer, text, "en", others=["Feels afraid"])
    assert (told.lean if told else "") == lean
    assert seen in (told.told if told else "")


def test_passages_are_read_once_for_all_figures_and_acts(
    study: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And anew once something is coded: what is proposed is never of yesterday."""
    read: list[int] = []

    class Counting(Passages):
        def __init__(self, given: Sequence[str], language: str) -> None:
            read.append(len(given))
            super().__init__(given, language)

    monkeypatch.setattr("coding.project.voices.Passages", Counting)
    coding = put(study, "P1", "it is safe", "safety")
    key = study.links.passages_key()
    study.links.read_passages()
    study.links.voices("calm_yes")
    study.links.voices("rent_high")
    study.links.place(coding, "calm_yes", "confirms", coder="Ana")
    study.links.voices("calm_yes")
    assert read == [1]
    assert study.links.passages_key() == key
    put(study, "P2", "It is not safe at the border.", "safety")
    assert study.links.passages_key() != key
    study.links.voices("calm_yes")
    assert read == [1, 2]


def quote(person: str, start: int, end: int, coder: str = "Ana", code: str = "safety") -> Quote:
    """Return a coded segment of somebody's interview, its words of no account."""
    return Quote(
        coding=f"{person} {start} {coder}",
        transcript=person,
        name=person,
        start=start,
        end=end,
        text="",
        translation="",
        participant=person,
        attribution="",
        codes=(code,),
        coders=(coder,),
    )


def test_who_is_not_heard_yet_comes_before_what_is_likelier(study: Project) -> None:
    heard, likelier, unheard = quote("P1", 0, 9), quote("P1", 20, 29), quote("P2", 0, 9)
    quotes = [heard, likelier, unheard]
    link = Link(
        id="1",
        code="safety",
        coding=heard.coding,
        indicator="calm_yes",
        relation=Relation.CONFIRMS,
    )
    beside = Beside(
        figure=study.survey.figure("calm_yes"),
        links=[link],
        quotes=quotes,
        at={q.coding: place_of(q) for q in quotes},
        person={place_of(q): q.participant for q in quotes},
        people=[Participant(id="P1"), Participant(id="P2")],
        codes=frozenset({"safety"}),
        sections={},
    )
    told = voices_of(beside, lambda shown: [0.1 if q is unheard else 0.9 for q in shown])
    assert [x.quote for x in told.candidates] == [unheard, likelier]


def test_what_one_coder_put_on_two_overlapping_segments_are_two_passages() -> None:
    """Two coders mark one passage with edges of their own; one coder means two things."""
    ours, more = quote("P1", 0, 40), quote("P1", 35, 90)
    theirs = quote("P1", 35, 90, coder="Bo")
    assert passages([ours, more]) == [(ours,), (more,)]
    assert passages([ours, theirs]) == [(ours, theirs)]
    assert passages([ours, quote("P1", 35, 90, coder="Bo", code="prices")])[1:]


def test_what_is_not_given_anew_of_a_passage_stays(study: Project) -> None:
    coding = put(study, "P2", "It is not safe at the border.", "safety")
    study.links.place(
        coding, "calm_yes", "contradicts", note="Not there.", minority=True, coder="Ana"
    )
    study.links.place(coding, "calm_yes", "expands", coder="Ana")
    [judged] = study.links.voices("calm_yes").judged
    assert (judged.note, judged.minority) == ("Not there.", True)
    study.links.place(coding, "calm_yes", "not about it", coder="Ana")
    [judged] = study.links.voices("calm_yes").judged
    assert (judged.relation, judged.minority) == (Relation.NOT_ABOUT, False)
