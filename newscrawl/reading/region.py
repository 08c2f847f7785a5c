"""Which elements hold the text of a post, once it is known where its heading ends.

The blocks after the heading are taken level by level, from the nearest holder of the heading outwards; furniture is put aside, and the
first level that carries text the outer ones do not outweigh is the post. Inside it the same is done along the way to its text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from newscrawl.reading.furniture import (
    FURNITURE,
    ends_post,
    furniture_score,
    has_body_name,
    has_furniture_name,
    is_list,
)
from newscrawl.reading.outline import Outline
from newscrawl.reading.vocabulary import field_of

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_ENOUGH = 300  # characters that make a post, whatever stands further out
_OUTWEIGHS = 5  # times the text that makes a level far out the post after all
_NEAR = 2  # levels
_TWIN = 0.3  # of the heaviest block: what is as heavy belongs to the post
_SPINE = 0.5  # of an element's text: what holds as much of it leads to the post's text


@dataclass(slots=True)
class Region:
    """The elements whose text is the body, in order, and what inside them is left out.

    `stop` is the first element after the post. Where the text stands loose beside the heading, in the heading's own holder, `after` is
    the heading's last text; else it is -1.
    """

    nodes: list[int] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)
    weight: float = 0.0
    stop: int = 0
    after: int = -1

    def node_of(self, out: Outline, index: int) -> int:
        """Return the element of the body that an element stands in, or -1."""
        place = bisect_right(self.nodes, index) - 1
        return self.nodes[place] if place >= 0 and out.holds(self.nodes[place], index) else -1

    def holds(self, out: Outline, index: int) -> bool:
        """Tell whether an element stands in the body itself, and in none of the furniture inside it."""
        node = self.node_of(out, index)
        while index > node >= 0:
            if index in self.left_out:
                return False
            index = out.parents[index]
        return node >= 0 and node not in self.left_out


@dataclass(slots=True)
class _Level:
    """What stands beside the way to the heading, in one of its holders: the blocks that are no furniture, and those that are."""

    holder: int
    content: list[int] = field(default_factory=list)
    furniture: list[int] = field(default_factory=list)
    weight: float = 0.0
    loose: bool = False  # sentences stand in the holder itself


def find_region(out: Outline, anchor: int) -> Region:
    """Return the region of the body: what follows the text `anchor`, the last of the heading."""
    region = Region(stop=len(out.elements))
    levels: list[_Level] = []
    for holder, blocks in _blocks_after(out, anchor):
        level = _Level(holder)
        seen = any(one.content for one in levels)
        for block in blocks:
            listed = is_list(out, block)
            if listed or furniture_score(out, block) >= FURNITURE or _is_all_furniture(out, block):
                level.furniture.append(block)
                if (seen or level.content) and (listed or ends_post(out, block)):
                    region.stop = out.ends[block]
                    break
            elif out.chars[block] or out.count(out.images, block) or has_body_name(out, block):
                level.content.append(block)
        level.weight = sum(out.weight(block) for block in level.content)
        level.loose = _is_loose(out, level, anchor)
        levels.append(level)
        if region.stop < len(out.elements):
            break
    chosen = _choose(out, levels)
    if chosen is not None:
        _settle(out, region, levels[: chosen + 1], anchor)
        _narrow(out, region)
    return region


def _is_all_furniture(out: Outline, block: int) -> bool:
    """Tell whether all that a block says stands in pieces of furniture: tags, the writer's box and a notice of rights in one holder."""
    if not out.marks[block] or not 0 < out.chars[block] <= _ENOUGH or has_body_name(out, block):
        return False
    children = [child for child in out.children(block) if out.chars[child]]
    return (
        len(children) > 1
        and sum(out.chars[child] for child in children) == out.chars[block]
        and all(furniture_score(out, child) >= FURNITURE for child in children)
    )


def _narrow(out: Outline, region: Region) -> None:
    """Keep to the element that the markup itself calls the article's body (schema.org), where it holds most of the text."""
    for node in region.nodes:
        for index in range(node, out.ends[node]):
            if out.elements[index].get("itemprop") == "articleBody" and 2 * out.weight(index) > region.weight:
                region.nodes, region.weight = [index], out.weight(index)
                return


def _blocks_after(out: Outline, anchor: int) -> Iterator[tuple[int, list[int]]]:
    """Yield the blocks after a text: those in the element that holds it, then those beside each of its holders, with the holder."""
    node = out.chunks[anchor].owner
    yield node, [child for child in out.children(node) if out.first_chunk[child] > anchor]
    for holder in out.ancestors(node):
        yield holder, [child for child in out.children(holder) if child >= out.ends[node]]
        node = holder


def _is_loose(out: Outline, level: _Level, anchor: int) -> bool:
    """Tell whether the holder's own text, after the heading, is more than its blocks have: a post without an element of its own."""
    own = 0
    for index in range(anchor + 1, out.end_chunk[level.holder]):
        chunk = out.chunks[index]
        if chunk.owner == level.holder and not chunk.linked:
            own += out.prose_before[index + 1] - out.prose_before[index]
    if own > level.weight:
        level.weight += own
        return True
    return False


def _choose(out: Outline, levels: list[_Level]) -> int | None:
    """Return the first level with text that no outer level outweighs by far; without text anywhere, the first with a picture."""
    for index, level in enumerate(levels):
        outer = enumerate(levels[index + 1 :], 1)
        if level.weight >= _ENOUGH or (
            level.weight and not any(_overtakes(level, distance, one) for distance, one in outer)
        ):
            return index
    named = (index for index, level in enumerate(levels) if any(has_body_name(out, block) for block in level.content))
    filled = (index for index, level in enumerate(levels) if level.content)
    return next(named, next(filled, None))


def _overtakes(inner: _Level, distance: int, outer: _Level) -> bool:
    """Tell whether an outer level has so much more text than an inner one that this cannot be the whole post."""
    return outer.weight > (inner.weight if distance <= _NEAR else _OUTWEIGHS * inner.weight + _ENOUGH)


def _settle(out: Outline, region: Region, levels: list[_Level], anchor: int) -> None:
    """Put the region together from the chosen level, the last, and what belongs to the post on the levels inside it."""
    content = [block for level in levels for block in level.content]
    heaviest = max(content, key=out.weight, default=-1)
    kept = {block for level in levels for block in _belonging(out, level, heaviest, inner=level is not levels[-1])}
    if levels[-1].loose:
        region.nodes, region.after = [levels[-1].holder], anchor
        region.left_out.update(
            block for level in levels for block in (*level.furniture, *level.content) if block not in kept
        )
        region.left_out.update(block for block in out.children(levels[-1].holder) if block >= region.stop)
        region.weight = levels[-1].weight
        return
    first, last = min(kept), max(kept)
    apart = {block for block in content if block not in kept and has_furniture_name(out, block)}
    nodes = sorted(block for block in content if first <= block <= last and block not in apart)
    region.nodes = [*_without_label(out, nodes[0]), *nodes[1:]]
    region.weight = sum(out.weight(node) for node in region.nodes)
    for node in region.nodes:
        region.left_out.update(_furniture_inside(out, node))


def _without_label(out: Outline, node: int) -> list[int]:
    """Return an element, or where it opens with the label "내용" in a cell of its own, what stands beside that cell."""
    first = out.first_chunk[node]
    if first >= out.end_chunk[node] or field_of(out.chunks[first].text) != "body":
        return [node]
    cell = out.chunks[first].owner
    while cell != node and out.parents[cell] != node:
        cell = out.parents[cell]
    beside = [child for child in out.children(node) if child > cell and furniture_score(out, child) < FURNITURE]
    return beside if beside and out.end_chunk[cell] == first + 1 else [node]


def _belonging(out: Outline, level: _Level, heaviest: int, *, inner: bool) -> list[int]:
    """Return the blocks of a level that belong to the post whose heaviest block is given; beside labels (`inner`) only prose does."""
    kept: list[int] = []
    least = _TWIN * out.weight(heaviest)
    for block in reversed(level.content):
        if block == heaviest:
            kept.append(block)
        elif has_body_name(out, heaviest) and has_furniture_name(out, block):
            continue
        elif (
            out.prose(block)
            or 0 < least <= out.weight(block)
            or (not inner and _may_belong(out, block, heaviest, followed=bool(kept)))
        ):
            kept.append(block)
    return kept


def _may_belong(out: Outline, block: int, heaviest: int, *, followed: bool) -> bool:
    """Tell whether a block without a sentence may be part of the post: unnamed, a picture, a heading, or a twin of the heaviest."""
    return (
        not out.marks[block]
        or (not out.chars[block] and out.count(out.images, block) > 0)
        or (followed and out.names[block] in _HEADINGS)
        or out.marks[block] == out.marks[heaviest]
    )


def _furniture_inside(out: Outline, node: int) -> Iterator[int]:
    """Yield the furniture among an element's children, and so on along the child that carries most of the text."""
    while True:
        children = list(out.children(node))
        heavy = max(children, key=out.chars.__getitem__, default=-1)
        leads = heavy >= 0 and out.chars[heavy] >= _SPINE * out.chars[node]
        for child in children:
            aside = out.marks[child] and not (leads and child == heavy)
            if aside and furniture_score(out, child) >= (FURNITURE if leads else FURNITURE + 0.5):
                yield child
        if not leads:
            return
        node = heavy
