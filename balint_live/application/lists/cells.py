"""What a cell says, whatever it was wrapped in: the same text looks the same and is the same."""

from unicodedata import combining, normalize

from balint_live.application.lists.safe_cells import read_back
from balint_live.domain import names


def clean(cell: str) -> str:
    """The text of a cell, one line, also of a cell our own export has made safe."""
    return read_back(names.clean(cell))


def folded(text: str) -> str:
    """For comparing only: without case, accents and punctuation."""
    bare = "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


def same(one: str, other: str) -> bool:
    """Whether two texts say the same but for case, accents and punctuation."""
    return one == other or (folded(one) != "" and folded(one) == folded(other))
