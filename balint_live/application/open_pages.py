"""The live pages that are open while a group changes, and the stand-in where there are none."""

from collections.abc import Collection
from typing import Protocol


class OpenPages(Protocol):
    """The live pages of a group's sessions, which must not go on with old facts."""

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        """Pages of these people and in these sessions must connect again, if they still may."""

    def login_ended(self, login: str) -> None:
        """Pages under this login are disconnected at once, and cannot connect again."""

    def here(self, meeting_id: str) -> Collection[str]:
        """The people whose page is open in that session."""


class NoPages:
    """For the command line: no live page is open in this process.

    Pages of the server notice when they next ask, and those of people who were erased are disconnected.
    """

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        """There is nobody to tell."""

    def login_ended(self, login: str) -> None:
        """There is nobody to send away."""

    def here(self, meeting_id: str) -> Collection[str]:
        """Nobody."""
        return ()
