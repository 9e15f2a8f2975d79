"""Let what people put on the words of a text follow them into a corrected text.

    old, new ──▶ tokens ──▶ runs (what stayed, what moved) ──▶ EditMap ──▶ Placement
"""

from coding.revision.placing import EditMap, Fate, Placement, edit_map, retyped

__all__ = ["EditMap", "Fate", "Placement", "edit_map", "retyped"]
