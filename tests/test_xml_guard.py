"""XML is parsed in one module of newscrawl at most, where entities and external DTDs are off; any other way to parse it is refused."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import newscrawl

PACKAGE = Path(newscrawl.__file__).parent
PLACE = PACKAGE / "attachments" / "xml.py"
"""The one module that may parse XML."""

MODULES = (
    "xml",
    "lxml.objectify",
    "lxml.sax",
    "defusedxml",
    "xmltodict",
    "pyexpat",
    "feedparser",
    "bs4",
    "scrapy.utils.iterators",
)
NAMES = {
    *(
        "XMLParser",
        "XMLPullParser",
        "ETCompatXMLParser",
        "iterparse",
        "parse_xml",
        "XmlResponse",
        "XMLFeedSpider",
        "SitemapSpider",
    ),
    *("xmliter", "xmliter_lxml", "Sitemap", "XSLT", "XInclude", "DTD", "RelaxNG", "XMLSchema"),
}
ETREE_CALLS = {
    "fromstring",
    "XML",
    "parse",
    "fromstringlist",
    "XMLID",
    "XMLDTDID",
}  # of etree; lxml.html's are for HTML


def parses_xml(source: str) -> Iterator[str]:
    """Yield what in a module's source parses XML."""
    tree = ast.parse(source)
    etrees = {"etree"}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            origin = f"{node.module or ''}." if isinstance(node, ast.ImportFrom) else ""
            for alias in node.names:
                name = origin + alias.name
                if any(name == module or name.startswith(f"{module}.") for module in MODULES) or alias.name in NAMES:
                    yield f"import {name}"
                if name == "lxml.etree":
                    etrees.add(alias.asname or alias.name)
                if name.startswith("lxml.etree.") and alias.name in ETREE_CALLS:
                    yield f"import {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if node.attr in NAMES or (node.attr in ETREE_CALLS and ast.unparse(node.value) in etrees):
                yield ast.unparse(node)
        elif isinstance(node, ast.keyword) and node.arg == "type" and ast.unparse(node.value) == "'xml'":
            yield "type='xml'"


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_parses_xml(module: Path) -> None:
    if module == PLACE:
        assert "resolve_entities=False" in module.read_text("utf-8")
        assert "no_network=True" in module.read_text("utf-8")
    else:
        assert list(parses_xml(module.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "import xml.etree.ElementTree as ET",
        "from xml.etree import ElementTree",
        "from xml import sax",
        "from lxml import etree\netree.fromstring(b'')",
        "from lxml import etree as e\ne.parse('x')",
        "import lxml.etree\nlxml.etree.XML(b'')",
        "from lxml.etree import fromstring",
        "from lxml import etree\nparser = etree.XMLParser()",
        "from lxml import objectify",
        "from scrapy.spiders import SitemapSpider",
        "from scrapy.http import XmlResponse",
        "from parsel import Selector\nSelector(text, type='xml')",
        "import defusedxml.ElementTree",
    ],
)
def test_the_guard_sees_what_parses_xml(source: str) -> None:
    assert list(parses_xml(source))


def test_the_guard_lets_html_pass() -> None:
    assert not list(
        parses_xml(
            "import lxml.html\nfrom lxml import etree\nlxml.html.fromstring(x)\netree.tostring(y, method='html')"
        )
    )
