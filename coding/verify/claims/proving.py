"""Say what words prove, deny or put in doubt of a figure that a number may state."""

from __future__ import annotations

from coding.model import Sense, Statement
from coding.verify.claims.around import phrase
from coding.verify.claims.fitness import NAMED, Fitness
from coding.verify.evidence.axes import not_everybody

LITERAL_LEVEL = 0.25
"""From which level words name a question in full: those of the sentence, a heading, a table."""


def is_literal(fitness: Fitness, row: int, statement: Statement) -> bool:
    """Say whether words name one figure in full, with nothing in its clause left unexplained.

    Its answer stands as it is printed in the survey and as strongly put, its question and
    group are named, no other year, group or source is, no word is one that the survey does not
    have, and no other question's figure has the value.
    """
    if statement.sense is not Sense.EQUAL or len(statement.figures) != 1:
        return False
    survey, around = fitness.survey, fitness.surroundings.around[row]
    figure = survey.at[statement.figures[0]]
    topics = {int(survey.topic[c.figures[0]]) for c in fitness.listed[row]}
    asked = survey.asked[figure]
    said = fitness.surroundings.near[row] >= LITERAL_LEVEL
    named = float(asked[said].sum()) / max(float(asked.sum()), 1e-9)
    answer = fitness.prints(row, figure) and fitness.clause[row, figure] > 0.99
    clause = (s.feature.stem for s in around.said if s.zone)
    strange = any(stem not in survey.column and stem.isalpha() for stem in clause)
    graded = {grade for grade in (survey.grade[figure],) if grade}
    group = fitness.group[row, figure] > 0.99
    if not survey.grouped[figure]:
        group = fitness.group[row].max(initial=0.0) == 0
        base = survey.of_base[figure]
        based = base[said].sum() > 0.99 * base.sum()
        group = group and bool(based or not survey.is_part[figure])
    return bool(
        answer
        and not strange
        and graded == around.grades
        and named > 0.99
        and group
        and survey.told[figure] > 0
        and len(topics) == 1
        and fitness.unaccounted[row, figure] < 0.05
        and fitness.foreign[row, figure] < 0.05
        and fitness.year[row, figure] >= 0
        and not fitness.older[row, figure]
        and fitness.twin_better[row, figure] == 0
        and not fitness.names_source(row, figure)
        and not fitness.claims[row].about
        and not phrase("claims.just_named").search(around.words)
    )


def contradicts(fitness: Fitness, row: int, statement: Statement) -> bool:
    """Say whether words deny that a number states a figure.

    They deny what a yes affirms, "57 % do not trust it" where yes has 57, or they speak of men or
    women alone where the figure is everybody's.
    """
    survey = fitness.survey
    figure = survey.at[statement.figures[0]]
    claim, sentence = fitness.claims[row], fitness.surroundings.around[row].sentence
    text = fitness.surroundings.reading.text
    stated = [survey.figures[survey.at[key]] for key in statement.figures]
    if not_everybody(text, sentence.start, claim.start, claim.end, stated):
        return True
    plain = survey.plain[figure]
    affirms = (plain == "yes") is (statement.sense is Sense.EQUAL)
    if not plain or not affirms or len(statement.figures) != 1:
        return False
    return bool((fitness.surroundings.zone_denied[row] * survey.asked[figure]).any())


def speaks_against(fitness: Fitness, row: int, figure: int) -> bool:
    """Say whether something tells that a number is not meant to be a figure its words name.

    That is so too where an answer that has the printed value is named in the number's clause.
    """
    around, survey = fitness.surroundings.around[row], fitness.survey
    value, grade = survey.figures[figure].value, survey.grade[figure]
    group = survey.grouped[figure] and fitness.group[row, figure] < 1 - NAMED
    theirs = any(
        value is not None
        and other.value is not None
        and abs(round(value, other.decimals) - other.value) < 1e-6
        for other in (fitness.claims[n] for n in fitness.together[row])
    )
    named = fitness.year_of(around)
    agreeing = [
        c for c in fitness.listed[row] if (fitness.clause[row, list(c.figures)] > NAMED).all()
    ]
    return bool(
        theirs
        or agreeing
        or group
        or (grade and grade not in around.grades)
        or fitness.year[row, figure] < 0
        or fitness.older[row, figure]
        or fitness.names_source(row, figure)
        or (named and survey.newest and not any(named in years for years in survey.years))
        or any(
            phrase(key).search(around.words)
            for key in ("claims.comparing", "claims.aside", "claims.just_named")
        )
    )
