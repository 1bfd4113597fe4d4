"""What is sent to one person of a group: their link, and statements of attendance; and how far the mails of one press are.

Leaving the page of a press's mails stops nothing; coming back shows it again. Asking twice for the same mail queues it
once, so a second press may have nothing to show: then a sentence says so instead of an empty page.

A press issues a statement and leads to its file; one that cannot be issued comes back to the person's page with the
reason. Looking at a file changes nothing and needs no person any more: the statement of somebody who was erased is found
by its code and still opens.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request
from flask_babel import gettext

from balint_live.application.groups.group import Group, Registrant
from balint_live.application.groups.registrants import refusal_of
from balint_live.application.groups.service import NoSuchGroup
from balint_live.application.mail_queue import MailKind, MailStanding, MailState, is_ours
from balint_live.domain.errors import DomainError
from balint_live.web.groups.registrants import person_of, person_page
from balint_live.web.groups.roster import refusal_words, to_mails
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.services import REFUSED, Answered, GroupServices

NOT_ARRIVED = frozenset({MailState.REFUSED, MailState.GIVEN_UP})


# ---- The mails of one press -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail of the press, and whom it is for."""

    person: Registrant
    mail: MailStanding

    @property
    def refused(self) -> bool:
        return self.mail.state in NOT_ARRIVED

    @property
    def turned_away(self) -> bool:
        """Whether it waits because the mail server will not have this site's mail, whoever it is for."""
        problem = self.mail.problem
        return self.mail.state is MailState.WAITING and problem is not None and is_ours(problem)

    @property
    def what_to_do(self) -> str:
        """After a refusal; else empty."""
        refusal = refusal_of(self.mail)
        return "" if refusal is None else refusal_words(refusal)


def mails_pages(services: GroupServices) -> Blueprint:
    """The progress of one press's mails, and a press that sends refused invitations again."""
    pages = Blueprint("mails", __name__, url_prefix="/groups/<group_id>/mails/<batch>")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def show(group_id: str, batch: str) -> Answered:
        group = services.group(group_id)
        return _mails_page(group, batch, _mails(services, group, batch))

    @pages.post("/again")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def again(group_id: str, batch: str) -> Answered:
        group = services.group(group_id)
        mails = _mails(services, group, batch)
        chosen = [one.person.id for one in mails if one.refused and one.mail.kind is MailKind.INVITATION]
        try:
            anew = services.groups.invite(services.who(), group.id, chosen)
        except DomainError as refusal:
            return _mails_page(group, batch, mails, refusal.sentence), REFUSED
        nobody = gettext("No refused e-mail can be sent again from here.")
        return to_mails(services, group.id, anew, nobody, f"/groups/{group.id}/mails/{batch}")

    return pages


def _mails(services: GroupServices, group: Group, batch: str) -> list[Sent]:
    """By name; 404 for another group's press, as for none."""
    standings = services.mail_results.batch(batch)
    people = {one.id: one for one in group.registrants}
    if not standings or any(one.registrant_id not in people for one in standings):
        abort(404)
    order = {id: place for place, id in enumerate(people)}
    sent = [Sent(people[one.registrant_id], one) for one in standings if one.registrant_id is not None]
    return sorted(sent, key=lambda one: order[one.person.id])


def _mails_page(group: Group, batch: str, mails: list[Sent], sentence: str = "") -> str:
    return render_template(
        "pages/groups/mails.html",
        group=group,
        sentence=sentence,
        batch=batch,
        mails=mails,
        kind=mails[0].mail.kind,
        waiting=[one for one in mails if one.mail.state is MailState.WAITING],
        delivered=[one for one in mails if one.mail.state is MailState.DELIVERED],
        refused=[one for one in mails if one.refused],
        ours=sorted({one.mail.problem for one in mails if one.turned_away and one.mail.problem}),
    )


# ---- One person's link ----------------------------------------------------------------------------------------------


def person_link_pages(services: GroupServices) -> Blueprint:
    """Invite somebody, send their link again, or give out a new one."""
    pages = Blueprint("person_link", __name__, url_prefix="/groups/<group_id>/people/<registrant_id>")

    def sent(group_id: str, registrant_id: str, send: Callable[[], str]) -> Answered:
        group, person = person_of(services, group_id, registrant_id)
        try:
            batch = send()
        except DomainError as refusal:
            return person_page(services, group, person, sentence=refusal.sentence), REFUSED
        nothing_new = gettext("This e-mail is on its way already, or was delivered a few minutes ago.")
        return to_mails(services, group.id, batch, nothing_new, f"/groups/{group.id}/people/{person.id}")

    @pages.post("/invite")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def invite(group_id: str, registrant_id: str) -> Answered:
        return sent(
            group_id,
            registrant_id,
            lambda: services.groups.invite(services.who(), group_id, [registrant_id]),
        )

    @pages.post("/link")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def again(group_id: str, registrant_id: str) -> Answered:
        return sent(
            group_id,
            registrant_id,
            lambda: services.groups.send_link(services.who(), group_id, registrant_id),
        )

    @pages.post("/new-link")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def anew(group_id: str, registrant_id: str) -> Answered:
        return sent(
            group_id, registrant_id, lambda: services.groups.reissue(services.who(), group_id, registrant_id)
        )

    return pages


# ---- Statements of attendance ---------------------------------------------------------------------------------------


def statements_pages(services: GroupServices) -> Blueprint:
    """Issue a statement, and its file."""
    pages = Blueprint("statements", __name__, url_prefix="/groups/<group_id>")
    statements = services.statement_services.statements

    @pages.post("/people/<registrant_id>/statements")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def issue(group_id: str, registrant_id: str) -> Answered:
        group, person = person_of(services, group_id, registrant_id)
        meeting_id = request.form.get("session") or None
        try:
            statement = statements.issue(services.who(), group_id, registrant_id, meeting_id)
        except DomainError as refusal:
            return person_page(services, group, person, sentence=refusal.sentence), REFUSED
        return redirect(f"/groups/{group_id}/statements/{statement.id}.pdf", 303)

    @pages.get("/statements/<statement_id>.pdf")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def file(group_id: str, statement_id: str) -> Answered:
        try:
            printed = statements.printed(services.who(), group_id, statement_id)
        except NoSuchGroup:
            abort(404)
        if printed is None:
            abort(404)
        return services.statement_services.file(printed)

    return pages
