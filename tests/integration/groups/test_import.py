from io import BytesIO

import pytest

from balint_live.application.groups.changes import Changes
from tests.integration.groups.cast import ANA, CLEO, Site, registrant
from tests.integration.groups.page import Page
from tests.integration.groups.visitor import Visitor

IMPORT = "/groups/tuesday/people/import"
LIST = """Name;E-mail;Beruf;Telefon
Erin Ó Néill;erin@example.org;GP;555
Gus Bauer;gus@example.org;;556
Carla;carla@example.org;Psychologist;557
Dan;dan@example.org;;
"""
"""Two new, one changed, one unchanged; nobody asked for telephones."""
SPOILT = LIST + "Hal;hal at example.org;;\nIda;;;\n"


def looked_at(visitor: Visitor, text: str, name: str = "list.csv", encoding: str = "utf-8") -> Page:
    """The preview of a file with this text."""
    file = (BytesIO(text.encode(encoding)), name)
    return visitor.press(visitor.look(IMPORT), "Look at it", {"list": file})


def names(site: Site) -> list[str]:
    return [one.details.name for one in site.group().registrants]


def test_a_preview_says_what_would_happen_and_stores_nothing(site: Site) -> None:
    before = site.group()

    page = looked_at(site.visitor(ANA), LIST)

    assert page.status == 200
    assert [each.text for each in page.main.all("ul")[0].all("li")] == [
        "2 people will be enrolled.",
        "1 person changes.",
        "1 person is enrolled already; nothing changes for them.",
    ]
    assert "Columns imported: Name → Whole name, E-mail → E-mail address, Beruf → Profession" in page.text
    assert "Columns left out: Telefon" in page.text
    assert "Row 4 Carla carla@example.org Profession: nothing → Psychologist" in page.text
    assert "Enrol 2 people, change 1" in page.buttons
    assert site.group() == before


def test_the_press_enrols_all_of_them(site: Site) -> None:
    ana = site.visitor(ANA)

    page = ana.press(looked_at(ana, LIST), "Enrol 2 people, change 1")

    assert (page.status, page.location) == (303, "/groups/tuesday")
    assert "2 people are enrolled. 1 person was changed." in ana.follow(page).text
    assert names(site) == ["Gus Bauer", "Carla", "Dan", "Erin Ó Néill", "Otto", "Priya"]
    carla = site.group().registrant("carla")
    assert carla is not None
    assert (carla.details.profession, carla.link_version) == ("Psychologist", 1)
    assert site.waiting() == []


def test_the_same_file_again_changes_nothing(site: Site) -> None:
    ana = site.visitor(ANA)
    ana.press(looked_at(ana, LIST), "Enrol 2 people, change 1")
    before = site.group()

    page = looked_at(ana, LIST)

    assert "4 people are enrolled already; nothing changes for them." in page.text
    assert "Nothing would change in the group." in page.text
    assert [button for button in page.buttons if button.startswith(("Enrol", "Change"))] == []
    assert site.group() == before


def test_rows_that_cannot_be_taken_are_named_with_row_and_column(site: Site) -> None:
    page = looked_at(site.visitor(ANA), SPOILT)

    assert "2 rows have problems." in page.text
    assert "Row 6 Hal hal at example.org E-mail: “hal at example.org” is not an e-mail address." in page.text
    assert "Row 7 Ida E-mail: There is no e-mail address in this row." in page.text


def test_one_press_enrols_the_others_and_says_how_many_rows_it_leaves_out(site: Site) -> None:
    ana = site.visitor(ANA)

    ana.pressed(looked_at(ana, SPOILT), "Enrol 2 people, change 1, leave out 2 rows")

    assert names(site) == ["Gus Bauer", "Carla", "Dan", "Erin Ó Néill", "Otto", "Priya"]


def test_a_press_that_does_not_leave_rows_out_enrols_nobody_while_one_has_a_problem(site: Site) -> None:
    ana = site.visitor(ANA)

    button = "Enrol 2 people, change 1, leave out 2 rows"
    page = ana.press(looked_at(ana, SPOILT), button, {"leave_out": None})

    assert page.status == 422
    assert page.summary == (
        "Nobody was enrolled: some rows have problems. Correct the file, or leave those rows out."
    )
    assert names(site) == ["Carla", "Dan", "Otto", "Priya"]


def test_a_missing_column_is_chosen_by_hand_and_looked_at_again(site: Site) -> None:
    ana = site.visitor(ANA)

    missing = looked_at(ana, "Who,Where,Role\nErin,erin@example.org,observer\n")
    chosen = ana.press(missing, "Look again", {"column-name": "0"})
    ana.pressed(chosen, "Enrol 1 person")

    assert "Nobody can be imported without a column for: Whole name. Please choose it below." in missing.text
    assert [button for button in missing.buttons if button.startswith("Enrol")] == []
    assert list(missing.errors) == ["column-name"]
    assert (chosen.value("column-name"), chosen.value("column-email")) == ("0", "1")
    assert names(site) == ["Carla", "Dan", "Erin", "Otto", "Priya"]


def test_columns_changed_without_looking_again_enrol_nobody(site: Site) -> None:
    ana = site.visitor(ANA)

    page = ana.press(looked_at(ana, LIST), "Enrol 2 people, change 1", {"column-profession": ""})

    assert (page.status, page.summary) == (
        422,
        "The columns were changed. Please look once more before anybody is enrolled.",
    )
    assert "Enrol 2 people" in page.buttons
    assert names(site) == ["Carla", "Dan", "Otto", "Priya"]


def test_a_column_that_the_file_has_not_is_refused(site: Site) -> None:
    ana = site.visitor(ANA)
    page = looked_at(ana, LIST)

    answers = [ana.press(page, "Look again", {"column-name": index}) for index in ("99", "-1", "name")]

    assert [answer.status for answer in answers] == [422, 422, 422]
    assert answers[2].summary == "That column is not in this file."


def test_more_than_a_group_holds_are_refused_in_words_before_and_at_the_press(site: Site) -> None:
    ana = site.visitor(ANA)
    too_many = "Name,E-mail\n" + "".join(f"P {each},p{each}@example.org\n" for each in range(1997))

    page = looked_at(ana, too_many)
    after = ana.press(page, "Enrol 1997 people")

    assert (after.status, after.summary) == (422, page.summary)
    assert page.summary == (
        "A group holds at most 2,000 people, and this would make 2,001. "
        "Make a second group, and enrol the others there."
    )
    assert names(site) == ["Carla", "Dan", "Otto", "Priya"]


def test_the_import_counts_with_the_group_as_it_is_at_the_press(site: Site) -> None:
    ana = site.visitor(ANA)
    page = looked_at(ana, LIST)
    site.change(Changes(registrants=(registrant("erin"),)))

    after = ana.pressed(page, "Enrol 2 people, change 1")

    assert "1 person is enrolled. 2 people were changed." in after.text
    assert names(site) == ["Gus Bauer", "Carla", "Dan", "Erin Ó Néill", "Otto", "Priya"]


def test_rows_can_be_pasted(site: Site) -> None:
    ana = site.visitor(ANA)

    page = ana.press(
        ana.look(IMPORT), "Look at it", {"rows": "Name\tE-mail\nErin\terin@example.org\n", "list": None}
    )

    assert "1 person will be enrolled." in page.text


def test_nothing_chosen_is_said(site: Site) -> None:
    ana = site.visitor(ANA)

    page = ana.press(ana.look(IMPORT), "Look at it")

    assert (page.status, page.summary) == (422, "Choose a file, or paste rows.")


def test_a_file_that_is_no_list_says_why_not(site: Site) -> None:
    page = looked_at(site.visitor(ANA), "%PDF-1.7", name="list.pdf")

    assert (page.status, page.summary) == (
        422,
        "This is a PDF file. Please open it, save it as XLSX or CSV, and take that file.",
    )


def test_a_mistake_in_the_file_names_its_row_and_column(site: Site) -> None:
    page = looked_at(site.visitor(ANA), f"Name,E-mail\nErin,erin@example.org\n{'x' * 501},a@example.org\n")

    assert page.summary == (
        "Row 3, column A: This cell is longer than 500 characters. "
        "Is there a quotation mark that was never closed?"
    )


@pytest.mark.parametrize(("size", "status"), [(2_000_001, 422), (9_000_000, 413)])
def test_a_list_that_is_too_large_is_refused_in_words(site: Site, size: int, status: int) -> None:
    page = site.visitor(ANA).post(IMPORT, {"rows": "x" * size})

    assert (page.status, page.summary) == (status, "This file is larger than 2 MB.")


def test_only_this_address_takes_large_forms(site: Site) -> None:
    ana = site.visitor(ANA)

    answers = [
        ana.post(address, {"name": "x" * 70_000}).status for address in (IMPORT, "/groups/tuesday/people/new")
    ]

    assert answers == [422, 413]


def test_a_full_groups_rows_travel_in_the_form_and_are_folded(site: Site) -> None:
    ana = site.visitor(ANA)
    padding = "x" * 180
    rows = [f"Person {number},p{number}@example.org,{padding}" for number in range(1_996)]

    page = looked_at(ana, "\n".join(["Name,E-mail,Dietary needs", *rows]))
    ana.pressed(page, "Enrol 1996 people")

    assert [len(each.all("li")) for each in page.main.all("ol")] == [50, 1946]
    assert "and 1946 more" in page.text
    assert len(site.group().registrants) == 2_000
    assert page.html.count("Dietary needs") > 0
    assert site.visitor(ANA).look("/groups/tuesday").status == 200


def test_names_that_can_be_read_in_several_ways_are_asked_about_before_anybody_is_enrolled(
    site: Site,
) -> None:
    ana = site.visitor(ANA)

    asked = looked_at(ana, "Name;E-mail\nAnna Jäger;anna@example.org\n", encoding="cp1252")
    looked = ana.press(asked, "Look at it", {"encoding": "cp1252"})
    ana.pressed(looked, "Enrol 1 person")

    assert (asked.status, asked.title) == (200, "Which names are right?")
    assert [label.text for label in asked.main.all("label")] == [
        "Anna Jäger Western European (Windows)",
        "Anna Jõger Western European (MS-DOS)",
        "Anna Jšger Central European (Macintosh)",
        "Anna Jńger Central European (MS-DOS)",
    ]
    assert "Row 2 Anna Jäger anna@example.org" in looked.text
    assert names(site) == ["Carla", "Dan", "Anna Jäger", "Otto", "Priya"]


def test_the_answer_that_was_chosen_is_the_one_that_is_taken(site: Site) -> None:
    ana = site.visitor(ANA)
    asked = looked_at(ana, "Name;E-mail\nAnna Jäger;anna@example.org\n", encoding="cp1252")

    looked = ana.press(asked, "Look at it", {"encoding": "cp850"})
    ana.pressed(looked, "Enrol 1 person")

    assert names(site) == ["Carla", "Dan", "Anna Jõger", "Otto", "Priya"]


def test_an_answer_nobody_offered_is_said(site: Site) -> None:
    ana = site.visitor(ANA)
    asked = looked_at(ana, "Name;E-mail\nAnna Jäger;anna@example.org\n", encoding="cp1252")

    page = ana.press(asked, "Look at it", {"encoding": "utf-7"})

    assert (page.status, page.summary) == (
        422,
        "There is no encoding called utf-7. Did you mean utf_8 or utf?",
    )


def test_a_row_with_damaged_letters_is_said_and_the_others_stay_right(site: Site) -> None:
    ana = site.visitor(ANA)
    file = "Name,Email\r\nJörg Müllner,joerg@example.org\r\nRené Dubois,rene@example.org\r\n".encode()

    page = ana.press(
        ana.look(IMPORT),
        "Look at it",
        {"list": (BytesIO(file.replace("René".encode(), b"Ren\xe9")), "list.csv")},
    )

    assert "1 row has a problem." in page.text
    assert (
        "Row 3 Ren� Dubois rene@example.org Name: Some signs are damaged: “Ren� Dubois”. "
        "Please correct them in the file." in page.text
    )
    assert "Row 2 Jörg Müllner joerg@example.org" in page.text


def test_a_formula_is_shown_and_stored_as_text(site: Site) -> None:
    ana = site.visitor(ANA)

    page = looked_at(ana, 'Name,E-mail\n"=HYPERLINK(""http://x"")",erin@example.org\n')
    ana.pressed(page, "Enrol 1 person")

    assert names(site)[2] == '=HYPERLINK("http://x")'


def test_a_leader_of_another_group_cannot_take_anything_in(site: Site) -> None:
    cleo = site.visitor(CLEO)

    assert (cleo.look(IMPORT).status, cleo.post(IMPORT, {"rows": LIST}).status) == (404, 404)
    assert names(site) == ["Carla", "Dan", "Otto", "Priya"]
