"""What a group's sessions may earn: one row for each body's credit."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from balint_live.adapters.database.base import WITH_THE_GROUP, Base, Id, about, table, words
from balint_live.adapters.database.columns import Quarters
from balint_live.domain.credit import Figures, Gap, Policy, Rounding


class CreditLineRow(Base):
    __tablename__ = "credit_lines"
    __table_args__ = table("The credits a group can earn, and each body's rule")

    group_id: Mapped[str] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"),
        primary_key=True,
        info=about("Whose credits they are", WITH_THE_GROUP),
    )
    place: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, info=about("Its place among the group's", WITH_THE_GROUP)
    )
    id: Mapped[str] = mapped_column(
        Id, server_default="", info=about("Tells lines of the group apart", WITH_THE_GROUP)
    )
    policy: Mapped[Policy] = mapped_column(
        words(Policy), info=about("By which rule it is awarded", WITH_THE_GROUP)
    )
    credit_type: Mapped[str] = mapped_column(
        String(100), info=about("What the body calls it", WITH_THE_GROUP)
    )
    statement: Mapped[str] = mapped_column(
        String(2000), info=about("The body's approval statement, word for word", WITH_THE_GROUP)
    )
    designated_quarters: Mapped[int] = mapped_column(
        info=about("The most a session can award, in quarter credits", WITH_THE_GROUP)
    )
    by_plan: Mapped[Figures] = mapped_column(
        Quarters,
        server_default="[]",
        info=about("… in sessions by certain plans, where it is another figure", WITH_THE_GROUP),
    )
    grace_minutes: Mapped[int] = mapped_column(
        info=about("How long one may be away in an hour", WITH_THE_GROUP)
    )
    gap: Mapped[Gap] = mapped_column(
        words(Gap), info=about("Whether absences in an hour add up", WITH_THE_GROUP)
    )
    rounding: Mapped[Rounding] = mapped_column(
        words(Rounding), info=about("What becomes of half quarters", WITH_THE_GROUP)
    )
    numerator: Mapped[int] = mapped_column(info=about("The part that must be attended", WITH_THE_GROUP))
    denominator: Mapped[int] = mapped_column(info=about("… of how many parts", WITH_THE_GROUP))
    required_sessions: Mapped[int] = mapped_column(
        info=about("How many sessions of the series are needed", WITH_THE_GROUP)
    )
