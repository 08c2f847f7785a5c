"""`newscrawl sites` and `newscrawl families`: what the catalogue holds."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from newscrawl.families import Family
    from newscrawl.families.schema import Call
    from newscrawl.sites import Site
    from newscrawl.sites.catalogue import BoardEntry

UNSEEN = (
    "newscrawl has opened none of them live: the addresses come from public sources, and `checked` is the day on which a source says it "
    "saw the board."
)

SCRIPT = "the listing is filled by a script, and will be reported as empty"


class Kind(StrEnum):
    """The kinds of board that a government has."""

    PRESS = "press"
    NEWS = "news"
    NOTICE = "notice"
    GOSI = "gosi"


def sites(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            help="Names (수성구, 경북, daegu), sido:NAME, region:CODE, region codes (27, 27260) or hosts; a site is shown that all of "
            "them fit."
        ),
    ] = None,
    family: Annotated[str | None, typer.Option(help="Only boards of this family (`newscrawl families`).")] = None,
    kind: Annotated[Kind | None, typer.Option("--board", help="Only boards of this kind.")] = None,
    sido: Annotated[
        str | None, typer.Option(metavar="PROVINCE", help="Only sites of this province: 대구, 경북, gangwon.")
    ] = None,
    off: Annotated[
        bool, typer.Option("--off", help="Only boards that are off, which a crawl leaves out unless they are named.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a board.")] = False,
) -> None:
    """List the boards of the catalogue: where they are, what program they are of, how sure that is, and which are off and why.

    The name of a province (경북) shows every site in it. As a target of `newscrawl crawl` the same name is the province's own government
    alone; all sites of the province are sido:경북 there.

    \b
    newscrawl sites 경북 --board press
    newscrawl sites Suseong
    newscrawl sites --family board-es --json
    """  # noqa: D301 - \b keeps the examples' lines apart
    from newscrawl.errors import ConfigurationError, UnknownSite  # noqa: PLC0415 - `--help` must not wait for YAML
    from newscrawl.sites.finding import family_named, finder  # noqa: PLC0415

    wanted = family_named(family) if family else None
    for word in words or []:
        if word.startswith(("sido:", "region:")):
            finder().group(word)  # says what there is, where there is none
    found = sorted(finder().search(words or []), key=lambda site: (site.region or "~", site.id))
    if not found:
        raise UnknownSite(" ".join(words or []), finder().nearest(" ".join(words or [])))
    if sido is not None:
        within = {site.id for site in finder().group(f"sido:{sido}")}
        found = [site for site in found if site.id in within]
    shown = [
        (site, entries)
        for site in found
        if (
            entries := [
                entry
                for entry in site.boards
                if (wanted is None or entry.family == wanted)
                and (kind is None or entry.kind == kind)
                and (entry.off or not off)
            ]
        )
    ]
    if not shown:
        raise ConfigurationError("No board of the catalogue is all of that. Leave an option out.")
    lines = [line for site, entries in shown for line in (_as_json if as_json else _as_text)(site, entries)]
    typer.echo("\n".join(lines))
    if not as_json:
        _count([entry for _, entries in shown for entry in entries], len(shown))


def _as_json(site: Site, entries: Sequence[BoardEntry]) -> Iterator[str]:
    import msgspec  # noqa: PLC0415

    for entry in entries:
        told: dict[str, Any] = {
            "id": f"{site.id}/{entry.id}",
            "site": site.id,
            "board": entry.id,
            "site_name": site.name,
        }
        told |= {"name_en": site.name_en, "sido": site.sido, "region": site.region, "homepage": site.homepage}
        fields = msgspec.to_builtins(entry)
        del fields["id"]
        yield json.dumps(told | fields, ensure_ascii=False)


def _as_text(site: Site, entries: Sequence[BoardEntry]) -> Iterator[str]:
    from newscrawl.cli.table import padded  # noqa: PLC0415
    from newscrawl.sites.names import full_name  # noqa: PLC0415

    about = ", ".join(filter(None, (site.name_en, site.region)))
    yield f"{site.id}  {full_name(site)}" + (f" ({about})" if about else "") + f"  {site.homepage}"
    if site.changed:
        yield f"    {site.changed}"
    for entry in entries:
        checked = f"checked {entry.confirmed}" if entry.confirmed else "never checked"
        columns = (
            (entry.id, 10),
            (entry.family or "(no family)", 18),
            (entry.confidence, 7),
            (checked, 19),
            (entry.name, 14),
        )
        line = " ".join(padded(text, columns_) for text, columns_ in columns)
        told = (f"  script: {SCRIPT}" if entry.script else "") + (f"  off: {entry.off}" if entry.off else "")
        yield f"  {'off' if entry.off else 'on '} {line} {entry.url}{told}"


def _count(entries: Sequence[BoardEntry], sites_shown: int) -> None:
    off = sum(bool(entry.off) for entry in entries)
    kinds = Counter(entry.kind for entry in entries)
    told = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
    left = f"{off} of them off (read only when named SITE/BOARD)" if off else "none of them off"
    typer.echo(f"\n{_number(len(entries), 'board')} ({told}) of {_number(sites_shown, 'site')}, {left}.\n{UNSEEN}")


def families(
    name: Annotated[str | None, typer.Argument(help="Show this family whole.")] = None,
) -> None:
    """List the board programs whose habits newscrawl knows, or show one whole; boards of any other are read without."""
    from newscrawl.families import families as known  # noqa: PLC0415
    from newscrawl.sites import catalogue  # noqa: PLC0415
    from newscrawl.sites.finding import family_named  # noqa: PLC0415

    served: defaultdict[str, list[str]] = defaultdict(list)
    for board in catalogue().boards.values():
        if board.family:
            served[board.family].append(board.id)
    if name is not None:
        for line in _whole(known()[family_named(name)], served):
            typer.echo(line)
        return
    from newscrawl.cli.table import padded  # noqa: PLC0415

    typer.echo(f"{'family':<20} {'boards':>6} {'sites':>5}  {'paging':<24} title")
    for family in sorted(known().values(), key=lambda family: (-len(served[family.name]), family.name)):
        boards = served[family.name]
        sites_ = len({board.partition("/")[0] for board in boards})
        typer.echo(f"{family.name:<20} {len(boards):>6} {sites_:>5}  {padded(_paging(family), 24)} {family.title}")
    without = len(catalogue().boards) - sum(map(len, served.values()))
    typer.echo(
        f"\n{_number(len(known()), 'family', 'families')}; {_number(without, 'board')} of the catalogue are of none of them."
    )
    typer.echo("`newscrawl families NAME` shows one whole.")


def _paging(family: Family) -> str:
    return f"{family.paging.by} {family.paging.parameter}" if family.paging else ""


def _whole(family: Family, served: dict[str, list[str]]) -> Iterator[str]:
    """Yield the lines that tell all that is known of a family."""
    yield f"{family.name}: {family.title}\n{family.about.strip()}"
    addresses = family.addresses
    yield from _section("told by an address like", family.detect.address)
    yield from _section("and a text in the page", [*family.detect.signature, *family.detect.markup])
    yield from _section("listing", _several(addresses.listing))
    yield from _section("article", _several(addresses.article))
    yield from _section(
        "parameters",
        [
            f"{what}: {', '.join(names)}"
            for what, names in (("post", addresses.keys), ("board", addresses.board), ("noise", addresses.noise))
            if names
        ],
    )
    if paging := family.paging:
        calls = ", ".join(paging.calls)
        yield from _section("paging", [f"{paging.by} {paging.parameter}, first page {paging.first}, by {calls}"])
    yield from _section("calls for posts", map(_call, family.calls))
    yield from _section("calls for files", map(_call, family.files))
    yield from _section(
        "opened by",
        [f"{opening.method} {opening.url}{_fields(opening.form)}" for opening in family.openings],
    )
    yield from _section("hints", [f"{name}: {selector}" for name, selector in family.hints.items()])
    yield from _section("traps", family.traps)
    boards = served[family.name]
    yield from _section(f"{_number(len(boards), 'board')} in the catalogue", boards)


def _call(call: Call) -> str:
    asked = f"{call.function}({', '.join(call.arguments)})" if call.function else f"[{call.attribute}]"
    return f"{asked} -> {call.method} {call.url}{_fields(call.form)}"


def _fields(form: Mapping[str, str]) -> str:
    return "".join(f" {name}={value}" for name, value in form.items())


def _section(title: str, lines: Iterator[str] | Sequence[str] | map[str]) -> Iterator[str]:
    told = [f"    {line}" for line in lines]
    if told:
        yield f"\n  {title}"
        yield from told


def _several(texts: str | tuple[str, ...]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else texts


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
