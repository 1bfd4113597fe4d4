"""Where rehearsals are kept: in a database of this process's memory, beside the real one, behind the same live pages.

The live pages ask stores by the id of a session, a group or a person. Those of a rehearsal are known by how their ids begin,
and are asked of its own stores; so nothing else of the live pages knows that there are rehearsals.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

from balint_live.adapters.database.memory import forget, in_memory
from balint_live.adapters.system import new_id
from balint_live.application.access.pretend import PretendSession
from balint_live.application.access.rehearsals import MARK, Rehearsal, Rehearsals, is_rehearsal
from balint_live.application.groups.group import Details, Settings
from balint_live.application.groups.schedule import Slot
from balint_live.application.identity import OPERATOR, Identity, Kind
from balint_live.application.ports import AttendanceStore, MeetingStore, OpenPages
from balint_live.composition.services import (
    Adapters,
    LiveStores,
    group_service,
    live_stores,
    pretend_members,
)
from balint_live.runtime.interface import Runtime
from balint_live.web.shared.services import Services

YOU = "You"
CO_LEADER = "Tomasz Lindqvist"
MEMBERS = (
    "Leila Haddad", "Henrik Szabo", "Mei Tanaka", "Oluwaseun Adeyemi", "Ines Ferreira", "Rafael Castillo",
    "Saoirse Byrne", "Devan Iyer",
)  # fmt: skip
PLAN = "abs60"
NAME = "Rehearsal with pretend people"
CONTACT = "rehearsal@example.org"


def stores(adapters: Adapters, stage: "Stage | None") -> LiveStores:
    """What the live pages ask: the real ones, and those of rehearsals for what is theirs."""
    real = live_stores(adapters)
    if stage is None:
        return real
    rehearsed = live_stores(stage.adapters)
    return LiveStores(
        cast(MeetingStore, _Either(real.meetings, rehearsed.meetings)),
        cast(AttendanceStore, _Either(real.attendance, rehearsed.attendance)),
        lambda group_id, asker: (rehearsed if is_rehearsal(group_id) else real).record(group_id, asker),
        lambda group_id: (rehearsed if is_rehearsal(group_id) else real).credit_lines(group_id),
    )


def rehearsals_on(stage: "Stage | None", live: Services, pages: OpenPages) -> list[Rehearsals]:
    """What begins and ends them; nothing where there is no stage."""
    if stage is None:
        return []
    return [Rehearsals(live.clock, stage, partial(pretend_members, live), live.publisher, pages)]


class _Either:
    """A store whose questions begin with whose they are; those about several sessions at once are for the real one."""

    def __init__(self, real: object, rehearsed: object) -> None:
        self._real, self._rehearsed = real, rehearsed

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def asked(whose: Any, *more: Any, **named: Any) -> Any:
            id = whose.id if isinstance(whose, Identity) else whose
            store = self._rehearsed if isinstance(id, str) and is_rehearsal(id) else self._real
            return getattr(store, name)(whose, *more, **named)

        return asked


def stage_for(adapters: Adapters, runtime: Runtime) -> "Stage | None":
    """An empty one, with the real one's clock and texts; None where nobody may rehearse."""
    return Stage(replace(adapters, database=in_memory(runtime.sleep))) if adapters.rehearses else None


@dataclass(frozen=True, slots=True)
class Stage:
    """Implements `application.access.rehearsals.Stage`; `adapters` are those of the database in memory."""

    adapters: Adapters

    def book(self, now: datetime) -> Rehearsal:
        plan, groups = self.adapters.catalogue.protocols[PLAN], group_service(self.adapters, ids=_new_id)
        settings = Settings(name=NAME, society="", timezone="UTC", contact=CONTACT, planned_sessions=1)
        leaders = [(name, _address()) for name in (YOU, CO_LEADER)]
        slot = Slot(now.replace(microsecond=0) + timedelta(minutes=1), plan)
        group_id = groups.create(OPERATOR, settings, leaders, [slot])
        groups.enrol(OPERATOR, group_id, [Details(name=name, email=_address()) for name in MEMBERS])
        group = groups.group(group_id, OPERATOR)
        of = {one.name: Identity(Kind.LEADER, one.id, 1) for one in group.leaders}
        people = tuple(Identity(Kind.REGISTRANT, one.id, one.link_version) for one in group.enrolled)
        return Rehearsal(group_id, of[YOU], PretendSession(group.meetings[0].id, people, of[CO_LEADER]))

    def forget(self, rehearsal: Rehearsal) -> None:
        session = rehearsal.session
        leaders = [one.id for one in (rehearsal.leader, session.co_leader) if one is not None]
        forget(self.adapters.database, rehearsal.group_id, [session.meeting_id], leaders)


def _new_id() -> str:
    return MARK + new_id()[len(MARK) :]


def _address() -> str:
    """Nobody's; no mail is ever sent from here."""
    return f"{_new_id()}@example.org"
