"""What a decision about a group changes: rows to add, replace or take away, and the mails that follow from it.

Use cases decide purely, from a Desk to Changes; the store carries both out in one transaction. So what must be told is in
the queue exactly when what happened is in the database.
"""

from dataclasses import dataclass

from balint_live.application.groups.group import BookedMeeting, Registrant, Settings
from balint_live.application.post.mail import NewMail
from balint_live.domain.credit import Figures
from balint_live.domain.protocol import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """`meetings`, `registrants` and `plans` are added, or replace those with the same id.

    `designated` is by session: what those that have ended could award, where a credit line came or was put right later.
    """

    settings: Settings | None = None
    designated: tuple[tuple[str, Figures], ...] = ()
    meetings: tuple[BookedMeeting, ...] = ()
    registrants: tuple[Registrant, ...] = ()
    departed_leaders: tuple[str, ...] = ()
    plans: tuple[Protocol, ...] = ()
    dropped_plans: tuple[str, ...] = ()
    mails: tuple[NewMail, ...] = ()

    @property
    def people(self) -> frozenset[str]:
        """Everybody whose seat may have changed."""
        return frozenset((*(one.id for one in self.registrants), *self.departed_leaders))


NOTHING = Changes()
