# ruff: noqa: RUF001 - letters that look alike are what this is about
"""Code and name are compared as people copy them, and both must be right."""

import pytest

from balint_live.adapters.system import new_statement_code
from balint_live.application.attendance.record import CODE_LENGTH, Statement
from balint_live.application.attendance.statements import confirms
from balint_live.domain.names import as_stored, in_blocks
from tests.unit.application.groups.cast import NOW

CODE = "ACDE2346FGHJ"


def stated(name: str) -> Statement:
    return Statement(
        id="s",
        code=CODE,
        registrant_id=None,
        group_id=None,
        meeting_id=None,
        issued_at=NOW,
        kept_until=NOW,
        name=name,
        organisation="The Society",
        activity="Tuesday group",
        timezone="Europe/London",
        sessions=(),
        credits=(),
    )


@pytest.mark.parametrize("typed", [CODE, "acde-2346-fghj", " ACDE 2346 FGHJ ", "ACDE–2346–FGHJ"])
def test_a_code_however_it_is_typed(typed: str) -> None:
    assert as_stored(typed, CODE_LENGTH) == CODE


@pytest.mark.parametrize("typed", ["", "ACDE-2346", CODE + "A", "ACDE2346FGH0", "x" * 10_000])
def test_what_is_no_code(typed: str) -> None:
    assert as_stored(typed, CODE_LENGTH) is None


def test_new_ones_can_be_typed() -> None:
    new = [new_statement_code() for _ in range(200)]

    assert [as_stored(in_blocks(each), CODE_LENGTH) for each in new] == new
    assert len(set(new)) == 200


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Carla Müller-Lüdenscheidt", "carla muller ludenscheidt"),
        ("José  Ñandú", "JOSE NANDU"),
        ("Seán O’Neill", "sean o'neill"),
        ("Anna-Maria Weiß", "Anna Maria WEISS"),
        ("Παπαδοπούλου", "παπαδοπουλου"),
        ("Nguyễn Thị Hoa", "Nguyen Thi\u00a0Hoa"),
        ("王小明", "王小明"),
        ("İpek", "ipek"),
        ("Łukasz Żółć", "Lukasz Zolc"),
        ("Søren Ærø", "Soren Aero"),
        ("AYŞE YILMAZ", "Ayşe Yılmaz"),
        ("O′Brien", "O'Brien"),
        ("Dr. Anna Berg", "Dr Anna Berg"),
        ("Jane Doe, MD", "Jane Doe MD"),
        ("Anna Berg", "Berg, Anna"),
        ("علی\u200cرضا", "علیرضا"),
    ],
)
def test_a_name_as_it_is_copied_by_hand(name: str, typed: str) -> None:
    assert confirms(stated(name), typed)


@pytest.mark.parametrize(
    "typed", ["", " ", "Carla", "Carla Mueller", "Carla Muller Carla Muller", "Dan", "Muller Carla", ","]
)
def test_another_name_does_not(typed: str) -> None:
    assert not confirms(stated("Carla Müller"), typed)


@pytest.mark.parametrize("typed", ["", "-", "Carla"])
def test_nor_is_there_anything_to_confirm_without_a_statement_or_a_name(typed: str) -> None:
    assert not confirms(None, typed)
    assert not confirms(stated("-"), typed)


def test_what_is_looked_at_has_an_end() -> None:
    assert confirms(stated("a" * 400), "a" * 100_000)
