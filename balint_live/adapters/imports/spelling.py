"""How likely a word is as a part of somebody's name, which tells one code page from another; and the code pages there are.

Two things decide. How names are written: one script a word, a capital at its beginning and none behind a small letter, no
signs between letters. And which letters follow each other in a language; that is counted in the names of countries,
languages and months of the CLDR, which Babel brings along, and in some usual names. Chinese, Japanese and Korean have too
many letters for that; there the common family names decide.

charset-normalizer was tried for this: it weighs whole texts, and is wrong about most lists of three people.

The code pages are all that Excel writes in some country under "CSV", "CSV (Macintosh)" and "CSV (MS-DOS)", and what older
mail and Unix programs write in the same countries.

All scores are natural logarithms.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import log
from typing import Any
from unicodedata import category, name, normalize

from babel import Locale

_KNOWN: dict[str, Any] = json.loads(
    (files("balint_live") / "catalogue" / "spelling.json").read_text(encoding="utf-8")
)
USUAL_NAMES: dict[str, str] = _KNOWN["usual_names"]
"""By the language as CLDR calls it: how names are spelled, where the names of countries do not tell."""
FAMILY_NAMES: dict[str, str] = _KNOWN["family_names"]
"""The family names of nine in ten people in East Asia, or the first letter of them."""
GIVEN_NAMES: dict[str, str] = _KNOWN["given_names"]
"""The letters that most often follow in given names."""

WESTERN = ("de", "fr", "es", "pt", "da", "nb", "sv", "fi", "it", "nl", "en", "ca", "is", "ga", "et")
CENTRAL = ("cs", "sk", "pl", "hu", "ro", "hr", "sl", "sq")
BALTIC = ("lt", "lv", "et")
LATIN = tuple(dict.fromkeys((*WESTERN, *CENTRAL, *BALTIC, "tr", "az", "vi")))
CYRILLIC = ("ru", "uk", "bg", "be", "mk", "sr")
ARMENIAN = "hy"


@dataclass(frozen=True, slots=True)
class CodePage:
    """`languages` are those it was made for, as CLDR calls them; `rarity` is a natural logarithm, 0 for the commonest."""

    codec: str
    label: str
    languages: tuple[str, ...]
    rarity: float


_TOGETHER = {"western": WESTERN, "central": CENTRAL, "baltic": BALTIC, "cyrillic": CYRILLIC}
CODE_PAGES = tuple(
    CodePage(codec, label, _TOGETHER.get(languages) or tuple(languages.split()), rarity)
    for codec, label, languages, rarity in _KNOWN["code_pages"]
)

FAULT = -20.0
"""For a letter where no name has one: rules a reading out, unless every reading has as many."""
SIGN_AT_THE_EDGE = -12.0
SIGN_IN_A_PAIR = -3.0
LONE_SIGN = -3.0
LONE_QUOTE = -14.0
APOSTROPHE = -4.0
ODD_JOIN = -12.0
ODD_SIGN = -8.0
NO_VOWEL = -8.0
VOWELS = "aeiouyæøœıə"
SMALL_BEGINNING = -3.5
ALL_CAPITALS = -4.0
RARE_LETTER = 1e-5
FOREIGN = -4.0
"""For a language the code page was not made for."""
SMALL_LANGUAGE: dict[str, float] = _KNOWN["small_languages"]

EDGES = "“”„«»‹›‚‘’…–—•·"
PAIRS = ("“”", "„“", "«»", "‹›", "‘’", "‚‘")
JOINS = "’‘ʼ´–"
"""Between two letters of a word."""

_SCRIPTS = {
    "CJK": "HAN", "HIRAGANA": "KANA", "KATAKANA": "KANA", "KATAKANA-HIRAGANA": "KANA",
    "FEMININE": "LATIN", "MASCULINE": "LATIN", "IDEOGRAPHIC": "HAN",
}  # fmt: skip
USUAL = 10
"""So often each of the usual names is counted."""

_EAST_ASIAN = {
    "zh": ("gb2312", "HAN"),
    "zh_Hant": ("big5", "HAN"),
    "ja": ("shift_jis", "HAN KANA HALFWIDTH"),
    "ko": ("euc_kr", "HANGUL"),
}


def likelihood(word: str, languages: Sequence[str], spoken: Sequence[str]) -> float:
    """The score of `word` in its likeliest language of `languages`; those not in `spoken` count as foreign and cost more."""
    letters = _letters_of(normalize("NFC", word).replace("İ", "i"))
    if not letters:
        return _lone(word)
    cost = _faults(word) * FAULT + _signs(word) + _case(letters)
    if len(_scripts(letters)) > 1:
        return cost + 2 * FAULT - 3 * len(letters)
    return cost + max(_in_language(letters, each, each in spoken) for each in languages)


def looks_wrong(word: str) -> bool:
    """Whether no name is written so in any language. What has no letters is no name."""
    letters = _letters_of(word)
    return letters != "" and (_faults(word) > 0 or len(_scripts(letters)) > 1)


def _letters_of(word: str) -> str:
    return "".join(sign for sign in word if category(sign)[0] in "LM")


def _lone(signs: str) -> float:
    """The score of signs that stand alone: a dash or a pound is likely, a quotation mark seldom, a drawn frame never."""
    if signs.strip("–—•·…\xa0") == "":
        return LONE_SIGN
    if signs.strip(EDGES) == "":
        return LONE_QUOTE * len(signs)
    return sum(FAULT if _is_of_no_text(sign) else ODD_SIGN for sign in signs)


def _is_of_no_text(sign: str) -> bool:
    return category(sign) in ("Cc", "Co", "Cn") or "BOX DRAWINGS" in name(sign, "")


def _in_language(letters: str, language: str, spoken: bool) -> float:
    likely = _east_asian(letters, language) if language in _EAST_ASIAN else _alphabetic(letters, language)
    return likely + SMALL_LANGUAGE.get(language, 0.0) + (0.0 if spoken else FOREIGN)


def _alphabetic(letters: str, language: str) -> float:
    followers, beginnings, letter_shares = _statistics(language)
    likely = 0.0
    for one, other in pairwise(f" {letters.lower()} "):
        share = letter_shares.get(other, 0.0) + RARE_LETTER
        kinds, total = beginnings.get(one, (1, 0))
        likely += log((followers[one, other] + kinds * share) / (total + kinds))
    return likely + (0.0 if _can_be_spoken(letters) else NO_VOWEL)


def _can_be_spoken(letters: str) -> bool:
    """A vowel, or as in Vlk and Krč an l or r behind another letter; asked of Latin letters only."""
    bare = normalize("NFD", letters.lower())
    return (
        len(letters) < 3
        or bare[0] > "\u024f"
        or any(sign in VOWELS for sign in bare)
        or "r" in bare[1:-1]
        or "l" in bare[1:-1]
    )


@cache
def _statistics(
    language: str,
) -> tuple[Counter[tuple[str, str]], dict[str, tuple[int, int]], dict[str, float]]:
    """Pairs of letters; how many kinds of letter, and how many letters, follow each; each letter's share."""
    pairs: Counter[tuple[str, str]] = Counter()
    for word in _words_of(language):
        pairs.update(pairwise(f" {word} "))
    for word in USUAL_NAMES.get(language, "").split() * USUAL:
        pairs.update(pairwise(f" {word} "))
    total = sum(pairs.values())
    followed: Counter[str] = Counter()
    shares: Counter[str] = Counter()
    for (one, other), count in pairs.items():
        followed[one] += count
        shares[other] += count
    kinds = Counter(one for one, _ in pairs)
    return (
        pairs,
        {one: (kinds[one], followed[one]) for one in kinds},
        {one: count / total for one, count in shares.items()},
    )


def _words_of(language: str) -> Iterator[str]:
    locale = Locale.parse(language)
    texts = [*locale.territories.values(), *locale.languages.values(), *locale.currencies.values()]
    texts += [*locale.scripts.values(), *locale.months["format"]["wide"].values()]
    text = normalize("NFC", " ".join(texts)).replace("İ", "i").lower()
    if language == "ro":  # as code pages have it
        text = text.replace("ș", "ş").replace("ț", "ţ")
    yield from "".join(sign if category(sign)[0] in "LM" else " " for sign in text).split()


def _east_asian(letters: str, language: str) -> float:
    codec, scripts = _EAST_ASIAN[language]
    if not all(script in scripts for script in _scripts(letters)):
        return FAULT - 3 * len(letters)
    likely = sum(_of_letter(letter, place == 0, language, codec) for place, letter in enumerate(letters))
    usual = 8 if language == "ja" else 4
    return likely - 4 * max(0, len(letters) - usual) - (3 if len(letters) == 1 else 0)


def _of_letter(letter: str, first: bool, language: str, codec: str) -> float:
    if _script(letter) == "KANA":
        return -4.5
    if _script(letter) == "HALFWIDTH":
        return -6.0
    if letter in (FAMILY_NAMES if first else GIVEN_NAMES)[language]:
        return -4.8
    return (-13.0 if first and language != "ja" else -9.0) if _is_common(letter, codec) else -15.0


def _is_common(letter: str, codec: str) -> bool:
    """Whether a letter is of the first level of its standard, or one of the 2,350 syllables in use."""
    try:
        code = letter.encode(codec)
    except UnicodeEncodeError:
        return False
    ends = {"gb2312": 0xD7, "big5": 0xC6, "shift_jis": 0x98, "euc_kr": 0xC8}
    return len(code) == 2 and code[0] <= ends[codec]


def _faults(word: str) -> int:
    """Letters where no name has one, and signs inside a word."""
    core = word.strip(EDGES + ",.:")
    around = zip(" " + core, core, core[1:] + " ", strict=False)
    return sum(_is_fault(*three) for three in around)


def _is_fault(before: str, sign: str, after: str) -> bool:
    kind = category(sign)
    if kind[0] == "L":
        return _is_wrong_case(before, sign, after)
    if kind[0] == "M":
        return before == " "
    if sign == "·":
        return (before + after).lower() != "ll"
    if sign == "\xa0":
        return after.islower()
    if sign == "°":
        return before not in "nN "
    return not (sign.isascii() or (sign in JOINS and before.isalpha() and after.isalpha()))


def _is_wrong_case(before: str, letter: str, after: str) -> bool:
    """Capitals and small letters as no name has them; among plain letters (McAdam, eMail) anything goes."""
    if letter.isascii() and before.isascii():
        return False
    if letter.isupper():
        return before.islower() or (before.isupper() and after.islower())
    return letter.islower() and letter != "ß" and after.isupper()


def _signs(word: str) -> float:
    """What signs at the edges of a word and between its letters cost."""
    core = word.strip(EDGES)
    edge = len(word) - len(core)
    paired = edge == 2 and word[0] + word[-1] in PAIRS
    joins = sum(APOSTROPHE if sign == "’" else ODD_JOIN for sign in core[1:-1] if sign in JOINS)
    spaces = SIGN_AT_THE_EDGE * (core.startswith("\xa0") + core.endswith("\xa0"))
    return edge * (SIGN_IN_A_PAIR if paired else SIGN_AT_THE_EDGE) + joins + spaces


def _case(word: str) -> float:
    """The cost of a small first letter, or of all capitals."""
    if word[0].islower() and not word[0].isascii():
        return SMALL_BEGINNING
    return ALL_CAPITALS if word.isupper() and len(word) > 1 else 0.0


def _scripts(letters: str) -> frozenset[str]:
    found = {script for letter in letters if category(letter)[0] == "L" and (script := _script(letter))}
    return frozenset({"KANA"} if found == {"HAN", "KANA"} else found)


@cache
def _script(letter: str) -> str:
    """The script of a letter; "" for letters that any script may have."""
    kind = name(letter, "?").split()[0]
    return "" if kind == "MODIFIER" else _SCRIPTS.get(kind, kind)
