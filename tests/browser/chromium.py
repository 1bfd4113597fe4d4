"""The browser all scenes are played in: Debian's Chromium, which asks nobody for anything by itself."""

from pathlib import Path

from playwright.sync_api import Browser, Playwright, expect

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP balint.example.org 127.0.0.1",
)
"""The last one is for a site with a public address, and its own proxy."""
PATIENCE = 20_000
"""Milliseconds after which what ought to be seen at once, on a busy machine too, is given up."""


def launch(playwright: Playwright, program: Path) -> Browser:
    expect.set_options(timeout=PATIENCE)
    return playwright.chromium.launch(executable_path=program, args=FLAGS)
