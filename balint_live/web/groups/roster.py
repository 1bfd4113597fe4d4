"""The people of a group as its pages list them, each with how far their link is and how often they came; the same
list as a file; and their invitations.

The file is for spreadsheets: taken in again, it changes nothing. Its headings are those the import knows, in English in
every language. Every text in it is made safe to open, since a name can be anything somebody once typed into a form.

Invitations say who will get one, who has it already, and whom it did not reach and why; one press sends them all. The
form names people by how far their link is, not by name: that is worked out again at the press, so somebody added
meanwhile is not left out, and nobody gets a second invitation. A link goes to the stored address and nowhere else.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import StringIO

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.groups.group import Group, Registrant, SessionStatus
from balint_live.application.groups.registrants import (
    LinkState,
    LinkStep,
    Refusal,
    invite,
    link_state,
    refusal_of,
)
from balint_live.application.imports.values import safe
from balint_live.application.mail_queue import MailKind, MailStanding
from balint_live.domain.display import Role
from balint_live.domain.errors import DomainError
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.services import REFUSED, Answered, GroupServices

HEADINGS = (
    "Name",
    "E-mail",
    "Role",
    "Profession",
    "Licence number",
    "Licence region",
    "Time zone",
    "Link",
    "Sessions attended",
)
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""


class Glance(StrEnum):
    """Somebody's attendance of one session, in one word."""

    SEEN = "seen"
    NOT_SEEN = "not_seen"
    TO_COME = "to_come"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody of the group, with one word for each session (`Glance`). `has_come`: they pressed the button of their
    link at least once; `failed` are mails that did not arrive, apart from those with their link.
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
        if self.person.has_the_lead:
            return gettext("practice leader, has the lead")
        if self.person.details.role is Role.OBSERVER:
            return gettext("observer")
        return gettext("practice leader") if self.person.details.practice_leader else gettext("participant")

    @property
    def link_words(self) -> str:
        """How far the link is. A mail that was given up was refused by nobody."""
        given_up = self.link.refusal in (Refusal.NO_ANSWER, Refusal.OURS)
        return gettext("not delivered") if given_up else _step_words(self.link.step)

    @property
    def what_to_do(self) -> str:
        """After a refusal; else empty."""
        return "" if self.link.refusal is None else refusal_words(self.link.refusal)

    @property
    def not_delivered(self) -> list[str]:
        """A line for each kind of mail that did not arrive, and why."""
        return [not_delivered_words(one) for one in self.failed]


def roster(services: GroupServices, group: Group) -> list[Entry]:
    """Everybody enrolled, by name."""
    return _entries(services, group, group.enrolled)


def entry_of(services: GroupServices, group: Group, person: Registrant) -> Entry:
    """One person of the group."""
    return _entries(services, group, [person])[0]


def _entries(services: GroupServices, group: Group, people: Sequence[Registrant]) -> list[Entry]:
    mails = services.mail_results.link_mails(group.id)
    have_come = services.mail_results.have_come(group.id)
    failed = services.mail_results.not_delivered(group.id)
    now = services.clock.now()
    return [
        Entry(
            person=one,
            link=link_state(one, mails.get(one.id), one.id in have_come),
            has_come=one.id in have_come,
            glance=_glance(group, one.id, now),
            failed=failed.get(one.id, ()),
        )
        for one in people
    ]


def _glance(group: Group, registrant_id: str, now: datetime) -> tuple[Glance, ...]:
    """A person's attendance at a glance, one word for each session; whether it earns credit is not said here."""
    seen = group.attended.get(registrant_id, frozenset())
    words = {
        SessionStatus.TO_COME: Glance.TO_COME,
        SessionStatus.RUNNING: Glance.TO_COME,
        SessionStatus.NOT_HELD: Glance.NOT_HELD,
        SessionStatus.CANCELLED: Glance.NOT_HELD,
    }
    return tuple(
        words.get(one.status(now), Glance.SEEN if one.id in seen else Glance.NOT_SEEN)
        for one in group.meetings
    )


def at_step(entries: list[Entry], *steps: LinkStep) -> list[Entry]:
    """Those whose link is at one of these steps."""
    return [entry for entry in entries if entry.link.step in steps]


# ---- Invitations ----------------------------------------------------------------------------------------------------


def invitations_pages(services: GroupServices) -> Blueprint:
    """The invitations of a group, and the press that sends them."""
    pages = Blueprint("invitations", __name__, url_prefix="/groups/<group_id>/invitations")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def show(group_id: str) -> Answered:
        return _invitations_page(services, services.group(group_id))

    @pages.post("")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def send(group_id: str) -> Answered:
        group = services.group(group_id)
        step = LinkStep.REFUSED if request.form.get("whom") == "refused" else LinkStep.NOT_SENT
        chosen = [entry.person.id for entry in at_step(roster(services, group), step)]
        try:
            batch = services.groups.invite(services.who(), group.id, chosen)
        except DomainError as refusal:
            return _invitations_page(services, group, refusal.sentence), REFUSED
        nobody = gettext("Everybody's invitation is on its way or delivered already.")
        return to_mails(services, group.id, batch, nobody, f"/groups/{group.id}/invitations")

    return pages


def _invitations_page(services: GroupServices, group: Group, sentence: str = "") -> str:
    people = roster(services, group)
    to_invite = at_step(people, LinkStep.NOT_SENT)
    chosen = [entry.person.id for entry in to_invite]
    return render_template(
        "pages/groups/invitations.html",
        group=group,
        preview=services.previews.first(group, lambda mails: invite(group, chosen, mails)),
        sentence=sentence or services.groups.unreachable,
        sender=services.sender,
        to_invite=to_invite,
        refused=at_step(people, LinkStep.REFUSED),
        invited=at_step(people, LinkStep.WAITING, LinkStep.DELIVERED, LinkStep.USED),
        can_be_sent=any(one.to_come(services.clock.now()) for one in group.meetings),
    )


def to_mails(services: GroupServices, group_id: str, batch: str, nothing_new: str, back: str) -> Response:
    """After a press that sends mails: on to their progress, or back with this sentence where none had to be queued."""
    if services.mail_results.progress(batch).total:
        return redirect(f"/groups/{group_id}/mails/{batch}", 303)
    flash(nothing_new)
    return redirect(back, 303)


# ---- Words ----------------------------------------------------------------------------------------------------------


def _step_words(step: LinkStep) -> str:
    return {
        LinkStep.NOT_SENT: gettext("not sent"),
        LinkStep.WAITING: gettext("waiting"),
        LinkStep.DELIVERED: gettext("delivered to their mail server"),
        LinkStep.REFUSED: gettext("refused"),
        LinkStep.USED: gettext("used"),
    }[step]


def refusal_words(refusal: Refusal) -> str:
    """Why a mail did not arrive, and what to do."""
    return {
        Refusal.UNKNOWN_ADDRESS: gettext(
            "Their mail server does not know this address. Please check the address."
        ),
        Refusal.MAILBOX_FULL: gettext(
            "Their mailbox is full. Ask them to make room, then send the link again."
        ),
        Refusal.MAILBOX_CLOSED: gettext("Their mailbox accepts no e-mail. Ask them for another address."),
        Refusal.NO_ANSWER: gettext(
            "Their mail server did not accept it for as long as we tried. "
            "Please check the address, then send the link again."
        ),
        Refusal.OURS: gettext(
            "It was not sent, for a reason on this site's side and not theirs. "
            "Please tell whoever runs this site."
        ),
        Refusal.OTHER: gettext(
            "Their mail server refused it. Please check the address, or ask for another one."
        ),
    }[refusal]


def not_delivered_words(mail: MailStanding) -> str:
    """ "Invitation not delivered: their mail server does not know this address (5.1.1)"; for a mail that was not."""
    reason = _reason(refusal_of(mail) or Refusal.OTHER)
    if mail.problem is None:
        return gettext("%(mail)s not delivered: %(reason)s", mail=_name(mail.kind), reason=reason)
    return gettext(
        "%(mail)s not delivered: %(reason)s (%(code)s)",
        mail=_name(mail.kind),
        reason=reason,
        code=mail.problem,
    )


def _reason(refusal: Refusal) -> str:
    return {
        Refusal.UNKNOWN_ADDRESS: gettext("their mail server does not know this address"),
        Refusal.MAILBOX_FULL: gettext("their mailbox is full"),
        Refusal.MAILBOX_CLOSED: gettext("their mailbox accepts no e-mail"),
        Refusal.NO_ANSWER: gettext("their mail server did not accept it for as long as we tried"),
        Refusal.OURS: gettext("a reason on this site's side, not theirs"),
        Refusal.OTHER: gettext("their mail server refused it"),
    }[refusal]


def _name(kind: MailKind) -> str:
    names = {
        MailKind.INVITATION: gettext("Invitation"),
        MailKind.LINK_AGAIN: gettext("Link"),
        MailKind.MOVED: gettext("Notice of another time"),
        MailKind.CANCELLED: gettext("Notice of a cancelled session"),
        MailKind.DAY_BEFORE: gettext("Reminder a day before"),
        MailKind.SOON: gettext("Reminder shortly before"),
        MailKind.RUNNING_NOW: gettext("“We are running now”"),
        MailKind.REMOVED: gettext("Notice of leaving the group"),
        MailKind.STATEMENT: gettext("E-mail about their attendance"),
        MailKind.LEADS: gettext("E-mail that they lead this group"),
        MailKind.DATES_ADDED: gettext("Notice of new dates"),
        MailKind.ROLL_OPEN: gettext("E-mail about attendance to confirm"),
    }
    return names.get(kind, gettext("E-mail"))


# ---- The file -------------------------------------------------------------------------------------------------------


def roster_file_pages(services: GroupServices) -> Blueprint:
    """The people of a group as a CSV file."""
    pages = Blueprint("roster_file", __name__, url_prefix="/groups/<group_id>")

    @pages.get("/people.csv")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def download(group_id: str) -> Response:
        group = services.group(group_id)
        return Response(
            BYTE_ORDER_MARK + _as_csv(roster(services, group)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="people.csv"'},
        )

    return pages


def _as_csv(people: Iterable[Entry]) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    writer.writerows([safe(cell) for cell in _cells(entry)] for entry in people)
    return text.getvalue()


def _cells(entry: Entry) -> tuple[str, ...]:
    known = entry.person.details
    return (
        known.name,
        known.email,
        _role(entry),
        known.profession or "",
        known.licence_no or "",
        known.licence_region or "",
        known.timezone or "",
        entry.link.words,
        f"{entry.attended} of {entry.held}",
    )


def _role(entry: Entry) -> str:
    """The role in the words the import knows."""
    known = entry.person.details
    return (
        "practice leader" if known.practice_leader else known.role.value.replace("registrant", "participant")
    )
