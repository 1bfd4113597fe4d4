"""What a screen reader finds in the file: PDF/UA-1, its language and title, headings, tables with header cells."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from tests.integration.statements.cast import drawn, stating

IN_NO_BOOK_FACE = "王小明"


def opened(file: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(file))


def tags(file: bytes) -> Counter[str]:
    """How often each kind of element stands in the structure."""
    with opened(file) as pdf:
        return Counter(_tags(pdf.Root.StructTreeRoot))


def language(file: bytes) -> str:
    with opened(file) as pdf:
        return str(pdf.Root.Lang)


def _tags(element: Any) -> Iterator[str]:
    if isinstance(element, pikepdf.Array):
        for each in element:
            yield from _tags(each)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            yield str(element.S)
        yield from _tags(element.get("/K"))


def test_it_states_its_standard_language_and_title() -> None:
    with opened(drawn()) as pdf:
        with pdf.open_metadata() as metadata:
            stated = (metadata["pdfuaid:part"], metadata["dc:title"], metadata["dc:creator"])
        shown = (bool(pdf.Root.MarkInfo.Marked), bool(pdf.Root.ViewerPreferences.DisplayDocTitle))

    assert stated == ("1", "Statement of attendance: Tuesday group", ["The Balint Society"])
    assert (language(drawn()), shown) == ("en", (True, True))


def test_it_dates_from_its_issue() -> None:
    with opened(drawn()) as pdf:
        assert str(pdf.docinfo["/CreationDate"])[:10] == "D:20260701"


def test_headings_and_tables_are_what_they_are() -> None:
    found = tags(drawn())

    assert {kind: found[kind] for kind in ("/H1", "/H2", "/Table", "/TH", "/TR")} == {
        "/H1": 1,
        "/H2": 3,
        "/Table": 2,
        "/TH": 7,
        "/TR": 7,
    }


@pytest.mark.parametrize("name", [IN_NO_BOOK_FACE, "Ana 😀"])
def test_a_name_that_cannot_be_shown_is_tagged_all_the_same(name: str) -> None:
    file = drawn(stating(name=name))

    assert (language(file), tags(file)["/H1"]) == ("en", 1)
