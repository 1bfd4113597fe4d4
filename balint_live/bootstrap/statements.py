"""Statements of attendance, joined: the attendance book, fresh codes, and the paper they are printed on."""

from balint_live.adapters.database.books import SqlBooks
from balint_live.adapters.database.database import Database
from balint_live.adapters.identifiers import new_id, new_statement_code
from balint_live.adapters.statement.paper import Paper
from balint_live.adapters.statement.words import Words
from balint_live.application.attendance.statements import Statements
from balint_live.application.heavy_work import Elsewhere
from balint_live.application.ports import Clock
from balint_live.domain.protocol import Catalogue
from balint_live.web.papers import Papers
from balint_live.web.wrong_tries import WrongTries


def papers(clock: Clock, database: Database, catalogue: Catalogue, site: str, elsewhere: Elsewhere) -> Papers:
    """`site` is the public address, under which statements are verified."""
    statements = Statements(clock, SqlBooks(database, catalogue), new_id, new_statement_code)
    return Papers(statements, Paper(Words(site)).pdf, elsewhere, WrongTries())
