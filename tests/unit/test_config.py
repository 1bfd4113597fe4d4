import re
import tomllib
from pathlib import Path

import pytest

from balint_live.config import Config, ConfigMistakes, from_settings, load

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
LONG_ENOUGH = "x" * 32


@pytest.fixture
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def wide(text: str) -> str:
    """As an Asian keyboard writes it."""
    return "".join(chr(ord(each) + 0xFEE0) for each in text)


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigMistakes) as wrong:
        from_settings(tomllib.loads(text), "here.toml")
    return wrong.value.mistakes


def test_without_any_file_everything_has_its_default(working_directory: Path) -> None:
    assert load(None, {}) == Config()


def test_the_working_directorys_file_is_read(working_directory: Path) -> None:
    written(working_directory / "config.toml", "[server]\nport = 1111")

    assert load(None, {}).server.port == 1111


def test_the_environments_file_goes_before_the_working_directorys(working_directory: Path) -> None:
    written(working_directory / "config.toml", "[server]\nport = 1111")
    other = written(working_directory / "other.toml", "[server]\nport = 2222")

    assert load(None, {"BALINT_LIVE_CONFIG": str(other)}).server.port == 2222


def test_a_named_file_goes_before_the_environments(working_directory: Path) -> None:
    named = written(working_directory / "named.toml", "[server]\nport = 3333")

    assert load(named, {"BALINT_LIVE_CONFIG": "elsewhere.toml"}).server.port == 3333


def test_a_named_file_that_is_not_there_is_a_mistake(working_directory: Path) -> None:
    with pytest.raises(ConfigMistakes) as wrong:
        load(None, {"BALINT_LIVE_CONFIG": "missing.toml"})

    assert wrong.value.mistakes == ["missing.toml: cannot be read: No such file or directory"]


def test_a_file_that_is_not_toml_is_a_mistake_that_says_where(working_directory: Path) -> None:
    with pytest.raises(ConfigMistakes) as wrong:
        load(written(working_directory / "bad.toml", "[server]\nport 8000"), {})

    [mistake] = wrong.value.mistakes
    assert re.fullmatch(r".*bad\.toml: is not TOML: .*line 2.*", mistake)


def test_all_mistakes_are_listed_at_once() -> None:
    text = f"""
        surplus = 1
        [server]
        prot = 8000
        port = 70000
        async_mode = "gevent"
        public_url = "balint.example.org"
        metrics = "yes"
        [database]
        url = "postgresql://db/balint"
        [security]
        secret = "short"
        previous_secrets = ["{LONG_ENOUGH}", "short"]
        [limits]
        sockets_per_person = 0
        [session]
        login_hours = 0
    """

    assert mistakes(text) == [
        "here.toml: server.port: Input should be less than or equal to 65535",
        "here.toml: server.public_url: must be an address like https://balint.example.org, without a path,"
        " a name to sign in with, a question mark or a #",
        "here.toml: server.async_mode: Input should be 'eventlet' or 'threading'",
        "here.toml: server.metrics: Input should be a valid boolean",
        "here.toml: server.prot: there is no such setting; did you mean server.port?",
        "here.toml: database.url: must say the driver too: sqlite+pysqlite:///… or postgresql+psycopg2://…",
        "here.toml: security.secret: must have at least 32 bytes",
        "here.toml: security.previous_secrets.1: must have at least 32 bytes",
        "here.toml: limits.sockets_per_person: Input should be greater than 0",
        "here.toml: session.login_hours: Input should be greater than 0",
        "here.toml: surplus: there is no such setting",
    ]


def test_a_mistake_never_repeats_a_secret() -> None:
    assert "tooshort" not in "".join(mistakes('[security]\nsecret = "tooshort"'))


def test_a_section_that_is_no_table_is_a_mistake() -> None:
    assert mistakes("server = 8000") == [
        "here.toml: server: Input should be a valid dictionary or instance of Server"
    ]


@pytest.mark.parametrize("url", ["sqlite+pysqlite:///", "sqlite+pysqlite:///:memory:"])
def test_a_database_in_memory_only_is_refused(url: str) -> None:
    assert mistakes(f'[database]\nurl = "{url}"') == [
        "here.toml: database.url: must name a file: what is in memory only would not outlive the server"
    ]


def test_the_public_address_is_the_configured_one_or_what_is_listened_on() -> None:
    configured = from_settings({"server": {"public_url": "https://balint.example.org/"}}, "here.toml")

    assert (configured.public_url, Config().public_url) == (
        "https://balint.example.org",
        "http://127.0.0.1:8000",
    )


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("http://Balint.Example.org", "http://balint.example.org"),
        ("HTTPS://balint.example.org:443/", "https://balint.example.org"),
        ("http://balint.example.org:", "http://balint.example.org"),
        ("http://balint.example.org:080", "http://balint.example.org"),
        ("https://balint.example.org:8443", "https://balint.example.org:8443"),
        ("https://balint.example.org:80", "https://balint.example.org:80"),
        ("http://bälint.example", "http://xn--blint-gra.example"),
        ("http://BÄLINT.example", "http://xn--blint-gra.example"),
        ("https://XN--BLINT-GRA.example", "https://xn--blint-gra.example"),
        ("https://faß.example", "https://xn--fa-hia.example"),
        (f"https://{wide('balint.')}example", "https://balint.example"),
        ("https://balint。example", "https://balint.example"),
        ("http://127.0.0.1:9101", "http://127.0.0.1:9101"),
        ("http://[0:0:0::1]:9101", "http://[::1]:9101"),
        ("http://[2001:DB8::A]", "http://[2001:db8::a]"),
    ],
)
def test_the_public_address_has_one_form(typed: str, normal: str) -> None:
    config = from_settings({"server": {"public_url": typed}}, "here.toml")

    assert (config.server.public_url, config.public_url) == (normal, normal)


@pytest.mark.parametrize(
    "typed",
    [
        "balint.example.org", "//balint.example.org", "ftp://balint.example.org", "https:balint.example.org",
        "http://", "https:///path", "http://:80", "http://balint.example.org/path", "http://balint.example.org//",
        "http://balint.example.org?", "http://balint.example.org?a=b", "http://balint.example.org#",
        "http://balint.example.org/#top", "http://ana@balint.example.org", "http://ana:secret@balint.example.org",
        " http://balint.example.org", "http://balint.example.org ", "http://balint .example.org",
        "http://balint\t.example.org", "http://balint\n.example.org", "http://bal\u200bint.example.org",
        "http://balint.example.org\\", "http://balint..example.org", "http://.example.org",
        "http://balint.example.org.", "http://-balint.example.org", "http://bal_int.example.org",
        f"http://{'a' * 64}.example.org", "http://💬.example.org", "http://bal%41int.example.org",
        "http://balint.example.org:0", "http://balint.example.org:70000", "http://balint.example.org:port",
        "http://balint.example.org:٨٠", "http://balint.example.org:+80", "http://127.1", "http://0x7f.0.0.1",
        "http://127.0.0.01", "http://1.2.3.4.5", "http://256.1.1.1", "http://::1", "http://[::1", "http://[fe80::1%25eth0]",
        "http://[::ffff:1.2.3.4]", "http://[]", "http://xn--zz--.example",
    ],
)  # fmt: skip
def test_what_has_no_such_form_is_a_mistake(typed: str) -> None:
    with pytest.raises(ConfigMistakes) as wrong:
        from_settings({"server": {"public_url": typed}}, "here.toml")

    [mistake] = wrong.value.mistakes
    assert mistake.startswith(
        "here.toml: server.public_url: must be an address like https://balint.example.org"
    )
    assert (mistake.isprintable(), "secret" in mistake) == (True, False)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("::1", "http://[::1]:8000"),
        ("[::1]", "http://[::1]:8000"),
        ("::", "http://[::1]:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("Localhost", "http://localhost:8000"),
    ],
)
def test_without_one_links_begin_with_what_is_listened_on(host: str, address: str) -> None:
    assert from_settings({"server": {"host": host}}, "here.toml").public_url == address


def test_a_host_no_link_can_begin_with_needs_a_public_address() -> None:
    server = {"host": "fe80::1%eth0"}
    with pytest.raises(ConfigMistakes) as wrong:
        from_settings({"server": server}, "here.toml")

    assert wrong.value.mistakes == ["here.toml: server: no link can begin with this host; set public_url too"]
    assert from_settings({"server": {**server, "public_url": "https://b.example"}}, "x").public_url == (
        "https://b.example"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("balint@faß.example", "balint@xn--fa-hia.example"),
        ("balint@ΤΕΛΙΚΟς.example", "balint@xn--qxaidcwsi.example"),
        ("Balint@Example.ORG", "Balint@example.org"),
        ("balint@praxis.local", "balint@praxis.local"),
        ("balint@localhost", "balint@localhost"),
    ],
)
def test_the_senders_address_is_kept_as_peoples_are(typed: str, kept: str) -> None:
    assert from_settings({"mail": {"from_address": typed}}, "here.toml").sender[1] == kept


@pytest.mark.parametrize(
    "typed",
    ["balint", "@example.org", "balint@", "a b@example.org", "a@b@example.org", "a@b..org", "a@b.org.",
     "Balint <a@b.org>", "ß@example.org", "a\n@b.org", "a@b\n.org"],
)  # fmt: skip
def test_a_senders_address_that_is_none_is_a_mistake(typed: str) -> None:
    with pytest.raises(ConfigMistakes) as wrong:
        from_settings({"mail": {"from_address": typed}}, "here.toml")

    [mistake] = wrong.value.mistakes
    assert mistake.startswith("here.toml: mail.from_address: must be an address like balint@example.org")
    assert mistake.isprintable()


@pytest.mark.parametrize(
    ("server", "sender"),
    [
        ({"public_url": "https://Balint.example.org"}, "balint-live@balint.example.org"),
        ({"public_url": "http://10.0.0.5"}, "balint-live@localhost"),
        ({"host": "::1"}, "balint-live@localhost"),
    ],
)
def test_by_itself_mail_comes_from_the_site(server: dict[str, str], sender: str) -> None:
    assert from_settings({"server": server}, "here.toml").sender == ("balint-live", sender)


MAIL = {"host": "mail.example.org", "from_address": "us@example.org"}


@pytest.mark.parametrize(
    "server",
    [{}, {"host": "0.0.0.0"}, {"host": "::1"}, {"public_url": "http://localhost:8000"},
     {"public_url": "http://ana.localhost"}, {"public_url": "http://127.8.8.8"}, {"public_url": "http://[::]"}],
)  # fmt: skip
def test_links_that_open_on_this_machine_only_are_not_for_a_mail_server(server: dict[str, str]) -> None:
    alone = from_settings({"server": server}, "here.toml")
    config = from_settings({"server": server, "mail": MAIL}, "here.toml")

    assert alone.unreachable == ""
    assert config.unreachable == (
        f"Links in e-mails would begin with {config.public_url}, which opens on this machine only. "
        "Set server.public_url to the address people use."
    )


@pytest.mark.parametrize("server", [{"public_url": "https://balint.example.org"}, {"host": "192.168.1.5"}])
def test_links_that_others_can_open_are(server: dict[str, str]) -> None:
    assert from_settings({"server": server, "mail": MAIL}, "here.toml").unreachable == ""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("[sever]\nport = 1", "sever: there is no such setting; did you mean server?"),
        ("[server]\npublic-url = ''", "server.public-url: there is no such setting; did you mean server.public_url?"),
        ("port = 1", "port: there is no such setting; did you mean server.port?"),
        ("[security]\npassword = ''", "security.password: there is no such setting; did you mean mail.password?"),
        ("[mail]\nfrom_adress = ''", "mail.from_adress: there is no such setting; did you mean mail.from_address?"),
        ("[session]\ncoffee = 1", "session.coffee: there is no such setting"),
    ],
)  # fmt: skip
def test_an_unknown_setting_names_the_one_that_was_meant(text: str, meant: str) -> None:
    assert mistakes(text) == [f"here.toml: {meant}"]


def test_a_file_may_begin_with_a_byte_order_mark(working_directory: Path) -> None:
    (working_directory / "config.toml").write_bytes(b"\xef\xbb\xbf[server]\r\nport = 1111\r\n")

    assert load(None, {}).server.port == 1111


def test_one_in_another_encoding_is_a_mistake_that_says_so(working_directory: Path) -> None:
    (working_directory / "config.toml").write_bytes("[server]\nport = 1111\n".encode("utf-16"))
    with pytest.raises(ConfigMistakes) as wrong:
        load(None, {})

    assert wrong.value.mistakes == ["config.toml: is not a text in UTF-8; save it as one"]


def test_what_is_left_to_us_is_kept_in_the_data_directory(working_directory: Path) -> None:
    settled = Config().settled(lambda directory: f"made for {directory}")

    assert settled.database_at == working_directory / "data" / "balint-live.sqlite3"
    assert settled.security.secret == f"made for {working_directory}/data"


def test_what_is_configured_stays_and_nothing_is_generated() -> None:
    url = "postgresql+psycopg2://db/balint"
    config = from_settings({"database": {"url": url}, "security": {"secret": LONG_ENOUGH}}, "here.toml")
    settled = config.settled(lambda directory: pytest.fail("made a secret"))

    assert (settled.database_at, settled.security.secret) == (url, LONG_ENOUGH)


def test_the_example_shows_every_setting_with_its_default() -> None:
    uncommented = re.sub(r"^# (?=\w+ = )", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert tomllib.loads(uncommented) == Config().model_dump(mode="json")


def test_the_example_says_one_line_about_each_setting() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    settings = [number for number, line in enumerate(lines) if re.match(r"# \w+ = ", line)]

    assert [lines[number - 1] for number in settings if not re.match(r"# .*\w", lines[number - 1])] == []
    assert all(not re.match(r"# \w+ = ", lines[number - 1]) for number in settings)


def test_the_example_as_it_is_changes_nothing() -> None:
    assert from_settings(tomllib.loads(EXAMPLE.read_text(encoding="utf-8")), "example") == Config()


ZOOM = {"account_id": "a", "client_id": "c", "client_secret": "s", "host_user": "leader@example.org"}


def test_zoom_may_stand_in_the_environment_and_the_file_goes_first(working_directory: Path) -> None:
    environment = {"ZOOM_WEBHOOK_SECRET_TOKEN": "from there", "ZOOM_CLIENT_SECRET": ""}
    assert load(None, environment).zoom.webhook_secret == "from there"
    written(working_directory / "config.toml", "[zoom]\nwebhook_secret = 'from here'")

    assert load(None, environment).zoom.webhook_secret == "from here"
    assert load(None, {}).zoom.asks is False


@pytest.mark.parametrize(
    ("zoom", "mistake"),
    [
        ({**ZOOM, "client_secret": ""}, "zoom: asking Zoom needs client_secret too; leave all four out to go without"),
        ({"account_id": "a"}, "zoom: asking Zoom needs client_id and client_secret and host_user too; "
         "leave all four out to go without"),
        ({**ZOOM, "api_url": "http://api.example.org"}, "zoom.api_url: must begin with https://"),
        ({"oauth_url": "zoom.us"}, "zoom.oauth_url: must begin with https://"),
        ({"registrant_domain": "members.example.org"}, "zoom: registrant_domain needs account_id and client_id and "
         "client_secret and host_user too"),
        ({**ZOOM, "registrant_domain": "members@example.org"}, "zoom.registrant_domain: must be a domain like "
         "members.example.org: 'members@example.org' is not the name of a host (Codepoint U+0040 at position 8 of "
         "'members@example' not allowed)"),
        ({"plan": "gold"}, "zoom.plan: Input should be 'free', 'pro' or 'business'"),
    ],
)  # fmt: skip
def test_half_of_zoom_is_a_mistake(zoom: dict[str, str], mistake: str) -> None:
    with pytest.raises(ConfigMistakes) as wrong:
        from_settings({"zoom": zoom}, "here.toml")

    assert wrong.value.mistakes == [f"here.toml: {mistake}"]


def test_a_stand_in_for_zoom_may_be_on_this_machine() -> None:
    here = {**ZOOM, "oauth_url": "http://127.0.0.1:9000/oauth/token", "api_url": "http://127.0.0.1:9000"}
    assert from_settings({"zoom": here}, "here.toml").zoom.asks is True
