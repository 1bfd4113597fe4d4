"""What a phase makes of the presenter, and which of its texts a person reads.

The state follows from the phase of the current step, whether or not anybody is marked as presenter; so a mark that was
lost with the server's memory can never put the wrong words on the group's pages. It walks no fixed chain: `interim75`
goes back, returned, moving_back, back, returned. *Who* presents is not here and not in any database: see
`application.ports.LiveRoom`.
"""

from enum import StrEnum


class PresenterState(StrEnum):
    """The seven states of domain.md, section 5."""

    NONE = "none"
    PRESENTING = "presenting"
    ANSWERING = "answering"
    MOVING_BACK = "moving_back"
    BACK = "back"
    RETURNED = "returned"
    IN_CIRCLE = "in_circle"

    @property
    def sits_back(self) -> bool:
        """Out of view on Zoom, where nobody would see the presenter drop."""
        return self in (PresenterState.MOVING_BACK, PresenterState.BACK)


FORGETS_THE_PRESENTER = "case_call"
"""Entering this phase forgets the mark: the next case is about to be offered."""
