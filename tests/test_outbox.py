"""What the coding page may rely on: every operation done once, in order, and told truly."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from studies import VERA, code, coded, study, where

from coding.jobs.work import State
from coding.model import Transcript, new_id
from coding.project import Project
from coding.project.desk import Reply


class Page:
    """A page open on one transcript: it keeps what is not acknowledged and what it has seen."""

    def __init__(self, project: Project, transcript: str = "Vera", coder: str = "ana") -> None:
        self.project = project
        self.transcript = project.transcripts.info(transcript).id
        self.coder = coder
        self.rev = -1
        self.ops: list[dict[str, Any]] = []
        self.refused: dict[str, dict[str, str]] = {}

    def op(self, kind: str, **fields: Any) -> str:
        """Put an operation into the outbox; return its id."""
        self.ops.append({"id": new_id(), "kind": kind, **fields})
        return str(self.ops[-1]["id"])

    def apply(self, words: str, *codes: str) -> list[str]:
        """Put codes on words; return the ids for the codings, made here."""
        start, end = where(self.project, self.transcript, words)
        ids = [new_id() for _ in codes]
        at = {"transcript": self.transcript, "start": start, "end": end}
        self.op("apply", **at, codes=list(codes), ids=ids)
        return ids

    def send(self, *, seen: bool = True, **more: Any) -> Reply:
        """Send the outbox; unless the answer is lost on the way, empty it and note the revision."""
        asked = {"coder": self.coder, "transcript": self.transcript, "rev": self.rev}
        reply = self.project.desk.serve({**asked, "ops": self.ops, **more}, self.refused)
        json.dumps(reply)  # it goes over the wire
        if seen:
            settled = {*reply["ack"], *(r["id"] for r in reply["refused"])}
            self.ops = [op for op in self.ops if op["id"] not in settled]
            self.rev = reply["rev"]
        return reply


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(study(tmp_path / "p"))


# ── once and in order ──


def test_an_operation_sent_again_and_again_is_done_once(page: Page) -> None:
    """Its answer may be lost, the server restarted, the page opened anew."""
    (key,) = page.apply("walks to school", "safety")
    sent = page.ops[0]["id"]
    for _ in range(3):
        assert page.send(seen=False)["ack"] == [sent]
    page.project, page.refused = Project(page.project.folder), {}
    assert page.send()["ack"] == [sent]
    assert [c.id for c in page.project.codings.all()] == [key]
    assert [a.id for a in page.project.store.log.acts()].count(sent) == 1


def test_operations_are_done_in_the_order_they_were_made(page: Page) -> None:
    (key,) = page.apply("walks to school", "safety")
    page.op("recode", coding=key, code="fear", version=1)
    start, end = where(page.project, "Vera", "My daughter walks")
    page.op("edges", coding=key, start=start, end=end, version=2)
    page.op("memo", memo="m1", about_kind="coding", about=key, text="alone!")
    ids = [op["id"] for op in page.ops]
    assert page.send()["ack"] == ids
    assert coded(page.project) == [("fear", "My daughter walks", "ana")]
    assert [m.text for m in page.project.memos.all()] == ["alone!"]
    assert [a.id for a in page.project.store.log.acts(coder="ana")] == ids[::-1]


def test_a_coding_made_and_removed_in_one_go_is_gone_for_good(page: Page) -> None:
    (key,) = page.apply("walks to school", "safety")
    page.op("remove", codings=[key])
    for _ in range(2):
        reply = page.send(seen=False)
        assert len(reply["ack"]) == 2
        assert reply["codings"] == []
    assert page.project.codings.all() == []


def test_an_operation_that_changed_nothing_does_not_resurrect_what_was_removed(page: Page) -> None:
    """Ana codes what she has coded already; Ben takes it off; her page sends it again."""
    kept = code(page.project, "Vera", "walks to school", "safety")
    page.apply("walks to school", "safety")
    page.send(seen=False)
    page.project.codings.remove([kept], coder="ben")
    assert len(page.send()["ack"]) == 1
    assert page.project.codings.all() == []
    page.op("undo")
    page.send()
    assert page.project.codings.all() == [], "it was no act that could be undone either"


def test_overlapping_codings_of_one_code_are_joined(page: Page) -> None:
    kept = page.apply("My daughter walks", "safety")[0]
    gone = page.apply("walks to school", "safety")[0]
    reply = page.send()
    assert [c[0] for c in reply["codings"]] == [kept]
    assert coded(page.project) == [("safety", "My daughter walks to school", "ana")]
    page.op("recode", coding=gone, code="fear")
    assert page.send()["refused"][0]["message"] == f"there is no coding {gone}"


def test_several_codes_on_one_segment_are_one_act(page: Page) -> None:
    page.apply("walks to school", "safety", "fear")
    assert len(page.send()["codings"]) == 2
    page.op("undo")
    page.send()
    assert page.project.codings.all() == []


# ── refused ──


def test_what_cannot_be_done_is_refused_with_the_reason_and_the_rest_is_done(page: Page) -> None:
    (key,) = page.apply("walks to school", "safety")
    bad = page.op("recode", coding=key, code="safty")
    page.op("memo", memo="m1", about_kind="project", about="", text="done")
    reply = page.send()
    assert reply["refused"] == [
        {"id": bad, "message": "there is no code `safty`", "hint": "Did you mean `safety`?"}
    ]
    assert (len(reply["ack"]), page.ops) == (2, [])
    assert coded(page.project) == [("safety", "walks to school", "ana")]
    assert [m.text for m in page.project.memos.all()] == ["done"]


def test_what_was_refused_is_not_done_later_by_chance(page: Page) -> None:
    """The person was told that it was not done."""
    (key,) = page.apply("walks to school", "home")
    assert page.send(seen=False)["refused"][0]["hint"]
    path = page.project.folder / "codebook.yaml"
    path.write_text(path.read_text() + "  - {id: home, name: Home}\n")
    assert page.send(seen=False)["ack"] == []
    assert key not in {c.id for c in page.project.codings.all()}


def test_a_change_against_an_old_version_is_refused(page: Page) -> None:
    (key,) = page.apply("walks to school", "safety")
    page.op("memo", memo="m1", about_kind="coding", about=key, text="Ana's")
    page.send()
    ben = Page(page.project, coder="ben")
    ben.op("memo", memo="m1", about_kind="coding", about=key, text="Ben's", version=1)
    ben.op("recode", coding=key, code="fear", version=1)
    assert ben.send()["refused"] == []
    page.op("memo", memo="m1", about_kind="coding", about=key, text="Ana's again", version=1)
    page.op("recode", coding=key, code="return", version=1)
    page.op("edges", coding=key, start=0, end=5, version=1)
    assert [r["message"] for r in page.send()["refused"]] == [
        "somebody else has changed this in the meantime"
    ] * 3
    assert [m.text for m in page.project.memos.all()] == ["Ben's"]
    assert coded(page.project) == [("fear", "walks to school", "ana")]


APPLY = {
    **{"kind": "apply", "transcript": "Vera", "start": 0, "end": 5},
    **{"codes": ["fear"], "ids": ["a"]},
}


@pytest.mark.parametrize(
    "op",
    [
        {"kind": "dance"},
        {"kind": "apply"},
        {**APPLY, "transcript": "?"},
        {**APPLY, "transcript": None},
        {**APPLY, "start": "x"},
        {**APPLY, "end": 9e9},
        {**APPLY, "codes": ["nope"]},
        {**APPLY, "ids": ["a", "b"]},
        {"kind": "remove", "codings": ["nope"]},
        {"kind": "edges", "coding": None, "start": 0, "end": 1},
        {"kind": "memo", "memo": "m", "about_kind": "cat", "about": "", "text": "x"},
        {"kind": "undo"},
        {"kind": "code.merge", "code": "safety", "into": "nope"},
        {"kind": "code.add", "code": "safety", "name": "Safety again"},
        {"kind": "code.move", "code": "life", "parent": "safety"},
        {"kind": "code.edit", "code": "fear", "fields": {"color": "red"}},
    ],
    ids=lambda op: str(op["kind"]),
)
def test_nothing_that_a_page_sends_breaks_the_desk(page: Page, op: dict[str, Any]) -> None:
    before = (page.project.folder / "codebook.yaml").read_bytes()
    page.op(**op)
    reply = page.send()
    assert (reply["ack"], len(reply["refused"])) == ([], 1)
    assert reply["refused"][0]["message"]
    assert (page.project.codings.all(), page.project.memos.all()) == ([], [])
    assert (page.project.folder / "codebook.yaml").read_bytes() == before


def test_removing_nothing_is_done_at_once(page: Page) -> None:
    page.op("remove", codings=[])
    assert len(page.send()["ack"]) == 1


# ── what the page is told ──


def test_the_first_answer_holds_everything_the_later_ones_what_changed(page: Page) -> None:
    code(page.project, "Vera", "The rent is high", "prices", coder="ben")
    first = page.send()
    assert [c[3] for c in first["codings"]] == ["prices"]
    assert [c["id"] for c in first["codebook"]] == ["life", "safety", "prices", "return", "fear"]
    (key,) = page.apply("walks to school", "safety")
    later = page.send()
    assert later["rev"] == first["rev"] + 1
    ((coding, start, end, what, who, origin, version, created, stars),) = later["codings"]
    assert (coding, VERA[start:end], what, who) == (key, "walks to school", "safety", "ana")
    assert (origin, version, created[:2], stars) == ("person", 1, "20", 0)
    assert "codebook" not in later
    still = page.send()
    assert still["rev"] == later["rev"]
    assert "codings" not in still


def test_others_work_is_brought_in(page: Page) -> None:
    page.send()
    mine = page.apply("walks to school", "safety")[0]
    page.send()
    ben = Page(page.project, coder="ben")
    theirs = ben.apply("The rent is high", "prices")[0]
    ben.op("remove", codings=[mine])
    ben.op("memo", memo="m1", about_kind="transcript", about=ben.transcript, text="A strong one")
    ben.send()
    reply = page.send()
    assert [c[0] for c in reply["codings"]] == [theirs]
    assert reply["gone"] == [mine]
    assert [(m[0], m[4]) for m in reply["memos"]] == [("m1", "A strong one")]
    ben.op("memo", memo="m1", about_kind="transcript", about=ben.transcript, text="", version=1)
    ben.send()
    assert page.send()["memos_gone"] == ["m1"]


def test_memos_of_other_interviews_stay_away(page: Page) -> None:
    other = page.project.transcripts.info("Oleg").id
    page.project.memos.write("transcript", other, "about Oleg", coder="ben")
    page.project.memos.write("turn", f"{other}#1", "his first words", coder="ben")
    page.project.memos.write("turn", f"{page.transcript}#1", "her first words", coder="ben")
    page.project.memos.write("code", "safety", "for all", coder="ben")
    assert [m[4] for m in page.send()["memos"]] == ["her first words", "for all"]


def test_a_changed_codebook_is_sent_again(page: Page) -> None:
    page.send()
    coding = new_id()
    start, end = where(page.project, "Vera", "alone")
    segment = {"transcript": page.transcript, "start": start, "end": end, "coding": coding}
    page.op("code.add", code="home", name=" Home ", parent="life", color="#112233", apply=segment)
    page.op("code.edit", code="home", fields={"definition": "A home.", "id": "hacked"})
    page.op("code.move", code="fear", parent="life", position=0)
    reply = page.send()
    assert reply["refused"] == []
    codes = [(c["id"], c["name"], c["parent"], c["definition"]) for c in reply["codebook"]]
    assert codes == [
        ("life", "Daily life", "", ""),
        ("fear", "Fear", "life", ""),
        ("safety", "Safety", "life", ""),
        ("prices", "Prices", "life", ""),
        ("home", "Home", "life", "A home."),
        ("return", "Going back", "", ""),
    ]
    assert [c[0] for c in reply["codings"]] == [coding]
    page.op("code.merge", code="home", into="safety")
    page.op("code.remove", code="return")
    reply = page.send()
    assert [(c[0], c[3]) for c in reply["codings"]] == [(coding, "safety")]
    assert [c["id"] for c in reply["codebook"]] == ["life", "fear", "safety", "prices"]
    for _ in range(5):
        page.op("undo")
    assert page.send()["refused"] == []
    assert page.project.check() == []
    assert coded(page.project) == []
    assert [c.id for c in page.project.codes.book()] == [
        "life",
        "safety",
        "prices",
        "return",
        "fear",
    ]


def test_undo_and_redo_are_of_this_coder_and_say_what_comes_next(page: Page) -> None:
    page.apply("walks to school", "safety")
    page.send()
    code(page.project, "Vera", "The rent", "prices", coder="ben")
    reply = page.send()
    assert reply["undo"].startswith("Safety on Vera")
    page.op("undo")
    reply = page.send()
    assert (reply["undo"], reply["redo"][:14]) == ("", "Safety on Vera")
    assert coded(page.project) == [("prices", "The rent", "ben")]
    page.op("redo")
    assert len(page.send(seen=False)["ack"]) == 1
    assert len(page.send()["ack"]) == 1
    assert len(page.project.codings.all()) == 2


def test_the_page_starts_from_a_snapshot(page: Page) -> None:
    page.apply("walks to school", "safety")
    page.send(place=[page.transcript, 3])
    found = page.project.desk.snapshot("Vera", "ana")
    assert (found["id"], found["name"], found["text"]) == (page.transcript, "Vera", VERA)
    assert found["participant"] == {"id": "P01", "label": "Vera · Female · 30-39"}
    _, start, end, *_ = found["turns"][0]
    assert VERA[start:end] == "Do you feel safe here?"
    assert [(speaker, role) for _, _, _, speaker, role, _ in found["turns"]][:2] == [
        ("Interviewer", "i"),
        ("Vera", "p"),
    ]
    assert [name for _, name, *_ in found["transcripts"]] == ["Oleg", "Vera"]
    assert (found["place"], found["parallel"], len(found["codings"])) == (3, None, 1)
    assert found["rev"] == page.project.store.log.revision()
    cut = found["sentences"]
    assert "Do you feel safe here?" in {VERA[a:b] for a, b in zip(cut[::2], cut[1::2], strict=True)}
    turns = [(start, end) for _, start, end, *_ in found["turns"]]
    assert all(any(a <= at <= b for a, b in turns) for at in cut)


def test_where_a_coder_is_does_not_fill_the_log(page: Page) -> None:
    before = page.project.store.log.revision()
    page.send(place=[page.transcript, 2])
    assert page.project.store.places.turn("ana", page.transcript) == 2
    assert page.project.store.log.revision() == before


def test_a_search_is_answered_or_its_fault_told(page: Page) -> None:
    answer = page.send(asks=[{"id": "q1", "kind": "hits", "query": "rent"}])["answers"][0]
    assert (answer["id"], [place[4] for place in answer["places"]]) == ("q1", ["rent", "rent"])
    answer = page.send(asks=[{"id": "q2", "kind": "hits", "query": "?"}])["answers"][0]
    assert "no word in it" in answer["fault"]


def test_a_database_that_cannot_be_written_refuses_nothing(project: Project) -> None:
    """While another program holds the database, work waits; afterwards it goes in, once."""
    info = project.transcripts.all()[0]
    code = next(iter(project.codes.book())).id
    start, end = 0, 5
    op = {
        "id": new_id(),
        "kind": "apply",
        "transcript": info.id,
        "start": start,
        "end": end,
        "codes": [code],
        "ids": [new_id()],
    }
    refused: dict[str, dict[str, str]] = {}
    outbox = {"coder": "Ana", "transcript": info.id, "rev": -1, "ops": [op]}
    database = project.store.path
    away = database.with_name("elsewhere.db")
    database.rename(away)
    database.mkdir()
    reply = project.desk.serve(outbox, refused)
    assert reply.keys() == {"trouble"}
    assert refused == {}
    database.rmdir()
    away.rename(database)
    assert project.desk.serve(outbox, refused)["ack"] == [op["id"]]
    assert len(project.codings.all()) == 1


# ── what takes long ──


def test_acts_are_acknowledged_and_others_news_come_while_the_machine_still_reads(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long transcript is read behind the page; what is asked is answered when asked again."""
    from coding.suggest import corpus

    may_read, prepare = threading.Event(), corpus.prepare

    def slowly(transcript: Transcript) -> corpus.Prepared:
        may_read.wait(60)
        return prepare(transcript)

    monkeypatch.setattr(corpus, "prepare", slowly)
    ask = {"id": new_id(), "kind": "proposals", "from": 0, "to": 9_999}
    page.apply("walks to school", "safety")
    begun = time.monotonic()
    reply = page.send(asks=[ask])
    assert time.monotonic() - begun < 5
    assert (len(reply["ack"]), reply["answers"], "later" in reply) == (1, [], True)
    other = {"id": new_id(), "kind": "hits", "query": "school"}
    assert [told["id"] for told in page.send(asks=[ask, other])["answers"]] == [other["id"]]
    may_read.set()
    for _ in range(200):
        answers = page.send(asks=[ask])["answers"]
        if answers:
            break
    assert [told["id"] for told in answers] == [ask["id"]]
    assert "passages" in answers[0]


def test_a_question_that_nobody_asks_again_is_dropped(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever opens another transcript does not wait for what the first one asked."""
    from coding.project.desk import answers

    monkeypatch.setattr(answers, "ASKED_AGAIN", 0.05)
    monkeypatch.setattr(answers, "SOON", 0.0)
    blocked = threading.Event()
    page.project.asks.start("block", "", lambda tell: blocked.wait(60))
    stale = {"id": new_id(), "kind": "proposals", "from": 0, "to": 9_999}
    page.send(asks=[stale])
    time.sleep(0.1)
    blocked.set()
    job = page.project.asks.find(("ask", stale["id"]))
    assert job is not None
    assert job.wait(60)
    assert job.state is State.CANCELLED
