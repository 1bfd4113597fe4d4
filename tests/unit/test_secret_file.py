import threading
from pathlib import Path

import pytest

from balint_live.adapters.system import kept_secret


def test_a_secret_is_made_once_and_kept_for_the_owner_only(tmp_path: Path) -> None:
    made = kept_secret(tmp_path / "data")

    assert kept_secret(tmp_path / "data") == made
    assert [each.name for each in (tmp_path / "data").iterdir()] == ["secret"]
    assert oct((tmp_path / "data" / "secret").stat().st_mode & 0o777) == "0o600"
    assert len(made) == 64


def test_every_installation_has_its_own(tmp_path: Path) -> None:
    assert kept_secret(tmp_path / "one") != kept_secret(tmp_path / "two")


def test_starts_at_the_same_moment_agree(tmp_path: Path) -> None:
    together = threading.Barrier(8)
    found: list[str] = []

    def start() -> None:
        together.wait()
        found.append(kept_secret(tmp_path))

    starts = [threading.Thread(target=start) for _ in range(8)]
    for thread in starts:
        thread.start()
    for thread in starts:
        thread.join()

    assert found == [kept_secret(tmp_path)] * 8
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]


def test_a_place_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(OSError, match="file"):
        kept_secret(tmp_path / "file")
