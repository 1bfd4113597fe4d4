"""What hands do on pages of forms: press a button, follow a link, fill fields, unfold what is folded away."""

from collections.abc import Mapping

from playwright.sync_api import Page


def press(page: Page, name: str) -> None:
    """The first button of this name in the page's own part; and see the page it leads to."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    """The first link of this name, to its page."""
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).first.click()


def fill(page: Page, fields: Mapping[str, str]) -> None:
    """What is typed or chosen, by the fields' names in the form."""
    for name, typed in fields.items():
        field = page.locator(f'main [name="{name}"]:visible').first
        if field.evaluate("(each) => each.tagName") == "SELECT":
            field.select_option(typed)
        else:
            field.fill(typed)


def unfold_all(page: Page) -> None:
    """So that what is folded away is looked at too."""
    page.locator("main details:not([open])").evaluate_all(
        "(all) => all.forEach((each) => { each.open = true; })"
    )
