"""The demo: pretend people in real groups, made and booked through the stores production uses.

Nothing in the server knows that it is a demo. A directory that holds an earlier one goes on with the same people and the
same links; only a session that is over is followed by the next one, about to start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from balint_live.application.enrolment import (
    EnrolmentStore,
    LatestMeeting,
    LinkHolder,
    NewGroup,
    NewMeeting,
    NewPerson,
    StandingGroup,
)
from balint_live.application.pretend_names import group_name, leader_names, registrant_names
from balint_live.domain.protocol import Catalogue
from balint_live.domain.roles import Role

PLAN = "abs60"
STARTS_IN = timedelta(minutes=5)
FIRST_NUMBER = 3
PLANNED_SESSIONS = 8
LEADERS = 2
TIMEZONE = "Europe/London"
CONTACT = "organiser@example.org"


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """One ready group and the session about to start in it."""

    id: str
    name: str
    meeting_id: str
    leaders: tuple[LinkHolder, ...]
    registrants: tuple[LinkHolder, ...]


@dataclass(frozen=True, slots=True)
class Demo:
    """Prepares the groups; `new_id` and `new_code` answer with a fresh id or typed code each time."""

    store: EnrolmentStore
    catalogue: Catalogue
    new_id: Callable[[], str]
    new_code: Callable[[], str]

    def prepare(self, groups: int, registrants: int, now: datetime) -> list[DemoGroup]:
        """Found the groups where there are none yet, and give every group a session that is not over."""
        if not self.store.standing():
            self.store.found([self._group(index, registrants, now) for index in range(groups)])
        self.store.book(
            [self._next(group, now) for group in self.store.standing() if _is_over(group.latest, now)]
        )
        return [_ready(group, group.latest) for group in self.store.standing() if group.latest is not None]

    def _group(self, index: int, registrants: int, now: datetime) -> NewGroup:
        leaders = leader_names(index, LEADERS)
        enrolled = registrant_names(index, registrants)
        return NewGroup(
            id=self.new_id(),
            name=group_name(index),
            timezone=TIMEZONE,
            contact=CONTACT,
            planned_sessions=PLANNED_SESSIONS,
            created_at=now,
            zoom_url=f"https://zoom.example/j/{9_000_000_000 + index}",
            people=tuple(
                NewPerson(
                    id=self.new_id(),
                    name=name,
                    email=email,
                    role=role,
                    issued_at=now.replace(microsecond=0),
                    join_code=None if role is Role.LEADER else self.new_code(),
                )
                for role, people in ((Role.LEADER, leaders), (Role.REGISTRANT, enrolled))
                for name, email in people
            ),
        )

    def _next(self, group: StandingGroup, now: datetime) -> NewMeeting:
        plan = self.catalogue.protocols[PLAN]
        start = now.replace(microsecond=0) + STARTS_IN
        return NewMeeting(
            id=self.new_id(),
            group_id=group.id,
            number=FIRST_NUMBER if group.latest is None else group.latest.number + 1,
            plan=plan,
            start=start,
            end=start + plan.total,
        )


def _is_over(latest: LatestMeeting | None, now: datetime) -> bool:
    return latest is None or latest.closed or latest.scheduled_end <= now


def _ready(group: StandingGroup, latest: LatestMeeting) -> DemoGroup:
    return DemoGroup(group.id, group.name, latest.id, group.leaders, group.registrants)
