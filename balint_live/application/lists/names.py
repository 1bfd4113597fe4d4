"""A name as it should be printed, from however the list has it.

Only the order is changed, never the letters: who is entered in capitals stays so, and particles stay with the family's name
they are written before ("van der Berg, Anna" is Anna van der Berg). A comma turns the name round only between two parts of
a name; behind it may also stand a degree ("Jane Doe, MD"), or the text may be no name at all.
"""

import re

from balint_live.application.lists.cells import folded

DEGREES = frozenset(
    {
        "md", "m d", "do", "d o", "phd", "ph d", "mbbs", "mbchb", "mb chb", "mph", "msc", "ma", "ba", "bsc", "rn",
        "np", "pa", "pa c", "psyd", "lcsw", "msw", "faafp", "facp", "frcp", "frcgp", "mrcgp", "mrcpsych", "frcpsych",
        "fracgp", "dnp", "jr", "sr", "ii", "iii", "iv", "dr", "dr med", "dipl psych", "mag", "fmh", "med", "prof",
    }
)  # fmt: skip
TITLES = frozenset(
    {"dr", "prof", "med", "mag", "dott", "dottssa", "dra", "univ", "pd", "mr", "mrs", "ms", "frau", "herr"}
)

_OUTER_QUOTES = re.compile(r'"([^"]*)"')
_PART = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’‘·-])*")


def whole_name(text: str) -> str:
    """A name from one column, both parts in it. Empty when it says nothing that could be a name."""
    name = _bare(text)
    return _turned(name) if _is_name(name) else ""


def joined_name(given: str, family: str) -> str:
    """A name from two columns; one of them may be empty."""
    name = " ".join(part for part in (given, family) if part)
    return name if _is_name(name) else ""


def _bare(text: str) -> str:
    """Without the address or the quotation marks a mail program puts around it."""
    before, _, address = text.removesuffix(">").rpartition("<")
    with_address = text.endswith(">") and before and "@" in address and ">" not in address
    name = before.rstrip() if with_address else text
    quoted = _OUTER_QUOTES.fullmatch(name)
    return quoted[1].strip() if quoted else name


def _is_name(text: str) -> bool:
    return any(sign.isalpha() for sign in text) and not ("@" in text and " " not in text)


def _turned(name: str) -> str:
    parts = [part.strip() for part in name.split(",")]
    people = [part for part in parts if folded(part) not in DEGREES]
    if len(people) != 2 or not all(_PART.fullmatch(part) for part in people):
        return name
    titles, family = _titles_apart(people[0])
    degrees = [part for part in parts if folded(part) in DEGREES]
    return ", ".join([" ".join([*titles, people[1], family]), *degrees])


def _titles_apart(family: str) -> tuple[list[str], str]:
    """ "Dr. Müller" is a title and a name: the title goes before the given name."""
    words = family.split(" ")
    count = next((index for index, word in enumerate(words) if folded(word) not in TITLES), 0)
    return words[:count], " ".join(words[count:])
