"""The making of site files from two source files, the boards and the governments. Done once: the files are then kept by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from newscrawl.errors import CatalogueError
from newscrawl.sites.catalogue import load_site
from newscrawl.sites.importing import claims
from newscrawl.sites.importing.leads import Lead, Row, read_boards, read_regions
from newscrawl.sites.importing.making import Government, host_of
from newscrawl.sites.importing.writing import as_yaml
from newscrawl.sites.regions import FILE, PROVINCES, Region, as_csv, stem

HEAD = "# Leads from public sources: newscrawl's authors have opened none of these addresses. See docs/sites.md.\n"


@dataclass(slots=True)
class Outcome:
    """What an import did: the files it wrote, those it found there, and the boards it left out, each with the reason."""

    written: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    boards: int = 0
    left: list[str] = field(default_factory=list)


def import_sites(boards: Path, regions: Path, into: Path, force: bool = False) -> Outcome:
    """Write a file for every government of the regions file, with its boards, and the list of regions; files that exist stay.

    Raises CatalogueError, naming every bad line, before anything is written.
    """
    rows = read_regions(regions)
    leads = read_boards(boards)
    homes: dict[tuple[str, str], list[tuple[int, Lead]]] = defaultdict(list)
    for number, lead in leads:
        homes[lead.sido, lead.sigungu or ""].append((number, lead))
    if strange := set(homes) - {(row.sido, row.sigungu) for row in rows}:
        told = "\n".join(f"{boards.name}, line {homes[home][0][0]}: {' '.join(home)}" for home in sorted(strange))
        raise CatalogueError(f"No government of the regions file is that of\n{told}")
    refusing = _refusing(lead for _, lead in leads)
    outcome = Outcome()
    texts: dict[Path, str] = {}
    for (sido, sigungu), (id_, row) in _ids(rows).items():
        made = Government(row, id_, refusing)
        text = HEAD + as_yaml(made.site(homes[sido, sigungu]))
        outcome.boards += len(load_site(f"{id_}.yaml", text).boards)
        outcome.left += made.left
        texts[into / PROVINCES[sido] / f"{id_}.yaml"] = text
    texts[into / FILE] = as_csv(
        Region(row.code, row.sido, row.name_ko, row.name_en, row.homepage_domain, row.until) for row in rows
    )
    for path, text in texts.items():
        if path.exists() and not force:
            outcome.kept.append(path)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        outcome.written.append(path)
    return outcome


def _refusing(leads: Iterable[Lead]) -> dict[str, str]:
    """Return the hosts that refuse crawlers, each with the reason for which all its boards are off."""
    return claims.REFUSING | {
        host_of(lead.list_url): reason
        for lead in leads
        for note in lead.notes
        for words, reason in claims.REFUSALS.items()
        if words in note
    }


def _ids(rows: Iterable[Row]) -> dict[tuple[str, str], tuple[str, Row]]:
    """Return the id of every government: its province's, and its own romanised name, without its rank where that is enough."""
    found: dict[str, Row] = {}
    for row in rows:
        province = PROVINCES[row.sido]
        short = f"{province}-{stem(row.name_en)}"
        if not row.sigungu:
            short = province
        elif short in found:
            short = f"{province}-{row.name_en.lower()}"
        found[short] = row
    return {(row.sido, row.sigungu): (id_, row) for id_, row in found.items()}
