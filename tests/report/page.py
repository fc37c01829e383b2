"""A report as its reader gets it: text, tables, headings, links. Read with the standard HTML parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "col", "rect", "line", "polygon", "circle", "path"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, blanks collapsed."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> list[str]:
        return [part for c in self.children for part in ([c] if isinstance(c, str) else [" ", *c._texts(), " "])]

    def all(self, *tags: str) -> list[Element]:
        found = [self] if not tags or self.tag in tags else []
        return found + [e for c in self.children if isinstance(c, Element) for e in c.all(*tags)]

    def with_id(self, wanted: str) -> Element:
        (found,) = (e for e in self.all() if e.attributes.get("id") == wanted)
        return found

    def section(self, heading: str) -> Element:
        """The section, article or navigation that the heading of that id names."""
        (found,) = (e for e in self.all() if e.attributes.get("aria-labelledby") == heading)
        return found

    def table(self, caption: str) -> list[list[str]]:
        """The body of the table with that caption, cell by cell."""
        (found,) = (e for e in self.all("table") if [c.text for c in e.all("caption")] == [caption])
        return [[cell.text for cell in row.all("th", "td")] for body in found.all("tbody") for row in body.all("tr")]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]
        self.declarations: list[str] = []

    def handle_decl(self, decl: str) -> None:
        self.declarations.append(decl)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        assert len(element.attributes) == len(attrs), f"an attribute twice: {attrs}"
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    """The document, which must be well nested."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert [e.tag for e in reader.open] == [""], "an element is left open"
    assert reader.declarations == ["DOCTYPE html"]
    return reader.root
