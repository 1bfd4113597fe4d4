"""A store of sign-ins in memory, which holds to what `application.access.sign_in` promises."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from balint_live.application.access.sign_in import Request
from balint_live.application.identity import Identity
from balint_live.application.mail_queue import NewMail
from balint_live.application.ports import Unavailable
from tests.cast import ANA, BEN


class FakeSignIns:
    def __init__(self) -> None:
        self.leaders = {each.id: each.who for each in (ANA, BEN)}
        self.addresses = {f"{each.id}@example.org": each.id for each in (ANA, BEN)}
        self.kept: dict[str, Request] = {}
        self.mails: list[NewMail] = []
        self.away = False

    def leader_with(self, email: str) -> str | None:
        return self.addresses.get(email)

    def ask(self, request: Request, mail: NewMail | None) -> None:
        if self.away:
            raise Unavailable
        self.kept[request.id] = request
        if mail is not None:
            self.mails.append(mail)

    def request(self, id: str) -> Request | None:
        return self.kept.get(id)

    def use(self, id: str, now: datetime, require: Callable[[Request | None], None]) -> Identity | None:
        require(self.request(id))
        return self._used(id)

    def type_code(
        self, browser: str, now: datetime, choose: Callable[[Sequence[Request]], Request | None]
    ) -> Identity | None:
        own = [each for each in reversed(self.kept.values()) if each.browser == browser]
        chosen = choose([replace(each, guesses=self._guesses(each.leader_id)) for each in own])
        if chosen is not None:
            return self._used(chosen.id)
        for each in own:
            self.kept[each.id] = replace(each, wrong_codes=each.wrong_codes + 1)
        return None

    def leader(self, id: str) -> Identity | None:
        return self.leaders.get(id)

    def _guesses(self, leader: str) -> int:
        return sum(each.wrong_codes for each in self.kept.values() if each.leader_id == leader)

    def _used(self, id: str) -> Identity | None:
        self.kept[id] = replace(self.kept[id], used=True)
        return self.leaders.get(self.kept[id].leader_id)
