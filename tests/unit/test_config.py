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
        "here.toml: server.public_url: must be an address like https://balint.example.org, without a path",
        "here.toml: server.async_mode: Input should be 'eventlet' or 'threading'",
        "here.toml: server.metrics: Input should be a valid boolean",
        "here.toml: server.prot: there is no such setting",
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


def test_what_is_left_to_us_is_kept_in_the_data_directory(working_directory: Path) -> None:
    settled = Config().settled(lambda directory: f"made for {directory}")

    assert settled.database.url == f"sqlite+pysqlite:///{working_directory}/data/balint-live.sqlite3"
    assert settled.security.secret == f"made for {working_directory}/data"


def test_what_is_configured_stays_and_nothing_is_generated() -> None:
    url = "postgresql+psycopg2://db/balint"
    config = from_settings({"database": {"url": url}, "security": {"secret": LONG_ENOUGH}}, "here.toml")
    settled = config.settled(lambda directory: pytest.fail("made a secret"))

    assert (settled.database.url, settled.security.secret) == (url, LONG_ENOUGH)


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
