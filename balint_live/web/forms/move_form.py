"""Another time or another plan for a session, as it is typed."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from balint_live.application.groups.group import BookedMeeting
from balint_live.domain.protocol import Protocol
from balint_live.web.forms.choice import open_choice
from balint_live.web.forms.date_fields import Choices, day_of, hour_of, offer_plans, plan_of
from balint_live.web.forms.lazy import lazily as _
from balint_live.web.forms.typed import OfficeForm, line
from balint_live.web.office_services import OfficeServices

AS_BOOKED = "as_booked"
"""The copy a session was booked with, which may differ by now from the plan of that name."""


class MoveForm(OfficeForm):
    on = line(_("Date"))
    at = line(_("Time"))
    plan = open_choice(_("Plan"))

    def __init__(self, office: OfficeServices, plans: Choices, formdata: Any = None, **given: Any) -> None:
        super().__init__(office, formdata, **given)
        self.plans = plans
        offer_plans(self.plan, plans)

    def read(self, now: datetime) -> tuple[date, time, Protocol] | None:
        """None where a field was blamed."""
        self.validate()
        on, at, plan = day_of(self.on, now), hour_of(self.at), plan_of(self.plan, self.plans)
        return None if on is None or at is None or plan is None else (on, at, plan)


def move_form(office: OfficeServices, meeting: BookedMeeting, timezone: str, plans: Choices) -> MoveForm:
    """The form for a session as it is booked."""
    local = meeting.start.astimezone(ZoneInfo(timezone))
    return MoveForm(
        office, plans, data={"on": local.date().isoformat(), "at": f"{local:%H:%M}", "plan": AS_BOOKED}
    )


def plans_for(meeting: BookedMeeting, plans: Choices) -> dict[str, Protocol]:
    """The plan as booked first, then those that differ from it."""
    others = {value: plan for value, plan in plans.items() if plan != meeting.plan}
    return {AS_BOOKED: meeting.plan, **others}
