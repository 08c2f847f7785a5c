"""How well a page was read: figures from 0 to 1 for each thing a page says, and their means over pages and sites.

A field is measured only where the page says it (its truth is not null). Means are taken over the pages of a site, then over sites,
so that a site with many pages weighs as much as a site with one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Record = Mapping[str, Any]

ROW_FIELDS = ("url", "title", "number", "published_at", "view_count", "author", "department", "category", "pinned")
ARTICLE_FIELDS = ("title", "published_at", "view_count", "author", "department", "category")
NEVER_GUESSED = ("published_at", "view_count")

_NOTHING_SEEN = re.compile("[\u200b-\u200d\ufeff\u00ad]")
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_ESCAPED_QUOTE = re.compile(r"\\(['\"])")


@dataclass(slots=True)
class Score:
    """The figures of one page by name, and in words what was read against what the page says where they differ."""

    figures: dict[str, float] = field(default_factory=dict)
    misses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def missed(self, figure: str, read: object, wanted: object, *, of: str = "") -> None:
        """Note what was read and what was meant; `of` is the row's title where a row's field is wrong."""
        where = f"{of}: " if of else ""
        self.misses[figure].append(f"{where}read {read!r}, the page says {wanted!r}")


def score_page(read: Record, truth: Record) -> Score:
    """Score one page: `read` is a record as `newscrawl parse` prints it, `truth` what the page says in the same names."""
    score = Score()
    listing, article = read.get("listing") or {}, read.get("article") or {}
    seen, meant = (bool(article), bool(listing.get("rows"))), (bool(truth["article"]), bool(truth["listing"]))
    # An article that shows its board below is an article either way.
    right = seen[0] == meant[0] and (meant[0] or seen[1] == meant[1])
    score.figures["kind"] = float(right)
    if not right:
        score.missed("kind", _kind(*seen), _kind(*meant))
    if truth["listing"]:
        _score_rows(score, list(listing.get("rows") or ()), truth["listing"]["rows"])
        if "next" in truth["listing"]:
            step, wanted = listing.get("next"), truth["listing"]["next"]
            _mark(score, "list next", _same_step(step, wanted), step, wanted)
    if truth["article"]:
        _score_article(score, article, truth["article"])
    return score


def _kind(article: bool, listing: bool) -> str:
    return "both" if article and listing else "article" if article else "listing" if listing else "neither"


def invented(read: Record, truth: Record) -> list[str]:
    """Return the fields that an article was given though the page does not say them."""
    article, said = read.get("article") or {}, truth["article"] or {}
    return [name for name in NEVER_GUESSED if said and said.get(name) is None and article.get(name) is not None]


def means(scores: Iterable[tuple[str, Score]]) -> dict[str, float]:
    """Return each figure's mean over sites, from (site, score of a page); `overall` is the mean of the others."""
    by_figure: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for site, score in scores:
        for name, value in score.figures.items():
            by_figure[name][site].append(value)
    table = {name: _mean([_mean(values) for values in sites.values()]) for name, sites in sorted(by_figure.items())}
    if table:
        table["overall"] = _mean(list(table.values()))
    return table


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _mark(score: Score, figure: str, right: bool, read: object, wanted: object) -> None:
    score.figures[figure] = float(right)
    if not right:
        score.missed(figure, read, wanted)


def _score_rows(score: Score, rows: list[Record], wanted: list[Record]) -> None:
    pairs: list[tuple[Record, Record]] = []
    free = list(rows)
    for target in wanted:
        found = next((row for row in free if target["url"] and _same("url", row.get("url"), target["url"])), None)
        if found is None:
            found = next((row for row in free if _folded(row.get("title")) == _folded(target["title"])), None)
        if found is None:
            score.missed("list rows", None, target["title"])
        else:
            free.remove(found)
            pairs.append((found, target))
    for row in free:
        score.missed("list rows", row.get("title"), None)
    score.figures["list rows"] = 2 * len(pairs) / (len(rows) + len(wanted))
    for name in ROW_FIELDS:
        said = sum(target.get(name) is not None for target in wanted)
        wrong = [(row, target) for row, target in pairs if not _right(name, row, target)]
        if said:
            told = sum(target.get(name) is not None for _, target in pairs)
            score.figures[f"list row.{name}"] = (told - len(wrong)) / said
        for row, target in wrong:
            score.missed(f"list row.{name}", row.get(name), target[name], of=target["title"])


def _right(name: str, read: Record, target: Record) -> bool:
    return target.get(name) is None or _same(name, read.get(name), target[name])


def _score_article(score: Score, read: Record, target: Record) -> None:
    for name in ARTICLE_FIELDS:
        if target.get(name) is not None:
            _mark(score, f"article {name}", _same(name, read.get(name), target[name]), read.get(name), target[name])
    body, wanted = _folded(read.get("body")), _folded(target["body"])
    score.figures["article body"] = _overlap(_shingles(body), _shingles(wanted))
    score.figures["article body.words"] = _overlap(Counter(body.split()), Counter(wanted.split()))
    _mark(score, "article body.exact", body.replace(" ", "") == wanted.replace(" ", ""), *_difference(body, wanted))
    names, meant = _file_names(read.get("attachments")), _file_names(target["attachments"])
    score.figures["article attachments"] = _overlap(names, meant)
    if names != meant:
        score.missed("article attachments", sorted(names.elements()), sorted(meant.elements()))


def _folded(text: object) -> str:
    text = unicodedata.normalize("NFC", str(text or ""))
    return " ".join(_NOTHING_SEEN.sub("", text).split())


def _shingles(text: str, length: int = 4) -> Counter[str]:
    packed = text.replace(" ", "")
    if len(packed) < length:
        return Counter([packed] if packed else [])
    return Counter(packed[i : i + length] for i in range(len(packed) - length + 1))


def _overlap(read: Counter[str], wanted: Counter[str]) -> float:
    """F1 of two bags; two empty ones agree."""
    total = read.total() + wanted.total()
    return 2 * (read & wanted).total() / total if total else 1.0


def _difference(read: str, wanted: str) -> tuple[str, str]:
    """Return both texts from a little before they part."""
    apart = next((i for i, (a, b) in enumerate(zip(read, wanted, strict=False)) if a != b), min(len(read), len(wanted)))
    start = max(0, apart - 15)
    return read[start : apart + 60], wanted[start : apart + 60]


def _file_names(files: Iterable[Record] | None) -> Counter[str]:
    return Counter(_ESCAPED_QUOTE.sub(r"\1", _folded(file.get("name"))) for file in files or ())


def _same(name: str, read: object, wanted: object) -> bool:
    if name == "url":
        return _same_page(read, wanted)
    if name == "published_at":  # a time is asked for only where the page gives one
        got, want = str(read or ""), str(wanted)
        return got[:10] == want[:10] and (len(want) <= 10 or got[11:16] == want[11:16])
    if name in ("view_count", "number"):
        return str(read) == str(wanted)
    if name == "pinned":
        return bool(read) == bool(wanted)
    return _folded(read) == _folded(wanted)


def _same_step(read: object, wanted: object) -> bool:
    """Tell whether the way to the next page is the one meant: address, and for a form the fields that matter."""
    url = read.get("url") if isinstance(read, Mapping) else read
    if wanted is None:
        return read is None
    if not isinstance(wanted, Mapping):
        return _same_page(url, wanted)
    form = (read.get("form") if isinstance(read, Mapping) else None) or {}
    return _same_page(url, wanted["url"]) and all(str(form.get(k)) == str(v) for k, v in wanted["form"].items())


def _address(url: object) -> tuple[str, str, list[tuple[str, str]]]:
    parts = urlsplit(str(url or "").strip())
    path = _SESSION.sub("", unquote(parts.path)) or "/"
    return parts.netloc.lower().removeprefix("www."), path, sorted(parse_qsl(parts.query))


def _same_page(read: object, wanted: object) -> bool:
    """Tell whether two addresses lead to the same: one may carry parameters that the other leaves out, but none may differ."""
    (host, path, query), (other_host, other_path, other_query) = _address(read), _address(wanted)
    if (host, path) != (other_host, other_path):
        return False
    small, big = sorted((dict(query), dict(other_query)), key=len)
    return query == other_query or (bool(small or not big) and small.items() <= big.items())
