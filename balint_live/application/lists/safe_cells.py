"""Text that no spreadsheet runs.

A cell that begins with a sign of a formula may be executed when the export is opened, and a name can be anything somebody
typed into a form. An apostrophe in front makes it text in every spreadsheet (domain.md, section 17). For cells that hold
text: a figure is written as a figure.

What counts is the first sign that a spreadsheet would look at. Full-width, small and raised forms are the same sign to those
that fold them, as Japanese and Chinese editions do; spaces, controls and signs nobody sees before it are dropped by one
program or another on the way in. To mark a cell too many harms nobody: the mark can be taken off again exactly. Text that
looks marked already gets one more apostrophe, so what is read back is always what was written.
"""

from unicodedata import category, normalize

MARK = "'"
BEGINS_A_FORMULA = frozenset("=+-@\u2212")
"""With the minus sign of mathematics."""
LINE_AND_CELL_ENDS = frozenset("\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
"""What follows one of these may be read as the beginning of another cell."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"})
FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that show nothing."""


def safe(text: str) -> str:
    """For every text cell of every export, once."""
    return MARK + text if _would_run(text) else text


def read_back(text: str) -> str:
    """What `safe` was given."""
    marked = text.startswith(MARK) and _would_run(text)
    return text.removeprefix(MARK) if marked else text


def _would_run(text: str) -> bool:
    for sign in text:
        if sign in LINE_AND_CELL_ENDS:
            return True
        if sign != MARK and not _is_unseen(sign):
            return normalize("NFKC", sign)[0] in BEGINS_A_FORMULA
    return False


def _is_unseen(sign: str) -> bool:
    return category(sign) in UNSEEN or sign in FILLERS
