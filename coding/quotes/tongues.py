"""Print a quote of an interview in two languages in either, or in both."""

from __future__ import annotations

from dataclasses import replace

from coding.model import PrintedLanguages, PrintedWords
from coding.quotes.parallel import NOT_ALIGNED

TOLD = {
    PrintedLanguages.BOTH: "both languages",
    PrintedLanguages.ORIGINAL: "the original",
    PrintedLanguages.TRANSLATION: "the translation",
}
"""What each choice is called in a sentence."""


def in_languages(
    quote: PrintedWords, wanted: PrintedLanguages, *, translated: bool
) -> PrintedWords:
    """Return a quote as it is printed in a language.

    `translated` tells whether it was coded on a translation. What stands beside it takes the place
    of its own words; where that is doubtful, or where there is none, its own words stand there, and
    that it is doubtful.

    >>> said = PrintedWords(words="Тихо.", beside="Quiet.", language="ru", beside_language="en")
    >>> in_languages(said, PrintedLanguages.TRANSLATION, translated=False)
    PrintedWords(words='Quiet.', beside='', language='en', beside_language='')
    """
    if wanted is PrintedLanguages.BOTH or not quote.beside:
        return quote
    if (wanted is PrintedLanguages.TRANSLATION) == translated:
        return replace(quote, beside="", beside_language="")
    if NOT_ALIGNED in quote.beside:
        return quote
    return PrintedWords(words=quote.beside, language=quote.beside_language)
