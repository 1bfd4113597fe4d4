"""A statement as PDF says what it should, whatever signs a name has; read back by another program."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.integration.statements.cast import AMA_WORDS, APA_WORDS, PRINTED, drawn, read, session, stating

SIGNS = [
    'Carla #{sys.inputs} "quoted"',
    "Carla \\ #import C:\\temp",
    "Carla *bold* _slanted_ `raw`",
    "<b>Carla</b> <label> @reference",
    "Carla $x^2$ = heading - list // comment",
    "Carla #[content] #eval(code)",
    "Carla {page} of {pages} %(name)s",
]


def test_everything_it_says() -> None:
    assert read(drawn()) == (
        "The Balint Society Statement of attendance This states that Carla Müller "
        "Licence number 12 345, Bavaria "
        "took part in 2 of 8 sessions of the live online group Tuesday group "
        "Sessions No. Date Held, time in London Minutes scheduled Minutes attended "
        "1 Tuesday 17 March 2026 19:00–20:30 90 89 "
        "2 Tuesday 31 March 2026 19:01–20:31 90 45 "
        "Total 180 135 "
        "Minutes attended are counted in the time that earns credit, and rounded down; the total is rounded once. "
        "Credits Type Credits AMA PRA Category 1 2.25 APA CE 1.00 "
        f"{AMA_WORDS} {APA_WORDS} "
        "Leaders and contact Leaders: Ana Smith, Ben O’Neill "
        "Questions and learning objectives: office@example.org "
        "The accredited provider issues certificates; this statement is what it goes by. "
        "Code of this statement ACDE-2346-FGHJ Date of issue Wednesday 1 July 2026 "
        "Whoever has this statement can have it confirmed with this code and the name above, at "
        "https://balint.example.org/verify"
    )


def test_of_one_session_without_credit_leaders_or_licence() -> None:
    one = stating(meeting_id="m3", sessions=(session(3, 60),), credits=())
    text = read(drawn(replace(one, leaders=(), contact="", licence=None)))

    assert "took part in session 3 of the live online group Tuesday group" in text
    assert "Credits No credit is stated. The accredited provider" in text
    assert "Licence" not in text


def test_more_sessions_than_were_planned() -> None:
    text = read(drawn(replace(PRINTED, planned=1)))

    assert "took part in 2 sessions of the live online group" in text


def test_one_that_was_replaced_says_so() -> None:
    text = read(drawn(stating(replaced_at=PRINTED.statement.issued_at)))

    assert "A newer statement took the place of this one on Wednesday 1 July 2026." in text


@pytest.mark.parametrize("name", SIGNS)
def test_no_sign_is_more_than_a_sign(name: str) -> None:
    file = drawn(stating(name=name, activity=name, organisation=name))

    assert read(file).count(name) == 3
    assert PdfReader(BytesIO(file)).metadata.author == name  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["Παπαδοπούλου", "Иванова", "Nguyễn Thị Hoa", "Łukasz Żółć"])
def test_names_in_other_alphabets(name: str) -> None:
    assert name in read(drawn(stating(name=name)))


def test_the_same_facts_make_the_same_file() -> None:
    assert drawn() == drawn()


def test_a_long_series_goes_on_on_a_second_page_with_its_code_and_headings() -> None:
    many = stating(sessions=tuple(session(number, 5400) for number in range(1, 49)))
    pages = [page.extract_text() for page in PdfReader(BytesIO(drawn(many))).pages]

    assert [
        ("ACDE-2346-FGHJ" in page, f"Page {number} of 2" in page) for number, page in enumerate(pages, 1)
    ] == [(True, True)] * 2
    assert "Minutes attended" in pages[1]
