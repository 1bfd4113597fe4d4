"""Being erased, by one's own press. Looking explains what goes and what stays; the press erases, once.

It asks for nothing but the link, because whoever holds that is all the program knows of a person. The answer to the press is
the only place where the code of what stays is shown: there is nobody left to look it up for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template

from balint_live.application.attendance.erasure import Erased
from balint_live.application.groups.group import Settings
from balint_live.application.groups.ports import NoSuchGroup
from balint_live.application.links import Claim, LinkExpired
from balint_live.application.people import OPERATOR
from balint_live.application.typed_codes import in_blocks
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, current_login, declares, sign_out
from balint_live.web.arrivals import Arrivals
from balint_live.web.pages.groups.words import day
from balint_live.web.services import Services


def blueprint(services: Services, arrivals: Arrivals) -> Blueprint:
    pages = Blueprint("erase", __name__)

    @pages.get("/join/<token>/erase")
    @declares(Action.PERSONAL_LINK, Budget.PAGES)
    def look(token: str) -> str:
        return _asked(arrivals, services.links.read_claim(token, services.clock.now()))

    @pages.post("/join/<token>/erase")
    @declares(Action.PERSONAL_LINK, Budget.PRESSES)
    def press(token: str) -> str:
        claim = services.links.read_claim(token, services.clock.now())
        erased = _erased(arrivals, claim)
        login = current_login(services.clock.now())
        if login is not None and login.who == claim.who:
            arrivals.accounts.sign_out(login.who)
            sign_out()
        return _done(erased)

    return pages


def _asked(arrivals: Arrivals, claim: Claim) -> str:
    with _still_there():
        ahead = arrivals.erasures.prospect(OPERATOR, claim.group_id, claim.who.id)
    until = "" if ahead.stays_until is None else _day(ahead.stays_until, ahead.group)
    return render_template("pages/erase.html", group=ahead.group, stays_until=until)


def _erased(arrivals: Arrivals, claim: Claim) -> Erased:
    with _still_there():
        return arrivals.erasures.erase(OPERATOR, claim.group_id, claim.who.id)


def _done(erased: Erased) -> str:
    stays = erased.stays
    words = (
        {}
        if stays is None
        else {"code": in_blocks(stays.code), "until": _day(stays.kept_until, erased.group)}
    )
    return render_template("pages/erase_done.html", name=erased.name, group=erased.group, **words)


@contextmanager
def _still_there() -> Iterator[None]:
    """Of two presses at once the second finds nobody: its link is over by then."""
    try:
        yield
    except (DomainError, NoSuchGroup) as gone:
        raise LinkExpired from gone


def _day(moment: datetime, group: Settings) -> str:
    return day(moment.astimezone(ZoneInfo(group.timezone)))
