"""What the leaders' list says of each person, derived from stored facts and from whose page answers.

The live connection is a question to a leader, never a verdict: `gone` says that a page has gone quiet, not that somebody
left. Nothing here is stored.
"""

from datetime import datetime, timedelta

from balint_live.application.live_room import RECONNECTING_AFTER, LiveRoom, Page
from balint_live.application.people import Roster, RosterEntry
from balint_live.application.ports import View
from balint_live.domain.attendance import LONGEST_SILENCE
from balint_live.domain.meeting import Status
from balint_live.domain.roles import Role

ALARM_PRESENTER = "presenter_lost"
ALARM_LEADER = "leader_lost"
LEADERS_AWAY_AFTER = timedelta(minutes=2)


def presence(room: LiveRoom, roster: Roster, quorum: int, now: datetime) -> View:
    """The leaders' message: everybody in fixed order, how many participants are here, how many are needed."""
    states = [(entry, state(entry, room.pages.get(entry.member.id), now)) for entry in roster]
    return {
        "people": [
            {
                "id": entry.member.id,
                "name": entry.member.name,
                "role": entry.member.role,
                "state": how,
                "acknowledged": entry.acknowledged_at is not None,
                "presenter": entry.member.id == room.presenter,
                **({"beside": entry.beside} if entry.beside else {}),
            }
            for entry, how in states
        ],
        "here": sum(how == "here" and entry.member.role is not Role.LEADER for entry, how in states),
        "quorum": quorum,
    }


def state(entry: RosterEntry, page: Page | None, now: datetime) -> str:
    """`expected`, `here`, `reconnecting` or `gone`; a leader's mark outranks what the page says.

    Whoever was last seen in the future was so by a clock that has been set back since: that long ago, as far as we know.
    """
    seen = entry.last_seen_at if page is None else page.until
    if entry.marked_absent:
        return "expected" if seen is None else "gone"
    if entry.marked_present:
        return "here"
    if seen is None:
        return "expected"
    return _by_silence(timedelta() if page is not None and page.connections else abs(now - seen))


def _by_silence(silence: timedelta) -> str:
    if silence < RECONNECTING_AFTER:
        return "here"
    return "reconnecting" if silence < LONGEST_SILENCE else "gone"


def leaders_away(room: LiveRoom, now: datetime) -> bool:
    """Whether no leader's page has answered for two minutes in an open meeting."""
    if room.meeting is None or room.meeting.status is not Status.RUNNING:
        return False
    return now - (leader_seen_at(room, now) or room.since) >= LEADERS_AWAY_AFTER


def leader_seen_at(room: LiveRoom, now: datetime) -> datetime | None:
    """When a page of somebody who has the lead last answered, a practice leader's included; None for never."""
    leaders = [page for _, page in room.everybody() if page.leads]
    return max((now if page.connections else page.until for page in leaders), default=None)


def alarms(room: LiveRoom, now: datetime) -> dict[str, str]:
    """Alarms standing now, with the person each is about. The presenter's only while nobody could see them drop."""
    meeting = room.meeting
    if meeting is None or meeting.step is None:
        return {}
    standing: dict[str, str] = {}
    for person, page in room.everybody():
        if page.leads and page.lost_at(now):
            standing[ALARM_LEADER] = person
    presenters = room.pages.get(room.presenter or "")
    unseen = meeting.step.phase.presenter_state.sits_back
    if room.presenter and unseen and presenters is not None and presenters.lost_at(now):
        standing[ALARM_PRESENTER] = room.presenter
    return standing
