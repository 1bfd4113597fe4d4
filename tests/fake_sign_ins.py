"""A store of sign-ins in memory, which holds to what `application.sign_in_requests` promises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from balint_live.application.people import Identity
from balint_live.application.post.mail import NewMail
from balint_live.application.sign_in_requests import Request
from tests.cast import ANA, BEN


@dataclass
class Kept:
    request: Request
    leader: str | None


class FakeSignIns:
    def __init__(self) -> None:
        self.leaders = {each.id: each.who for each in (ANA, BEN)}
        self.addresses = {f"{each.id}@example.org": each.id for each in (ANA, BEN)}
        self.kept: dict[str, Kept] = {}
        self.mails: list[tuple[str, NewMail]] = []

    def ask(
        self, request: Request, email: str, may_write: Callable[[Sequence[datetime]], bool], mail: NewMail
    ) -> None:
        known = self.addresses.get(email)
        earlier = [each.request.asked_at for each in self.kept.values() if known and each.leader == known]
        leader = known if may_write(earlier) else None
        self.kept[request.id] = Kept(request, leader)
        if leader is not None:
            self.mails.append((leader, mail))

    def request(self, id: str) -> Request | None:
        return self.kept[id].request if id in self.kept else None

    def use(self, id: str, now: datetime, require: Callable[[Request | None], None]) -> Identity | None:
        require(self.request(id))
        return self._used(id)

    def type_code(
        self, browser: str, now: datetime, choose: Callable[[Sequence[Request]], Request | None]
    ) -> Identity | None:
        own = [each for each in self.kept.values() if each.request.browser == browser]
        chosen = choose([each.request for each in own])
        if chosen is not None:
            return self._used(chosen.id)
        for each in own:
            each.request = replace(each.request, wrong_codes=each.request.wrong_codes + 1)
        return None

    def leader(self, id: str) -> Identity | None:
        return self.leaders.get(id)

    def _used(self, id: str) -> Identity | None:
        self.kept[id].request = replace(self.kept[id].request, used=True)
        return self.leaders.get(self.kept[id].leader or "")
