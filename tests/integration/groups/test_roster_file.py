from dataclasses import replace
from io import BytesIO
from typing import Any

from balint_live.application.groups.changes import Changes
from balint_live.application.groups.group import Registrant
from tests.integration.groups.cast import ANA, CLEO, Site, registrant

FILE = "/groups/tuesday/people.csv"


def somebody(name: str, **known: Any) -> Registrant:
    person = registrant("erin")
    return replace(person, details=replace(person.details, name=name, **known))


def test_the_list_opens_in_a_spreadsheet(site: Site) -> None:
    page = site.visitor(ANA).look(FILE)

    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert page.headers["Content-Disposition"] == 'attachment; filename="people.csv"'
    assert page.html.splitlines() == [
        "\ufeffName,E-mail,Role,Profession,Licence number,Licence region,Time zone,Link,Sessions attended",
        "Carla,carla@example.org,participant,,,,,not sent,0 of 0",
        "Dan,dan@example.org,participant,,,,,not sent,0 of 0",
        "Otto,otto@example.org,observer,,,,,not sent,0 of 0",
        "Priya,priya@example.org,practice leader,,,,,not sent,0 of 0",
    ]


def test_whoever_left_is_not_on_it(site: Site) -> None:
    site.services.groups.withdraw(ANA, "tuesday", "carla")

    assert [line.split(",")[0] for line in site.visitor(ANA).look(FILE).html.splitlines()[1:]] == [
        "Dan",
        "Otto",
        "Priya",
    ]


def test_a_formula_in_a_name_is_only_text(site: Site) -> None:
    site.change(
        Changes(registrants=(somebody('=HYPERLINK("http://x","y")', profession="+GP", licence_no="-7"),))
    )

    assert site.visitor(ANA).look(FILE).html.splitlines()[3] == (
        '"\'=HYPERLINK(""http://x"",""y"")",erin@example.org,participant,\'+GP,\'-7,,,not sent,0 of 0'
    )


def test_taking_the_file_in_again_changes_nothing(site: Site) -> None:
    site.change(
        Changes(
            registrants=(
                somebody(
                    '=HYPERLINK("http://x")',
                    timezone="Europe/Dublin",
                    profession="GP, retired",
                    licence_no="-7",
                    licence_region="Ireland",
                ),
            )
        )
    )
    before = site.group()
    ana = site.visitor(ANA)
    file = BytesIO(ana.look(FILE).html.encode())

    page = ana.press(ana.look("/groups/tuesday/people/import"), "Look at it", {"list": (file, "people.csv")})

    assert "5 people are enrolled already; nothing changes for them." in page.text
    assert site.group() == before


def test_nobody_else_can_download_it(site: Site) -> None:
    assert [site.visitor(who).look(FILE).status for who in (CLEO, None)] == [404, 404]
