"""Who meets: groups, their leaders, the people enrolled, a group's own session plans and credits; and sign-ins.

The link and the six digits of a sign-in mail are in no table: both are derived from the row's id and the server's secret,
when the mail is written and again when somebody uses them. A login is a signed cookie, which nobody can call back; so those
that were ended early have a row.
"""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped

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
    Plan,
    PlanSteps,
    Quarters,
    WordList,
    column,
    table,
    words,
)
from balint_live.application.groups.group import LeaderLabel
from balint_live.domain.credit import Figures, Gap, Policy, Rounding
from balint_live.domain.display import LateComers, ParticipantClock, Role


class GroupRow(Base):
    __tablename__ = "groups"
    __table_args__ = table("Groups and what is settled for all their sessions")

    id: Mapped[str] = column("Tells groups apart", WITH_THE_GROUP, Id, primary_key=True)
    name: Mapped[str] = column("The group's name", WITH_THE_GROUP, String(200))
    society: Mapped[str] = column("The society that holds it", WITH_THE_GROUP, String(200), server_default="")
    timezone: Mapped[str] = column("The zone in which its times are said", WITH_THE_GROUP, String(64))
    contact: Mapped[str] = column("The address to write to with questions", WITH_THE_GROUP, String(254))
    quorum: Mapped[int] = column("How many participants a session needs", WITH_THE_GROUP, default=4)
    participant_clock: Mapped[ParticipantClock] = column(
        "How much of the time participants see",
        WITH_THE_GROUP,
        words(ParticipantClock),
        default=ParticipantClock.SOFT,
    )
    late_comers: Mapped[LateComers] = column(
        "What becomes of those who come late",
        WITH_THE_GROUP,
        words(LateComers),
        default=LateComers.HOLD,
        server_default=LateComers.HOLD.value,
    )
    zoom_url: Mapped[str | None] = column("Where the group meets in Zoom", WITH_THE_GROUP, String(2000))
    planned_sessions: Mapped[int] = column("How many sessions the series has", WITH_THE_GROUP, default=8)
    neutral_subjects: Mapped[bool] = column(
        "Whether e-mails keep the group's name out of their subject", WITH_THE_GROUP, server_default=false()
    )
    uncredited_phases: Mapped[tuple[str, ...]] = column(
        "Phases in which no credit is earned", WITH_THE_GROUP, WordList, default=(), server_default="[]"
    )
    retention_years: Mapped[int] = column(
        "How long attendance that earned credit is kept, in years",
        WITH_THE_GROUP,
        default=6,
        server_default=text("6"),
    )
    created_at: Mapped[datetime] = column(
        "When it was made; without any date, what is kept counts from then", WITH_THE_GROUP, Moment
    )
    version: Mapped[int] = column(
        "Counts changes of these settings, so that two people's cannot collide",
        WITH_THE_GROUP,
        server_default=text("1"),
    )


class LeaderRow(Base):
    __tablename__ = "leaders"
    __table_args__ = table("Leaders and coordinators, who sign in by e-mail", BY_COORDINATORS)

    id: Mapped[str] = column("Tells leaders apart", WITH_THE_ACCOUNT, Id, primary_key=True)
    name: Mapped[str] = column("The name others see", WITH_THE_ACCOUNT, String(200))
    email: Mapped[str] = column("Where sign-in links are sent", WITH_THE_ACCOUNT, String(254), unique=True)
    login_version: Mapped[int] = column(
        "Which logins hold: earlier ones are withdrawn", WITH_THE_ACCOUNT, default=1
    )
    login_issued_at: Mapped[datetime] = column(
        "When the logins that hold were first given out", WITH_THE_ACCOUNT, Moment
    )
    coordinator: Mapped[bool] = column(
        "Whether they look after every group", WITH_THE_ACCOUNT, server_default=false()
    )
    calendar_version: Mapped[int] = column(
        "Which address of their calendar holds: earlier ones are withdrawn",
        WITH_THE_ACCOUNT,
        default=1,
        server_default=text("1"),
    )


class GroupLeaderRow(Base):
    __tablename__ = "group_leaders"
    __table_args__ = table("Which leaders lead which group")

    group_id: Mapped[str] = column(
        "The group that is led", WITH_THE_GROUP, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    leader_id: Mapped[str] = column(
        "Who leads it",
        OF_THE_LEADER,
        ForeignKey("leaders.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    )
    label: Mapped[LeaderLabel] = column(
        "What the organiser calls them; all may do the same",
        WITH_THE_GROUP,
        words(LeaderLabel),
        default=LeaderLabel.LEADER,
        server_default=LeaderLabel.LEADER.value,
    )


class RegistrantRow(Base):
    __tablename__ = "registrants"
    __table_args__ = (
        UniqueConstraint("group_id", "email"),
        CheckConstraint("role <> 'leader'", name="no_leader"),
        Index("ix_registrants_join_code", "join_code", unique=True),
        table("People enrolled in a group, and their link", BY_THEM_AND_LEADERS),
    )

    id: Mapped[str] = column("Tells people apart", WITH_THE_PERSON, Id, primary_key=True)
    group_id: Mapped[str] = column(
        "The group they are enrolled in", WITH_THE_PERSON, ForeignKey("groups.id", ondelete="CASCADE")
    )
    name: Mapped[str] = column("The name as wanted on the certificate", WITH_THE_PERSON, String(200))
    email: Mapped[str] = column(
        "Where the link and the statement are sent; a random id in its place once it is gone",
        UNTIL_LONG_AFTER,
        String(254),
    )
    role: Mapped[Role] = column(
        "Takes part, or observes", WITH_THE_PERSON, words(Role), default=Role.REGISTRANT
    )
    link_version: Mapped[int] = column(
        "Which link holds: earlier ones are withdrawn", WITH_THE_LINK, default=1
    )
    link_issued_at: Mapped[datetime] = column("When the link that holds was given out", WITH_THE_LINK, Moment)
    join_code: Mapped[str | None] = column("What may be typed in place of the link", WITH_THE_LINK, String(8))
    calendar_version: Mapped[int] = column(
        "Which address of their calendar holds: earlier ones are withdrawn",
        WITH_THE_LINK,
        default=1,
        server_default=text("1"),
    )
    withdrawn_at: Mapped[datetime | None] = column("When they left the group", WITH_THE_PERSON, Moment)
    practice_leader: Mapped[bool] = column(
        "Learns to lead in this group", WITH_THE_PERSON, server_default=false()
    )
    has_the_lead: Mapped[bool] = column(
        "A leader has given them the lead for now", WITH_THE_PERSON, server_default=false()
    )
    timezone: Mapped[str | None] = column(
        "The time zone of the e-mails they get", UNTIL_LONG_AFTER, String(64)
    )
    profession: Mapped[str | None] = column("Where a credit body asks for it", WITH_THE_PERSON, String(100))
    licence_no: Mapped[str | None] = column("Where a credit body asks for it", WITH_THE_PERSON, String(64))
    licence_region: Mapped[str | None] = column("Who gave that licence", WITH_THE_PERSON, String(64))


class GroupProtocolRow(Base):
    __tablename__ = "group_protocols"
    __table_args__ = table("Session plans of a group's own, besides the shipped ones")

    id: Mapped[str] = column("Tells plans apart", WITH_THE_GROUP, Id, primary_key=True)
    group_id: Mapped[str] = column(
        "Whose plan it is", WITH_THE_GROUP, ForeignKey("groups.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = column("What the group calls it", WITH_THE_GROUP, String(100))
    plan: Mapped[PlanSteps] = column("Its phases and their minutes", WITH_THE_GROUP, Plan)


class CreditLineRow(Base):
    __tablename__ = "credit_lines"
    __table_args__ = table("The credits a group can earn, and each body's rule")

    group_id: Mapped[str] = column(
        "Whose credits they are",
        WITH_THE_GROUP,
        ForeignKey("groups.id", ondelete="CASCADE"),
        primary_key=True,
    )
    place: Mapped[int] = column(
        "Its place among the group's", WITH_THE_GROUP, primary_key=True, autoincrement=False
    )
    id: Mapped[str] = column("Tells lines of the group apart", WITH_THE_GROUP, Id, server_default="")
    policy: Mapped[Policy] = column("By which rule it is awarded", WITH_THE_GROUP, words(Policy))
    credit_type: Mapped[str] = column("What the body calls it", WITH_THE_GROUP, String(100))
    statement: Mapped[str] = column(
        "The body's approval statement, word for word", WITH_THE_GROUP, String(2000)
    )
    designated_quarters: Mapped[int] = column(
        "The most a session can award, in quarter credits", WITH_THE_GROUP
    )
    by_plan: Mapped[Figures] = column(
        "… in sessions by certain plans, where it is another figure",
        WITH_THE_GROUP,
        Quarters,
        server_default="[]",
    )
    grace_minutes: Mapped[int] = column("How long one may be away in an hour", WITH_THE_GROUP)
    gap: Mapped[Gap] = column("Whether absences in an hour add up", WITH_THE_GROUP, words(Gap))
    rounding: Mapped[Rounding] = column("What becomes of half quarters", WITH_THE_GROUP, words(Rounding))
    numerator: Mapped[int] = column("The part that must be attended", WITH_THE_GROUP)
    denominator: Mapped[int] = column("… of how many parts", WITH_THE_GROUP)
    required_sessions: Mapped[int] = column("How many sessions of the series are needed", WITH_THE_GROUP)


class SignInRow(Base):
    __tablename__ = "sign_ins"
    __table_args__ = table("Sign-ins that were asked for, and whether they have been used", BY_NOBODY)

    id: Mapped[str] = column("Tells them apart", FOR_AN_HOUR, Id, primary_key=True)
    leader_id: Mapped[str | None] = column(
        "The leader it is for; an address we do not know leaves nothing",
        FOR_AN_HOUR,
        ForeignKey("leaders.id", ondelete="CASCADE"),
        index=True,
    )
    browser: Mapped[str] = column(
        "A digest of the asking browser's own cookie; empty for a link given at the server's terminal",
        FOR_AN_HOUR,
        String(64),
    )
    asked_at: Mapped[datetime] = column("When", FOR_AN_HOUR, Moment, index=True)
    wrong_codes: Mapped[int] = column("How often a wrong code was typed", FOR_AN_HOUR)
    used_at: Mapped[datetime | None] = column("When it was used up", FOR_AN_HOUR, Moment)


class EndedLoginRow(Base):
    __tablename__ = "ended_logins"
    __table_args__ = table(
        "Logins that were ended by signing out, so that a copy of one no longer works", BY_NOBODY
    )

    id: Mapped[str] = column(
        "Tells logins apart; random, and of nobody's name", UNTIL_THE_LOGIN_WOULD_END, Id, primary_key=True
    )
    until: Mapped[datetime] = column(
        "When it would have ended by itself", UNTIL_THE_LOGIN_WOULD_END, Moment, index=True
    )
