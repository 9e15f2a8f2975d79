"""What is printed of quotes: typeset by language, cut alike, asked about, proved again after."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from studies import code, study

from coding.errors import Conflict
from coding.project import Project

INTERVIEWS = {
    "en.txt": 'I: And?\n\nA: They said "stay here" - and I didn\'t [laughs]. It was in 2019-2020,'
    " I think. My sister's room was free.\n",
    "ru.txt": "Интервьюер: Как вы?\n\nВера: Спасибо, хорошо.\n\nИнтервьюер: И как?\n\n"
    'Вера: Он сказал "уезжайте" - и мы уехали. Цены выросли на 30 процентов.'
    " Но я не вернусь.\n",
    "ru-en.txt": "Interviewer: How are you?\n\nVera: Well, thank you.\n\nInterviewer: And?\n\n"
    'Vera: He said "leave" - and we left. Prices rose by 30 per cent.'
    " But I will not return.\n",
    "sr.txt": 'I: Kako?\n\nM: Rekli su "ne može" - i gotovo. Onda smo čekali tri meseca na'
    " papire.\n",
    "src.txt": 'И: Како?\n\nМ: Рекли су "не може" - и готово. Онда смо чекали три месеца на'
    " папире.\n",
    "de.txt": 'I: Und?\n\nW: Sie sagten "geht nicht" - und das war alles, mehr kam nie wieder.\n',
    "fr.txt": 'I: Alors?\n\nC: Ils ont dit "jamais" - et voilà ce que nous avons entendu.\n',
}
INDEX = (
    "file,participant,language,translation_of\nen.txt,P1,en,\nru.txt,P2,ru,\nru-en.txt,P2,en,ru.txt\n"
    "sr.txt,P3,sr,\nsrc.txt,P4,sr,\nde.txt,P5,de,\nfr.txt,P6,fr,\n"
)
PEOPLE = "participant,gender\n" + "".join(f"P{n},Female\n" for n in range(1, 7))
QUOTES = {
    "en": 'They said "stay here" - and I didn\'t [laughs]. It was in 2019-2020, I think.',
    "ru": 'Он сказал "уезжайте" - и мы уехали. Цены выросли на 30 процентов. Но я не вернусь.',
    "sr": 'Rekli su "ne može" - i gotovo. Onda smo čekali tri meseca na papire.',
    "src": 'Рекли су "не може" - и готово. Онда смо чекали три месеца на папире.',
    "de": 'Sie sagten "geht nicht" - und das war alles, mehr kam nie wieder.',
    "fr": 'Ils ont dit "jamais" - et voilà ce que nous avons entendu.',
}
PRINTED = {
    "en": "“They said ‘stay here’ – and I didn’t (laughs). It was in 2019–2020, I think.”",
    "ru": "«Он сказал „уезжайте“\u00a0— и мы уехали. Цены выросли на 30 процентов. Но я не"
    " вернусь.»",
    "sr": "„Rekli su ’ne može’ – i gotovo. Onda smo čekali tri meseca na papire.”",
    "src": "„Рекли су ‘не може‘ – и готово. Онда смо чекали три месеца на папире.“",
    "de": "„Sie sagten ‚geht nicht‘ – und das war alles, mehr kam nie wieder.“",
    "fr": "«\u202fIls ont dit “jamais” – et voilà ce que nous avons entendu.\u202f»",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Interviews in six languages, a section with a quote of each."""
    others = {"index.csv": INDEX, "participants.csv": PEOPLE}
    project = study(tmp_path / "p", INTERVIEWS, others=others)
    project.baskets.add("Voices", coder="ana")
    keys = [code(project, name, words, "safety") for name, words in QUOTES.items()]
    project.baskets.put("Voices", keys, coder="ana")
    return project


def of(project: Project, name: str) -> str:
    """Return the id of the quote from an interview."""
    place = list(QUOTES).index(name)
    return project.baskets.get("Voices").picks[place].id


def beside(project: Project, name: str) -> tuple[str, bool]:
    [section] = project.outline.sections()
    entry = section.entries[list(QUOTES).index(name)]
    return entry.beside, entry.rough


def test_each_language_is_printed_with_its_own_marks(project: Project, tmp_path: Path) -> None:
    project.outline.export(tmp_path / "o.docx")
    paragraphs = Document(str(tmp_path / "o.docx")).paragraphs
    shown = [p for p in paragraphs if p.style and p.style.name == "Quote"]
    assert [p.text for p in shown] == list(PRINTED.values())
    tags = [p.runs[0]._r.xpath("w:rPr/w:lang/@w:val") for p in shown]
    assert tags == [["en"], ["ru"], ["sr-Latn"], ["sr-Cyrl"], ["de"], ["fr"]]
    [other] = [p for p in paragraphs if p.style and p.style.name == "Quote beside"]
    assert other.text.startswith("“He said ‘leave’ – and we left.")
    assert other.runs[0]._r.xpath("w:rPr/w:lang/@w:val") == ["en"]
    project.outline.put_note("Voices", "Они говорят об этом все, и не раз.", coder="ana")
    project.outline.export(tmp_path / "o.docx")
    note = Document(str(tmp_path / "o.docx")).paragraphs[-1]
    assert note.runs[0]._r.xpath("w:rPr/w:lang/@w:val") == ["ru"]
    project.outline.export(tmp_path / "o.html")
    html = (tmp_path / "o.html").read_text("utf-8")
    assert f"<p dir=auto lang='sr-Cyrl'>{PRINTED['src']}</p>" in html
    assert "<p class=beside dir=auto lang='en'>“He said" in html


@pytest.mark.parametrize("suffix", [".docx", ".md"])
def test_every_quotation_of_an_outline_is_proved_when_it_is_checked(
    project: Project, tmp_path: Path, suffix: str
) -> None:
    """Whatever marks, dashes and brackets a language prints, verification reads them."""
    cut = {
        "sr": 'Rekli su "ne može" […] Onda smo čekali',
        "ru": "Он сказал „уезжайте“ […]. Но я не вернусь.",
        "en": "I didn't. It was in 2019–2020 [in spring], I think.",
    }
    for name, words in cut.items():
        assert project.baskets.edit(of(project, name), words, coder="ana", anyway=True) == []
    project.outline.export(tmp_path / f"report{suffix}", title="Voices")
    report = project.drafts.verify(project.drafts.read(tmp_path / f"report{suffix}"))
    looked_at = [e for e in report.examined if e.kind == "quotation"]
    assert len(looked_at) == len(QUOTES) + 1  # and the translation
    assert {e.verdict for e in looked_at} <= {"verbatim", "cleaned", "edited"}
    assert [f for f in report.findings if str(f.level) != "info"] == []


def test_the_other_language_is_cut_as_the_quote_is(project: Project, tmp_path: Path) -> None:
    pick = of(project, "ru")
    whole = beside(project, "ru")
    assert whole == ('He said "leave" - and we left. Prices rose by 30 per cent.'
                     " But I will not return.", False)  # fmt: skip
    words = 'Он сказал "уезжайте" - и мы уехали. […] Но я не вернусь.'
    project.baskets.edit(pick, words, coder="ana", anyway=True)
    assert beside(project, "ru") == (
        'He said "leave" - and we left. […] But I will not return.', False
    )  # fmt: skip
    project.baskets.edit(pick, "Цены […] на 30 процентов. Но я не вернусь.", coder="ana")
    assert beside(project, "ru") == ("Prices rose by 30 per cent. But I will not return.", True)
    project.baskets.edit_beside(pick, whole=True, coder="ana", version=0)
    assert beside(project, "ru") == whole
    project.baskets.edit_beside(pick, "Prices […] by 30 %.", coder="ana", version=1)
    assert beside(project, "ru") == ("Prices […] by 30 %.", False)
    project.outline.export(tmp_path / "o.md")
    assert "“Prices \\[…\\] by 30 %.”" in (tmp_path / "o.md").read_text("utf-8")
    with pytest.raises(Conflict) as caught:
        project.baskets.edit_beside(pick, "Mine", coder="ben", version=1)
    assert caught.value.theirs == "Prices […] by 30 %."
    project.baskets.take_out(pick, coder="ana")
    for _ in range(2):
        project.log.undo(coder="ana")
    assert beside(project, "ru") == whole
    assert project.check() == []


def test_an_omission_that_swallows_something_is_asked_about_before_it_is_kept(
    project: Project,
) -> None:
    pick = of(project, "ru")
    words = 'Он сказал "уезжайте" […] мы уехали. Цены выросли […] Но я […] вернусь.'
    assert project.baskets.edit(pick, words, coder="ana") == [
        "the number “30” is left out",
        "the negation “не” is left out",
    ]
    assert project.baskets.get("Voices").picks[1].printed == ""
    assert project.baskets.edit(pick, words, coder="ana", anyway=True) == []
    assert project.baskets.get("Voices").picks[1].printed == words
    unseen = project.baskets.edit(pick, "Цены выросли на 30 рублей.", coder="ana", anyway=True)
    assert unseen[1:] == ["'рублей' is not in the source and not in brackets"]


def test_a_name_is_known_from_elsewhere_in_the_interview_or_from_the_participants(
    tmp_path: Path,
) -> None:
    texts = {"a.txt": "I: Who?\n\nA: We left. Ivan stayed there. But Vera did.\n\nI: So?\n\n"
                      "A: I asked Ivan then.\n"}  # fmt: skip
    people = "participant,pseudonym\nP1,Vera\n"
    project = study(tmp_path / "p", texts, others={"participants.csv": people})
    project.baskets.add("Voices", coder="ana")
    words = "We left. Ivan stayed there. But Vera did."
    project.baskets.put("Voices", [code(project, "a", words, "safety")], coder="ana")
    [pick] = project.baskets.get("Voices").picks
    assert project.baskets.edit(pick.id, "We left. […] But […] did.", coder="ana") == [
        "the name “Ivan” is left out",
        "the name “Vera” is left out",
    ]
