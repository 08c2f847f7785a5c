"""The names of a government: whole and short, in Hangul and romanised, with and without its province; made comparable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from newscrawl.normalize.text import fold
from newscrawl.sites.catalogue import Site, bare_host
from newscrawl.sites.regions import UNITED

_NO_LETTER = re.compile(r"[\W_]+")
_RANK = re.compile(r"(?:통합특별시|특별자치시|특별자치도|특별시|광역시|[시군구도])$")
_ROMAN_RANK = re.compile(
    r"[- ](?:gu|si|gun|do|(?:metropolitan |(?:integrated )?special (?:self-governing )?)?(?:city|province)|state|county|district)$",
    re.IGNORECASE,
)
_LARGE_CITY = re.compile(r"특례시$")  # what cities of a million call themselves: 수원특례시 is 수원시
_OFFICE = re.compile(r"(?<=[시군구도])청$")  # 수성구청, 경북도청
_HALF = re.compile(r"^(.).([남북])$")  # 경상북(도) is 경북


def full_name(site: Site) -> str:
    """Return a site's name after its province's: "대구광역시 수성구"."""
    return site.name if site.name.startswith(site.sido) else f"{site.sido} {site.name}"


def label(site: Site) -> str:
    """Return a site's id with its name: "daegu-suseong (대구광역시 수성구)"."""
    return f"{site.id} ({full_name(site)})"


def own_names(site: Site) -> Iterator[str]:
    """Yield a site's own names, whole and short, without its province's."""
    own = site.name.removeprefix(site.sido).strip() or site.name
    yield from (own, short(own))
    if site.name_en:
        yield from (site.name_en, without_roman_rank(site.name_en))


def names_of_province(site: Site) -> Iterator[str]:
    """Yield the names of the province that a site lies in; those that its own government is known by come from that site."""
    yield from (site.sido, short(site.sido))
    if site.name == site.sido:
        yield site.id
        yield from own_names(site)
    else:
        yield site.id.partition("-")[0]


def provinces_of(site: Site) -> tuple[str, ...]:
    """Return the province that a site lies in, and the one that this is a part of since."""
    return (site.sido, UNITED[site.sido]) if site.sido in UNITED else (site.sido,)


def short(name: str) -> str:
    """Return a Korean name without its rank: 수성 for 수성구, 대구 for 대구광역시, 경북 for 경상북도; 중구 stays."""
    bare = _RANK.sub("", name)
    return _HALF.sub(r"\1\2", bare) if len(bare) > 1 else name


def without_roman_rank(name: str) -> str:
    """Return a romanised name without its rank: Suseong for Suseong-gu and Suseong District, Gangwon for Gangwon State."""
    return _ROMAN_RANK.sub("", name)


def plain(name: str) -> str:
    """Return a government's name where that of its office or its honour is given: 수성구 for 수성구청, 수원시 for 수원특례시."""
    return _LARGE_CITY.sub("시", _OFFICE.sub("", name))


def lies_in(site: Site, code: str) -> bool:
    """Tell whether a site lies in a region; of a code with ten digits (법정동), those of its city, county or district count."""
    return site.region.startswith(own_code(code))


def own_code(code: str) -> str:
    """Return a region's code as the catalogue has it: two digits of a province, five of a city, county or district."""
    code = code[:5] if len(code) == 10 else code
    return code.removesuffix("000") if len(code) == 5 else code


def hosts_of(site: Site) -> list[str]:
    """Return the hosts of a site and its boards, without `www.`."""
    return list(dict.fromkeys(bare_host(host) for host in (urlsplit(site.homepage).hostname, *site.hosts)))


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Return what two ways of writing a name share: no case, no spaces, no signs."""
    return _NO_LETTER.sub("", fold(name).casefold())


def letters(name: str) -> str:
    """Return a name letter by letter: a syllable of Hangul is two or three of them."""
    return unicodedata.normalize("NFD", name)
