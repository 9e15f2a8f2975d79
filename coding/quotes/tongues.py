"""Print a quote of an interview in two languages in either, or in both."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from coding.model import Quote
from coding.quotes.parallel import NOT_ALIGNED


class PrintedLanguages(StrEnum):
    """In which language a quote is printed."""

    BOTH = "both"
    ORIGINAL = "original"
    TRANSLATION = "translation"


def in_languages(
    quote: Quote, edit: str, wanted: PrintedLanguages, *, translated: bool
) -> tuple[Quote, str]:
    """Return a quote, and its words as somebody edited them, as it is printed in a language.

    `translated` tells whether it was coded on a translation. What stands beside it takes the place
    of its own words; where that is doubtful, or where there is none, its own words stand there, and
    that it is doubtful.
    """
    own = (wanted is PrintedLanguages.TRANSLATION) == translated
    if wanted is PrintedLanguages.BOTH or not quote.translation:
        return quote, edit
    if own:
        return replace(quote, translation=""), edit
    if NOT_ALIGNED in quote.translation:
        return quote, edit
    turned = replace(
        quote,
        printed=quote.translation,
        translation="",
        language=quote.other_language,
        other_language=quote.language,
    )
    return turned, ""
