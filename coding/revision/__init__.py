"""Let what people put on the words of a text follow them into a corrected text.

old, new ──▶ tokens ──▶ runs (what stayed, what moved) ──▶ EditMap ──▶ Placement
                                                              ├─────▶ CarriedTurns
                                                              └─────▶ TextPiece (to compare)
"""

from coding.revision.comparing import TextPiece, pieces
from coding.revision.placing import EditMap, Fate, Placement, edit_map, retyped
from coding.revision.tokens import same_words
from coding.revision.turns import CarriedTurns, HeldTurn, carried, shifted

__all__ = [
    "CarriedTurns",
    "EditMap",
    "Fate",
    "HeldTurn",
    "Placement",
    "TextPiece",
    "carried",
    "edit_map",
    "pieces",
    "retyped",
    "same_words",
    "shifted",
]
