"""The live pages that are open while a group changes, and the stand-in where there are none."""

from collections.abc import Collection
from typing import Protocol


class OpenPages(Protocol):
    """The live pages of a group's sessions, which must not go on with what was true before."""

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        """Pages of these people and in these sessions come in anew, if they still may."""

    def login_ended(self, login: str) -> None:
        """Pages under this login are sent away at once, and cannot come in again."""

    def here(self, meeting_id: str) -> Collection[str]:
        """The people whose page is open in that session."""


class NoPages:
    """For the command line: no live page is open in this process.

    Pages elsewhere notice when they next ask, and whoever was erased is sent away from them.
    """

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        """There is nobody to tell."""

    def login_ended(self, login: str) -> None:
        """There is nobody to send away."""

    def here(self, meeting_id: str) -> Collection[str]:
        return ()
