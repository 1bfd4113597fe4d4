"""Arriving and leaving, joined: sign-in by mail, typed codes, links sent again, and the way out."""

from balint_live.adapters.addresses import normal_address
from balint_live.adapters.database.database import Database
from balint_live.adapters.database.people import SqlPeople
from balint_live.adapters.database.sign_ins import SqlSignIns
from balint_live.adapters.identifiers import new_id
from balint_live.adapters.tokens import Tokens
from balint_live.application.accounts import Accounts
from balint_live.application.attendance.erasure import Erasures
from balint_live.application.groups.office import Office
from balint_live.application.link_again import LinkAgain
from balint_live.application.ports import Clock
from balint_live.application.sign_in import SignIn
from balint_live.application.typed_codes import TypedCodes
from balint_live.config import Security
from balint_live.web.arrivals import Arrivals
from balint_live.web.wrong_tries import WrongTries


def arrivals(
    security: Security,
    clock: Clock,
    database: Database,
    office: Office,
    erasures: Erasures,
    standing_links: bool,
) -> Arrivals:
    """`standing_links`: whether the demo's links, which sign pretend leaders in at any time, open anything."""
    tokens, people = Tokens(security.secret, security.previous_secrets), SqlPeople(database)
    return Arrivals(
        sign_in=SignIn(clock, SqlSignIns(database), tokens, new_id, standing_links),
        accounts=Accounts(clock, people, office.pages),
        typed_codes=TypedCodes(tokens, people),
        link_again=LinkAgain(clock, people, new_id),
        leaving=office,
        erasures=erasures,
        wrong_tries=WrongTries(),
        address=normal_address,
    )
