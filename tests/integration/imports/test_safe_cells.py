"""Every export writes text that no spreadsheet runs, and what was written can be read back."""

import csv
from io import StringIO

import pytest

from balint_live.adapters.imports.reader import ListFiles
from balint_live.application.imports.preview import preview
from balint_live.application.imports.table import guess
from balint_live.application.imports.values import read_back, safe
from tests.integration.imports.cast import GROUP, address

HYPERLINK = '=HYPERLINK("http://example.net","Click")'


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (HYPERLINK, f"'{HYPERLINK}"),
        ("+44 20 7946", "'+44 20 7946"),
        ("-GP", "'-GP"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("'=1", "''=1"),
        ("Jane Doe", "Jane Doe"),
        ("'t Hooft", "'t Hooft"),
        ("a=b", "a=b"),
        ("", ""),
        ("'", "'"),
        ("\n=1", "'\n=1"),
        ("\u2028=1", "'\u2028=1"),
        (" =1", "' =1"),
        (" \t=1", "' \t=1"),
        ("' =1", "'' =1"),
        (" '=1", "' '=1"),
        (" Jane", " Jane"),
        ("\u2013", "\u2013"),
        ("\u200bJane", "\u200bJane"),
    ],
)
def test_what_is_written_and_read_back(text: str, written: str) -> None:
    assert safe(text) == written
    assert read_back(written) == text


@pytest.mark.parametrize("sign", "＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−﬩")  # noqa: RUF001
def test_every_form_of_a_sign_is_that_sign(sign: str) -> None:
    assert safe(f"{sign}1+1") == f"'{sign}1+1"
    assert read_back(f"'{sign}1+1") == f"{sign}1+1"


@pytest.mark.parametrize(
    "unseen",
    [
        "\u00a0", "\u3000", "\u2003", "\u202f", "\ufeff", "\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\u180e",
        "\u202e", "\u2066", "\ufe0f", "\u034f", "\u3164", "\u2800", "\0", "\x1f", "\x7f", "\x85", "\ue000", " \u200b ",
    ],
    ids=ascii,
)  # fmt: skip
def test_signs_nobody_sees_hide_none(unseen: str) -> None:
    assert safe(f"{unseen}\uff1d1") == f"'{unseen}\uff1d1"
    assert safe(f"{unseen}=1") == f"'{unseen}=1"
    assert read_back(f"'{unseen}=1") == f"{unseen}=1"


def test_a_formula_for_a_name_comes_in_goes_out_harmless_and_comes_in_the_same() -> None:
    upload = _csv(["Name", "Email"], [HYPERLINK, "jane@example.org"])
    (enrolled,) = _enrolled(upload)
    assert enrolled == HYPERLINK
    export = _csv(["Name", "Email"], [safe(enrolled), "jane@example.org"])
    assert export.decode().splitlines()[1].startswith("\"'=")
    assert _enrolled(export) == [enrolled]


def _csv(*rows: list[str]) -> bytes:
    file = StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def _enrolled(data: bytes) -> list[str]:
    table = ListFiles().read(data, "list.csv")
    new, _ = preview(table, guess(table), GROUP, address).enrolments()
    return [details.name for details in new]
