"""A desk to decide at: Mara's, with Carla and Dan enrolled, both invited, and two sessions booked."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count

from balint_live.application.groups.changes import Issue, MailBatch
from balint_live.application.groups.group import (
    BookedMeeting,
    Details,
    Group,
    GroupLeader,
    LeaderLabel,
    Registrant,
    Settings,
    Staff,
)
from balint_live.application.mail_queue import NewMail
from tests.unit.domain.shipped import SHIPPED

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=30)
START = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)
TUESDAY = "tuesday"
MARA = Staff(id="mara", name="Mara", email="mara@example.org", coordinator=True)
ANA = GroupLeader(id="ana", name="Ana", email="ana@example.org", label=LeaderLabel.LEADER)
SETTINGS = Settings(
    name="Tuesday group", society="The Society", timezone="Europe/London", contact="office@example.org"
)


def person(id: str, **changes: object) -> Registrant:
    """`details` are made from the id unless given."""
    facts: dict[str, object] = {
        "id": id,
        "group_id": TUESDAY,
        "details": details(id),
        "link_version": 1,
        "link_issued_at": LONG_AGO,
        "join_code": f"{id.upper():X<8}",
        **changes,
    }
    return Registrant(**facts)  # type: ignore[arg-type]


def details(id: str, **changes: object) -> Details:
    facts: dict[str, object] = {"name": id.title(), "email": f"{id}@example.org", **changes}
    return Details(**facts)  # type: ignore[arg-type]


def session(id: str, number: int, start: datetime, **changes: object) -> BookedMeeting:
    plan = SHIPPED.protocols["abs60"]
    facts: dict[str, object] = {
        "id": id,
        "number": number,
        "start": start,
        "end": start + plan.total,
        "plan": plan,
        **changes,
    }
    return BookedMeeting(**facts)  # type: ignore[arg-type]


FIRST, SECOND = session("first", 1, START), session("second", 2, START + FORTNIGHT)
CARLA, DAN = person("carla"), person("dan")


def group(
    *registrants: Registrant,
    meetings: tuple[BookedMeeting, ...] = (FIRST, SECOND),
    settings: Settings = SETTINGS,
    attended: Mapping[str, frozenset[str]] | None = None,
    invited: frozenset[str] = frozenset({"carla", "dan"}),
) -> Group:
    """Carla's and Dan's, unless others are named."""
    return Group(
        id=TUESDAY,
        version=1,
        settings=settings,
        created_at=LONG_AGO,
        who=MARA,
        leaders=(ANA,),
        meetings=meetings,
        registrants=registrants or (CARLA, DAN),
        attended=dict(attended or {}),
        invited=invited,
    )


def issue() -> Issue:
    """Ids "new-1", "new-2" … and codes "CODE-1" …, at NOW."""
    return Issue(NOW, numbered("new"), numbered("CODE"))


def occasions() -> MailBatch:
    return MailBatch(NOW, numbered("mail"), "batch")


def numbered(name: str) -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"{name}-{next(numbers)}"


def asked(mails: tuple[NewMail, ...]) -> list[tuple[str, str | None]]:
    """Each mail's kind, and whom it is for."""
    return [(mail.kind.value, mail.registrant_id) for mail in mails]
