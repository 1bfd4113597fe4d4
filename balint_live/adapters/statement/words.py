"""Everything a statement says, in sentences: the facts the page is drawn from.

A moment is said in the group's own zone, named by its city once, since people know their group by that. Minutes are rounded
down and credits stand with two decimals. Each sentence is whole, with names for the places to fill, so that a catalogue of
another language can take them over; without one they are English.
"""

from collections.abc import Sequence
from datetime import datetime
from gettext import NullTranslations
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location

from balint_live.application.attendance.printed import Licence, Printed
from balint_live.application.attendance.statement import StatedCredit, StatedSession, Statement
from balint_live.application.typed_codes import in_blocks
from balint_live.domain.figures import in_credits

Facts = dict[str, Any]
LOCALE = "en_GB"
"""English as the pages have it: 24 hours, and the day before the month."""
ENGLISH = NullTranslations()


class Words:
    """`site` is the public address, under which statements are verified; `locale` is Babel's, the catalogue's own."""

    def __init__(self, site: str, catalogue: NullTranslations = ENGLISH, locale: str = LOCALE) -> None:
        self._site = site
        self._catalogue = catalogue
        self._locale = locale

    def facts(self, printed: Printed) -> Facts:
        """As the page's template has them; nothing but text, numbers and lists of them."""
        _, statement = self._catalogue.gettext, printed.statement
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
            "issued": self._issued(statement),
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
        """Of one session by its number, of a series by how many; more than were planned stand without that figure."""
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

    def _issued(self, statement: Statement) -> list[int]:
        day = statement.issued_at.astimezone(ZoneInfo(statement.timezone))
        return [day.year, day.month, day.day]

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
