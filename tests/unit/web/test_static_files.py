import gzip
import re
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from balint_live.web.shared.static_files import StaticFiles, install_compression, install_static_files

ROOT = Path(__file__).parents[3]
LONG = "Somebody presents a case. " * 40
FILES = {
    "css/main.css": '@layer base;\n@import url("base.css") layer(base);\n@import url("deep/more.css") layer(parts);\n',
    "css/base.css": "a { color: red }",
    "css/deep/more.css": "b { color: blue }",
    "js/pages/page.js": 'import { one } from "../core/one.js";\nimport {\n  two,\n} from "../core/two.js";\n',
    "js/core/one.js": '/** @typedef {import("./types.js").T} T */\nimport { two } from "./two.js";\n',
    "js/core/two.js": "export const two = 2;\n",
    "long.svg": f"<svg>{LONG}</svg>",
    "font.woff2": "not text",
}


@pytest.fixture
def files(tmp_path: Path) -> StaticFiles:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    return StaticFiles(tmp_path)


@pytest.fixture
def browser(files: StaticFiles) -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    install_static_files(app, files)
    install_compression(app)
    app.add_url_rule("/", "page", lambda: LONG)
    app.add_url_rule("/short", "short", lambda: "Short.")
    app.add_url_rule("/address", "address", lambda: render_template_string("{{ static('css/main.css') }}"))
    return app.test_client()


def test_a_style_sheet_comes_with_what_it_imports(files: StaticFiles) -> None:
    sheet = files.get("css/main.css")

    assert sheet is not None
    assert sheet.content.decode() == (
        "@layer base;\n@layer base {\na { color: red }\n}\n@layer parts {\nb { color: blue }\n}\n"
    )


def test_a_script_names_every_module_it_needs_once(files: StaticFiles) -> None:
    assert files.modules("js/pages/page.js") == ["js/pages/page.js", "js/core/one.js", "js/core/two.js"]


def test_an_address_carries_the_version_and_is_kept_for_good(
    browser: FlaskClient, files: StaticFiles
) -> None:
    address = browser.get("/address").text

    assert address == f"/static/{files.version}/css/main.css"
    answer = browser.get(address)
    assert (answer.status_code, answer.headers["Cache-Control"], answer.content_type) == (
        200,
        "public, max-age=31536000, immutable",
        "text/css; charset=utf-8",
    )


def test_any_change_of_any_file_is_a_new_version(tmp_path: Path, files: StaticFiles) -> None:
    (tmp_path / "js" / "core" / "two.js").write_text("export const two = 3;\n")

    assert StaticFiles(tmp_path).version != files.version


@pytest.mark.parametrize("address", ["/static/other/css/base.css", "/static/css/base.css"])
def test_another_version_gets_this_one_and_asks_again(browser: FlaskClient, address: str) -> None:
    answer = browser.get(address)

    assert (answer.text, answer.headers["Cache-Control"]) == ("a { color: red }", "no-cache")


@pytest.mark.parametrize("name", ["nowhere.css", "../../etc/passwd", "css", ""])
def test_there_is_nothing_else(browser: FlaskClient, files: StaticFiles, name: str) -> None:
    assert browser.get(f"/static/{files.version}/{name}").status_code == 404


def test_text_is_compressed_for_who_takes_it(browser: FlaskClient, files: StaticFiles) -> None:
    address = f"/static/{files.version}/long.svg"

    plain = browser.get(address)
    compressed = browser.get(address, headers={"Accept-Encoding": "gzip, br"})
    refused = browser.get(address, headers={"Accept-Encoding": "gzip;q=0"})

    assert [each.headers.get("Content-Encoding") for each in (plain, compressed, refused)] == [
        None,
        "gzip",
        None,
    ]
    assert [each.headers["Vary"] for each in (plain, compressed, refused)] == ["Accept-Encoding"] * 3
    assert gzip.decompress(compressed.data) == plain.data == refused.data


def test_what_is_small_or_compressed_already_stays(browser: FlaskClient, files: StaticFiles) -> None:
    for name in ("css/base.css", "font.woff2"):
        answer = browser.get(f"/static/{files.version}/{name}", headers={"Accept-Encoding": "gzip"})
        assert (answer.headers.get("Content-Encoding"), answer.data.decode()) == (None, FILES[name])


def test_a_page_is_compressed_and_its_length_tells_nothing(browser: FlaskClient) -> None:
    answers = [browser.get("/", headers={"Accept-Encoding": "gzip"}) for _ in range(40)]

    assert {gzip.decompress(each.data).decode() for each in answers} == {LONG}
    assert len({len(each.data) for each in answers}) > 10
    assert browser.get("/").data.decode() == LONG
    short = browser.get("/short", headers={"Accept-Encoding": "gzip"})
    assert (short.headers.get("Content-Encoding"), short.headers["Vary"]) == (None, "Accept-Encoding")


def test_every_sheet_and_module_of_ours_is_whole() -> None:
    ours = StaticFiles(ROOT / "static")
    sheets = [str(each.relative_to(ROOT / "static")) for each in (ROOT / "static" / "css").rglob("*.css")]
    entries = [f"js/pages/{each.name}" for each in (ROOT / "static" / "js" / "pages").glob("*.js")]

    for name in sheets:
        sheet = ours.get(name)
        assert sheet is not None
        assert b"@import" not in sheet.content, name
    for entry in entries:
        code = "".join((ROOT / "static" / each).read_text() for each in ours.modules(entry))
        named = {
            each.rsplit("/", 1)[-1]
            for each in re.findall(r'\bfrom "(\.[^"]+)"|^import "(\.[^"]+)"', code)
            for each in each
            if each
        }
        assert named <= {each.rsplit("/", 1)[-1] for each in ours.modules(entry)}, entry
