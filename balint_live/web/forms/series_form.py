"""Dates as they are typed: one, or a rhythm of them, with the plans of the first and of the others."""

from datetime import datetime
from typing import Any

from balint_live.application.groups.series import MOST_AT_ONCE, Rhythm, Series
from balint_live.web.forms.choice import choice, open_choice
from balint_live.web.forms.date_fields import Choices, day_of, hour_of, offer_plans, plan_of
from balint_live.web.forms.lazy import lazily as _
from balint_live.web.forms.typed import OfficeForm, line, whole
from balint_live.web.office_services import OfficeServices

RHYTHMS = {
    Rhythm.ONCE: _("Once"),
    Rhythm.EVERY_WEEK: _("Every week"),
    Rhythm.EVERY_2_WEEKS: _("Every 2 weeks"),
    Rhythm.EVERY_3_WEEKS: _("Every 3 weeks"),
    Rhythm.EVERY_4_WEEKS: _("Every 4 weeks"),
    Rhythm.EVERY_MONTH: _("Every month, on the same weekday of the month"),
}


class SeriesForm(OfficeForm):
    first = line(_("First date"))
    at = line(_("Time"))
    rhythm = choice(_("How often"), [(each.value, words) for each, words in RHYTHMS.items()], default="once")
    count = line(_("How many"), default="8")
    first_plan = open_choice(_("Plan of the first session"))
    other_plan = open_choice(_("Plan of the others"))

    def __init__(self, office: OfficeServices, plans: Choices, formdata: Any = None, **given: Any) -> None:
        super().__init__(office, formdata, **given)
        self.plans = plans
        offer_plans(self.first_plan, plans)
        offer_plans(self.other_plan, plans)

    def series(self, now: datetime) -> Series | None:
        """What it says; None where a field was blamed. A single date has no use for the fields about the others."""
        self.validate()
        if self.rhythm.errors:
            return None
        rhythm = Rhythm(self.rhythm.data)
        once = rhythm is Rhythm.ONCE
        first, at = day_of(self.first, now), hour_of(self.at)
        first_plan = plan_of(self.first_plan, self.plans)
        other_plan = first_plan if once else plan_of(self.other_plan, self.plans)
        count = 1 if once else whole(self.count, 1, MOST_AT_ONCE)
        if first is None or at is None or first_plan is None or other_plan is None or self.count.errors:
            return None
        return Series(
            first=first,
            at=at,
            rhythm=rhythm,
            count=count,
            first_plan=first_plan,
            other_plan=other_plan,
        )
