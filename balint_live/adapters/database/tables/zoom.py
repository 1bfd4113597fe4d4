"""What is kept of Zoom's events: that one has come, so that the same one again has no effect."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from balint_live.adapters.database.tables.base import BY_NOBODY, FOR_TWO_DAYS, Base, Moment, column, table


class ZoomEventRow(Base):
    __tablename__ = "zoom_events"
    __table_args__ = table("Which events of Zoom's have come, so that each counts once", BY_NOBODY)

    key: Mapped[str] = column(
        "A digest that tells events apart; nothing can be read from it",
        FOR_TWO_DAYS,
        String(64),
        primary_key=True,
    )
    received_at: Mapped[datetime] = column("When it came", FOR_TWO_DAYS, Moment, index=True)
