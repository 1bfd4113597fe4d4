"""What a cell says, whatever it was wrapped in: the same text looks the same and is the same.

Characters nobody sees go: controls, marks of direction (which can make one name read as another), soft hyphens, private
use, halves of a pair. Line breaks and the many kinds of space become one space. NFC composes what some systems export in
pieces.
"""

from unicodedata import category, combining, normalize

from balint_live.application.lists.safe_cells import read_back

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})


def clean(cell: str) -> str:
    """The text of a cell, one line, also of a cell our own export has made safe."""
    return read_back(_one_line(cell))


def folded(text: str) -> str:
    """For comparing only: without case, accents and punctuation."""
    bare = "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


def same(one: str, other: str) -> bool:
    """Whether two texts say the same but for case, accents and punctuation."""
    return one == other or (folded(one) != "" and folded(one) == folded(other))


def _one_line(text: str) -> str:
    spaced = "".join(" " if sign.isspace() else sign for sign in text)
    seen = "".join(sign for sign in spaced if category(sign) not in _UNSEEN)
    return " ".join(normalize("NFC", seen).split())
