"""The mail of a press, shown before the press: that to the first of those who will get one, word for word.

It is made as it will be, by the same decision and the same contents, from the group as the press would leave it. Only what
opens something for its reader is put into words, the personal link, the code, the calendar's address and the way out of the
group, because a leader's page must not hold somebody else's.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from balint_live.application.access.links import Links
from balint_live.application.groups.changes import Changes, MailBatch
from balint_live.application.groups.group import BookedMeeting, Group, Staff
from balint_live.application.mail.contents import (
    ErasedFacts,
    LeaderFacts,
    Mail,
    MailContents,
    RollFacts,
    SeriesFacts,
    SignInFacts,
)
from balint_live.application.mail.sender import Compose
from balint_live.application.mail_queue import DueMail
from balint_live.application.ports import Clock, TooMuchWork, Unavailable
from balint_live.domain.errors import DomainError

THEIR_LINK, THEIR_CODE, THEIR_WAY_OUT = "[their own link]", "[their own code]", "[their own link to leave]"
THEIR_CALENDAR = "[their own calendar address]"


@dataclass(frozen=True, slots=True)
class Preview:
    """A mail as its reader will have it; `to` is their name."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Previews:
    """Shows mails that have not been sent. `site` is the public address."""

    clock: Clock
    links: Links
    site: str
    compose: Compose

    def first(self, group: Group, decide: Callable[[MailBatch], Changes]) -> Preview | None:
        """The first mail that would follow from this decision about the group; None where none would."""
        now, ids = self.clock.now(), map(str, count())
        try:
            changes = decide(MailBatch(now, lambda: next(ids), ""))
        except DomainError:
            return None  # the press will say why
        if not changes.mails:
            return None
        contents = MailContents(AfterThePress(group, changes), self.links, lambda _: "", self.site)
        mail = contents.mail(DueMail(mail=changes.mails[0], attempts=0, claim=""), now)
        try:
            return None if mail is None else self._preview(mail)
        except (TooMuchWork, Unavailable):
            return None  # no page is refused for the want of a preview

    def _preview(self, mail: Mail) -> Preview:
        message = self.compose(_in_words(mail))
        body = message.get_body(("plain",))
        return Preview(mail.to.name, str(message["Subject"]), "" if body is None else body.get_content())


def _in_words(mail: Mail) -> Mail:
    return replace(
        mail,
        link=mail.link if mail.leads else mail.link and THEIR_LINK,
        code=mail.code and THEIR_CODE,
        calendar=mail.calendar and THEIR_CALENDAR,
        leave_link=mail.leave_link and THEIR_WAY_OUT,
    )


@dataclass(frozen=True, slots=True)
class AfterThePress:
    """Implements `contents.MailFacts` for one group as it would be after these changes."""

    group: Group
    changes: Changes

    def series(self, registrant_id: str) -> SeriesFacts | None:
        people = (*self.changes.registrants, *self.group.registrants)
        one = next((each for each in people if each.id == registrant_id), None)
        return None if one is None else SeriesFacts(self.group, one, self._meetings())

    def leader(self, group_id: str, leader_id: str) -> LeaderFacts | None:
        for one in self.group.leaders:
            if one.id == leader_id:
                staff = Staff(id=one.id, name=one.name, email=one.email, coordinator=False)
                return LeaderFacts(self.group, staff, self._meetings(), calendar_version=0)
        return None

    def sign_in(self, sign_in_id: str) -> SignInFacts | None:
        return None

    def roll(self, meeting_id: str, leader_id: str) -> RollFacts | None:
        return None

    def erased(self, group_id: str | None, statement_id: str | None) -> ErasedFacts:
        return ErasedFacts(None, None)

    def _meetings(self) -> tuple[BookedMeeting, ...]:
        changed = {one.id: one for one in self.changes.meetings}
        before = {one.id: one for one in self.group.meetings}
        return tuple((before | changed).values())
