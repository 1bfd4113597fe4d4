"""What a file is, is read off its first bytes: event systems name files as they please, and ".xls" is often a web page."""

from balint_live.application.lists.heading_row import table_of
from balint_live.application.lists.limits import check_bytes
from balint_live.application.lists.mistake import ListMistake, MistakeCode
from balint_live.application.lists.table import Table

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""XLS, and XLSX behind a password."""
PASSWORD = "EncryptedPackage".encode("utf-16-le")
PDF = b"%PDF-"
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta")

SAVE_AS = "Please open it, save it as XLSX or CSV, and take that file."


class ListFiles:
    """The ListReader for uploads and the command line."""

    def read(self, data: bytes, filename: str) -> Table:
        from balint_live.adapters.lists.encoding import decoded
        from balint_live.adapters.lists.text_file import rows_of_text
        from balint_live.adapters.lists.workbook import table_of_workbook

        check_bytes(data)
        _require_a_list(data, filename)
        if data.startswith(ZIP):
            return table_of_workbook(data)
        return table_of(rows_of_text(decoded(data)))


def _require_a_list(data: bytes, filename: str) -> None:
    if data.startswith(OLD_OFFICE) and PASSWORD in data:
        sentence = "This file is protected with a password. Please save it without one."
        raise ListMistake(MistakeCode.PROTECTED, sentence)
    kind = _other_kind(data, filename)
    if kind is not None:
        raise ListMistake(MistakeCode.OTHER_FORMAT, f"This is {kind}. {SAVE_AS}")


def _other_kind(data: bytes, filename: str) -> str | None:
    """What it is instead of a list we read."""
    beginning = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(OLD_OFFICE):
        return "an old Excel file (XLS)"
    if OPEN_DOCUMENT in data[:200]:
        return "an OpenDocument file"
    if data.startswith(PDF) or filename.lower().endswith(".pdf"):
        return "a PDF file"
    return "a web page or an XML file" if beginning.startswith(WEB_PAGE) else None
