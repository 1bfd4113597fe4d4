"""A series as letters are written about it: three Tuesdays of a London group, in which Carla is enrolled."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from balint_live.adapters.protocol_catalogue import load_catalogue
from balint_live.application.groups.group import (
    BookedMeeting,
    Details,
    GroupBasics,
    Registrant,
    Settings,
    Staff,
)
from balint_live.application.mail.contents import (
    ErasedFacts,
    LeaderFacts,
    RollFacts,
    SeriesFacts,
    SignInFacts,
)
from balint_live.application.mail_queue import MailKind, NewMail

CATALOGUE = load_catalogue()
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FIRST = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)
GROUP = GroupBasics(
    id="tuesday",
    version=1,
    settings=Settings(
        name="Tuesday group",
        society="Balint society",
        timezone="Europe/London",
        contact="faculty@example.org",
    ),
    created_at=NOW - timedelta(days=20),
)
CARLA = Registrant(
    id="carla",
    group_id="tuesday",
    details=Details(name="Carla Costa", email="carla@example.org"),
    link_version=1,
    link_issued_at=NOW - timedelta(days=10),
    join_code="ACDE2346",
)
ANA = Staff(id="ana", name="Ana", email="ana@example.org", coordinator=False)


def session(number: int) -> BookedMeeting:
    plan = CATALOGUE.protocols["abs60"]
    start = FIRST + timedelta(weeks=number - 1)
    return BookedMeeting(id=f"s{number}", number=number, start=start, end=start + plan.total, plan=plan)


SESSIONS = (session(1), session(2), session(3))


class FakeFacts:
    """What the database would say; tests change `registrant` and `meetings`."""

    def __init__(self) -> None:
        self.registrant: Registrant | None = CARLA
        self.meetings: tuple[BookedMeeting, ...] = SESSIONS
        self.leader_of_group: Staff | None = ANA
        self.asked: SignInFacts | None = None
        self.of_roll: RollFacts | None = None
        self.of_erased = ErasedFacts(None, None)

    def series(self, registrant_id: str) -> SeriesFacts | None:
        if self.registrant is None or self.registrant.id != registrant_id:
            return None
        return SeriesFacts(GROUP, self.registrant, self.meetings)

    def leader(self, group_id: str, leader_id: str) -> LeaderFacts | None:
        """Ana leads the group, until a test takes it from her."""
        one = self.leader_of_group
        return None if one is None or one.id != leader_id else LeaderFacts(GROUP, one, self.meetings, 2)

    def sign_in(self, sign_in_id: str) -> SignInFacts | None:
        return self.asked

    def roll(self, meeting_id: str, leader_id: str) -> RollFacts | None:
        return self.of_roll

    def erased(self, group_id: str | None, statement_id: str | None) -> ErasedFacts:
        return self.of_erased

    def change(self, number: int, **facts: object) -> None:
        self.meetings = tuple(
            replace(one, **facts) if one.number == number else one  # type: ignore[arg-type]
            for one in self.meetings
        )


def mail(kind: MailKind, key: str = "", **facts: str) -> NewMail:
    return NewMail(
        id="m1",
        key=key or f"{kind}:carla:1",
        kind=kind,
        created_at=NOW,
        expires_at=NOW + timedelta(days=3),
        group_id="tuesday",
        registrant_id=None if "sign_in_id" in facts else "carla",
        **facts,  # type: ignore[arg-type]
    )
