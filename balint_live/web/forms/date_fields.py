"""A day and an hour as browsers send them, and plans to choose from."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from flask_babel import gettext
from wtforms import Field, SelectField

from balint_live.application.groups.schedule import LONGEST_AHEAD
from balint_live.domain.protocol import Protocol
from balint_live.web.forms.choice import offer
from balint_live.web.forms.typed import blame
from balint_live.web.pages.groups.words import plan_words

_HOUR = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(:00)?")

Choices = Mapping[str, Protocol]
"""Plans by the value they have in a form."""


def day_of(field: Field, now: datetime) -> date | None:
    """None where it was blamed. What lies far off is a slip of the finger, and calendars end somewhere."""
    text = str(field.data or "")
    try:
        on = date.fromisoformat(text)
    except ValueError:
        blame(field, gettext("Type the date as year, month and day, such as 2026-03-10."))
        return None
    if abs(on - now.date()) > LONGEST_AHEAD:
        blame(field, gettext("This is more than five years away."))
        return None
    return on


def hour_of(field: Field) -> time | None:
    """None where it was blamed."""
    found = _HOUR.fullmatch(str(field.data or ""))
    if found is None:
        blame(field, gettext("Type the time in 24 hours, such as 19:00."))
        return None
    return time(int(found[1]), int(found[2]))


def offer_plans(field: SelectField, plans: Choices) -> None:
    offer(field, [(value, plan_words(plan)) for value, plan in plans.items()])


def plan_of(field: SelectField, plans: Choices) -> Protocol | None:
    """None where it was blamed: a plan may have been taken away since the page was made."""
    chosen = plans.get(str(field.data))
    if chosen is None:
        blame(field, gettext("This plan is not there any more. Choose another one."))
    return chosen


def plans_of(own: Iterable[Protocol], shipped: Mapping[str, Protocol]) -> dict[str, Protocol]:
    """A group's own plans first, then the shipped ones."""
    return {**{plan.id: plan for plan in own}, **shipped}
