"""What a cell says, whatever it was wrapped in: the same text looks the same and is the same."""

import re
from unicodedata import combining, normalize

from balint_live.application.lists.safe_cells import read_back
from balint_live.domain import names

_NOTHING = frozenset(
    {"n/a", "n.a.", "n.a", "n/d", "n.d.", "k.a.", "k.a", "s/o", "none", "(none)", "(blank)", "(empty)", "(null)", "(leer)",
     "(vide)", "(vacío)", "(vuoto)", "(vazio)", "<none>", "<null>"}
)  # fmt: skip
"""Not "null", "nil" or "na": there are people of these names."""
NO_RESULT = "#FORMULA!"
"""What stands for a formula whose result was not saved."""
_SHEET_ERROR = re.compile(r"#[¡¿]?[^\W\d_a-z]+(?:/0)?[!?]|#N/[AD]|#NV|#GETTING_DATA|Err:\d{3}")


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


def or_nothing(text: str) -> str:
    """Empty for what people and systems write where there is nothing: "-", ".", "N/A", "(blank)"."""
    nothing = text.lower().replace(" ", "") in _NOTHING or not any(sign.isalnum() for sign in text)
    return "" if nothing else text


def is_damaged(text: str) -> bool:
    """Whether a program could not read some of it, ours or one before us."""
    return "\ufffd" in text


def is_sheet_error(text: str) -> bool:
    """ "#N/A", "#REF!", "#¿NOMBRE?": what a spreadsheet shows, in its own language, where a formula has no result."""
    return _SHEET_ERROR.fullmatch(text) is not None
