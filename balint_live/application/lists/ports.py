"""What importing a list needs of the world."""

from typing import Protocol

from balint_live.application.lists.table import Table


class ListReader(Protocol):
    def read(self, data: bytes, filename: str) -> Table:
        """The list in an uploaded file, as text. Raises ListMistake; the name only helps to say what is wrong."""
