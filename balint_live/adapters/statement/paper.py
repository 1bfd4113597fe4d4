"""A statement as a PDF for people and machines: tagged, its language stated, to the standard PDF/UA-1, nothing random in it.

Typst was chosen over WeasyPrint and fpdf2: it makes tagged pages without a library of the system's, holds the standard
itself, and takes the facts as data, where the others take them as markup. It brings its own book face, with Latin, Greek,
Cyrillic and Hebrew; a name in other signs is set in whatever face the machine has for them. Where it has none, the standard
cannot be held, which asks that every sign be shown: then the page is made without it, tagged all the same, because somebody
with such a name needs a statement like everybody else.
"""

import json
from pathlib import Path
from typing import Any

from balint_live.adapters.statement.words import Facts, Words
from balint_live.application.attendance.printed import Printed

TEMPLATE = Path(__file__).with_name("statement.typ")
STANDARD = "ua-1"
_ATTEMPTS: tuple[dict[str, Any], ...] = (
    {"pdf_standards": STANDARD, "ignore_system_fonts": True},
    {"pdf_standards": STANDARD},
    {},
)
"""Each goes on where the one before it could not show a sign."""


class Paper:
    """Draws statements; some tens of milliseconds' work each, to be done where it holds up nobody else."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._template = TEMPLATE.read_bytes()

    def pdf(self, printed: Printed) -> bytes:
        """The same file for the same facts, wherever the machine's own fonts are not needed."""
        import typst

        facts, issued = self._words.facts(printed), int(printed.statement.issued_at.timestamp())
        for attempt in _ATTEMPTS[:-1]:
            try:
                return self._drawn(facts, issued, attempt)
            except typst.TypstError:
                continue
        return self._drawn(facts, issued, _ATTEMPTS[-1])

    def _drawn(self, facts: Facts, issued: int, how: dict[str, Any]) -> bytes:
        import typst

        made: bytes = typst.compile(
            self._template, format="pdf", sys_inputs={"facts": json.dumps(facts)}, timestamp=issued, **how
        )
        return made
