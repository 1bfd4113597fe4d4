"""A typed code is its registrant's link in short: it opens the same page, holds as long, and is vague when it is wrong."""

import pytest

from balint_live.adapters.system import new_join_code
from balint_live.application.access.links import LINKS_END_AFTER, TypedCodes
from balint_live.domain.names import ALPHABET, as_stored, in_blocks
from tests.cast import TOM, at
from tests.fake_links import FakePeople, PlainLinks

CODE = "ACDE2346"


@pytest.fixture
def people() -> FakePeople:
    people = FakePeople()
    people.codes[CODE] = TOM.id
    return people


@pytest.fixture
def codes(people: FakePeople) -> TypedCodes:
    return TypedCodes(PlainLinks(), people)


@pytest.mark.parametrize(
    "typed",
    [
        CODE, "ACDE-2346", "acde2346", " acde 2346 ", "a c d e\t2 3 4 6", "ACDE\u20112346", "acde–2346",
        "ACDE-2346.", "(ACDE-2346)", "“ACDE-2346”,", "ACDE\u200b-\u20602346\ufeff", "ACDE\u00ad2346",
        "\u202aACDE-2346\u202c",
        "ACDE\u22122346", "ACDE\u30fc2346", "ACDE\u20152346", "ACDE\ufe632346", "ACDE\u30002346", "ACDE-2346\r\n",
        "".join(chr(ord(each) + 0xFEE0) for each in "acde-2346."), "ACDE-2️3️4️6️",
    ],
)  # fmt: skip
def test_case_spaces_and_hyphens_do_not_count(codes: TypedCodes, typed: str) -> None:
    assert codes.join_token(typed, at(0)) == "join:tom:1:tuesday"


@pytest.mark.parametrize(
    "typed",
    ["", "ACDE234", "ACDE23466", "ACDE2345", "ACDE234O", "ACDE_2346", "٢٣٤٦٢٣٤٦", "ﬁACDE23", "x" * 10_000],
)
def test_what_is_no_code_opens_nothing(codes: TypedCodes, typed: str) -> None:
    assert codes.join_token(typed, at(0)) is None


def test_nor_does_one_that_nobody_has(codes: TypedCodes) -> None:
    assert codes.join_token("ACDE2347", at(0)) is None


def test_it_ends_with_the_link(codes: TypedCodes, people: FakePeople) -> None:
    people.now_are(TOM, last_end=at(0) - LINKS_END_AFTER)
    assert codes.join_token(CODE, at(0)) is None
    people.now_are(TOM, last_end=at(60), withdrawn=True)
    assert codes.join_token(CODE, at(0)) is None


def test_people_read_it_in_two_blocks() -> None:
    assert in_blocks(CODE) == "ACDE-2346"
    assert as_stored(in_blocks(CODE)) == CODE


def test_new_ones_can_be_typed_and_are_each_their_own() -> None:
    new = [new_join_code() for _ in range(500)]
    assert [as_stored(each) for each in new] == new
    assert len(set(new)) == 500
    assert set("".join(new)) == set(ALPHABET)
