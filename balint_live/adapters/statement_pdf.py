"""A statement of attendance as a PDF: tagged, its language stated, to the standard PDF/UA-1, with nothing random in it.

Typst was chosen over WeasyPrint and fpdf2: it makes tagged pages without a library of the system's, checks the standard
itself, and takes the facts as data, where the others take them as markup. It brings its own text face, with Latin, Greek,
Cyrillic and Hebrew. Names in other scripts are set in the machine's text faces, those that are made for the script first.
The other faces Typst brings are for mathematics and programs: they have letters of some scripts, but do not join them. They
come last, and the page then says for which script our server has no face; `unshown` says so before anybody needs a page.

`Words` says everything in sentences. A moment is in the group's own zone, named by its city once, since people know their
group by that. Minutes are rounded down and credits have two decimals. Each sentence is whole, with named places to fill, so
that a catalogue of another language can translate it; without one the page is English.
"""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import name as character_name
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location

from balint_live.application.attendance.record import StatedCredit, StatedSession, Statement
from balint_live.application.attendance.statements import Licence, Printed
from balint_live.domain.credit import in_credits
from balint_live.domain.names import in_blocks

if TYPE_CHECKING:
    from typst import Fonts

Facts = dict[str, Any]
LOCALE = "en_GB"
"""English as the pages have it: 24 hours, and the day before the month."""
ENGLISH = NullTranslations()
TEMPLATE = Path(__file__).with_name("statement.typ")
STANDARD = "ua-1"
_NO_TEXT_FACE = re.compile(
    r"\b(?:Mono|Math|Emoji|Symbols2?|Music|Display|Condensed|Narrow|Looped|Slanted|Unjoined|SignWriting)\b"
)
_SERIF, _SANS = frozenset({"serif", "naskh"}), frozenset({"sans"})
_FACES_OF = {"hiragana": "cjk", "katakana": "cjk", "hangul": "cjk"}
"""Scripts whose faces are called by another name."""
_SAMPLE = b"""
#let facts = json(bytes(sys.inputs.facts))
#set document(title: "Sample")
#set text(font: ("Libertinus Serif", ..facts.faces), fallback: false)
#facts.letters
"""


class Paper:
    """Draws statements; some tens of milliseconds' work each, so it is done in a child process."""

    def __init__(self, words: "Words") -> None:
        self._words = words
        self._template = TEMPLATE.read_bytes()

    def pdf(self, printed: Printed) -> bytes:
        """The same file for the same facts, wherever the machine's own fonts are not needed."""
        import typst

        facts, issued = self._words.facts(printed), int(printed.statement.issued_at.timestamp())
        try:
            return self._drawn(facts, issued)
        except typst.TypstError:  # Typst's own face lacks some letter
            scripts = _scripts(json.dumps(facts, ensure_ascii=False))
        facts |= {"faces": _text_faces(scripts), "no_face": self._words.no_face(unshown(facts["name"]))}
        try:
            return self._drawn(facts, issued, fallback=bool(facts["no_face"]))
        except (
            typst.TypstError
        ):  # no face has it, and the standard wants every sign shown: so without the standard
            return self._drawn(facts, issued, standard=[], fallback=True)

    def _drawn(
        self, facts: Facts, issued: int, standard: str | list[str] = STANDARD, fallback: bool = False
    ) -> bytes:
        return _compiled(self._template, facts | {"fallback": fallback}, standard, timestamp=issued)


class Words:
    """`site` is the public address, under which statements are verified; `locale` is Babel's, the catalogue's own."""

    def __init__(self, site: str, catalogue: NullTranslations = ENGLISH, locale: str = LOCALE) -> None:
        self._site = site
        self._catalogue = catalogue
        self._locale = locale

    def facts(self, printed: Printed) -> Facts:
        """As the page's template has them; nothing but text, numbers and lists of them."""
        _, statement = self._catalogue.gettext, printed.statement
        issued = statement.issued_at.astimezone(ZoneInfo(statement.timezone))
        return {
            "lang": self._locale.partition("_")[0],
            "document_title": _("Statement of attendance: %(activity)s") % {"activity": statement.activity},
            "title": _("Statement of attendance"),
            "organisation": statement.organisation,
            "states_that": _("This states that"),
            "name": statement.name,
            "faces": [],
            "no_face": "",
            "licence": self._licence(printed.licence),
            "took_part": self._took_part(printed),
            "activity": statement.activity,
            "replaced": self._replaced(statement),
            "sessions": self._sessions(statement),
            "credits": self._credits(statement.credits),
            "details_heading": _("Leaders and contact"),
            "details": self._details(printed),
            "certificates": _(
                "The accredited provider issues certificates; this statement is what it goes by."
            ),
            "issued": [issued.year, issued.month, issued.day],
            "issued_label": _("Date of issue"),
            "issued_words": self._day(statement.issued_at, statement.timezone),
            "code": self._code(statement),
            "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        }

    def no_face(self, scripts: Sequence[str]) -> str:
        """What the page says of letters that are not set as they should be; "" where all are."""
        if not scripts:
            return ""
        _ = self._catalogue.gettext
        words = _(
            "Our server has no face for some of these letters (%(scripts)s): they may not look as they should."
        )
        return words % {"scripts": ", ".join(scripts)}

    def _licence(self, licence: Licence | None) -> str:
        _ = self._catalogue.gettext
        if licence is None:
            return ""
        if not licence.region:
            return _("Licence number %(number)s") % {"number": licence.number}
        return _("Licence number %(number)s, %(region)s") % {
            "number": licence.number,
            "region": licence.region,
        }

    def _took_part(self, printed: Printed) -> str:
        """One session by its number, a series by how many; where more were held than planned, that figure is left out."""
        _, sessions, planned = self._catalogue.gettext, printed.statement.sessions, printed.planned
        if printed.statement.meeting_id is not None:
            return _("took part in session %(number)s of the live online group") % {
                "number": sessions[0].number
            }
        if len(sessions) > planned:
            return _("took part in %(num)s sessions of the live online group") % {"num": len(sessions)}
        return _("took part in %(num)s of %(planned)s sessions of the live online group") % {
            "num": len(sessions),
            "planned": planned,
        }

    def _replaced(self, statement: Statement) -> str:
        _ = self._catalogue.gettext
        if statement.replaced_at is None:
            return ""
        day = self._day(statement.replaced_at, statement.timezone)
        return _("A newer statement took the place of this one on %(day)s.") % {"day": day}

    def _sessions(self, statement: Statement) -> Facts:
        _, sessions = self._catalogue.gettext, statement.sessions
        return {
            "heading": _("Sessions"),
            "columns": [
                _("No."),
                _("Date"),
                _("Held, time in %(city)s") % {"city": self._city(statement.timezone)},
                _("Minutes scheduled"),
                _("Minutes attended"),
            ],
            "rows": [self._session(one, statement.timezone) for one in sessions],
            "total": [
                _("Total"),
                str(sum(_scheduled(one) for one in sessions) // 60),
                str(sum(one.present_s for one in sessions) // 60),
            ],
            "note": _(
                "Minutes attended are counted in the time that earns credit, and rounded down; the total is rounded once."
            ),
        }

    def _session(self, one: StatedSession, timezone: str) -> list[str]:
        start, end = (self._clock(moment, timezone) for moment in (one.actual_start, one.actual_end))
        return [
            str(one.number),
            self._day(one.scheduled_start, timezone),
            f"{start}–{end}",
            str(_scheduled(one) // 60),
            str(one.present_s // 60),
        ]

    def _credits(self, credits: Sequence[StatedCredit]) -> Facts:
        _ = self._catalogue.gettext
        approvals = dict.fromkeys(each.approval for each in credits if each.approval)
        return {
            "heading": _("Credits"),
            "columns": [_("Type"), _("Credits")],
            "rows": [[each.credit_type, str(in_credits(each.quarters))] for each in credits],
            "none": _("No credit is stated."),
            "approvals": list(approvals),
        }

    def _details(self, printed: Printed) -> list[list[str]]:
        _ = self._catalogue.gettext
        leaders = self._catalogue.ngettext("Leader:", "Leaders:", len(printed.leaders))
        found = [
            (leaders, ", ".join(printed.leaders)),
            (_("Questions and learning objectives:"), printed.contact),
        ]
        return [[label, said] for label, said in found if said]

    def _code(self, statement: Statement) -> Facts:
        _ = self._catalogue.gettext
        return {
            "label": _("Code of this statement"),
            "code": in_blocks(statement.code),
            "how": _(
                "Whoever has this statement can have it confirmed with this code and the name above, at"
            ),
            "address": f"{self._site}/verify",
        }

    def _day(self, moment: datetime, timezone: str) -> str:
        return format_date(moment.astimezone(ZoneInfo(timezone)), "EEEE d MMMM y", locale=self._locale)

    def _clock(self, moment: datetime, timezone: str) -> str:
        return format_time(moment, "HH:mm", tzinfo=ZoneInfo(timezone), locale=self._locale)

    def _city(self, timezone: str) -> str:
        """Some names have a country before the city: "Argentina/Buenos Aires"."""
        place = get_timezone_location(ZoneInfo(timezone), locale=self._locale, return_city=True)
        return place.rsplit("/", 1)[-1]


def _scheduled(one: StatedSession) -> int:
    """In seconds."""
    return int((one.scheduled_end - one.scheduled_start).total_seconds())


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
    """The letters beyond ASCII of each script, by the first word of their Unicode names."""
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
    """The machine's fonts, looked for once: it takes a fifth of a second."""
    import typst

    return typst.Fonts()


@cache
def _families() -> frozenset[str]:
    return frozenset(
        font.family for font in _fonts().fonts() if font.path and not _NO_TEXT_FACE.search(font.family)
    )
