"""A small catalogue with the names that are hard to tell apart: same names in two provinces, a city and a metropolis of one name."""

from newscrawl.sites.catalogue import Catalogue, load_site

ROBOTS = "robots.txt forbids the path, a source says"
KEYS = "id name name_en sido region host boards".split()
PLACES = (
    ("daegu", "대구광역시", "Daegu", "대구광역시", "27", "www.daegu.go.kr", ("press", "gosi")),
    ("daegu-jung", "중구", "Jung-gu", "대구광역시", "27110", "www.jung.daegu.kr", ("press",)),
    ("daegu-suseong", "수성구", "Suseong-gu", "대구광역시", "27260", "www.suseong.kr", ("press", "notice", "gosi")),
    ("daegu-gunwi", "군위군", "Gunwi-gun", "대구광역시", "27720", "www.gunwi.go.kr", ("press",)),
    ("gwangju", "광주광역시", "Gwangju", "광주광역시", "29", "www.gwangju.go.kr", ("press",)),
    ("gyeonggi-gwangju", "광주시", "Gwangju-si", "경기도", "41610", "www.gjcity.go.kr", ("press",)),
    ("daejeon-jung", "중구", "Jung-gu", "대전광역시", "30140", "www.djjunggu.go.kr", ("press",)),
    ("gyeongbuk", "경상북도", "Gyeongsangbuk-do", "경상북도", "47", "www.gb.go.kr", ("press",)),
    ("gyeongbuk-uiseong", "의성군", "Uiseong-gun", "경상북도", "47730", "www.usc.go.kr", ("press", "notice")),
    ("gyeongnam-goseong", "고성군", "Goseong-gun", "경상남도", "48820", "www.goseong.go.kr", ("press",)),
    ("gangwon", "강원특별자치도", "Gangwon", "강원특별자치도", "51", "state.gwd.go.kr", ("press",)),
    ("gangwon-goseong", "고성군", "Goseong-gun", "강원특별자치도", "51820", "www.gwgs.go.kr", ("press",)),
)
OFF = ("daegu-suseong/gosi", "daegu-jung/press")
KINDS = {"press": "보도자료", "notice": "공지사항", "gosi": "고시공고"}


def site_file(id_, name, name_en, sido, region, host, boards):
    """Return the text of a site's file; its boards are of the family board-es, told apart by `bid`."""
    lines = [
        f"id: {id_}\nname: {name}\nname_en: {name_en}\nkind: government\nregion: '{region}'\nsido: {sido}",
        f"homepage: https://{host}/\nboards:",
    ]
    for number, board in enumerate(boards, 1):
        lines.append(
            f"  - id: {board}\n    name: {KINDS[board]}\n    kind: {board}\n    family: board-es\n    evidence: [made up]\n"
            f"    confidence: high\n    url: https://{host}/board.es?mid=a1010{number}&bid=000{number}"
        )
        if f"{id_}/{board}" in OFF:
            lines.append(f"    'off': {ROBOTS}")
    return "\n".join(lines) + "\n"


def files():
    """Return the text of every site file, by name."""
    return {f"{place[0]}.yaml": site_file(*place) for place in PLACES}


def towns():
    """Return the catalogue."""
    sites = [load_site(name, text) for name, text in files().items()]
    return Catalogue({site.id: site for site in sites})
