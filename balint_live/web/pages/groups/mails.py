"""How far the mails of one press have got, person by person. Leaving the page stops nothing; coming back shows it again."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.groups.group import Desk, Registrant
from balint_live.application.groups.link_state import refusal_of
from balint_live.application.post.answers import is_ours
from balint_live.application.post.mail import MailKind, MailStanding, MailState
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.link_words import refusal_words
from balint_live.web.pages.groups.sending import sent_or_said

Answered = str | Response | tuple[str, int]
CANNOT_BE_SENT = 422
CAME_TO_NOTHING = frozenset({MailState.REFUSED, MailState.GIVEN_UP})


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail of the press, and whom it is for."""

    person: Registrant
    mail: MailStanding

    @property
    def refused(self) -> bool:
        return self.mail.state in CAME_TO_NOTHING

    @property
    def turned_away(self) -> bool:
        """Whether it waits because the mail server will not have this site's mail, whoever it is for."""
        return (
            self.mail.state is MailState.WAITING
            and self.mail.problem is not None
            and is_ours(self.mail.problem)
        )

    @property
    def what_to_do(self) -> str:
        """After a refusal; else empty."""
        refusal = refusal_of(self.mail)
        return "" if refusal is None else refusal_words(refusal)


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("mails", __name__, url_prefix="/groups/<group_id>/mails/<batch>")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def show(group_id: str, batch: str) -> Answered:
        desk = office.desk(group_id)
        return _page(desk, batch, _mails(office, desk, batch))

    @pages.post("/again")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def again(group_id: str, batch: str) -> Answered:
        desk = office.desk(group_id)
        return _sent_again(office, desk, batch, _mails(office, desk, batch))

    return pages


def _mails(office: OfficeServices, desk: Desk, batch: str) -> list[Sent]:
    """By name; 404 for another group's press, as for none."""
    standings = office.mail_book.batch(batch)
    people = {one.id: one for one in desk.registrants}
    if not standings or any(one.registrant_id not in people for one in standings):
        abort(404)
    order = {id: place for place, id in enumerate(people)}
    sent = [Sent(people[one.registrant_id], one) for one in standings if one.registrant_id is not None]
    return sorted(sent, key=lambda one: order[one.person.id])


def _sent_again(office: OfficeServices, desk: Desk, batch: str, mails: list[Sent]) -> Answered:
    chosen = [one.person.id for one in mails if one.refused and one.mail.kind is MailKind.INVITATION]
    try:
        anew = office.office.invite(office.who(), desk.group.id, chosen)
    except DomainError as refusal:
        return _page(desk, batch, mails, refusal.sentence), CANNOT_BE_SENT
    nobody = gettext("Nothing was refused that can be sent again from here.")
    return sent_or_said(office, desk.group.id, anew, nobody, f"/groups/{desk.group.id}/mails/{batch}")


def _page(desk: Desk, batch: str, mails: list[Sent], sentence: str = "") -> str:
    return render_template(
        "groups/mails.html",
        desk=desk,
        group=desk.group.settings,
        sentence=sentence,
        batch=batch,
        mails=mails,
        kind=mails[0].mail.kind,
        waiting=[one for one in mails if one.mail.state is MailState.WAITING],
        delivered=[one for one in mails if one.mail.state is MailState.DELIVERED],
        refused=[one for one in mails if one.refused],
        ours=sorted({one.mail.problem for one in mails if one.turned_away and one.mail.problem}),
    )
