"""What somebody types in the search box, as words to look up. Pure: no question to the database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST, SHORTEST, MOST_WORDS, LONGEST_WORD = 200, 2, 12, 40
_WORD = re.compile(r"[^\W_]+", re.UNICODE)

#: Words that people use for what answers call otherwise. Only for finding: what is shown keeps its own words.
SAME: tuple[tuple[str, ...], ...] = (
    ("statushouder", "vergunninghouder", "vluchteling", "asielzoeker", "nieuwkomer", "bewoner"),
    ("buddy", "maatje"),
    ("contract", "overeenkomst", "samenwerkingsovereenkomst"),
    ("subsidie", "vergoeding", "bekostiging", "geld"),
    ("buurt", "buren", "omwonenden", "wijk", "straat"),
    ("brand", "brandveilig", "brandveiligheid", "brandweer"),
    ("rookmelder", "brandmelder"),
    ("verzekering", "verzekeraar", "verzekerd", "verzekeren"),
    ("azc", "asielzoekerscentrum", "opvang", "coa"),
    ("burgerservicenummer", "bsn"),
    ("paspoort", "identiteitsbewijs"),
    ("meubels", "inrichting", "inrichten", "huisraad", "spullen"),
    ("huisarts", "dokter"),
    ("vertrek", "verhuizen", "vertrekken", "weggaan"),
    ("klacht", "ruzie", "overlast"),
    ("foto", "filmen", "krant", "pers", "persbericht", "journalist"),
    ("pand", "gebouw", "huis", "woning"),
    ("wc", "toilet"),
    ("college", "b&w", "wethouder", "burgemeester"),
    ("vog", "gedragsverklaring"),
    ("huurtoeslag", "toeslag"),
    ("uitkering", "bijstand"),
    ("tekenen", "ondertekenen", "handtekening"),
    ("kiezen", "uitkiezen", "uitzoeken"),
    ("vinden", "zoeken", "werven"),
    ("begin", "beginnen", "starten", "start"),
    ("eisen", "geschikt", "geschiktheid", "voorwaarden"),
    ("meedoen", "meedoet", "aangesloten", "aansluiten"),
    ("nooduitgang", "vluchtweg"),
    ("energie", "gas", "stroom", "elektriciteit", "licht"),
)
#: In nearly every question, so they tell nothing; looked for only when nothing else was typed.
FILLERS = frozenset(
    [
        "aan",
        "al",
        "als",
        "bij",
        "dan",
        "dat",
        "de",
        "deze",
        "die",
        "dit",
        "doe",
        "doen",
        "doet",
        "een",
        "eens",
        "eigenlijk",
        "elk",
        "en",
        "er",
        "gaan",
        "gaat",
        "genoeg",
        "haar",
        "heb",
        "hebben",
        "heeft",
        "het",
        "hier",
        "hoe",
        "hoelang",
        "hoeveel",
        "hun",
        "iemand",
        "ik",
        "in",
        "is",
        "je",
        "jij",
        "jou",
        "jullie",
        "kan",
        "komen",
        "komt",
        "krijg",
        "krijgen",
        "krijgt",
        "kun",
        "kunnen",
        "maar",
        "me",
        "mee",
        "meer",
        "men",
        "met",
        "mij",
        "mijn",
        "moest",
        "moet",
        "moeten",
        "mogen",
        "mag",
        "na",
        "naar",
        "niet",
        "niets",
        "nog",
        "nou",
        "nu",
        "of",
        "om",
        "ons",
        "onze",
        "ook",
        "op",
        "over",
        "staat",
        "te",
        "tot",
        "uit",
        "uw",
        "van",
        "voor",
        "waar",
        "waarom",
        "wanneer",
        "wat",
        "we",
        "wel",
        "welk",
        "welke",
        "werd",
        "wie",
        "wij",
        "wil",
        "willen",
        "word",
        "worden",
        "wordt",
        "zal",
        "ze",
        "zelf",
        "zich",
        "zij",
        "zijn",
        "zit",
        "zo",
        "zou",
        "zouden",
    ]
)
_SAME = {word: [other for other in group if other != word] for group in SAME for word in group}


def words_of(text: str) -> list[str]:
    """Letters and digits only, small, each once: operators, marks and control characters of whatever syntax are gone."""
    found = (word[:LONGEST_WORD].casefold() for word in _WORD.findall(unicodedata.normalize("NFC", text)))
    return list(dict.fromkeys(word for word in found if len(word) >= SHORTEST or word.isdigit()))[:MOST_WORDS]


def telling_words(text: str) -> list[str]:
    """Without fillers, unless there is nothing else."""
    words = words_of(text)
    return [word for word in words if word not in FILLERS] or words


def same_as(word: str) -> list[str]:
    """Words of the same meaning, also for a plural (maatjes, contracten)."""
    for form in (word, word.removesuffix("s"), word.removesuffix("en"), word.removesuffix("n")):
        if form in _SAME:
            return [form, *_SAME[form]] if form != word else _SAME[form]
    return []


def spellings(stem: str) -> list[str]:
    """Stems that the Dutch stemmer makes of other forms of the same word: begin and beginn(en), huis and huiz(en), brief and briev(en)."""
    if len(stem) < 4:
        return []
    last, rest = stem[-1], stem[:-1]
    found = [rest] if stem[-2] == last else [stem + last] if last in "bdfgklmnprst" else []
    return [*found, *(rest + other for one, other in (("s", "z"), ("z", "s"), ("f", "v"), ("v", "f")) if last == one)]


def distance(one: str, other: str, *, most: int = 3) -> int:
    """Letters to add, leave out, change or swap with the next (optimal string alignment); `most` + 1 for anything further."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, second in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != second))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == second:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1] if row[-1] <= most else most + 1


def nearest(word: str, candidates: Iterable[tuple[str, int]]) -> list[str]:
    """Which known stems somebody may have meant: one slip in a short word, two in a longer one, three in a very long one; the nearest
    ones only."""
    most = 1 if len(word) <= 5 else 2 if len(word) <= 11 else 3
    found = [(distance(word, other, most=most), -entries, other) for other, entries in candidates]
    near = sorted(one for one in found if one[0] <= most)
    return [other for far, _entries, other in near if far == near[0][0]][:3]
