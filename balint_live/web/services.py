"""What the doors are handed by bootstrap: use cases, budgets, and the async mode's few verbs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from balint_live.application.admission import Admission
from balint_live.application.conduct import Conduct
from balint_live.application.links import PersonalLinks
from balint_live.application.people import Seat
from balint_live.application.ports import Clock, TokenIssuer
from balint_live.application.record import Record
from balint_live.application.signals import Signals
from balint_live.application.stage import Stage
from balint_live.domain.credit import CreditLine
from balint_live.domain.meeting import Status
from balint_live.web.access import LONGEST_SESSION, Login
from balint_live.web.rate_limit import Budgets

LIVE_TOKEN_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Services:
    clock: Clock
    stage: Stage
    conduct: Conduct
    signals: Signals
    admission: Admission
    record: Record
    tokens: TokenIssuer
    links: PersonalLinks
    budgets: Budgets
    sockets_per_person: int
    spawn: Callable[..., None]
    sleep: Callable[[float], None]
    report: Callable[[str, Exception], None]
    credit_lines: Callable[[str], tuple[CreditLine, ...]]
    count: Callable[[str], None] = lambda _kind: None

    def live_token(self, login: Login, meeting_id: str) -> str:
        """Proof for a page that it was served to this login, for ten minutes."""
        now = self.clock.now()
        return self.tokens.live_token(login.who, meeting_id, login.id, now, LIVE_TOKEN_LIFE)

    def live_seat(self, login: Login, meeting_id: str, token: str) -> Seat | None:
        """The seat of somebody with both proofs, the cookie and the page's token; None for anybody else."""
        named = self.tokens.read_live_token(token, meeting_id, login.id, self.clock.now())
        if named != login.who:
            return None
        return self.agreed_seat(login, meeting_id)

    def seat(self, login: Login | None, meeting_id: str) -> Seat | None:
        """The seat of whoever has this login; None for nobody, and for one that is over.

        A login never ends inside a session: one that was good when the door opened is good until the end.
        """
        if login is None:
            return None
        seat, now = self.stage.seat(meeting_id, login.who), self.clock.now()
        if seat is None or now < login.until:
            return seat
        in_it = now < login.until + LONGEST_SESSION and self.admission.was_open(seat, login.until)
        return seat if in_it else None

    def agreed_seat(self, login: Login | None, meeting_id: str) -> Seat | None:
        """No view without having agreed: a participant's seat counts once the reminder in force was acknowledged.

        After the end nothing is left to see, and a press that did not count, which is forgotten then, must not keep its page
        from hearing of the end.
        """
        seat = self.seat(login, meeting_id)
        if seat is None or seat.meeting.status is Status.CLOSED:
            return seat
        return seat if self.admission.has_agreed(seat) else None
