"""Decisions about who is written to: invitations, and "we are running now"."""

from collections.abc import Collection
from datetime import datetime, timedelta

from balint_live.application.groups.changes import Changes
from balint_live.application.groups.enrol import known
from balint_live.application.groups.group import Desk
from balint_live.application.groups.occasions import Occasions
from balint_live.domain.errors import invalid

ABOUT_TO_BEGIN = timedelta(minutes=10)


def invite(desk: Desk, registrant_ids: Collection[str] | None, occasions: Occasions) -> Changes:
    """These, or everybody whom no mail with their link is on its way to or has reached."""
    if registrant_ids is None:
        chosen = [one for one in desk.enrolled if one.id not in desk.invited]
    else:
        chosen = [one for one in desk.enrolled if one.id in registrant_ids]
    if not desk.meetings:
        raise invalid("There is no session yet to invite anybody to. Add the dates first.")
    return Changes(mails=occasions.invitations(chosen))


def send_link(desk: Desk, registrant_id: str, occasions: Occasions) -> Changes:
    """The same link once more, to somebody who lost the mail."""
    registrant = known(desk, registrant_id)
    if not registrant.enrolled:
        raise invalid("This person has left the group.")
    return Changes(mails=(occasions.link_again(registrant),))


def running_now(
    desk: Desk, meeting_id: str, here: Collection[str], now: datetime, occasions: Occasions
) -> Changes:
    """To everybody invited who is not here. Raises DomainError for a session that is not to come or running."""
    meeting = desk.meeting(meeting_id)
    if meeting is None or not meeting.to_come(now) or meeting.start - now > ABOUT_TO_BEGIN:
        raise invalid("This session is not running.")
    absent = [one for one in desk.informed if one.id not in here]
    return Changes(mails=occasions.running_now(meeting, absent))
