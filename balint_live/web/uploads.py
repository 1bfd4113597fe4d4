"""What comes in with a request.

Uploads stay in memory: a list of registrants must not lie in a temporary file, not even for the moment of being read.
"""

from io import BytesIO
from typing import IO

from flask import Request


class InMemoryRequest(Request):
    def _load_form_data(self) -> None:
        """Nobody types a NUL, and PostgreSQL takes none: it goes before anybody reads the form."""
        super()._load_form_data()
        pairs = [(name, value.replace("\0", "")) for name, value in self.form.items(multi=True)]
        self.__dict__["form"] = self.parameter_storage_class(pairs)

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """Werkzeug's own would begin a file on the disk at half a megabyte; how much may come at all is bounded anyway."""
        return BytesIO()
