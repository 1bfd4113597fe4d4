"""A page as it was answered, and what can be found on it without a browser."""

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
UNSEEN = frozenset({"script", "style", "title", "template"})


@dataclass(slots=True)
class Element:
    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""

    def has(self, name: str) -> bool:
        return name in self.attributes

    def all(self, *tags: str) -> list["Element"]:
        """Everything inside with one of these tags, in the order of the page."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] if child.tag in tags else []
                found += child.all(*tags)
        return found

    @property
    def raw(self) -> str:
        return "".join(child if isinstance(child, str) else child.raw for child in self.children)

    @property
    def text(self) -> str:
        """What is read, in single spaces."""
        return " ".join(self._read().split())

    def _read(self) -> str:
        if self.tag in UNSEEN:
            return ""
        gap = "" if self.tag in ("b", "a", "span", "bdi", "i", "strong", "em", "time") else " "
        inside = "".join(child if isinstance(child, str) else child._read() for child in self.children)
        return f"{gap}{inside}{gap}"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value if value is not None else "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def parsed(html: str) -> Element:
    """Raises AssertionError where elements are not closed in the order they were opened."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert [each.tag for each in reader._open] == [""], "something is not closed"
    return reader.root


@dataclass(frozen=True)
class Page:
    address: str
    status: int
    html: str
    headers: dict[str, str]

    @cached_property
    def tree(self) -> Element:
        return parsed(self.html)

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @property
    def main(self) -> Element:
        return self.tree.all("main")[0]

    @property
    def text(self) -> str:
        """What is read in the page's own part."""
        return self.main.text

    @property
    def title(self) -> str:
        return self.tree.all("h1")[0].text

    @property
    def buttons(self) -> list[str]:
        return [each.text for each in self.main.all("button")]

    @property
    def links(self) -> dict[str, str]:
        """Where each link in the page's own part leads, by its words."""
        return {each.text: each.get("href") for each in self.main.all("a")}

    @property
    def summary(self) -> str:
        """What a form that came back says first; it must take the focus."""
        said = [each for each in self.main.all("p", "div", "section") if each.get("role") == "alert"]
        assert [each.has("autofocus") for each in said] == [True] * len(said)
        return " ".join(each.text for each in said)

    @property
    def errors(self) -> dict[str, str]:
        """What is said beside each field that needs another look."""
        by_id = {each.get("id"): each for each in self.main.all("p", "span", "div", "ul") if each.get("id")}
        wrong = [
            each
            for each in self.main.all("input", "select", "textarea", "fieldset")
            if each.get("aria-invalid") == "true"
        ]
        return {
            each.get("name") or each.get("id"): " ".join(
                by_id[id].text for id in each.get("aria-describedby").split() if id.endswith("-error")
            )
            for each in wrong
        }

    def value(self, name: str) -> str:
        """What stands in a field."""
        each = next(one for one in self.main.all("input", "select", "textarea") if one.get("name") == name)
        if each.tag == "textarea":
            return each.raw.removeprefix("\n")
        if each.tag == "select":
            return next((one.get("value") for one in each.all("option") if one.has("selected")), "")
        return each.get("value")

    def ticked(self, name: str) -> list[str]:
        """The values of the boxes and choices of this name that are ticked."""
        return [
            each.get("value")
            for each in self.main.all("input")
            if each.get("name") == name and each.has("checked")
        ]

    def form_of(self, button: str) -> tuple[Element, Element]:
        """The form a button stands in, and the button, by its words."""
        for form in self.main.all("form"):
            for each in form.all("button"):
                if button in (each.text, each.get("value"), each.get("aria-label")):
                    return form, each
        raise AssertionError(f"there is no button {button!r}, only {self.buttons}")
