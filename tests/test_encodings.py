"""Old encodings are told apart by their letters, in languages of whose texts none was fitted on."""

from __future__ import annotations

import random

import pytest
from transcript_files import has_note

from coding.files.encodings import garbled, guessed
from coding.transcripts import read_bytes

SENTENCES = (
    (
        "cp1251 koi8_r mac_cyrillic cp866 iso8859_5",
        "Мы собрали вещи за два дня и уехали, потому что работы уже "
        "не было. Здесь спокойно даже ночью.",
    ),
    (
        "cp1251 koi8_u",
        "Ми зібрали речі за два дні й поїхали, бо роботи вже не було."
        " Тут спокійно навіть уночі, і діти щасливі.",
    ),
    (
        "cp1251 iso8859_5",
        "Събрахме нещата за два дни и заминахме, защото вече нямаше "
        "работа. Тук е спокойно дори през нощта.",
    ),
    (
        "cp1251 iso8859_5",
        "Спаковали смо ствари за два дана и отишли, јер посла више "
        "није било. Овде је мирно чак и ноћу, људи су добри.",
    ),
    (
        "cp1251",
        "Ги спакувавме работите за два дена и заминавме, затоа што "
        "веќе немаше работа. Овде е мирно дури и ноќе.",
    ),
    (
        "cp1253 iso8859_7",
        "Μαζέψαμε τα πράγματα σε δύο μέρες και φύγαμε, γιατί δεν "
        "υπήρχε πια δουλειά. Εδώ είναι ήσυχα ακόμα και τη νύχτα.",
    ),
    (
        "cp1254",
        "Eşyalarımızı iki günde topladık ve gittik, çünkü artık iş "
        "yoktu. Burası gece bile sakin, çocuklar da mutlu.",
    ),
    (
        "cp1255",
        "ארזנו את הדברים ביומיים ונסענו, כי כבר לא הייתה עבודה. כאן שקט אפילו בלילה והילדים שמחים.",
    ),
    (
        "cp1256 iso8859_6",
        "جمعنا أغراضنا في يومين وغادرنا لأنه لم يعد هناك عمل. المكان "
        "هنا هادئ حتى في الليل والأطفال سعداء.",
    ),
    (
        "cp1256",
        "وسايل خود را در دو روز جمع کرديم و رفتيم چون ديگر کار نبود. "
        "اينجا حتي شب هم آرام است و بچه ها خوشحالند.",
    ),
    (
        "cp1250 iso8859_2",
        "Spakowaliśmy rzeczy w dwa dni i wyjechaliśmy, bo pracy już "
        "nie było. Tutaj jest spokojnie nawet w nocy, dzieci są "
        "szczęśliwe.",
    ),
    (
        "cp1250 iso8859_2",
        "Sbalili jsme věci za dva dny a odjeli, protože práce už "
        "nebyla. Tady je klid i v noci a děti jsou šťastné.",
    ),
    (
        "cp1250 iso8859_2",
        "Zbalili sme veci za dva dni a odišli, lebo práca už nebola. "
        "Tu je pokoj aj v noci a deti sú šťastné.",
    ),
    (
        "cp1250 iso8859_2",
        "Két nap alatt összepakoltunk és elmentünk, mert már nem volt"
        " munka. Itt éjszaka is nyugalom van, a gyerekek is örülnek.",
    ),
    (
        "cp1250",
        "Ne-am strâns lucrurile în două zile şi am plecat, fiindcă nu"
        " mai era de lucru. Aici e linişte şi noaptea, copiii sunt "
        "fericiţi.",
    ),
    (
        "cp1250",
        "V dveh dneh smo spakirali in odšli, ker dela ni bilo več. "
        "Tukaj je mirno celo ponoči in otroci so srečni, življenje je"
        " boljše.",
    ),
    (
        "cp1250 iso8859_2",
        "Spakirali smo stvari za dva dana i otišli, jer posla više "
        "nije bilo. Ovdje je mirno čak i noću, a djeca su sretna i "
        "već idu u školu.",
    ),
    (
        "cp1257",
        "Per dvi dienas susikrovėme daiktus ir išvažiavome, nes darbo"
        " jau nebuvo. Čia ramu net naktį, vaikai laimingi.",
    ),
    (
        "cp1257",
        "Divās dienās sakravājām mantas un aizbraucām, jo darba vairs"
        " nebija. Šeit ir mierīgi pat naktī, bērni ir laimīgi.",
    ),
    (
        "cp1257",
        "Pakkisime asjad kahe päevaga ja lahkusime, sest tööd enam ei"
        " olnud. Siin on öösel ka rahulik, lapsed on õnnelikud.",
    ),
    (
        "cp1252 mac_roman cp850",
        "Nous avons rangé nos affaires en deux jours et sommes "
        "partis, car il n'y avait plus de travail là-bas. C'est très "
        "calme ici, même l'été.",
    ),
    (
        "cp1252 mac_roman cp850",
        "Wir haben in zwei Tagen gepackt und sind gegangen, weil es "
        "keine Arbeit mehr für uns gab. Hier ist es ruhig, die Kinder"
        " sind glücklich und schön müde.",
    ),
    (
        "cp1252",
        "Recogimos las cosas en dos días y nos fuimos, porque ya no "
        "había trabajo. Aquí está tranquilo también de noche, los "
        "niños están felices.",
    ),
    (
        "cp1252",
        "Arrumámos as coisas em dois dias e partimos, porque já não "
        "havia trabalho. Aqui é calmo até à noite, as crianças estão "
        "felizes, não são más.",
    ),
    (
        "cp1252",
        "Abbiamo fatto le valigie in due giorni e siamo partiti, "
        "perché non c'era più lavoro. Qui è tranquillo, la città è "
        "bella, già.",
    ),
    (
        "cp1252",
        "Vi packade våra saker på två dagar och åkte, eftersom det "
        "inte fanns något jobb längre. Här är det lugnt även på "
        "natten.",
    ),
    (
        "cp1252",
        "Vi pakket tingene våre på to dager og dro, fordi det ikke "
        "fantes mer å gjøre. Her er det rolig også på kvelden, vi går"
        " på søndager.",
    ),
    (
        "cp1252",
        "Pakkasimme tavarat kahdessa päivässä ja lähdimme, koska "
        "työtä ei enää ollut. Täällä on rauhallista yölläkin.",
    ),
    (
        "cp1252",
        "Við pökkuðum niður á tveimur dögum og fórum, því það var "
        "enga vinnu lengur að fá. Hér er rólegt líka á nóttunni.",
    ),
    (
        "cp932 euc_jp",
        "二日で荷物をまとめて出発しました。もう仕事がなかったからです。ここは夜も静かで、子供たちも喜んでいます。",
    ),
    (
        "gb18030",
        "我们用了两天时间收拾行李就离开了，因为那里已经没有工作。这里晚上也很安静，孩子们很高兴。",
    ),
    (
        "cp949",
        "우리는 이틀 만에 짐을 싸서 떠났어요. 더 이상 일이 없었거든요. "
        "여기는 밤에도 조용하고 아이들도 행복해요.",
    ),
    (
        "cp874",
        "เราเก็บของสองวันแล้วก็ออกเดินทาง เพราะไม่มีงานทำแล้ว ที่นี่เงียบสงบแม้ตอนกลางคืน",
    ),
)
"""Encodings that people use for a language, and a sentence that somebody made up in it."""

IN_CODECS = [
    (sentence, codec)
    for codecs, sentence in SENTENCES
    for codec in codecs.split()
    if not sentence.isascii()
]


def read(sentence: str, codec: str) -> tuple[bool, bool]:
    """Say whether a sentence is read rightly, and whether a person is asked."""
    guess = guessed(sentence.encode(codec))
    right = sentence.encode(codec).decode(guess.codec, "replace") == sentence
    return right, bool(guess.others or guess.short or not guess.fits)


@pytest.mark.parametrize("length", [20, 40, 60, 200])
def test_no_letter_is_wrong_in_silence(length: int) -> None:
    """Of sentences cut short, most are read rightly, and of all others a person is asked."""
    cut = [(sentence[:length], codec) for sentence, codec in IN_CODECS]
    answers = {(s, codec): read(s, codec) for s, codec in cut if not s.isascii()}
    assert [key for key, (right, asked) in answers.items() if not right and not asked] == []
    assert sum(right for right, _ in answers.values()) >= 0.75 * len(answers)


def test_whole_sentences_are_read_rightly_but_for_one_in_old_mac_letters() -> None:
    wrong = [(codec, sentence[:9]) for sentence, codec in IN_CODECS if not read(sentence, codec)[0]]
    assert [codec for codec, _ in wrong] in ([], ["mac_cyrillic"])


def test_what_is_in_no_encoding_is_said_to_be_in_none() -> None:
    dice = random.Random(15)
    for _ in range(20):
        data = bytes(dice.choice(range(0xA1, 0x100)) for _ in range(300))
        assert not guessed(data).fits
    t = read_bytes(b"Anna: " + data, "P1.txt")
    assert has_note(t, "Please check:", "No encoding fits", "save it as UTF-8")


def test_quotation_marks_alone_do_not_ask_for_a_language() -> None:
    guess = guessed("Anna: It was “fine” – really.".encode("cp1252"))
    assert (guess.codec, guess.others, guess.fits, guess.short) == ("cp1252", (), True, False)


def test_lines_in_another_encoding_are_read_and_named() -> None:
    lines = [
        "Анна: Мы уехали рано утром.",
        "И: Почему?",
        "Анна: Работы не было нигде.",
        "И: А потом?",
    ]
    data = b"\n".join(line.encode("cp1251" if i == 2 else "utf-8") for i, line in enumerate(lines))
    t = read_bytes(data, "P1.txt")
    assert t.text == "\n".join(lines)
    assert has_note(t, "Please check:", "line 3 is not in UTF-8", "Windows-1251")


@pytest.mark.parametrize("codec", ["cp1252", "cp1251"])
def test_letters_garbled_before_are_named_by_their_line(codec: str) -> None:
    word = "schön" if codec == "cp1252" else "дом"
    content = f"Anna: Ja.\nBob: Und {word.encode().decode(codec)}?\nAnna: Schön, дом.\n"
    t = read_bytes(content.encode(), "P1.txt")
    assert has_note(t, "Please check:", "letters of line 2 were garbled")
    assert garbled("SÃO PAULO, Ångström, Âge, Ёж, Сёла, РСФСР") == ()
