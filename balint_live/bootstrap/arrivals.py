"""Arriving and leaving, joined: sign-in by mail, typed codes, links sent again, and the way out."""

from datetime import timedelta

from balint_live.adapters.addresses import normal_address
from balint_live.adapters.database.database import Database
from balint_live.adapters.database.people import SqlPeople
from balint_live.adapters.database.sign_ins import SqlSignIns
from balint_live.adapters.identifiers import new_id
from balint_live.adapters.log import Log
from balint_live.adapters.tokens import Tokens
from balint_live.application.accounts import Accounts
from balint_live.application.asking import AskLimits
from balint_live.application.attendance.erasure import Erasures
from balint_live.application.groups.office import Office
from balint_live.application.link_again import LinkAgain
from balint_live.application.ports import Clock
from balint_live.application.sign_in import SignIn
from balint_live.application.typed_codes import TypedCodes
from balint_live.config import Security
from balint_live.runtime.interface import Runtime
from balint_live.web.access import LONGEST_SESSION
from balint_live.web.arrivals import Arrivals
from balint_live.web.asks import Asks
from balint_live.web.wrong_tries import WrongTries


def arrivals(
    security: Security,
    login_life: timedelta,
    clock: Clock,
    database: Database,
    office: Office,
    erasures: Erasures,
    log: Log,
    runtime: Runtime,
    standing_links: bool,
) -> Arrivals:
    """`standing_links`: whether the demo's links, which sign pretend leaders in at any time, open anything."""
    tokens, people = Tokens(security.secret, security.previous_secrets), SqlPeople(database)

    def limits(kind: str) -> AskLimits:
        return AskLimits(lambda: log.event("asks_capped", kind=kind))

    return Arrivals(
        sign_in=SignIn(clock, SqlSignIns(database), tokens, limits("sign_in"), new_id, standing_links),
        accounts=Accounts(clock, people, office.pages, login_life + LONGEST_SESSION),
        typed_codes=TypedCodes(tokens, people),
        link_again=LinkAgain(clock, people, limits("link_again"), new_id),
        leaving=office,
        erasures=erasures,
        wrong_tries=WrongTries(),
        asks=Asks(runtime.spawn, runtime.sleep, log.fault),
        browsers=tokens,
        address=normal_address,
    )
