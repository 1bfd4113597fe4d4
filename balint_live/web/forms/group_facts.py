"""What is settled for a group, as it is typed: the same fields for a new group and for the settings of one there is."""

from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext
from wtforms import BooleanField, FieldList, FormField

from balint_live.application.attendance.periods import LONGEST, SHORTEST, shortest_retention
from balint_live.application.groups.group import Settings
from balint_live.application.groups.settle import MOST_PLANNED, MOST_QUORUM
from balint_live.application.lists.zones import zone_of
from balint_live.domain import names
from balint_live.domain.credit import CreditLine
from balint_live.domain.participant_clock import ParticipantClock
from balint_live.domain.protocol import OFF_THE_CLOCK
from balint_live.web.forms.choice import choice, offer, ticks
from balint_live.web.forms.credit_line import CreditLineForm, typed_from
from balint_live.web.forms.date_fields import Choices
from balint_live.web.forms.lazy import lazily as _
from balint_live.web.forms.typed import OfficeForm, address, blame, line, needed, not_longer, problems, whole
from balint_live.web.office_services import OfficeServices

MOST_NAME, MOST_ADDRESS = names.MOST_CHARACTERS, 2000
ROWS_OFFERED = 3
MOST_CREDIT_LINES = 12


class GroupFacts(OfficeForm):
    """Fields shared by both forms; what they mean is `settings`."""

    name = line(_("Name of the group"))
    society = line(_("Society"))
    timezone = line(_("Time zone"))
    contact = line(_("Address for questions"))
    planned_sessions = line(_("Sessions planned"), default="8")
    quorum = line(_("Participants needed"), default="4")
    participant_clock = choice(
        _("Participants’ clock"),
        [
            (ParticipantClock.SOFT.value, _("A word: early, middle, late")),
            (ParticipantClock.HIDDEN.value, _("None")),
            (ParticipantClock.MINUTES.value, _("About how many minutes")),
            (ParticipantClock.SECONDS.value, _("Minutes and seconds")),
        ],
        default=ParticipantClock.SOFT.value,
    )
    zoom_url = line(_("Zoom address"))
    neutral_subjects = BooleanField(_("Mails say nothing of a Balint group in their subject"))
    credit_lines = FieldList(FormField(CreditLineForm), max_entries=MOST_CREDIT_LINES)
    uncredited_phases = ticks(_("Phases that earn no credit"))
    retention_years = line(_("Years to keep attendance that earned credit"), default="6")

    def __init__(self, office: OfficeServices, plans: Choices, formdata: Any = None, **given: Any) -> None:
        """`plans` are those whose sessions may award another figure than the others."""
        super().__init__(office, formdata, **given)
        self.plans = plans
        self._offer_plans()
        steps = (each for each in office.catalogue.phases.values() if each.id not in OFF_THE_CLOCK)
        offer(self.uncredited_phases, ((each.id, each.name) for each in steps))

    def settings(self, zoom_before: str | None = None) -> Settings | None:
        """What it says; None where a field was blamed. An empty Zoom address leaves the one there was."""
        self.validate()
        settings = Settings(
            name=needed(self.name, gettext("Give the group a name."), MOST_NAME),
            society=not_longer(self.society, MOST_NAME),
            timezone=self._zone(),
            contact=address(self.office, self.contact, gettext("Say where questions are to be sent.")),
            planned_sessions=whole(self.planned_sessions, 1, MOST_PLANNED),
            quorum=whole(self.quorum, 0, MOST_QUORUM),
            participant_clock=self._clock(),
            zoom_url=self._zoom() or zoom_before,
            neutral_subjects=bool(self.neutral_subjects.data),
            credit_lines=self._credit_lines(),
            uncredited_phases=tuple(sorted(set(self.uncredited_phases.data or ()))),
            retention_years=whole(self.retention_years, SHORTEST, LONGEST),
        )
        self._require_kept_long_enough(settings)
        return None if problems(self) else settings

    def offer_rows(self) -> None:
        """Three lines for credit, and always an empty one; nothing need be pressed to get there."""
        while len(self.credit_lines) < MOST_CREDIT_LINES and self._rows_are_missing():
            self.credit_lines.append_entry()
        self._offer_plans()

    def _offer_plans(self) -> None:
        for row in self.credit_lines:
            row.form.offer_plans(self.plans)

    def _rows_are_missing(self) -> bool:
        rows = self.credit_lines.entries
        return len(rows) < ROWS_OFFERED or bool(rows[-1].form.policy.data)

    def _zone(self) -> str:
        typed = str(self.timezone.data or "")
        meant = zone_of(typed)
        if meant is None:
            blame(self.timezone, gettext("Choose a zone from the list, such as Europe/London."))
        return meant or typed

    def _clock(self) -> ParticipantClock:
        return ParticipantClock(self.participant_clock.data) if not self.participant_clock.errors else _SOFT

    def _zoom(self) -> str | None:
        typed = not_longer(self.zoom_url, MOST_ADDRESS)
        if typed and not _opens_over_https(typed):
            blame(self.zoom_url, gettext("Paste the whole address of the Zoom room; it begins with https://"))
        return typed or None

    def _credit_lines(self) -> tuple[CreditLine, ...]:
        read = [row.form.credit_line() for row in self.credit_lines]
        return tuple(each for each in read if each is not None)

    def _require_kept_long_enough(self, settings: Settings) -> None:
        least = shortest_retention(settings)
        if settings.retention_years < least and not self.retention_years.errors:
            sentence = gettext(
                "A credit here counts time attended; its bodies ask for at least %(least)s years.",
                least=least,
            )
            blame(self.retention_years, sentence)


_SOFT = ParticipantClock.SOFT


def typed_settings(settings: Settings, plans: Choices) -> dict[str, Any]:
    """Settings as somebody would have typed them, but for the Zoom address, which stands in no page."""
    return {
        "name": settings.name,
        "society": settings.society,
        "timezone": settings.timezone,
        "contact": settings.contact,
        "planned_sessions": str(settings.planned_sessions),
        "quorum": str(settings.quorum),
        "participant_clock": settings.participant_clock.value,
        "neutral_subjects": settings.neutral_subjects,
        "credit_lines": [typed_from(each, plans) for each in settings.credit_lines],
        "uncredited_phases": list(settings.uncredited_phases),
        "retention_years": str(settings.retention_years),
    }


def _opens_over_https(typed: str) -> bool:
    try:
        parts = urlsplit(typed)
        return parts.scheme == "https" and bool(parts.hostname) and " " not in typed
    except ValueError:
        return False
