"""Lists in every code page that a national spreadsheet writes: the names are right, or somebody is asked."""

import pytest

from balint_live.application.imports.table import EncodingUnclear, ListMistake, MistakeCode
from tests.integration.imports.people_of import (
    PEOPLE,
    UNICODE,
    WRITTEN,
    WRITTEN_IN,
    answer,
    listed,
    read,
    written,
)

PICKED = {1: (0, 4, 8), 3: (0, 6), 12: (0,)}
"""For each size of a list, where in its language's people it begins."""


@pytest.mark.parametrize("size", PICKED)
@pytest.mark.parametrize(("language", "codec"), WRITTEN)
def test_names_are_right_or_asked_about(language: str, codec: str, size: int) -> None:
    people = [
        (name, data)
        for name in PEOPLE[language]
        if (data := written(name, codec.removesuffix("_sig"))) is not None
    ]
    assert len(people) >= 3
    answers = []
    for begin in PICKED[size]:
        picked = [people[(begin + place) % len(people)] for place in range(min(size, len(people)))]
        answers.append(answer(listed([data for _, data in picked], codec), [name for name, _ in picked]))
    assert [one for one in answers if one not in ("right", "asked")] == []
    if size == 12:
        assert answers == ["right"]


def test_it_is_a_table_of_twenty_four_code_pages_at_least() -> None:
    assert len({codec for _, codec in WRITTEN}) >= 24
    assert len(WRITTEN_IN) >= 24


@pytest.mark.parametrize("codec", UNICODE)
def test_unicode_is_never_asked_about(codec: str) -> None:
    names = [people[0] for people in PEOPLE.values()]
    text = "Name;E-Mail\r\n" + "".join(f"{name};p@example.org\r\n" for name in names)
    assert read(text.encode(codec)) == names


@pytest.mark.parametrize("name", [people[0] for people in PEOPLE.values()])
def test_one_name_in_utf8_is_never_asked_about(name: str) -> None:
    assert read(f"Name;E-Mail\r\n{name};p@example.org\r\n".encode()) == [name]


def test_readings_that_give_the_same_names_are_one() -> None:
    data = "Name;E-Mail;Remark\r\nAnna Mann;anna@example.org;Zoë’s “friend” – 20 £\r\n".encode("cp1252")
    assert read(data) == ["Anna Mann"]


def test_a_question_names_the_rows_on_which_readings_differ() -> None:
    data = "Name;E-Mail\r\nAnna Mann;a@example.org\r\nEva Kern;e@example.org\r\nJäger;j@example.org\r\n"
    with pytest.raises(EncodingUnclear) as asked:
        read(data.encode("cp1252"))
    assert asked.value.rows == (4,)
    assert [(one.encoding, one.label, one.said) for one in asked.value.readings] == [
        ("cp1252", "Western European (Windows)", ("Jäger",)),
        ("cp850", "Western European (MS-DOS)", ("Jõger",)),
        ("mac_latin2", "Central European (Macintosh)", ("Jšger",)),
        ("cp852", "Central European (MS-DOS)", ("Jńger",)),
    ]


@pytest.mark.parametrize(
    ("encoding", "sentence"),
    [
        (
            "cp9999",
            "There is no encoding called cp9999. Usual ones are utf-8, cp1252, cp1250, cp1251 and mac_roman.",
        ),
        (
            "windows-125O",
            "There is no encoding called windows-125O. Did you mean windows_1258 or windows_1257 or windows_1256?",
        ),
        ("utf-7", "There is no encoding called utf-7. Did you mean utf_8 or utf?"),
    ],
)
def test_an_encoding_nobody_knows(encoding: str, sentence: str) -> None:
    with pytest.raises(ListMistake) as refused:
        read("Name;E-Mail\r\nZoë;z@example.org\r\n".encode("cp1252"), encoding)
    assert (refused.value.code, refused.value.sentence) == (MistakeCode.ENCODING, sentence)


def test_an_encoding_the_file_is_not_in() -> None:
    with pytest.raises(ListMistake) as refused:
        read("Name;E-Mail\r\nMüller;z@example.org\r\n".encode("cp850"), "cp1252")
    assert refused.value.sentence == (
        "This file is not in the encoding cp1252: there are signs in it which that has not. Please choose another."
    )


@pytest.mark.parametrize("encoding", ["cp1250", "windows-1250", "CP1250", " 1250 "])
def test_an_encoding_by_any_of_its_names(encoding: str) -> None:
    assert read("Name;E-Mail\r\nJiří;z@example.org\r\n".encode("cp1250"), encoding) == ["Jiří"]


def test_latin_1_means_what_windows_writes() -> None:
    assert read("Name;E-Mail\r\nO’Neill;z@example.org\r\n".encode("cp1252"), "latin-1") == ["O’Neill"]
