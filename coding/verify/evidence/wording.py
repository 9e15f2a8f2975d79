"""Say what a difference of words does: nothing to the meaning, or a risk to it.

A removed "not" leaves two texts 97 % alike, so that no measure of likeness is safe: negations,
numbers and names are looked at word by word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

FILLERS = {
    tuple(phrase.split())
    for phrase in (
        "um;uh;uhm;erm;er;ah;oh;eh;mm;mhm;hmm;hm;mmm;uh-huh;well;so;like;right;okay;ok;yeah;"
        "you know;i mean;sort of;kind of;you see;i guess;let's say;basically;actually;anyway;"
        "э;эм;ээ;мм;м;ну;вот;как бы;типа;значит;то есть;в общем;короче;так сказать;скажем;"
        "в принципе;это самое;ага;угу;ovaj;onaj;znači;mislim;pa;eto;u stvari;"
        "hm;mhm;recimo;овај;значи;мислим;па;ето;у ствари;laughs;laughing;laughter;"
        "pause;sighs;sigh;inaudible;смеется;смех;пауза;вздыхает;smeh;smeje se;pauza;смех"
    ).split(";")
}
_LONGEST = max(map(len, FILLERS))

NEGATIONS = set(
    "not no never none nobody nothing nowhere neither nor without hardly barely scarcely cannot"
    " не нет ни никогда никто никого ничего нигде нельзя без нету невозможно"
    " ne nije nisam nisi nismo niste nisu nema nemam nemamo nemaju neću nećemo neće nikad nikada"
    " niko nikog ništa nigde bez нe није нисам ниси нисмо нисте нису нема немам нећу неће никад"
    " никада нико ништа нигде ni ни nemoj".split()
)
_CONTRACTED = re.compile(r"(?:n't|nt)$")
_WITHOUT = re.compile(r"^(?:un|in|im|il|ir|dis|non|не|без|бес|ne|bez)")

NUMBER_WORDS = set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " hundred thousand million half quarter third once twice first second"
    " ноль один одна одно одну два две три четыре пять шесть семь восемь девять десять двадцать"
    " тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто двести триста тысяча"
    " тысяч полтора дважды трижды первый второй"
    " nula jedan jedna jedno dva dve tri četiri pet šest sedam osam devet deset dvadeset trideset"
    " četrdeset pedeset šezdeset sedamdeset osamdeset devedeset sto hiljada hiljadu"
    " један једна једно два две три четири пет шест седам осам девет десет двадесет"
    " тридесет".split()
)


def negations(words: Sequence[str]) -> int:
    """Count the negations among words in small letters.

    >>> negations("i don't know and did not ask".split())
    2
    """
    return sum(word in NEGATIONS or bool(_CONTRACTED.search(word)) for word in words)


def only_fillers(words: Sequence[str], before: Sequence[str], after: Sequence[str]) -> bool:
    """Say whether words that were left out are fillers, or said again right beside.

    >>> only_fillers(["you", "know"], ["it"], ["is"]), only_fillers(["we"], [], ["we", "left"])
    (True, True)
    >>> only_fillers(["never"], [], [])
    False
    """
    at = 0
    while at < len(words):
        size = next((n for n in range(_LONGEST, 0, -1) if tuple(words[at : at + n]) in FILLERS), 0)
        if not size:
            break
        at += size
    rest = list(words[at:])
    if not rest:
        return True
    # What is left is a stammer: the same words, or the beginnings of them, follow or precede.
    return bool(
        rest == list(after[: len(rest)])
        or rest == list(before[len(before) - len(rest) :])
        or (
            len(rest) == 1
            and after
            and len(rest[0]) < len(after[0])
            and after[0].startswith(rest[0])
        )
    ) and not negations(rest)


def risky(source: Sequence[str], draft: Sequence[str]) -> str:
    """Return what puts the meaning at risk where `draft` stands for `source`: forms with case.

    `"a negation"`, `"a number"`, `"a name"`, or `""`.

    >>> risky(["would", "not"], ["would"]), risky(["don't"], ["do", "not"]), risky(["5"], ["6"])
    ('a negation', '', 'a number')
    >>> risky(["safe"], ["unsafe"]), risky(["in", "Moscow"], ["in", "Minsk"])
    ('a negation', 'a name')
    """
    was, now = [w.lower() for w in source], [w.lower() for w in draft]
    if negations(was) != negations(now):
        return "a negation"
    for said in was:
        for printed in now:
            if _opposite(said, printed) or _opposite(printed, said):
                return "a negation"
    if Counter(filter(_numeric, was)) != Counter(filter(_numeric, now)):
        return "a number"
    if Counter(filter(_named, source)) != Counter(filter(_named, draft)):
        return "a name"
    return ""


def _opposite(affirmed: str, denied: str) -> bool:
    stem = _WITHOUT.sub("", denied)
    return stem != denied and len(stem) > 2 and stem == affirmed


def _numeric(word: str) -> bool:
    return word in NUMBER_WORDS or any(c.isdigit() for c in word)


def _named(form: str) -> bool:
    return form[:1].isupper() and form not in ("I", "I'm", "I've", "I'd", "I'll", "Я", "Ja")
