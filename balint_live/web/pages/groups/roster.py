"""The people of a group as its pages list them: each with how far their link has got and how often they came."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from balint_live.application.groups.course import Glance, glance
from balint_live.application.groups.group import Desk, Details, Registrant
from balint_live.application.groups.link_state import LinkState, LinkStep, Refusal, link_state
from balint_live.application.post.mail import MailStanding
from balint_live.domain.roles import Role
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.link_words import not_delivered_words, refusal_words, step_words


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody enrolled, with one word for each session. `has_come`: pressed the button of their link at least once;
    `failed` are mails beside those with their link that did not arrive.
    """

    person: Registrant
    link: LinkState
    has_come: bool
    glance: tuple[Glance, ...]
    failed: tuple[MailStanding, ...]

    @property
    def attended(self) -> int:
        return self.glance.count(Glance.SEEN)

    @property
    def held(self) -> int:
        return self.attended + self.glance.count(Glance.NOT_SEEN)

    @property
    def role(self) -> str:
        return role_words(self.person)

    @property
    def link_words(self) -> str:
        """What was given up was refused by nobody."""
        given_up = self.link.refusal in (Refusal.NO_ANSWER, Refusal.OURS)
        return gettext("not delivered") if given_up else step_words(self.link.step)

    @property
    def what_to_do(self) -> str:
        """After a refusal; else empty."""
        return "" if self.link.refusal is None else refusal_words(self.link.refusal)

    @property
    def not_delivered(self) -> list[str]:
        """A line for each kind of mail that did not arrive, and why."""
        return [not_delivered_words(one) for one in self.failed]


def roster(office: OfficeServices, desk: Desk) -> list[Entry]:
    """Everybody enrolled, by name."""
    return entries_of(office, desk, desk.enrolled)


def entries_of(office: OfficeServices, desk: Desk, people: Sequence[Registrant]) -> list[Entry]:
    mails = office.mail_book.link_mails(desk.group.id)
    have_come = office.mail_book.have_come(desk.group.id)
    failed = office.mail_book.not_delivered(desk.group.id)
    now = office.clock.now()
    return [
        Entry(
            person=one,
            link=link_state(one, mails.get(one.id), one.id in have_come),
            has_come=one.id in have_come,
            glance=glance(desk, one.id, now),
            failed=failed.get(one.id, ()),
        )
        for one in people
    ]


def at_step(entries: list[Entry], *steps: LinkStep) -> list[Entry]:
    return [entry for entry in entries if entry.link.step in steps]


def role_words(person: Registrant) -> str:
    if person.has_the_lead:
        return gettext("practice leader, has the lead")
    return role_of(person.details)


def role_of(details: Details) -> str:
    if details.role is Role.OBSERVER:
        return gettext("observer")
    return gettext("practice leader") if details.practice_leader else gettext("participant")
