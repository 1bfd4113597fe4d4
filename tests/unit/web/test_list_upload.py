from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage

from balint_live.application.imports.table import Field, ListMistake, Mapping
from balint_live.web.imports import PASTED, Upload, as_seen, columns_chosen, uploaded

LIST = Upload("Näme;E-mail\n".encode("cp1252"), "list.csv")


def file(upload: Upload) -> dict[str, FileStorage]:
    return {"list": FileStorage(BytesIO(upload.data), upload.filename)}


def test_a_file_just_chosen_comes_before_everything_else() -> None:
    form = {"rows": "Name\n", "content": "b2xk", "filename": "old.csv"}

    assert uploaded(form, file(LIST)) == LIST


def test_rows_that_were_pasted() -> None:
    assert uploaded({"rows": "Name\nÉva\n"}, {"list": FileStorage(BytesIO(), "")}) == Upload(
        "Name\nÉva\n".encode(), PASTED, "utf-8"
    )


def test_a_file_travels_in_the_form_as_it_was() -> None:
    assert uploaded({"content": LIST.content, "filename": LIST.filename}, {}) == LIST


def test_the_encoding_that_was_chosen_travels_with_it_and_is_not_another_files() -> None:
    form = {"content": LIST.content, "filename": LIST.filename, "encoding": "cp1250"}

    assert uploaded(form, {}) == Upload(LIST.data, LIST.filename, "cp1250")
    assert uploaded(form, file(LIST)) == LIST


@pytest.mark.parametrize("form", [{}, {"rows": " \n "}, {"content": "no base64!"}])
def test_nothing_that_could_be_a_list(form: dict[str, str]) -> None:
    assert uploaded(form, {}) is None


def test_columns_are_those_chosen() -> None:
    form = {"column-email": "2", "column-name": "0", "column-role": ""}

    assert columns_chosen(form) == Mapping({Field.NAME: 0, Field.EMAIL: 2})
    assert columns_chosen({}) is None
    with pytest.raises(ListMistake, match="not in this file"):
        columns_chosen({"column-email": "two"})


def test_the_columns_seen_are_the_same_in_whatever_order() -> None:
    one, other = Mapping({Field.NAME: 0, Field.EMAIL: 2}), Mapping({Field.EMAIL: 2, Field.NAME: 0})

    assert as_seen(one) == as_seen(other) == "email:2,name:0"
