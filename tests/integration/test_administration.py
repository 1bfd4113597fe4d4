"""A society at the command line: each command says what it did, or in one line why it could not."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
from click.testing import CliRunner, Result

from balint_live.adapters.statement_pdf import unshown
from balint_live.cli import main
from tests.integration.mail.post_box import PostBox

LIST = "Name;E-Mail;Diet\nCosta, Carla;carla@example.net;none\nDan;dan@example.net;\nNobody;not an address;\n"


@pytest.fixture(autouse=True)
def society(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BALINT_LIVE_CONFIG", raising=False)
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def said(*words: str) -> list[str]:
    """What a command that worked said."""
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def complaint(*words: str) -> str:
    """What a command that could not said: one line."""
    result = run(*words)
    assert result.exit_code == 1, result.output
    return result.stderr.strip().removeprefix("Error: ")


def founded(*more: str) -> str:
    words = said(
        "group", "add", "--name", "Tuesday", "--timezone", "Europe/London", "--contact", "f@example.net",
        "--leader", "Ana Ruiz <ana@example.net>", *more,
    )  # fmt: skip
    return words[0].rsplit(" ", 1)[-1].removesuffix(".")


def test_the_first_coordinator() -> None:
    *words, link = said("leader", "add", "--coordinator", "--name", "Mara", "--email", "Mara@Example.net")
    assert words == [
        "Mara <mara@example.net> is a coordinator.",
        "They sign in at http://127.0.0.1:8000/sign-in",
        "Or by this link, once and within 15 minutes, as soon as the server runs:",
    ]
    assert link.startswith("http://127.0.0.1:8000/sign-in/")


def test_a_name_is_taken_as_pages_take_it() -> None:
    words = ("leader", "add", "--name", " Ma\u00adra\r\nBcc:\tall ", "--email", "mara@example.net")
    assert said(*words)[0] == "Mara Bcc: all <mara@example.net> is a leader."
    assert complaint(*words[:3], "M" * 5000, *words[4:]) == "The name is too long: at most 200 characters."


def test_a_terminal_that_lacks_a_names_letters_shows_a_question_mark() -> None:
    result = CliRunner(charset="latin-1").invoke(
        main, ["leader", "add", "--name", "Łucja Żak", "--email", "lucja@example.net"]
    )
    assert (result.exit_code, result.stdout.splitlines()[0]) == (
        0,
        "?ucja ?ak <lucja@example.net> is a leader.",
    )


def test_a_leader_becomes_another_groups_leader_and_keeps_their_name() -> None:
    founded()

    words = said("leader", "add", "--name", "Anna", "--email", "ana@example.net", "--group", "Tuesday")

    assert words[0] == "Ana Ruiz <ana@example.net> is a leader and leads Tuesday."


def test_a_group_with_its_dates() -> None:
    id = founded("--start", "2028-03-07 19:00", "--first-plan", "first90", "--count", "3")

    assert said("group", "list") == [f"{id}  Tuesday  (0 enrolled, 0 of 8 sessions held)"]


def test_how_long_a_groups_attendance_is_kept_is_settled_with_it(society: Path) -> None:
    founded()
    founded("--retention-years", "10")

    with closing(connect(society / "data" / "balint-live.sqlite3")) as database:
        assert database.execute("SELECT retention_years FROM groups ORDER BY 1").fetchall() == [(6,), (10,)]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--timezone", "Mars/Olympus"], "There is no time zone called Mars/Olympus."),
        (["--timezone", "EST"], "There is no time zone called EST."),
        (["--timezone", "Etc/GMT+5"], "There is no time zone called Etc/GMT+5."),
        (["--name", "T" * 201], "The group's name is too long: at most 200 characters."),
        (["--name", " \u200b"], "The group's name is missing."),
        (["--society", "S" * 5000], "The society's name is too long: at most 200 characters."),
        (["--leader", "B" * 5000 + " <bo@example.net>"], "A leader's name is too long"),
        (["--leader", "bo@example.net"], "A leader's name is missing."),
        (["--name", "Caf\udce9"], "The group's name is not written in this terminal's own encoding."),
        (["--start", "2028-03-26 01:30"], "On that day the clocks in Europe/London skip 01:30."),
        (["--start", "2020-03-07 19:00"], "That time is past."),
        (["--plan", "abs61", "--start", "2028-03-07 19:00"], "There is no session plan called abs61."),
        (["--contact", "nowhere"], "nowhere: "),
    ],
)
def test_a_group_that_cannot_be_is_not_founded(words: list[str], why: str) -> None:
    before = said("group", "list")
    complained = complaint(
        "group", "add", "--name", "Tuesday", "--timezone", "Europe/London", "--contact", "f@example.net",
        "--leader", "Ana <ana@example.net>", *words,
    )  # fmt: skip

    assert complained.startswith(why)
    assert said("group", "list") == before


def test_a_list_is_shown_row_by_row_and_taken_all_or_nothing() -> None:
    founded()
    row = "row 4: “not an address” is not an e-mail address."

    assert said("group", "import", "Tuesday", "list.csv", "--dry-run") == [
        row,
        "2 new, 1 cannot",
        "Left out: Diet.",
        "Nothing was changed.",
    ]
    assert complaint("group", "import", "Tuesday", "list.csv").endswith("Nothing was imported.")
    assert (
        said("group", "import", "Tuesday", "list.csv", "--leave-out")[-1]
        == "The list was imported into Tuesday."
    )
    assert said("group", "import", "Tuesday", "list.csv", "--leave-out")[1] == "2 unchanged, 1 cannot"


def test_a_list_whose_names_can_be_read_in_several_ways_waits_for_an_encoding(society: Path) -> None:
    founded()
    (society / "de.csv").write_bytes("Name;E-Mail\nJäger;jaeger@example.net\n".encode("cp1252"))

    assert complaint("group", "import", "Tuesday", "de.csv") == (
        "de.csv: its names can be read in several ways, shown above. Nothing was imported. Please add "
        "--encoding cp1252 or --encoding cp850 or --encoding mac_latin2 or --encoding cp852, "
        "or save the list as UTF-8."
    )
    assert run("group", "import", "Tuesday", "de.csv").stdout.startswith(
        "Row 2 can be read in several ways:\n--encoding cp1252  Western European (Windows): Jäger\n"
    )
    assert said("group", "list")[0].endswith("(0 enrolled, 0 of 8 sessions held)")
    assert said("group", "import", "Tuesday", "de.csv", "--encoding", "cp1252") == [
        "1 new",
        "The list was imported into Tuesday.",
    ]


def test_an_encoding_nobody_knows_and_one_the_file_is_not_in_are_said(society: Path) -> None:
    founded()
    (society / "dos.csv").write_bytes("Name;E-Mail\nMüller;m@example.net\n".encode("cp850"))
    command = ("group", "import", "Tuesday", "dos.csv", "--encoding")

    assert complaint(*command, "latin0") == (
        "dos.csv: There is no encoding called latin0. Did you mean latin10 or latin or latin9?"
    )
    assert complaint(*command, "cp1252") == (
        "dos.csv: This file is not in the encoding cp1252: there are signs in it which that has not. "
        "Please choose another."
    )


def test_more_than_a_group_holds_are_not_taken(society: Path) -> None:
    founded()
    rows = "".join(f"P {each},p{each}@example.net\n" for each in range(2001))
    (society / "many.csv").write_text(f"Name,E-mail\n{rows}", encoding="utf-8")
    why = (
        "A group holds at most 2,000 people, and this would make 2,001. "
        "Make a second group, and enrol the others there."
    )

    assert complaint("group", "import", "Tuesday", "many.csv", "--dry-run") == why
    assert complaint("group", "import", "Tuesday", "many.csv") == why
    assert said("group", "list")[0].endswith("(0 enrolled, 0 of 8 sessions held)")


def test_a_file_without_an_end_is_not_read(society: Path) -> None:
    founded()
    os.mkfifo(society / "pipe")
    with (society / "huge.csv").open("wb") as file:
        file.truncate(10**10)
    no_file = "is no ordinary file. Please save the list as one, and take that."

    assert complaint("group", "import", "Tuesday", "/dev/zero") == f"/dev/zero {no_file}"
    assert complaint("group", "import", "Tuesday", "pipe") == f"pipe {no_file}"
    assert complaint("group", "import", "Tuesday", "huge.csv") == "huge.csv: This file is larger than 2 MB."


def test_invitations_are_sent_once_and_an_interrupted_sending_is_gone_on_with(society: Path) -> None:
    founded("--start", "2028-03-07 19:00", "--count", "1")
    said("group", "import", "Tuesday", "list.csv", "--leave-out")

    assert said("invite", "Tuesday", "--no-wait") == ["2 invitations are to be sent."]
    assert said("invite", "Tuesday") == [
        "0 invitations are to be sent.",
        "2 of 2 were accepted by the mail server.",
    ]
    assert said("invite", "Tuesday") == ["0 invitations are to be sent."]
    outbox = (society / "data" / "outbox").glob("*.eml")
    assert len(list(outbox)) == 3, "their two, and the leader's about the group"


def test_a_group_that_is_not_there_is_one_line() -> None:
    assert complaint("invite", "Friday") == "There is no group called Friday. `group list` shows them."


def staff(*more: str) -> None:
    """Mara coordinates; with more, somebody else does too."""
    said("leader", "add", "--coordinator", "--name", "Mara", "--email", "mara@example.net")
    for name in more:
        said("leader", "add", "--coordinator", "--name", name, "--email", f"{name.lower()}@example.net")


def test_a_leader_is_removed_once_somebody_says_yes() -> None:
    founded()

    assert complaint("leader", "remove", "ana@example.net") == "Nothing was changed. Add --yes to go on."
    assert said("leader", "remove", "Ana@Example.net", "--yes") == [
        "Ana Ruiz <ana@example.net> is to be removed, with every login.",
        "Groups they lead: Tuesday.",
        "Ana Ruiz signs in no longer. Their name and address are gone.",
    ]
    assert complaint("leader", "remove", "--email", "ana@example.net", "--yes") == (
        "Nobody signs in with ana@example.net."
    )


def test_who_cannot_be_spared_stays() -> None:
    founded("--start", "2028-03-07 19:00", "--count", "1")
    staff()

    assert complaint("leader", "remove", "ana@example.net", "--yes") == (
        "Ana Ruiz is the only leader of Tuesday, which still meets."
        " Add another leader there first, or cancel its sessions."
    )
    for act in ("remove", "demote"):
        assert complaint("leader", act, "mara@example.net", "--yes") == (
            "Mara is the only coordinator. Make somebody else one first."
        )
    assert complaint("leader", "demote", "ana@example.net", "--yes") == "Ana Ruiz is not a coordinator."


def test_a_coordinator_is_made_a_leader_only() -> None:
    staff("Nora")

    assert said("leader", "demote", "mara@example.net", "--yes") == [
        "Mara is to look after all groups no longer.",
        "Groups they lead: none.",
        "Mara is a leader only.",
    ]
    assert complaint("leader", "remove", "nora@example.net", "--yes").startswith(
        "Nora is the only coordinator."
    )


def test_a_group_is_deleted_with_everybody_in_it() -> None:
    id = founded("--start", "2028-03-07 19:00", "--count", "2")
    said("group", "import", "Tuesday", "list.csv", "--leave-out")
    ahead = [
        "Tuesday is to be deleted.",
        "Sessions: 0 held, 2 to come.",
        "People to be erased: 2, of whom 2 are told by e-mail.",
        "Statements of credit that stay: 0.",
    ]

    assert complaint("group", "delete", "Tuesday") == "Nothing was changed. Add --yes to go on."
    assert said("group", "list") == [f"{id}  Tuesday  (2 enrolled, 0 of 8 sessions held)"]
    assert said("group", "delete", id, "--yes") == [*ahead, "Tuesday is deleted. People erased: 2."]
    assert said("group", "list") == ["There are no groups yet."]
    assert complaint("group", "delete", "Tuesday", "--yes") == (
        "There is no group called Tuesday. `group list` shows them."
    )


@pytest.mark.parametrize("words", [("leader", "remove"), ("leader", "demote"), ("group", "delete")])
def test_what_takes_away_explains_itself(words: tuple[str, str]) -> None:
    assert "--yes" in "".join(said(*words, "--help"))


def test_an_installation_is_checked(society: Path) -> None:
    founded()

    assert said("check") == [
        "Configuration: in order.",
        "Mode: eventlet, which its makers plan to retire some day. Nothing needs doing now;"
        ' server.async_mode = "threading" switches.',
        "Connections: up to 10000 at once.",
        "Database: in order.",
        "Mail: no server named; e-mails are put into data/outbox.",
    ]


def test_of_threads_only_the_name_is_said(society: Path) -> None:
    (society / "config.toml").write_text('[server]\nasync_mode = "threading"\n', encoding="utf-8")
    assert said("check")[1] == "Mode: threading."


def test_a_fresh_installation_is_in_order_and_nothing_is_made(society: Path) -> None:
    assert said("check")[3] == "Database: made at the first start."
    assert not (society / "data").exists()


def test_where_the_database_cannot_be_made_it_is_said(society: Path) -> None:
    (society / "data").write_text("")
    assert complaint("check") == "Not in order: database."
    assert f"nothing can be written into {society / 'data'}" in run("check").stdout


@pytest.mark.parametrize("directory", ["dir?mode=ro", "%41", "a#b"])
def test_the_data_directory_may_have_any_name(society: Path, directory: str) -> None:
    (society / "config.toml").write_text(f"[data]\ndirectory = '{directory}'\n", encoding="utf-8")
    before = {each.name for each in society.iterdir()}
    founded()

    assert {each.name for each in society.iterdir()} - before == {directory}
    assert (society / directory).stat().st_mode & 0o777 == 0o700
    assert said("check")[3] == "Database: in order."


@pytest.fixture
def mail_server() -> Iterator[PostBox]:
    with PostBox() as box:
        yield box


def with_mail(society: Path, box: PostBox, more: str, security: str = "none") -> None:
    text = f'[mail]\nhost = "127.0.0.1"\nport = {box.port}\nsecurity = "{security}"\n'
    more = f'from_address = "us@example.net"\n{more}\n'
    (society / "config.toml").write_text(text + more, encoding="utf-8")


def test_without_a_public_address_it_is_said_and_nobody_is_invited(
    society: Path, mail_server: PostBox
) -> None:
    founded("--start", "2028-03-07 19:00", "--count", "1")
    said("group", "import", "Tuesday", "list.csv", "--leave-out")
    with_mail(society, mail_server, "")
    why = (
        "Links in e-mails would begin with http://127.0.0.1:8000, which opens on this machine only. "
        "Set server.public_url to the address people use."
    )

    assert said("check")[2] == f"Warning: {why} Until then no invitation is sent."
    assert complaint("invite", "Tuesday") == why
    assert mail_server.taken == []

    with_mail(society, mail_server, '[server]\npublic_url = "https://balint.example.org"')
    assert "Warning" not in "".join(said("check"))
    assert said("invite", "Tuesday")[-1] == "2 of 2 were accepted by the mail server."


def test_a_mail_server_without_starttls_is_named(society: Path, mail_server: PostBox) -> None:
    with_mail(society, mail_server, "", security="starttls")

    assert "it offers no STARTTLS at that port" in run("check").stdout
    assert complaint("check") == "Not in order: mail."


def test_a_name_in_letters_no_font_has_is_found_before_its_statement_is_needed(society: Path) -> None:
    founded()
    (society / "toto.csv").write_text("Name,Email\n\U0001e290\U0001e291,toto@example.net\n", encoding="utf-8")
    said("group", "import", "Tuesday", "toto.csv")
    told = (
        "Statements: no font here is made for the letters of some names (Toto). "
        "Install one, such as Debian's fonts-noto-core."
    )
    assert (told in said("check")) == (unshown("\U0001e290") != [])


def test_a_mail_server_that_is_not_there_is_found_out(society: Path) -> None:
    founded()
    text = '[mail]\nhost = "127.0.0.1"\nport = 1\nfrom_address = "us@example.net"\n'
    (society / "config.toml").write_text(text, encoding="utf-8")

    assert complaint("check") == "Not in order: mail."
