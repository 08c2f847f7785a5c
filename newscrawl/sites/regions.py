"""The local governments of Korea, as the carried list has them: code, names, province, domain, and until when they were."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

import msgspec

from newscrawl.errors import CatalogueError

FILE = "regions.csv"

# The folder of a province's site files, which is also how their ids begin.
PROVINCES = {
    "서울특별시": "seoul",
    "부산광역시": "busan",
    "대구광역시": "daegu",
    "인천광역시": "incheon",
    "광주광역시": "gwangju",
    "대전광역시": "daejeon",
    "울산광역시": "ulsan",
    "세종특별자치시": "sejong",
    "경기도": "gyeonggi",
    "충청북도": "chungbuk",
    "충청남도": "chungnam",
    "전라남도": "jeonnam",
    "경상북도": "gyeongbuk",
    "경상남도": "gyeongnam",
    "제주특별자치도": "jeju",
    "강원특별자치도": "gangwon",
    "전북특별자치도": "jeonbuk",
    "전남광주통합특별시": "jeonnam-gwangju",
}

# Provinces that are parts of another since; what lies in them lies in that one too.
UNITED = {"광주광역시": "전남광주통합특별시", "전라남도": "전남광주통합특별시"}


class Region(msgspec.Struct, frozen=True):
    """A local government. `code` is empty where none is known, `until` where it still exists."""

    code: str
    sido: str
    name: str
    name_en: str
    host: str
    until: str = ""

    @property
    def domain(self) -> str:
        """Its domain: its host without `www.`."""
        return self.host.removeprefix("www.")

    @property
    def stem(self) -> str:
        """Its romanised name as hosts write it, without its rank: Jongno-gu is jongno."""
        return stem(self.name_en)


def stem(name_en: str) -> str:
    """Return a romanised name in lower case without its rank: Jongno-gu is jongno."""
    name = name_en.lower()
    for rank in ("-gu", "-si", "-gun", "-do"):
        name = name.removesuffix(rank)
    return name


class Regions:
    """The governments, found by code or by province and name."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self.all = tuple(regions)
        self._by_code = {region.code: region for region in self.all if region.code}
        self._by_name = {(region.sido, region.name): region for region in self.all}
        self._by_domain = {region.domain: region for region in self.all}

    def of_code(self, code: str) -> Region | None:
        """Return the government with a code; None for none."""
        return self._by_code.get(code)

    def named(self, sido: str, name: str) -> Region | None:
        """Return the government of a name in a province; None for none."""
        return self._by_name.get((sido, name))

    def serving(self, host: str) -> Region | None:
        """Return the government whose domain a host lies in, the innermost of several; None for none."""
        labels = host.lower().split(".")
        return next(
            (found for start in range(len(labels)) if (found := self._by_domain.get(".".join(labels[start:])))), None
        )


def as_csv(regions: Iterable[Region]) -> str:
    """Return the list as it is carried."""
    lines = [",".join(Region.__struct_fields__)]
    for region in regions:
        fields = msgspec.structs.astuple(region)
        if any("," in field or '"' in field or "\n" in field for field in fields):
            raise CatalogueError(f"{FILE}: no field of {region.name} may hold a comma, a quote or a line break.")
        lines.append(",".join(fields))
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=1)
def regions() -> Regions:
    """Return the governments that the package's list names. Raises CatalogueError for a list of another form."""
    text = (resources.files("newscrawl.sites") / FILE).read_text("utf-8")
    try:
        return Regions(msgspec.convert(row, Region) for row in csv.DictReader(text.splitlines()))
    except msgspec.ValidationError as error:
        raise CatalogueError(f"sites/{FILE}: {error}") from error
