"""Cases of another program become people of the study, nobody's attributes mixed up."""

from __future__ import annotations

from dataclasses import replace

from coding.model import Participant
from coding.model.exchange import ForeignCase, ForeignProject, ForeignSource
from coding.project.exchange.persons import people_with


def case(key: str, name: str, *sources: str, **values: str) -> ForeignCase:
    return ForeignCase(key=key, name=name, values=values, sources=sources)


def test_two_cases_of_one_name_are_two_people() -> None:
    """A program may call several so; the second is numbered, and keeps what is said of it."""
    cases = (case("1", "Ana", age="30"), case("2", " ana", age="60"), case("3", ""), case("4", ""))
    coming = people_with([], ForeignProject(program="x", cases=cases))
    assert [(person.id, dict(person.attributes)) for person in coming.people] == [
        ("Ana", {"age": "30"}),
        ("ana", {"age": "60"}),
        ("case", {}),
        ("case-2", {}),
    ]
    assert coming.of_case == {"1": "Ana", "2": "ana", "3": "case", "4": "case-2"}


def test_a_case_called_like_somebody_here_is_that_person_and_ours_stays() -> None:
    here = [Participant(id="P01", pseudonym="Vera", attributes={"city": "Niš", "age": ""})]
    foreign = ForeignProject(
        program="x",
        sources=(ForeignSource(key="s", name="Talk", text="Yes."),),
        cases=(case("1", "vera", "s", city="Paris", age="41"), case("2", "Ben", "s")),
    )
    own = {"participants": {"1": {"pseudonym": "Mila"}, "2": {"pseudonym": "Bo"}}}
    coming = people_with(here, replace(foreign, own=own))
    assert [person.pseudonym for person in coming.people] == ["Vera", "Bo"]
    assert coming.people[0].attributes == {"city": "Niš", "age": "41"}
    assert coming.of_source == {"s": "P01"}
    assert coming.notes[0] == "P01: city is “Niš” here, “Paris” in the file; ours stays."
    assert "Please check: some texts belong to several cases" in coming.notes[1]
    assert coming.notes[2].endswith("pseudonym here was taken for them: vera for P01.")


def test_a_case_with_the_id_of_somebody_here_is_that_person_without_a_word() -> None:
    here = [Participant(id="P-01", pseudonym="Vera")]
    coming = people_with(here, ForeignProject(program="x", cases=(case("1", "p01"),)))
    assert (coming.of_case, coming.notes) == ({"1": "P-01"}, [])
