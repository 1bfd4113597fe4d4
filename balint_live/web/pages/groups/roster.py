"""The people of a group as its pages list them: each with how far their link has got and how often they came."""

from dataclasses import dataclass

from flask_babel import gettext

from balint_live.application.groups.course import Glance, glance
from balint_live.application.groups.group import Desk, Details, Registrant
from balint_live.application.groups.link_state import LinkState, LinkStep, link_state
from balint_live.domain.roles import Role
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.link_words import refusal_words, step_words


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody enrolled, with one word for each session. `has_come`: pressed the button of their link at least once."""

    person: Registrant
    link: LinkState
    has_come: bool
    glance: tuple[Glance, ...]

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
        return step_words(self.link.step)

    @property
    def what_to_do(self) -> str:
        """After a refusal; else empty."""
        return "" if self.link.refusal is None else refusal_words(self.link.refusal)


def roster(office: OfficeServices, desk: Desk) -> list[Entry]:
    """Everybody enrolled, by name."""
    mails = office.mail_book.link_mails(desk.group.id)
    have_come = office.mail_book.have_come(desk.group.id)
    now = office.clock.now()
    return [
        Entry(
            person=one,
            link=link_state(one, mails.get(one.id), one.id in have_come),
            has_come=one.id in have_come,
            glance=glance(desk, one.id, now),
        )
        for one in desk.enrolled
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
