"""Uploads stay in memory: a list of registrants must not lie in a temporary file, not even for the moment of being read."""

from io import BytesIO
from typing import IO

from flask import Request


class InMemoryRequest(Request):
    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """Werkzeug's own would begin a file on the disk at half a megabyte; how much may come at all is bounded anyway."""
        return BytesIO()
