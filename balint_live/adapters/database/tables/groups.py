"""Who meets: groups, their leaders, the people enrolled, a group's own session plans and credits; and sign-ins.

The link and the six digits of a sign-in mail are in no table: both are derived from the row's id and the server's secret,
when the mail is written and again when somebody uses them. A login is a signed cookie, which nobody can call back; so those
that were ended early have a row.
"""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    exists,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from balint_live.adapters.database.tables.base import (
    BY_COORDINATORS,
    BY_NOBODY,
    BY_THEM_AND_LEADERS,
    FOR_AN_HOUR,
    OF_THE_LEADER,
    UNTIL_LONG_AFTER,
    UNTIL_THE_LOGIN_WOULD_END,
    WITH_THE_ACCOUNT,
    WITH_THE_GROUP,
    WITH_THE_LINK,
    WITH_THE_PERSON,
    Base,
    Id,
    Moment,
    PhaseIds,
    Plan,
    PlanSteps,
    Quarters,
    about,
    table,
    words,
)
from balint_live.application.groups.group import LeaderLabel
from balint_live.domain.credit import Figures, Gap, Policy, Rounding
from balint_live.domain.display import ParticipantClock, Role


class GroupRow(Base):
    __tablename__ = "groups"
    __table_args__ = table("Groups and what is settled for all their sessions")

    id: Mapped[str] = mapped_column(Id, primary_key=True, info=about("Tells groups apart", WITH_THE_GROUP))
    name: Mapped[str] = mapped_column(String(200), info=about("The group's name", WITH_THE_GROUP))
    society: Mapped[str] = mapped_column(
        String(200), server_default="", info=about("The society that holds it", WITH_THE_GROUP)
    )
    timezone: Mapped[str] = mapped_column(
        String(64), info=about("The zone in which its times are said", WITH_THE_GROUP)
    )
    contact: Mapped[str] = mapped_column(
        String(254), info=about("The address to write to with questions", WITH_THE_GROUP)
    )
    quorum: Mapped[int] = mapped_column(
        default=4, info=about("How many participants a session needs", WITH_THE_GROUP)
    )
    participant_clock: Mapped[ParticipantClock] = mapped_column(
        words(ParticipantClock),
        default=ParticipantClock.SOFT,
        info=about("How much of the time participants see", WITH_THE_GROUP),
    )
    zoom_url: Mapped[str | None] = mapped_column(
        String(2000), info=about("Where the group meets in Zoom", WITH_THE_GROUP)
    )
    planned_sessions: Mapped[int] = mapped_column(
        default=8, info=about("How many sessions the series has", WITH_THE_GROUP)
    )
    neutral_subjects: Mapped[bool] = mapped_column(
        server_default=false(),
        info=about("Whether mails keep the group's name out of their subject", WITH_THE_GROUP),
    )
    uncredited_phases: Mapped[tuple[str, ...]] = mapped_column(
        PhaseIds,
        default=(),
        server_default="[]",
        info=about("Phases in which no credit is earned", WITH_THE_GROUP),
    )
    retention_years: Mapped[int] = mapped_column(
        default=6,
        server_default=text("6"),
        info=about("How long attendance that earned credit is kept, in years", WITH_THE_GROUP),
    )
    created_at: Mapped[datetime] = mapped_column(
        Moment,
        info=about("When it was made; without any date, what is kept counts from then", WITH_THE_GROUP),
    )
    version: Mapped[int] = mapped_column(
        server_default=text("1"),
        info=about("Counts changes of these settings, so that two people's cannot collide", WITH_THE_GROUP),
    )


class LeaderRow(Base):
    __tablename__ = "leaders"
    __table_args__ = table("Leaders and coordinators, who sign in by e-mail", BY_COORDINATORS)

    id: Mapped[str] = mapped_column(Id, primary_key=True, info=about("Tells leaders apart", WITH_THE_ACCOUNT))
    name: Mapped[str] = mapped_column(String(200), info=about("The name others see", WITH_THE_ACCOUNT))
    email: Mapped[str] = mapped_column(
        String(254), unique=True, info=about("Where sign-in links are sent", WITH_THE_ACCOUNT)
    )
    login_version: Mapped[int] = mapped_column(
        default=1, info=about("Which logins hold: earlier ones are withdrawn", WITH_THE_ACCOUNT)
    )
    login_issued_at: Mapped[datetime] = mapped_column(
        Moment, info=about("When the logins that hold were first given out", WITH_THE_ACCOUNT)
    )
    coordinator: Mapped[bool] = mapped_column(
        server_default=false(), info=about("Whether they look after every group", WITH_THE_ACCOUNT)
    )


class GroupLeaderRow(Base):
    __tablename__ = "group_leaders"
    __table_args__ = table("Which leaders lead which group")

    group_id: Mapped[str] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"),
        primary_key=True,
        info=about("The group that is led", WITH_THE_GROUP),
    )
    leader_id: Mapped[str] = mapped_column(
        ForeignKey("leaders.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        info=about("Who leads it", OF_THE_LEADER),
    )
    label: Mapped[LeaderLabel] = mapped_column(
        words(LeaderLabel),
        default=LeaderLabel.LEADER,
        server_default=LeaderLabel.LEADER.value,
        info=about("What the organiser calls them; all may do the same", WITH_THE_GROUP),
    )


class RegistrantRow(Base):
    __tablename__ = "registrants"
    __table_args__ = (
        UniqueConstraint("group_id", "email"),
        CheckConstraint("role <> 'leader'", name="no_leader"),
        Index("ix_registrants_join_code", "join_code", unique=True),
        table("People enrolled in a group, and their link", BY_THEM_AND_LEADERS),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, info=about("Tells people apart", WITH_THE_PERSON))
    group_id: Mapped[str] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"),
        info=about("The group they are enrolled in", WITH_THE_PERSON),
    )
    name: Mapped[str] = mapped_column(
        String(200), info=about("The name as wanted on the certificate", WITH_THE_PERSON)
    )
    email: Mapped[str] = mapped_column(
        String(254),
        info=about(
            "Where the link and the statement are sent; a random id in its place once it is gone",
            UNTIL_LONG_AFTER,
        ),
    )
    role: Mapped[Role] = mapped_column(
        words(Role),
        default=Role.REGISTRANT,
        info=about("Takes part, or observes", WITH_THE_PERSON),
    )
    link_version: Mapped[int] = mapped_column(
        default=1, info=about("Which link holds: earlier ones are withdrawn", WITH_THE_LINK)
    )
    link_issued_at: Mapped[datetime] = mapped_column(
        Moment, info=about("When the link that holds was given out", WITH_THE_LINK)
    )
    join_code: Mapped[str | None] = mapped_column(
        String(8), info=about("What may be typed in place of the link", WITH_THE_LINK)
    )
    withdrawn_at: Mapped[datetime | None] = mapped_column(
        Moment, info=about("When they left the group", WITH_THE_PERSON)
    )
    practice_leader: Mapped[bool] = mapped_column(
        server_default=false(), info=about("Learns to lead in this group", WITH_THE_PERSON)
    )
    has_the_lead: Mapped[bool] = mapped_column(
        server_default=false(), info=about("A leader has given them the lead for now", WITH_THE_PERSON)
    )
    timezone: Mapped[str | None] = mapped_column(
        String(64), info=about("The zone in which mails say the times to them", UNTIL_LONG_AFTER)
    )
    profession: Mapped[str | None] = mapped_column(
        String(100), info=about("Where a credit body asks for it", WITH_THE_PERSON)
    )
    licence_no: Mapped[str | None] = mapped_column(
        String(64), info=about("Where a credit body asks for it", WITH_THE_PERSON)
    )
    licence_region: Mapped[str | None] = mapped_column(
        String(64), info=about("Who gave that licence", WITH_THE_PERSON)
    )


class GroupProtocolRow(Base):
    __tablename__ = "group_protocols"
    __table_args__ = table("Session plans of a group's own, besides the shipped ones")

    id: Mapped[str] = mapped_column(Id, primary_key=True, info=about("Tells plans apart", WITH_THE_GROUP))
    group_id: Mapped[str] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"),
        index=True,
        info=about("Whose plan it is", WITH_THE_GROUP),
    )
    name: Mapped[str] = mapped_column(String(100), info=about("What the group calls it", WITH_THE_GROUP))
    plan: Mapped[PlanSteps] = mapped_column(Plan, info=about("Its phases and their minutes", WITH_THE_GROUP))


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
    """Whether the login with this id was not ended; true for links, which have no login ("")."""
    return ~exists().where(EndedLoginRow.id == login)
