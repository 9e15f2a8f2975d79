"""Judge a label by its own words: a name, one who asks, one who answers, or none of them.

English, Russian and Serbian; case, numbers and brackets do not matter.
"""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ASKS = _set(
    """
    interviewer interviewers int iv interviewerin moderator moderators moderatorin facilitator
    researcher questioner
    интервьюер интервьюерка интервьюэр интервьюёр инт ведущий ведущая модератор модераторка мод
    исследователь исследовательница
    intervjuer intervjuerka istraživač istraživačica istrazivac anketar anketarka moderatorka
    voditelj voditeljka
    интервјуер интервјуерка истраживач истраживачица анкетар анкетарка водитељ водитељка
    """
)
_ANSWERS = _set(
    """
    interviewee respondent resp participant informant ie
    респондент респондентка респ участник участница информант информантка интервьюируемый
    интервьюируемая опрашиваемый опрашиваемая собеседник собеседница
    ispitanik ispitanica sagovornik sagovornica učesnik učesnica ucesnik informantkinja
    испитаник испитаница саговорник саговорница учесник учесница
    """
)
_NEUTRAL = _set("speaker unknown спикер говорящий govornik govornica говорник")
# Also ordinary words: they must recur, or their other side must occur, to be believed.
_ASKS_ORDINARY = _set("question q вопрос вопр pitanje питање i и в")
_ANSWERS_ORDINARY = _set("answer a answers r p ответ отв odgovor одговор р о у с")
_NEUTRAL_ORDINARY = _set("man woman male female m f мужчина женщина muškarac žena ж м")

# What may stand beside such a word in lower case: "the interviewer", "second participant".
_BESIDE = _set(
    """
    the first second third fourth female male older younger old young man woman
    первый первая второй вторая третий третья мужчина женщина prvi prva drugi druga
    """
)

# Words that head a form above an interview, and words that begin sentences; no names.
_FORM = _set(
    """
    date place location duration length language recorded recording transcribed transcriber
    transcript transcription interview project topic title translation translator file gender sex
    age occupation attendees present time version subject
    дата место язык продолжительность длительность запись расшифровка интервью проект тема пол
    возраст перевод время
    datum mesto jezik trajanje snimak transkript intervju projekat tema pol starost prevod vreme
    датум језик трајање снимак транскрипт интервју пројекат старост превод време
    """
)
_NEVER = _FORM | _set(
    """
    note notes example examples yes no ok okay well so however therefore first second third firstly
    secondly finally also still then thus remember look listen imagine ps attention warning summary
    conclusion url http https www mailto
    да нет ну так вот но например итак потом затем далее поэтому значит хорошо ладно слушай
    смотри короче примечание внимание вывод итог
    ne pa dakle ali zato primer napomena prvo drugo treće zaključak
    не па дакле али зато пример напомена прво друго закључак
    """
)
_STARTERS = _NEVER | _set(
    """
    i he she it we you they one the a an this that these those there here my his her its our your
    their and but or because if when where what who why how in on at for from to of with about as
    by all some many most any each every another other such only just like even not never always
    after before since while until although to let let's it's that's i'm i've is are was were do
    does did can could would should may might
    я он она оно мы вы ты они это этот эта эти то тот та те и а но или что как где когда кто
    почему зачем если чтобы потому в во на за из от до по о об с со у к для при мой моя мои наш
    наша его её ее их все всё весь каждый один одна одно есть было был была были там тут здесь
    ja on ona ono mi vi ti oni one ovo to ta taj i a ali ili da što kako gde gdje kada kad ko
    zašto ako jer u na za iz od do po o s sa k moj moja naš njegov njen svi sve jedan jedna jedno
    je bio bila tu tamo ovde
    ја он она ми ви они ово и али или да што како где када ко зашто ако јер у на за моја наш све
    """
)
_PARTICLES = _set("von van de da di del della der den la le al el bin ibn ter y e of")

_WORD = re.compile(r"[^\W\d_]+")


def _words(label: str) -> list[str]:
    words = _WORD.findall(label.casefold())
    return words if len(words) == 1 else [word for word in words if len(word) > 2]


def asks(label: str) -> bool:
    """Tell whether a label is one of those that interviewers get.

    >>> [asks(label) for label in ("INT 1", "И.", "Milica (interviewer)", "Anna", "I. Ivanov")]
    [True, True, True, False, False]
    """
    words = _words(label)
    return not _ASKS.isdisjoint(words) or (len(words) == 1 and words[0] in _ASKS_ORDINARY)


def answers(label: str) -> bool:
    """Tell whether a label is one of those that people interviewed get.

    >>> [answers(label) for label in ("P1", "Респондент 2", "О", "Anna")]
    [True, True, True, False]
    """
    words = _words(label)
    if asks(label):
        return False
    return not _ANSWERS.isdisjoint(words) or (len(words) == 1 and words[0] in _ANSWERS_ORDINARY)


def is_speaker(label: str) -> bool:
    """Tell whether a label can hardly be anything but a speaker's, even if it stands only once.

    >>> [is_speaker(label) for label in ("Interviewer", "P1", "Q", "The interviewer asked")]
    [True, True, False, False]
    """
    words = [word for word in _WORD.findall(label.partition("(")[0]) or [""] if len(word) > 1]
    others = [w for w in words if w.casefold() not in _ASKS | _ANSWERS | _NEUTRAL]
    if len(others) < len(words):
        return all(not w.islower() or w in _BESIDE for w in others)
    if not _ASKS.isdisjoint(_words(label.partition("(")[2])):
        return True
    numbered = bool(re.fullmatch(r"[^\W\d_]{1,2}[ .#№]*\d+", label.strip()))
    return numbered and is_ordinary(label)


def is_ordinary(label: str) -> bool:
    """Tell whether a label of a speaker is an ordinary word or a letter as well.

    >>> is_ordinary("Answer"), is_ordinary("Q"), is_ordinary("Anna")
    (True, True, False)
    """
    words = _WORD.findall(label.casefold())
    return len(words) == 1 and any(
        words[0] in group for group in (_ASKS_ORDINARY, _ANSWERS_ORDINARY, _NEUTRAL_ORDINARY)
    )


def looks_like_name(name: str) -> bool:
    """Tell whether a label is written as names are: no sentence's first word, all capitals.

    >>> [looks_like_name(n) for n in ("Anna", "Ludwig van B.", "One thing is clear", "Note")]
    [True, True, False, False]
    """
    return is_plausible(name) and is_capitalised(name)


def is_capitalised(name: str) -> bool:
    """Tell whether no word of a label is in lower case, but for "von" and the like."""
    words = name.partition("(")[0].split()
    return all(not word.islower() or word in _PARTICLES for word in words)


def is_plausible(name: str) -> bool:
    """Tell whether a label could be a name, because it does not begin as sentences or forms do."""
    if is_speaker(name):
        return True
    words = [word.strip(".,()") for word in name.casefold().split()]
    if "," in name and not (name.count(",") == 1 and len(words) <= 4):
        return False
    if len(words) == 1:
        return words[0].rstrip("0123456789#№-") not in _NEVER
    return words[0] not in _STARTERS


def heads_form(label: str) -> bool:
    """Tell whether a label stands in the form above an interview.

    >>> heads_form("Date of interview"), heads_form("Anna")
    (True, False)
    """
    return label.casefold().split()[0].rstrip("0123456789") in _FORM
