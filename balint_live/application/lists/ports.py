"""What importing a list needs of the world."""

from typing import Protocol

from balint_live.application.lists.table import Table


class ListReader(Protocol):
    def read(self, data: bytes, filename: str, encoding: str = "") -> Table:
        """The list in an uploaded file, as text; the file's name only helps to say what is wrong.

        `encoding` is what a person chose, empty to find out. Raises ListMistake, and EncodingUnclear to have one chosen.
        """
