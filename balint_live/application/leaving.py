"""A registrant leaves their group by themself, from the address every mail of the series carries.

It is the office's own act, carried out in its name, so that leaving and being withdrawn cannot come to differ.
"""

from dataclasses import dataclass

from balint_live.application.groups.office import Office
from balint_live.application.links import Claim
from balint_live.application.people import OPERATOR


@dataclass(frozen=True, slots=True)
class LeavingThroughTheOffice:
    """Implements `application.links.Leaving`."""

    office: Office

    def leave(self, claim: Claim) -> None:
        self.office.withdraw(OPERATOR, claim.group_id, claim.who.id)
