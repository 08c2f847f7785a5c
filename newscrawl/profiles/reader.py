"""Reading a page by its board's profile: values are taken from their places, and whatever may tell another layout is checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.normalize.dates import read_date
from newscrawl.profiles.places import value_at
from newscrawl.profiles.profile import ArticleLayout, ListingLayout, Path, Place, Profile
from newscrawl.profiles.shape import Shapeless, fingerprint, follow, inside, mark, shape, shown, spine
from newscrawl.reading.article import language_of
from newscrawl.reading.body import body_images
from newscrawl.reading.evidence import Reading, ShownArticle, ShownListing, ShownRow
from newscrawl.reading.files import files_in
from newscrawl.reading.headlines import is_board_word
from newscrawl.reading.listing import read_listing
from newscrawl.reading.markup import sanitised
from newscrawl.reading.page import Page
from newscrawl.reading.problems import find_problem, surely_none
from newscrawl.reading.program import Program
from newscrawl.reading.text import is_offscreen, paragraphs
from newscrawl.reading.vocabulary import field_of
from newscrawl.reading.witnesses import Witnesses, letters, read_witnesses

_SHORT = 14  # characters of a title that may as well be a menu's or a board's name
_PLENTY = 300  # characters of a body that no text beside it outweighs
_MORE, _SOME = 1.25, 40  # times, and characters more, that titles and counts may make what stands beside a body longer
_WORDED = ("title", "copyright")  # fields whose value may begin with the word of a label
_LEAST_ROWS = 2
_RIGHTS = ("공공누리", "저작권자", "©", "ⓒ")
_PLAIN_RIGHTS = (b"kogl", b"ccl")
_BYLINE = re.compile(r"기자|특파원|리포터|통신원")
_FIRST_LINES = 6
_NAME = 40  # characters
_DATE = re.compile(r"(?:19|20)?[0-9]{2}\s?[-./년]\s?[01]?[0-9]\s?[-./월]\s?[0-3]?[0-9]")
_CUT = ("…", "...")
_MARKED = cast("Callable[[HtmlElement], list[HtmlElement]]", etree.XPath(".//*[@class or @id]"))
_COUNT = cast("Callable[[HtmlElement], float]", etree.XPath("count(.//*)"))
_LENGTH = cast("Callable[[HtmlElement], float]", etree.XPath("string-length(normalize-space(.))"))


class Doubt(Exception):
    """A page that the profile does not read, and why.

    `strange`: it has none of the layouts known, and not only an odd text in one; `gone`: not even the places where these stood.
    """

    def __init__(self, why: str, *, strange: bool = False, gone: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.strange = strange or gone
        self.gone = gone


Frame = tuple[Path, tuple[Path, ...], Path | None]


def frames(profile: Profile) -> dict[Frame, dict[str, ArticleLayout]]:
    """Return the layouts of a profile's articles by where their areas stand, those that fitted most pages first."""
    found: dict[Frame, dict[str, ArticleLayout]] = {}
    for layout in sorted(profile.articles, key=lambda layout: -layout.pages):
        found.setdefault((layout.area, layout.body, layout.box), {})[layout.key] = layout
    return found


class Area:
    """The part of a page that a frame leads to: its shape, and the elements in it."""

    def __init__(self, page: Page, area: Path, body: Sequence[Path], box: Path | None) -> None:
        top = follow(page.root, area)
        if top is None:
            raise Doubt(f"there is no {shown(area)}", gone=True)
        self.top = top
        self.body = [self._inside(area, path) for path in body]
        try:
            self.box = self._inside(area, box) if box is not None else None
        except Doubt as doubt:
            raise Doubt(doubt.why, strange=True) from None
        try:
            self.shape, self.slots = shape(top, self.body, self.box)
        except Shapeless:
            raise Doubt("the page is too large") from None
        self.key = fingerprint(spine(top), self.shape)

    def outside(self, page: Page) -> int:
        """Return how many elements of the page stand outside the area."""
        return int(_COUNT(page.root) - _COUNT(self.top))

    def check_outside(self, page: Page, steady: int | None) -> None:
        """See that there are as many elements outside the area as ever, where that is always the same. Raises Doubt."""
        if steady is not None and self.outside(page) != steady:
            raise Doubt("the page has more or less around the post than ever before", strange=True)

    def _inside(self, area: Path, path: Path) -> HtmlElement:
        found = follow(self.top, path)
        if found is None:
            raise Doubt(f"there is no {shown((*area, *path))}", gone=True)
        return found


def read_article_by(
    profile: Profile, page: Page, *, row: ShownRow | None = None, program: Program | None = None
) -> tuple[Reading, ArticleLayout]:
    """Return the article that a page shows, and the layout it was read by. Raises Doubt where the generic reader is to read the page."""
    doubt = Doubt("no article has been learned yet", gone=True)
    for frame, layouts in frames(profile).items():
        try:
            area = Area(page, *frame)
        except Doubt as found:
            doubt = found if doubt.gone else doubt
            continue
        layout = layouts.get(area.key)
        if layout is not None:
            area.check_outside(page, layout.outside)
            article = _article(profile, page, area, layout, row, program)
            if area.box is None or article.attachments:
                return Reading(article=article, profile=profile.name), layout
            doubt = Doubt("no file is named where files were", strange=True)
        else:
            doubt = Doubt("what stands around the text is arranged as on no page before", strange=True)
    raise doubt


def _article(
    profile: Profile, page: Page, area: Area, layout: ArticleLayout, row: ShownRow | None, program: Program | None
) -> ShownArticle:
    body, box = area.body, area.box
    article = ShownArticle()
    if box is not None:
        if not inside(box) <= layout.entries:
            raise Doubt("among the files stands what never stood there")
        article.attachments = files_in(page, box, program.files if program else ())
        if not article.attachments:
            return article
    for name, value, place in _values(page, area, layout):
        article.evidence.add(name, value, f"profile, {place.rule}", place.confidence)
    title, published_at = article.evidence.value("title") or "", article.evidence.value("published_at") or ""
    _check_title(page, layout, title, row)
    _check_date(page, layout, published_at, row)
    left = _left_out(profile, layout, body)
    article.body = "\n\n".join(filter(None, (paragraphs(element, left) for element in body if element not in left)))
    size = size_of(article.body)
    _check_body(page, layout, article.body, size, area.top, body)
    _check_problem(page, size + len(title), dated=_DATE.search(published_at) is not None)
    article.images = body_images(page, body, left)
    article.body_html = sanitised(page, body, left)
    article.language = language_of(page, article.body)
    article.confidence = article.evidence.findings["title"][0].confidence
    article.elements, article.left_out = body, left
    return article


def _values(page: Page, area: Area, layout: ArticleLayout) -> Iterator[tuple[str, str, Place]]:
    """Yield each field with its value and place. Raises Doubt where a value is not at its place."""
    witnesses: Witnesses | None = None
    for name, place in layout.places.items():
        value: str | None
        if place.source == "head":
            witnesses = witnesses or read_witnesses(page)
            value = next((text for rule, text in witnesses.values.get(name, ()) if rule == place.rule), None)
        else:
            element = area.slots[place.slot] if place.slot >= 0 else follow(page.root, place.path)
            if element is None:
                raise Doubt(f"{name}: there is no {shown(place.path)}", strange=True)
            value = value_at(place, element)
        if value is None or (name not in _WORDED and not place.before and field_of(value.partition(" ")[0])):
            raise Doubt(f"{name}: it is not where it was")
        yield name, value, place


def _check_title(page: Page, layout: ArticleLayout, title: str, row: ShownRow | None) -> None:
    """See that a title is one: no board's name, not cut, and the same as the listing's, or as the page's head says."""
    if len(title) <= _SHORT or title.endswith((*_CUT, ":", "：")) or title[0] in "-–—·" or is_board_word(title):
        raise Doubt("the title may be none")
    told = letters(title)
    listed = row.evidence.value("title") if row else None
    if listed and not told.startswith(letters(listed.rstrip(".…"))):
        raise Doubt("the title is not the listing's")
    if layout.named and told not in letters(_head_title(page)):
        raise Doubt("the page's head does not name the title")


def _head_title(page: Page) -> str:
    """Return what the head calls the page, in all its ways."""
    head = page.root.find("head")
    told = []
    for element in head if head is not None else ():
        if element.tag == "title":
            told.append(element.text or "")
        elif element.tag == "meta" and element.get("property") == "og:title":
            told.append(element.get("content") or "")
    return " ".join(told)


def names_title(page: Page, title: str) -> bool:
    """Tell whether the page's head names a title."""
    return letters(title) in letters(_head_title(page))


def _check_date(page: Page, layout: ArticleLayout, text: str, row: ShownRow | None) -> None:
    own = read_date(text, page.now).iso
    if own is None:
        raise Doubt("the date is none")
    if layout.dated and (listed := day_listed(page, row)) and listed != own[:10]:
        raise Doubt("the date is not the listing's")


def day_listed(page: Page, row: ShownRow | None) -> str | None:
    """Return the day that the listing says, None where it says none, or no year."""
    text = row.evidence.value("published_at") if row else None
    told = read_date(text, page.now) if text else None
    return told.iso[:10] if told and told.iso and not told.year_assumed else None


def _left_out(profile: Profile, layout: ArticleLayout, body: Sequence[HtmlElement]) -> set[HtmlElement]:
    """Return what stands in the body and is none of it. Raises Doubt where something stands there that no page before had."""
    left: set[HtmlElement] = set()
    named: set[tuple[str, str]] = set()
    for element in marked(body):
        own = mark(element)
        if own in profile.left or is_offscreen(element):
            left.add(element)
        if (own in profile.left) == (own in profile.kept) and not is_offscreen(element):
            raise Doubt(f"in the text stands {own}, which may be none of it")
        if identity := element.get("id"):
            twin = (identity.lower(), (element.get("class") or "").lower())
            if twin in named:
                raise Doubt("two elements in the text have one id")
            named.add(twin)
    if has_captions(body):
        raise Doubt("a table in the text has a caption")
    if "department" not in layout.places:
        for cell in chain.from_iterable(element.iter("th", "dt") for element in body):
            if field_of("".join(cell.itertext())) == "department":
                raise Doubt("a table in the text names an office")
    return left


def marked(body: Sequence[HtmlElement]) -> list[HtmlElement]:
    """Return the elements inside a body that have a class or an id."""
    return [found for element in body for found in _MARKED(element)]


def has_captions(body: Sequence[HtmlElement]) -> bool:
    """Tell whether a table in a body has a caption."""
    return any(next(element.iter("caption"), None) is not None for element in body)


def size_of(text: str) -> int:
    """Return how many characters of a text are no white space."""
    return len("".join(text.split()))


def size_beside(top: HtmlElement, body: Sequence[HtmlElement]) -> int:
    """Return how many characters stand in an element beside those of the body in it."""
    return int(_LENGTH(top) - sum(map(_LENGTH, body)))


def speaks_of_rights(page: Page) -> bool:
    """Tell whether the page's markup has the words of a licence."""
    return "공공누리" in page.text or "저작권자" in page.text


def _names_rights(text: str) -> bool:
    plain = text.encode("ascii", "ignore").lower()
    return any(word in text for word in _RIGHTS) or any(word in plain for word in _PLAIN_RIGHTS)


def _check_body(
    page: Page, layout: ArticleLayout, text: str, size: int, top: HtmlElement, body: Sequence[HtmlElement]
) -> None:
    if size < min(layout.shortest, _PLENTY) or not size:
        raise Doubt("there is less text than ever before")
    if size < _PLENTY and size_beside(top, body) > _MORE * layout.beside + _SOME:
        raise Doubt("more stands beside the text than ever before")
    if _names_rights(text) or speaks_of_rights(page) != layout.rights:
        raise Doubt("there is a word of rights where none was, or none where one was")
    first = [line for line in text.split("\n", 2 * _FIRST_LINES)[: 2 * _FIRST_LINES] if line]
    if any(field_of(line) for line in first) or (
        "author" not in layout.places and any(len(line) <= _NAME and _BYLINE.search(line) for line in first)
    ):
        raise Doubt("the text opens with what may be a label or a byline")


def read_listing_by(profile: Profile, page: Page, *, program: Program | None = None) -> tuple[Reading, ListingLayout]:
    """Return the listing that a page shows, and the layout it was read by. Raises Doubt where the generic reader is to read the page."""
    doubt = Doubt("no listing has been learned yet", gone=True)
    for layout in sorted(profile.listings, key=lambda layout: -layout.pages):
        try:
            area = Area(page, layout.area, (layout.rows,), layout.pager)
        except Doubt as found:
            doubt = found if doubt.gone else doubt
            continue
        if listing_key(area) == layout.key:
            area.check_outside(page, layout.outside)
            listing = listing_within(page, area, program)
            _check_listing(page, layout, listing)
            assert listing is not None
            return Reading(listing=listing, profile=profile.name), layout
        doubt = Doubt("what stands around the rows is arranged as on no page before", strange=True)
    raise doubt


def listing_key(area: Area) -> str:
    """Return the fingerprint of a listing's page, the names of its columns with it."""
    heads = (" ".join("".join(head.itertext()).split()) for head in area.body[0].iter("th"))
    return fingerprint(area.key, *heads)


def listing_within(page: Page, area: Area, program: Program | None) -> ShownListing | None:
    """Return the listing in an area, read by the generic reader from the rows and the pager alone."""
    within = (*area.body, area.box) if area.box is not None else area.body
    return read_listing(page, hints=program.hints if program else None, program=program, within=within)


def fields_of(rows: Iterable[ShownRow]) -> list[str]:
    """Return the fields that most of some rows have."""
    told = [row.evidence.findings.keys() for row in rows]
    names = dict.fromkeys(name for fields in told for name in fields)
    return [name for name in names if 2 * sum(name in fields for fields in told) > len(told)]


def _check_listing(page: Page, layout: ListingLayout, listing: ShownListing | None) -> None:
    rows = listing.rows if listing else []
    if len(rows) < _LEAST_ROWS or any(row.url is None and row.request is None for row in rows):
        raise Doubt("the rows are not where they were", gone=True)
    if missing := set(layout.fields).difference(fields_of(rows)):
        raise Doubt(f"most rows lack what they had: {', '.join(sorted(missing))}", strange=True)
    if not all(row.evidence.value("title") for row in rows):
        raise Doubt("a row has no title")
    told = [row.evidence.value(name) or "" for row in rows for name in layout.fields]
    _check_problem(page, sum(map(len, told)), dated=any(map(_DATE.search, told)))


def _check_problem(page: Page, said: int, *, dated: bool) -> None:
    if not surely_none(page, said, dated=dated) and find_problem(page) is not None:
        raise Doubt("it is a message")
