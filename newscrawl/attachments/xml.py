"""The one place where XML is parsed: no entities, no document types, no network, and trees of a bounded depth."""

from __future__ import annotations

from lxml import etree

from newscrawl.attachments.result import Unreadable

Element = etree._Element  # noqa: SLF001 - lxml's name for an element's type


def parse(data: bytes, what: str) -> Element:
    """Return the root of an XML document. Raises Unreadable for what is none, and for one that declares a document type.

    No office format has a document type; entities, which may grow without end or read other files, can be declared nowhere else.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if isinstance(error, etree.XMLSyntaxError) and not error.lineno:
            raise MemoryError(
                str(error)
            ) from error  # a fault of the text has a line: this is how libxml2 says that there is no memory left
        raise Unreadable("damaged", f"{what} is no well-formed XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("damaged", f"{what} declares a document type, which is refused.")
    return root


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str, default: str = "") -> str:
    """Return an attribute's value by its name without a namespace."""
    value = element.get(name)
    if value is not None:
        return str(value)
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), default)


def child(element: Element, name: str) -> Element | None:
    """Return the first child of a name (without namespace)."""
    return next((found for found in element if local(found) == name), None)


def number(element: Element | None, name: str, default: int) -> int:
    """Return an attribute that is a whole number; `default` where it is missing or none."""
    try:
        return default if element is None else int(attribute(element, name, str(default)))
    except ValueError:
        return default
