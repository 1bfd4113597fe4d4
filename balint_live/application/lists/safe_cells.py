"""Text that no spreadsheet runs.

A cell that begins with one of these signs may be executed when the export is opened, and a name can be anything somebody
typed into a form. An apostrophe in front makes it text in every spreadsheet (domain.md, section 17). For cells that hold
text: a figure is written as a figure.

The mark can be taken off again exactly. Text that looks marked already gets one more apostrophe, so what is read back is
always what was written.
"""

MARK = "'"
RUNS = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """For every text cell of every export, once."""
    return MARK + text if _would_run(text) else text


def read_back(text: str) -> str:
    """What `safe` was given."""
    marked = text.startswith(MARK) and _would_run(text)
    return text.removeprefix(MARK) if marked else text


def _would_run(text: str) -> bool:
    return text.lstrip(MARK).startswith(RUNS)
