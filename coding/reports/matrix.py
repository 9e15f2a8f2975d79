"""Write what each case has on each code: a table of codes by cases, or a file for SPSS and R."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from coding.files.clean import cleaned
from coding.files.table_writing import write_rows
from coding.files.writing import check_suffix, replacing

SUFFIXES = (".csv", ".xlsx", ".sav")


def write_matrix(
    path: Path,
    codes: Mapping[str, str],
    cases: Mapping[str, str],
    numbers: Mapping[tuple[str, str], int],
    *,
    only: str = "",
) -> None:
    """Write a matrix to a .csv, .xlsx or .sav file, whole or not at all; raises CodingError.

    `codes` and `cases` have id → what it is called, in their order; `numbers` has (code, case) →
    its number, 0 where it is left out. A table has a row for each code; the .sav, as SPSS and R
    want it, a row for each case and a variable for each code, labelled with its name. `only` says
    what alone is counted, "" for everything: it stands in the first line, over the names of codes,
    in a .sav in the file's label and note.
    """
    if check_suffix(path, SUFFIXES) == ".sav":
        _write_sav(path, codes, cases, numbers, only)
        return
    head = f"name (only {cleaned(only)})" if only else "name"
    rows: list[dict[str, object]] = [
        {
            "code": code,
            head: name,
            **{called: numbers.get((code, case), 0) for case, called in cases.items()},
        }
        for code, name in codes.items()
    ]
    write_rows(path, rows, ["code", head, *cases.values()])


def _write_sav(
    path: Path,
    codes: Mapping[str, str],
    cases: Mapping[str, str],
    numbers: Mapping[tuple[str, str], int],
    only: str,
) -> None:
    import pandas as pd
    import pyreadstat

    variables: dict[str, str] = {}
    for code in codes:
        variables[code] = _variable(code, {"case", *map(str.lower, variables.values())})
    table = pd.DataFrame(
        [
            [cleaned(called), *(numbers.get((code, case), 0) for code in codes)]
            for case, called in cases.items()
        ],
        columns=["case", *variables.values()],
    )
    labels: list[str | None] = ["Case", *(cleaned(name)[:LABEL] for name in codes.values())]
    with replacing(path) as temporary:
        pyreadstat.write_sav(
            table,
            str(temporary),
            column_labels=labels,
            file_label=f"Only {cleaned(only)}"[:FILE_LABEL] if only else "",
            note=f"Only {cleaned(only)} is counted." if only else None,
        )


VARIABLE, LABEL, FILE_LABEL = 64, 250, 30
"""Bytes that SPSS gives a variable's name, letters a label of it and of the file has at most."""


def _variable(code: str, taken: set[str]) -> str:
    """Return a name for a variable: letters, digits and _, beginning with a letter, no other's.

    >>> _variable("war-and-peace", set()), _variable("1st", {"c_1st"}), _variable("case", {"case"})
    ('war_and_peace', 'c_1st_2', 'case_2')
    """
    name = re.sub(r"\W", "_", code, flags=re.ASCII)[: VARIABLE - 4]
    name = name if name[:1].isalpha() else f"c_{name}"
    made, number = name, 1
    while made.lower() in taken:
        number += 1
        made = f"{name}_{number}"
    return made
