"""Logins that were ended before their time. A login is a signed cookie, which nobody can call back; this can."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import Mapped, mapped_column

from balint_live.adapters.database.base import BY_NOBODY, UNTIL_THE_LOGIN_WOULD_END, Base, Id, about, table
from balint_live.adapters.database.columns import Moment


class EndedLoginRow(Base):
    __tablename__ = "ended_logins"
    __table_args__ = table(
        "Logins that were ended by signing out, so that a copy of one opens nothing", BY_NOBODY
    )

    id: Mapped[str] = mapped_column(
        Id,
        primary_key=True,
        info=about("Tells logins apart; random, and of nobody's name", UNTIL_THE_LOGIN_WOULD_END),
    )
    until: Mapped[datetime] = mapped_column(
        Moment, index=True, info=about("When it would have ended by itself", UNTIL_THE_LOGIN_WOULD_END)
    )


def not_ended(login: str | ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the login with this id goes on; for links, which are none (""), it does."""
    return ~exists().where(EndedLoginRow.id == login)
