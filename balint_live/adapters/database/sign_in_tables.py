"""Asked-for sign-ins, good for a quarter of an hour each.

The link and the six digits of the mail are not here: both are derived from the row's id and the server's secret, when the
mail is written and again when somebody comes with them.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from balint_live.adapters.database.base import BY_NOBODY, FOR_AN_HOUR, Base, Id, about, table
from balint_live.adapters.database.columns import Moment


class SignInRow(Base):
    __tablename__ = "sign_ins"
    __table_args__ = table("Sign-ins that were asked for, and whether they have been used", BY_NOBODY)

    id: Mapped[str] = mapped_column(Id, primary_key=True, info=about("Tells them apart", FOR_AN_HOUR))
    leader_id: Mapped[str | None] = mapped_column(
        ForeignKey("leaders.id", ondelete="CASCADE"),
        index=True,
        info=about("The leader it is for; an address we do not know leaves nothing", FOR_AN_HOUR),
    )
    browser: Mapped[str] = mapped_column(
        String(64), info=about("A digest of the asking browser's own cookie", FOR_AN_HOUR)
    )
    asked_at: Mapped[datetime] = mapped_column(Moment, index=True, info=about("When", FOR_AN_HOUR))
    wrong_codes: Mapped[int] = mapped_column(info=about("How often a wrong code was typed", FOR_AN_HOUR))
    used_at: Mapped[datetime | None] = mapped_column(Moment, info=about("When it was used up", FOR_AN_HOUR))
