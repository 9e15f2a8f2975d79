"""Keep what people decided that the numbers and quotations of report drafts state."""

from __future__ import annotations

import json
from typing import Any

from coding.model import Binding, BindingChoice, Sense, Statement
from coding.store.reader import Reader


class BindingRows(Reader):
    """The bindings in the database."""

    def all(self) -> dict[str, Binding]:
        """Return claim key → what was decided about it, oldest first."""
        with self.reading() as db:
            rows = db.execute("SELECT * FROM bindings ORDER BY at, id").fetchall()
        return {row["id"]: binding_of(row) for row in rows}


def binding_of(row: Any) -> Binding:
    """Turn a row into a binding."""
    fields = dict(row)
    sense, figures = fields.pop("sense"), tuple(json.loads(fields.pop("figures")))
    return Binding(
        **{
            **fields,
            "stood": tuple(json.loads(fields["stood"])),
            "decided": BindingChoice(fields["decided"]),
            "statement": Statement(Sense(sense), figures) if figures else None,
        }
    )


def fields_of(binding: Binding) -> dict[str, Any]:
    """Return what is written down of a binding, the id left out."""
    stated = binding.statement
    return {
        "decided": str(binding.decided),
        "sense": str(stated.sense) if stated else "",
        "figures": json.dumps(stated.figures if stated else (), ensure_ascii=False),
        "coder": binding.coder,
        "at": binding.at,
        "sentence": binding.sentence,
        "printed": binding.printed,
        "draft": binding.draft,
        "stood": json.dumps(binding.stood, ensure_ascii=False),
    }
