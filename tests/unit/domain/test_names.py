# ruff: noqa: RUF001 - letters that look alike are what this is about
"""A name looks the same however it came, is found however it is copied, and stands where it is looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balint_live.domain.names import Named, by_family, clean, folded, given_and_family, namesakes


@pytest.mark.parametrize(
    "name",
    [
        "علی\u200cرضا کاظمی",  # Persian
        "مُ\u200cحمد",  # after a mark
        "ශ\u0dca\u200dරී පෙරේරා",  # Sinhala
        "क\u094d\u200dषमा देवी",  # Devanagari
        "ജോണ\u0d4d\u200d",  # Malayalam, at the end of a word
        "ত\u09cd\u200cপ",  # Bengali
        "র\u200d\u09cdযাব",  # Bengali, before the virama
        "葛\U000e0100城",  # the form of a Japanese name
        "ᠰᠠᠷ\u180eᠠ",  # Mongolian
    ],
)
def test_what_the_script_is_written_with_stays(name: str) -> None:
    assert clean(name) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("An\u00adna Ru\u200biz", "Anna Ruiz"),
        ("An\u200dna Ru\u200ciz", "Anna Ruiz"),
        ("\ufeffAnna\u2060 \u202eRuiz\u202c\u200f", "Anna Ruiz"),
        ("Anna\ufe0f Ru\u034fiz\u3164", "Anna Ruiz"),
        ("Anna\U000e0001\U000e0041 Ruiz", "Anna Ruiz"),
        ("Anna\x00 \x1bRuiz\ue000\ud800", "Anna Ruiz"),
        (" Anna\t\r\n Maria\u00a0\u3000\u2028Ruiz ", "Anna Maria Ruiz"),
        ("Rene\u200b\u0301", "René"),
        ("علی\u200c\u200c\u200bرضا", "علی\u200cرضا"),
        ("\u200cعلی\u200c \u200dرضا\u200d", "علی رضا"),
        ("क\u094d\u200d\u200dष", "क\u094d\u200dष"),
        ("王\u200d小明", "王小明"),
        ("\u200b\u2800\u3164", ""),
    ],
)
def test_what_cannot_be_seen_goes_without_a_space(typed: str, name: str) -> None:
    assert clean(typed) == name


@given(
    st.text(
        st.characters() | st.sampled_from("aक\u094d\u200c\u200dعر \n\ufe00\U000e0100葛\u0301"), max_size=40
    )
)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łukasz", "Lukasz"),
        ("Søren", "Soren"),
        ("AYŞE YILMAZ", "Ayşe Yılmaz"),
        ("İpek", "ipek"),
        ("O′Brien", "O'Brien"),
        ("O’Brien", "OʼBrien"),
        ("O`Brien", "O´Brien"),
        ("Dr. Anna Berg", "Dr Anna Berg"),
        ("Jane Doe, MD", "Jane Doe MD"),
        ("Anna‑Maria", "Anna - Maria"),
        ("Weiß", "WEIẞ"),
        ("Weiß", "Weiss"),
        ("Þórður Æsuson", "Thordur Aesuson"),
        ("Đorđe", "Dorde"),
        ("علی\u200cرضا", "عليرضا"),
        ("Παπαδοπούλου Νίκος", "ΠΑΠΑΔΟΠΟΥΛΟΥ ΝΙΚΟΣ"),
        ("क\u094d\u200dषमा", "क\u094dषमा"),
    ],
)
def test_the_same_name_however_it_is_copied(one: str, other: str) -> None:
    assert folded(one) == folded(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("कि", "की"), ("कु", "के"), ("กา", "กี"), ("Anna", "Anne"), ("Müller", "Mueller")]
)
def test_other_names(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_the_order_is_by_the_familys_name_without_case_and_accents() -> None:
    names = [
        "Anna Åberg", "bo aberg", "Cara Łach", "Dan Lada", "Eva Lutz", "Jo Lutz Jr.", "Finn Ørsted",
        "Gil Oz, MD", "Hal Zander",
    ]  # fmt: skip
    assert sorted(set(names), key=by_family) == names


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Clara Maria Costa", "Clara Maria", "Costa"),
        ("Cher", "", "Cher"),
        ("王 小明", "王", "小明"),
        ("Renée O’Conner, MD", "Renée", "O’Conner, MD"),
        ("Jane Doe, MD, FAAFP", "Jane", "Doe, MD, FAAFP"),
        ("John Smith Jr., MD", "John", "Smith Jr., MD"),
        ("John III", "John", "III"),
        ("", "", ""),
    ],
)
def test_a_name_comes_apart_at_its_last_space(name: str, given: str, family: str) -> None:
    assert given_and_family(name) == (given, family)
    assert " ".join(filter(None, given_and_family(name))) == name


def test_namesakes_are_told_apart_by_the_first_thing_that_differs() -> None:
    people = [
        Named("1", "Anna Berg", "anna.berg@example.org", "GP"),
        Named("2", "ANNA BERG", "ab@example.org", "GP"),
        Named("3", "Bo Lind", "info@one.example", "Nurse"),
        Named("4", "Bo Lind", "info@two.example", "GP"),
        Named("5", "Cy Ek", "info@one.example"),
        Named("6", "Cy Ek", "info@two.example"),
        Named("7", "Dan Dahl", "dan@example.org"),
    ]
    assert namesakes(people) == {
        "1": "anna.berg", "2": "ab", "3": "Nurse", "4": "GP", "5": "info@one.example", "6": "info@two.example",
    }  # fmt: skip


def test_of_whom_no_address_is_kept_there_may_be_nothing_to_tell() -> None:
    assert namesakes([Named("1", "Anna Berg", "a@example.org"), Named("2", "Anna Berg")]) == {
        "1": "a@example.org",
        "2": "",
    }
