"""A packed file opened without trusting it: what it says about its own sizes is checked by reading no more than that.

A spreadsheet library unpacks what it is given, and a few hundred bytes can be packed to unfold into gigabytes. So we unpack
under a limit, keep what was read, and hand on a new file made of exactly that: what was looked at is what will be parsed.
"""

import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from balint_live.application.lists.mistake import ListMistake, MistakeCode

MOST_UNPACKED = 40_000_000
"""Bytes in all. 5,000 rows of 100 short cells take about half."""
MOST_MEMBERS = 1_000


def members_of(data: bytes) -> dict[str, bytes]:
    """Every file inside, by name. Raises ListMistake."""
    try:
        with ZipFile(BytesIO(data)) as packed:
            return _read(packed)
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise damaged() from None


def packed_again(members: Mapping[str, bytes]) -> BytesIO:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as packed:
        for name, content in members.items():
            packed.writestr(ZipInfo(name), content)
    file.seek(0)
    return file


def damaged() -> ListMistake:
    """Made anew each time it is raised."""
    sentence = "This file is damaged. Please save it once more as XLSX or CSV, and take that file."
    return ListMistake(MistakeCode.DAMAGED, sentence)


def too_much_inside() -> ListMistake:
    return ListMistake(
        MistakeCode.TOO_LARGE, "There is far more inside this file than a list of people needs."
    )


def _read(packed: ZipFile) -> dict[str, bytes]:
    declared = [member for member in packed.infolist() if not member.is_dir()]
    if len(declared) > MOST_MEMBERS or sum(member.file_size for member in declared) > MOST_UNPACKED:
        raise too_much_inside()
    return {_path(member.filename): packed.read(member) for member in declared}


def _path(name: str) -> str:
    """Some writers begin at the root, or write Windows paths."""
    return name.replace("\\", "/").lstrip("/")
