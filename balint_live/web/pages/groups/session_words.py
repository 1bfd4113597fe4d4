"""A session in words: when it is, how far it has come, and why it can no longer be changed."""

from flask_babel import gettext

from balint_live.application.groups.course import Standing
from balint_live.application.groups.schedule import Slot
from balint_live.web.pages.groups.words import clock, full


def standing_words(standing: Standing) -> str:
    return {
        Standing.TO_COME: gettext("To come"),
        Standing.RUNNING: gettext("Running"),
        Standing.HELD: gettext("Held"),
        Standing.NOT_HELD: gettext("Not held"),
        Standing.CANCELLED: gettext("Cancelled"),
    }[standing]


def why_settled(standing: Standing) -> str:
    """Why it cannot be changed any more; empty where it can."""
    return {
        Standing.TO_COME: "",
        Standing.RUNNING: gettext("It is running, so its time and plan stay as they are."),
        Standing.HELD: gettext("It was held, so its time and plan stay as they were."),
        Standing.NOT_HELD: gettext(
            "Its time is over and nobody opened it. Add another session in its stead."
        ),
        Standing.CANCELLED: gettext("It keeps its place in the schedule. Add another session in its stead."),
    }[standing]


def slot_words(slot: Slot, timezone: str) -> str:
    """ "Tuesday 10 March 2026, 19:00 in London, until 20:30" """
    return gettext(
        "%(start)s, until %(end)s", start=full(slot.start, timezone), end=clock(slot.end, timezone)
    )
