"""A language is a file: what verify understands of one is what its pack says, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from checked_drafts import figure, found, interview, verdict

from coding.language import packs
from coding.model import Level
from coding.verify import Study

TOY = """\
language: qtx
name: Toy
common: zo, ka, lu
stop: zo, ka
negations: nuk
units: {percent: porcen}
hedges: {over: plu, nearly: apen}
quantifiers:
  - {words: maxo, low: 50, high: 100, strict: true}
  - {words: semo, low: 45, high: 55, exact: 50}
totals: omno
answers: {"yes": ja, "no": nek, dont_know: nuk savu}
people: {respondents: homi, interviewees: parlanti, counted: multi, out_of: del}
rest: restano
"""
"""Twenty words of a language that nobody speaks."""


@pytest.fixture
def toy(tmp_path: Path) -> Iterator[None]:
    (tmp_path / "qtx.yaml").write_text(TOY, encoding="utf-8")
    with packs.using(tmp_path):
        yield


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Maxo homi (44 porcen) velu.", Level.ERROR),
        ("Maxo homi (54 porcen) velu.", None),
        ("Semo homi (40 porcen) velu.", Level.ERROR),
        ("Apen semo homi (42 porcen) velu.", None),
        ("Plu semo homi (48 porcen) velu.", Level.ERROR),
        ("Plu semo homi (52 porcen) velu.", None),
    ],
)
def test_its_quantifiers_and_hedges_are_understood(text: str, level: Level | None) -> None:
    assert [f.level for f in found(text)] == ([level] if level else [])


@pytest.mark.usefixtures("toy")
def test_its_negations_are_understood() -> None:
    """In a quotation a lost one puts the meaning at risk; of shares it makes a complement."""
    said = interview("Vera: Zo homi nuk velu retornu ka kasa, lu plusa.\n", "one", "P01")
    study = Study(transcripts=[said])
    assert verdict("“Zo homi velu retornu ka kasa, lu plusa” (Vera, P01)", study) == (
        "meaning at risk"
    )
    [finding] = found("62 porcen velu retornu kasa, 41 porcen nuk velu retornu kasa.")
    assert finding.verdict == "complements above 100"
    assert found("62 porcen velu retornu kasa, 38 porcen nuk velu retornu kasa.") == []


@pytest.mark.usefixtures("toy")
def test_its_total_is_the_figure_of_everybody() -> None:
    """Without a figure "most" is held against the column of all, not against that of some."""
    others = [
        figure(f"q{n}", word, 20.0, question=f"Ho {word}?", subgroup="Omno")
        for n, word in enumerate(("pluvu", "dormu", "kantu", "labru", "legu", "mangu", "natu"), 2)
    ]
    asked = "Ho fidu konsilo nova de civito?"
    everybody, some = (
        Study(
            indicators=[*others, figure("q1", "fidu konsilo", 30.0, question=asked, subgroup=name)]
        )
        for name in ("Omno", "Dami")
    )
    [finding] = found("Maxo homi fidu konsilo nova de civito.", everybody)
    assert finding.verdict == "quantifier without a figure"
    assert found("Maxo homi fidu konsilo nova de civito.", some) == []


@pytest.mark.usefixtures("toy")
def test_those_it_interviewed_are_counted_in_words() -> None:
    from coding import drafts
    from coding.verify import verify

    report = verify(drafts.read_bytes(b"Multi parlanti velu retornu.", "a.md"), Study())
    assert [f.verdict for f in report.findings] == ["k of N"]
    numbered = b"Multi parlanti (4 del 9) velu retornu."
    assert verify(drafts.read_bytes(numbered, "a.md"), Study()).findings == ()


def test_without_its_pack_none_of_this_is_said() -> None:
    assert found("Maxo homi (44 porcen) velu. Maxo homi (44 %) velu.") == []
    assert found("62 % velu retornu kasa, 41 % nuk velu retornu kasa.") == []
