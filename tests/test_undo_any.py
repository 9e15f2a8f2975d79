"""Undo after anything: two coders, edits of both files by hand between their acts, any order.

A machine draws sequences of acts and of undo and redo among them. After every step files, copies
and database agree and `check` finds nothing; at the end all is undone as far as it can be, and
redone to the very bytes it was undone from.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from studies import INDEX, OLEG, PARTICIPANTS, VERA, lay_out, where

from coding.errors import CodingError, Conflict
from coding.model import Act, Participant
from coding.project import Project
from coding.project.suggestions import Settings

TOPLINES = """\
indicator_id,question_id,question,type,option,subgroup,value,unit,percent_of,base_n,weighted,source,field_dates,ref,title
safe,q1,How safe,single,Safe,all respondents,48.5,%,column,300,yes,made up,2024,Graph 4,Safety
"""
WORDS = {
    "Vera": ["My daughter walks to school alone.", "school alone. The rent is high", "well"],
    "Oleg": ["rent eats us up", "eats us up. Back home", "Safe, yes"],
}
coders = st.sampled_from(["ana", "ben"])
n = st.integers(0, 6)


def everything(project: Project) -> tuple[object, ...]:
    """Return all that people see, versions and moments left out."""
    return (
        (project.folder / "codebook.yaml").read_bytes(),
        (project.folder / "transcripts" / "participants.csv").read_bytes(),
        project.codes.book(),
        sorted((c.id, c.start, c.end, c.text, c.code) for c in project.codings.all()),
        sorted((m.id, m.about, m.text) for m in project.memos.all()),
        sorted(
            (b.id, b.name, str([(p.id, p.coding) for p in b.picks])) for b in project.baskets.all()
        ),
        sorted((x.id, x.code, x.coding, x.relation) for x in project.links.all()),
        project.participants.all(),
        [(t.id, t.name, t.participant) for t in project.transcripts.all()],
        project.suggestions.settings(),
    )


def meaning(project: Project) -> tuple[object, ...]:
    """Return what the files say, however they are laid out."""
    return (
        {code.id: replace(code, line=0) for code in project.codes.book()},
        {
            p.id: {"": p.pseudonym, **{name: cell for name, cell in p.attributes.items() if cell}}
            for p in project.participants.all()
        },
        everything(project)[3:7],
        project.suggestions.settings(),
    )


class TwoCoders(RuleBasedStateMachine):
    """Ana and Ben at one project, each with a program of their own, and an editor beside."""

    @initialize()
    def open(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        others = {"participants.csv": PARTICIPANTS, "index.csv": INDEX}
        folder = lay_out(self.home / "p", {"Vera.txt": VERA, "Oleg.txt": OLEG}, others=others)
        (folder / "survey").mkdir()
        (folder / "survey" / "toplines.csv").write_text(TOPLINES)
        self.of = {"ana": Project(folder), "ben": Project(folder)}
        self.project = self.of["ana"]
        self.begun, self.meant = everything(self.project), meaning(self.project)
        self.out_of_turn = False  # then texts that were merged may be laid out in another way
        self.names = 0

    def teardown(self) -> None:
        if hasattr(self, "home"):
            self.back_and_forth()
            shutil.rmtree(self.home)

    # ── acts ──

    def code(self, k: int) -> str:
        ids = [code.id for code in self.project.codes.book()]
        return ids[k % len(ids)] if ids else ""

    def coding(self, k: int) -> str:
        ids = sorted(c.id for c in self.project.codings.all())
        return ids[k % len(ids)] if ids else ""

    def new(self) -> str:
        self.names += 1
        return f"New {self.names}"

    @rule(coder=coders, k=n, place=n)
    def apply(self, coder: str, k: int, place: int) -> None:
        name = ["Vera", "Oleg"][place % 2]
        start, end = where(self.project, name, WORDS[name][place // 2 % 3])
        with suppress(CodingError):
            self.of[coder].codings.apply(
                name, start, end, [self.code(k)], coder=coder, merge=bool(k % 2)
            )

    @rule(coder=coders, k=n, to=n)
    def change_coding(self, coder: str, k: int, to: int) -> None:
        with suppress(CodingError):
            codings, key = self.of[coder].codings, self.coding(k)
            if to < 2:
                codings.remove([key], coder=coder)
            elif to < 4:
                codings.recode(key, self.code(to), coder=coder)
            elif (there := codings.get(key)).end - there.start > 5:
                codings.move_edges(key, there.start, there.end - 2, coder=coder)

    @rule(coder=coders, k=n)
    def write_memo(self, coder: str, k: int) -> None:
        memos = self.of[coder].memos
        known = [m.id for m in memos.all()]
        key = known[k % len(known)] if known and k > 2 else ""
        memos.write("project", "", self.new() if k < 6 else " ", coder=coder, key=key)

    @rule(coder=coders, k=n, what=n)
    def add_or_edit_code(self, coder: str, k: int, what: int) -> None:
        codes = self.of[coder].codes
        with suppress(CodingError):
            if what < 2:
                codes.add(self.new(), parent=self.code(k) if what else "", coder=coder)
            else:
                field = ["name", "definition", "color", "examples", "keywords"][what - 2]
                value: object = {"color": "#4477aa", "keywords": ["one", "two"]}.get(field)
                value = value if value and k % 3 else ([self.new()] if what > 4 else self.new())
                codes.edit(self.code(k), {field: value}, coder=coder)

    @rule(coder=coders, k=n, to=n, how=n)
    def move_or_merge_code(self, coder: str, k: int, to: int, how: int) -> None:
        codes, one, other = self.of[coder].codes, self.code(k), self.code(to)
        with suppress(CodingError):
            if how < 2:
                codes.move(one, parent="" if to == 0 else other, position=to % 2, coder=coder)
            elif how < 4:
                codes.merge(one, other, coder=coder)
            elif how == 4:
                codes.remove(one, coder=coder)

    @rule(coder=coders, k=n)
    def save_participants(self, coder: str, k: int) -> None:
        people = self.of[coder].participants.all()
        one = people[k % len(people)]
        if k < 3:
            changed = Participant(id=one.id, pseudonym=self.new(), attributes=one.attributes)
            people = [changed if p.id == one.id else p for p in people]
        elif k < 5:
            people = [Participant(id=f"P{self.names + 10}"), *people]
            self.names += 1
        else:
            people = [p for p in people if p.id in ("P01", "P02") or p.id != one.id]
        self.of[coder].participants.save(people, coder=coder)

    @rule(coder=coders, k=n, what=n)
    def use_baskets(self, coder: str, k: int, what: int) -> None:
        baskets = self.of[coder].baskets
        known = baskets.all()
        with suppress(CodingError):
            if not known or what < 2:
                baskets.add(self.new(), coder=coder)
            elif what < 5:
                baskets.put(known[k % len(known)].id, [self.coding(k)], coder=coder)
            else:
                baskets.remove(known[k % len(known)].id, coder=coder)

    @rule(coder=coders, k=n)
    def link_or_set_up(self, coder: str, k: int) -> None:
        project = self.of[coder]
        with suppress(CodingError):
            if k < 3:
                project.links.put(self.code(k), "safe", "confirms", coder=coder)
            elif k < 5:
                project.links.put(self.coding(k), "safe", "expands", coder=coder)
            else:
                project.suggestions.set_up(Settings(off=frozenset({self.new()})), coder=coder)

    # ── edits by hand ──

    @rule(k=n, what=n)
    def edit_codebook(self, k: int, what: int) -> None:
        path = self.project.folder / "codebook.yaml"
        text = path.read_bytes().decode()
        book = self.project.codes.book()
        end = "" if text.endswith(("\n", "\r")) else "\n"
        if what == 0:
            text = f"# {self.new()}\n{text}"
        elif what < 3 and len(book):
            name = book.codes[k % len(book)].name
            text = text.replace(f": {name}", f": {self.new()}", 1)
        elif what == 3 and "- id: return" in text:
            text = text.replace("  - id: return", "  - {id: %s, name: H}\n  - id: return")
            text = text.replace("%s", self.new().replace(" ", "_").lower())
        elif what == 4:
            text = text.replace("\r\n", "\n") if "\r\n" in text else text.replace("\n", "\r\n")
        else:
            lone = self.new()
            text += f"{end}  - id: {lone.replace(' ', '_').lower()}\n    name: {lone}  # mine\n"
        with suppress(CodingError):
            from coding.codebook import parse

            if set(book.by_id) <= set(parse(text).by_id):
                path.write_bytes(text.encode())

    @rule(k=n)
    def edit_participants(self, k: int) -> None:
        path = self.project.folder / "transcripts" / "participants.csv"
        if not path.exists():
            return
        text = path.read_bytes().decode()
        if k < 2:
            text += (
                f"PX{self.names},{self.new()}" + "," * (text.split("\n")[0].count(",") - 1) + "\n"
            )
        elif k < 4:
            text = text.replace("Male", self.new()).replace("Female", "Woman")
        elif k == 4:
            text = text.replace(",", ";") if "," in text else text.replace(";", ",")
        else:
            first, *rest = text.rstrip("\n").split("\n")
            sign = ";" if ";" in first else ","
            rows = "".join(f"{row}{sign}{row[:3]}\n" for row in rest)
            text = f"{first}{sign}col{self.names}\n{rows}"
        before = path.read_bytes()
        path.write_bytes(text.encode())
        self.project.files.refresh()
        if self.project.files.participants_fault:
            path.write_bytes(before)

    # ── undo ──

    def reversal(self, coder: str, redo: bool, which: str = "") -> Act | None:
        project = self.of[coder]
        before = everything(project)
        last = project.log.to_reverse(limit=1)
        try:
            act = project.log.undo(coder=coder, by=coder, redo=redo, which=which)
        except CodingError as error:
            assert everything(project) == before
            if not error.lasting and "nothing" not in error.message:
                raise
            return None
        self.out_of_turn |= not redo and [act.id] != [newest.id for newest in last]
        return act

    @rule(coder=coders)
    def undo(self, coder: str) -> None:
        expected = self.of[coder].log.reversible(coder)[0]
        before = everything(self.project)
        act = self.reversal(coder, False)
        if act is None:
            return
        assert act.summary == expected, "what the button said"
        after = everything(self.project)
        self.reversal(coder, True, act.id)
        assert everything(self.project) == before, "redo after undo restores the same"
        self.reversal(coder, False, act.id)
        assert everything(self.project) == after

    @rule(coder=coders, times=n)
    def redo_or_undo_several(self, coder: str, times: int) -> None:
        for _ in range(times):
            self.reversal(coder, times < 2)

    @rule(coder=coders, k=n)
    def undo_by_name(self, coder: str, k: int) -> None:
        """Also an edit by hand, or an act long past."""
        acts = self.project.log.to_reverse()
        if acts:
            self.reversal(coder, False, acts[k % len(acts)].id)

    @invariant()
    def all_is_sound(self) -> None:
        if not hasattr(self, "project"):
            return
        assert self.project.check() == []
        for name in ("codebook.yaml", "transcripts/participants.csv"):
            file = self.project.folder / name
            stored = self.project.store.files.get(file.name)
            assert (stored is None) is not file.exists()
            if stored:
                assert hashlib.sha256(file.read_bytes()).hexdigest() == stored.sha256
        codes = {c.code for c in self.project.codings.all()}
        assert codes <= set(self.project.codes.book().by_id)

    def back_and_forth(self) -> None:
        """Undo all that can be undone by anybody, then redo it: the very same stands there."""
        log = self.project.log
        whole = everything(self.project)
        undone = self.as_far_as_possible()
        if not log.to_reverse():
            assert meaning(self.project) == self.meant
            assert everything(self.project) == self.begun or self.out_of_turn
        again = log.to_reverse(redo=True)[: len(undone)]  # before it, others may have been undone
        assert [act.id for act in again] == [act.id for act in undone[::-1]]
        for act in undone[::-1]:
            assert self.reversal("ana", True, act.id)
        assert everything(self.project) == whole

    def as_far_as_possible(self) -> list[Act]:
        log, done = self.project.log, []
        for _ in range(4 * len(log.acts()) + 4):
            try:
                done.append(log.undo(by="ana"))
            except Conflict as error:
                if "there is nothing" in error.message:
                    break
        else:
            raise AssertionError("undo never comes to an end")
        for act in log.to_reverse():
            assert act.held, "what was left has said why"
        return done


TwoCoders.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=20,
    suppress_health_check=list(HealthCheck),
)
TestAnySequence: Callable[[], None] = TwoCoders.TestCase
