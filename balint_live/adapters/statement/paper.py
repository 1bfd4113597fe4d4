"""A statement as a PDF for people and machines: tagged, its language stated, to the standard PDF/UA-1, nothing random in it.

Typst was chosen over WeasyPrint and fpdf2: it makes tagged pages without a library of the system's, holds the standard
itself, and takes the facts as data, where the others take them as markup. It brings its own book face, with Latin, Greek,
Cyrillic and Hebrew. Names in other scripts are set in the machine's text faces, those that are made for the script first.
The other faces Typst brings are for mathematics and programs: they have letters of some scripts, but do not join them. They
come last, and the page says then for which script our server has no face; `unshown` says so before anybody needs a page.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import name as character_name

from balint_live.adapters.statement.words import Facts, Words
from balint_live.application.attendance.printed import Printed

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATE = Path(__file__).with_name("statement.typ")
STANDARD = "ua-1"
_NO_TEXT_FACE = re.compile(
    r"\b(?:Mono|Math|Emoji|Symbols2?|Music|Display|Condensed|Narrow|Looped|Slanted|Unjoined|SignWriting)\b"
)
_SERIF, _SANS = frozenset({"serif", "naskh"}), frozenset({"sans"})
_FACES_OF = {"hiragana": "cjk", "katakana": "cjk", "hangul": "cjk"}
"""Scripts whose faces are called by another name."""


class Paper:
    """Draws statements; some tens of milliseconds' work each, to be done where it holds up nobody else."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._template = TEMPLATE.read_bytes()

    def pdf(self, printed: Printed) -> bytes:
        """The same file for the same facts, wherever the machine's own fonts are not needed."""
        import typst

        facts, issued = self._words.facts(printed), int(printed.statement.issued_at.timestamp())
        try:
            return self._drawn(facts, issued)
        except typst.TypstError:  # some letter is in no book face
            scripts = _scripts(json.dumps(facts, ensure_ascii=False))
        facts |= {"faces": _text_faces(scripts), "no_face": self._words.no_face(unshown(facts["name"]))}
        try:
            return self._drawn(facts, issued, fallback=bool(facts["no_face"]))
        except typst.TypstError:  # and this one in no face at all: the standard asks that every sign be shown
            return self._drawn(facts, issued, standard=[], fallback=True)

    def _drawn(
        self, facts: Facts, issued: int, standard: str | list[str] = STANDARD, fallback: bool = False
    ) -> bytes:
        return _compiled(self._template, facts | {"fallback": fallback}, standard, timestamp=issued)


def unshown(text: str) -> list[str]:
    """Scripts of the text for which this machine has no text face, such as "Khmer"."""
    import typst

    missing = []
    for script, letters in sorted(_scripts(text).items()):
        try:
            _compiled(_SAMPLE, {"letters": letters, "faces": _text_faces({script: letters})}, STANDARD)
        except typst.TypstError:
            missing.append(script.capitalize())
    return missing


_SAMPLE = b"""
#let facts = json(bytes(sys.inputs.facts))
#set document(title: "Sample")
#set text(font: ("Libertinus Serif", ..facts.faces), fallback: false)
#facts.letters
"""


def _compiled(template: bytes, facts: Facts, standard: str | list[str], **how: Any) -> bytes:
    import typst

    made: bytes = typst.compile(  # type: ignore[call-overload]  # `how` is more than it says
        template,
        format="pdf",
        font_paths=_fonts() if facts["faces"] else [],
        ignore_system_fonts=not facts["faces"],
        sys_inputs={"facts": json.dumps(facts)},
        pdf_standards=standard,
        **how,
    )
    return made


def _scripts(text: str) -> dict[str, str]:
    """The letters of each script, by the word its letters are called by in Unicode."""
    scripts: dict[str, str] = {}
    for letter in dict.fromkeys(sign for sign in text if sign.isalpha() and not sign.isascii()):
        script = character_name(letter, "unknown").split()[0].casefold()
        scripts[script] = scripts.get(script, "") + letter
    return scripts


def _text_faces(scripts: dict[str, str]) -> Sequence[str]:
    """The machine's families: made for one of the scripts, then serifs, then the others."""
    called = {_FACES_OF.get(script, script) for script in scripts}

    def rank(family: str) -> tuple[bool, int, str]:
        words = set(family.casefold().split())
        return not words & called, 0 if words & _SERIF else 1 if words & _SANS else 2, family

    return sorted(_families(), key=rank)


@cache
def _fonts() -> "Fonts":
    """Looked for once: it takes a fifth of a second."""
    import typst

    return typst.Fonts()


@cache
def _families() -> frozenset[str]:
    return frozenset(
        font.family for font in _fonts().fonts() if font.path and not _NO_TEXT_FACE.search(font.family)
    )
