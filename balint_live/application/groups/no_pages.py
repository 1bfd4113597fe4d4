"""For the command line: no live page is open in this process. Pages elsewhere notice when they next ask,
and whoever was erased is sent away from them (`application.erased_elsewhere`)."""

from collections.abc import Collection


class NoPages:
    """Implements `application.groups.ports.OpenPages`."""

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        """There is nobody to tell."""

    def login_ended(self, login: str) -> None:
        """There is nobody to send away."""

    def here(self, meeting_id: str) -> Collection[str]:
        return ()
