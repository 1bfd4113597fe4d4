# ruff: noqa: RUF001 - letters that look alike are what this is about
"""People's names: cleaned of what cannot be seen, compared as people copy them, ordered by the family's, and told apart; and
codes as people type and read them.

A name is one line of text, as it is wanted on the certificate. These rules stand here once, for pages, lists, the command
line and mail. Names of the order of the Unicode collation (DUCET, as pyuca has it) were tried and rejected: it differs from
the folded letters only in the order of scripts and of accents, and the folded letters are needed for comparing anyway.

A code has no letters and digits that look like others, and they are not corrected: somebody who reads an O where there is
none should look again.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import bidirectional, category, combining, normalize
from unicodedata import name as character_name

MOST_CHARACTERS = 200
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_SHOWS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\ufffe\uffff"
    "\U000e0000-\U000e0fff]"
)
"""What other categories hold of it: letters that only fill a place, and signs that choose the form of another."""
_CHOOSES_A_FORM = re.compile("[\u180b-\u180f\ufe00-\ufe0d\U000e0100-\U000e01ef]")
_JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
_NON_JOINER, _JOINER = "\u200c", "\u200d"
_VIRAMA = 9
"""The combining class of the sign that takes a consonant's vowel away."""
_NEAR = 8
"""How many marks are looked over for the letter below them."""
_JOINED_LETTERS = "AL"
"""The bidirectional class of Arabic and Syriac letters."""
_OF_A_GENERATION = frozenset({"jr", "sr", "ii", "iii", "iv"})


def clean(text: str) -> str:
    """One line of text in composed letters (NFC): ends of lines and runs of spaces are one space.

    What cannot be seen goes without leaving one. Joiners, and signs that choose the form of a letter, stay where the
    script is written with them.
    """
    spaced = (" " if sign.isspace() else sign for sign in text)
    left = _JOINERS.sub(
        r"\1", "".join(each for each in spaced if not _is_unseen(each) or _may_be_needed(each))
    )
    needed = (sign for place, sign in enumerate(left) if not _may_be_needed(sign) or _is_needed(left, place))
    return " ".join(normalize("NFC", "".join(needed)).split())


def folded(text: str) -> str:
    """Letters and digits only, for comparing: no case, accents, spaces or punctuation; ø is o, and ß is ss."""
    apart = normalize("NFKD", normalize("NFKD", text).casefold())
    return "".join(map(_compared_as, apart))


def given_and_family(name: str) -> tuple[str, str]:
    """Parted at the last space; a single word is the family's. "Jr." and a degree behind a comma stay with what is before.

    Right for most, wrong for some ("García Márquez"), because names do not come apart by rule. Nothing is lost: the two
    parts in their order are the whole name again.
    """
    before, comma, degrees = name.partition(",")
    words = before.split(" ")
    parts = 2 if len(words) > 2 and folded(words[-1]) in _OF_A_GENERATION else 1
    return " ".join(words[:-parts]), " ".join(words[-parts:]) + comma + degrees


def by_family(name: str, id: str = "") -> tuple[str, str, str, str]:
    """A key for every list of people: by the family's name, then the given one, without case and accents; then by id."""
    given, family = given_and_family(name)
    return folded(family.partition(",")[0]), folded(given), name, id


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody on a list, and what is known of them beside the name; an unknown e-mail address is ""."""

    id: str
    name: str
    email: str = ""
    profession: str = ""


def namesakes(people: Iterable[Named]) -> dict[str, str]:
    """What to show beside a name that others on the list have too, by id: the first of these that tells them apart.

    The part of the address before the @, the profession, the whole address. For leaders and coordinators only.
    """
    by_name = defaultdict(list)
    for one in people:
        by_name[folded(one.name)].append(one)
    shared = (same for same in by_name.values() if len(same) > 1)
    return {one.id: beside for same in shared for one, beside in zip(same, _told_apart(same), strict=True)}


def _told_apart(same: Sequence[Named]) -> Sequence[str]:
    before_at = [one.email.partition("@")[0] for one in same]
    profession, address = [one.profession for one in same], [one.email for one in same]
    tells = (each for each in (before_at, profession) if all(each) and len(set(each)) == len(same))
    return next(tells, address)


def _is_unseen(sign: str) -> bool:
    return category(sign) in _UNSEEN or _SHOWS_NOTHING.match(sign) is not None


def _may_be_needed(sign: str) -> bool:
    return sign in (_NON_JOINER, _JOINER) or _CHOOSES_A_FORM.match(sign) is not None


def _is_needed(text: str, place: int) -> bool:
    """Whether a joiner, or a sign that chooses a form, does something between its neighbours (RFC 5892, A.1 and A.2)."""
    before, after = text[max(0, place - _NEAR) : place], text[place + 1 : place + 1 + _NEAR]
    if _CHOOSES_A_FORM.match(text[place]):
        return category(before[-1:] or " ") == "Lo"  # scripts without capitals: Han, Mongolian, Myanmar
    if combining(before[-1:] or " ") == _VIRAMA:
        return True
    if text[place] == _JOINER:  # Bengali and Kannada write it before the virama too
        return combining(after[:1] or " ") == _VIRAMA and before[-1:].isalpha()
    return _is_joined(reversed(before)) and _is_joined(after)


def _is_joined(signs: Iterable[str]) -> bool:
    """Whether the first that is no mark is a letter that joins its neighbours."""
    letter = next((sign for sign in signs if not combining(sign)), " ")
    return bidirectional(letter) == _JOINED_LETTERS


def _is_compared(sign: str) -> bool:
    """Letters, digits, and marks that are vowels."""
    return category(sign)[0] in "LNM" and not combining(sign) and not _is_unseen(sign)


_WITH_A_STROKE = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")
_COPIED_AS = {
    "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ŋ": "n", "ə": "e", "ɛ": "e", "ɔ": "o",
    "ي": "ی", "ى": "ی", "ك": "ک",
    "ـ": "",
}  # fmt: skip
"""Letters that come apart by no rule of Unicode's, and those that Arabic and Persian each have a form of."""


@lru_cache(maxsize=4096)  # a hostile list holds every sign there is
def _compared_as(sign: str) -> str:
    """A letter without the stroke or hook that is part of it (ø, ł, đ, ħ); "" for what is not compared."""
    if not _is_compared(sign):
        return ""
    stroked = _WITH_A_STROKE.match(character_name(sign, ""))
    if stroked:
        return stroked[1].lower()
    return _COPIED_AS.get(sign, "" if "\u02b0" <= sign <= "\u02ff" else sign)


# ---- Codes ----------------------------------------------------------------------------------------------------------

ALPHABET = "ACDEFGHJKMNPQRTUVWXYZ234679"
LENGTH = 8
BLOCK = 4
NOT_MEANT = "ZCPM"
"""Categories of signs that are ignored in what is typed or pasted: spaces, invisible signs, punctuation, marks."""
DASHES = "\u2212\u30fc"
"""Minus, and what a Japanese keyboard makes of a hyphen: ignored too, although of other categories."""
UNDERSCORES = "Pc"


def as_stored(typed: str, length: int = LENGTH) -> str | None:
    """The code as it is stored; None for what cannot be a code."""
    code = letters_and_digits(typed)
    return code if len(code) == length and all(sign in ALPHABET for sign in code) else None


def letters_and_digits(typed: str) -> str:
    """What was typed or pasted, in capitals and without signs to be ignored; wide letters and digits become plain ones."""
    return "".join(each for each in normalize("NFKC", typed).upper() if not _is_ignored(each))


def _is_ignored(sign: str) -> bool:
    kind = category(sign)
    return sign in DASHES or (kind[0] in NOT_MEANT and kind != UNDERSCORES)


def in_blocks(code: str) -> str:
    """The code as people read it: "ACDE-2346"."""
    return "-".join(code[start : start + BLOCK] for start in range(0, len(code), BLOCK))
