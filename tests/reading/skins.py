"""Article pages in the markup of many board programs, all saying the same: written for the tests, each with its own traps.

A skin is a file of `pages/` with `{title}` and `{body}` where the post's own text goes. All show the post of `TITLE`, published on
5 January 2026, read 1,234 times; what else one shows is told here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

TITLE = "달빛시, 어린이 통학로 12곳에 차단봉 설치"
OFFICE = "교통안전과"
WRITER = "한가람"
FILES = ("통학로 정비 계획.hwp", "현장 사진(1).jpg")

BODIES = {
    "paragraphs": (
        (
            "<p>달빛시가 새 학기를 앞두고 통학로 12곳에 차단봉을 세운다.</p><p>&nbsp;</p>\n"
            "<p>시는 3월 2일까지 공사를 마치고 하루 두 차례 점검한다고 밝혔다.</p>"
        ),
        "달빛시가 새 학기를 앞두고 통학로 12곳에 차단봉을 세운다.\n\n시는 3월 2일까지 공사를 마치고 하루 두 차례 점검한다고 밝혔다.",
    ),
    "breaks": (
        "달빛시가 새 학기를 앞두고 통학로 12곳에 차단봉을 세운다.<br><br>문의: 교통안전과 ☎ 000-123-4567<br>붙임 참조",
        "달빛시가 새 학기를 앞두고 통학로 12곳에 차단봉을 세운다.\n\n문의: 교통안전과 ☎ 000-123-4567\n붙임 참조",
    ),
    "word processor": (
        (
            "<p class='0' style='line-height:160%;'><span style='font-family:바탕'>달빛시가 </span><span>3</span>"
            "<span>월 </span><span>2</span>"
            "<span>일까지 통학로 </span><span lang='EN-US'>12</span><span>곳에 </span><b><span>‘</span></b><span>차단봉</span>"
            "<b><span>’</span></b><span>을 세운다</span><span>.</span><o:p></o:p></p>"
            "<p class='0'><!--[if !supportEmptyParas]-->&nbsp;<!--[endif]--><o:p></o:p></p>"
            "<table><tr><td><p class='0'><span>구</span><span>간</span></p></td><td><p class='0'><span>길이</span></p></td></tr>"
            "<tr><td><p class='0'><span>달빛초</span></p></td><td><p class='0'><span>1.2</span><span>㎞</span></p></td></tr></table>"
        ),
        "달빛시가 3월 2일까지 통학로 12곳에 ‘차단봉’을 세운다.\n\n구간\t길이\n달빛초\t1.2㎞",
    ),
    "one line": (
        "<p>자세한 내용은 붙임 파일을 참고하시기 바랍니다.</p>",
        "자세한 내용은 붙임 파일을 참고하시기 바랍니다.",
    ),
    "picture": ("<p><img src='/upload/card.png' alt='카드뉴스'></p>", ""),
}


@dataclass(frozen=True)
class Skin:
    """What a skin shows beside title and body, and the head of its page."""

    date: str | None = "2026-01-05"
    views: bool = True
    author: str | None = None
    department: str | None = None
    files: bool = True
    title_tag: str = "보도자료 | 달빛시청"
    head: str = ""


SKINS = {
    "p-table": Skin(author=WRITER, department=OFFICE),
    "head-row": Skin(author=WRITER, department=OFFICE),
    "list-of-em": Skin(author=WRITER, date="2026-01-05T09:30:12+09:00", title_tag="{title} - 보도자료 - 달빛시청"),
    "portal": Skin(author=OFFICE),
    "text-spans": Skin(author=OFFICE),
    "one-text": Skin(author=OFFICE),
    "office-table": Skin(department=OFFICE, title_tag="전자민원창구"),
    "definition-list": Skin(author="홍보실", department=OFFICE),
    "pairs-of-div": Skin(department=OFFICE, date="2026-01-05T09:30:00+09:00"),
    "icons": Skin(author=OFFICE, title_tag="{title} – 달빛시"),
    "hidden-labels": Skin(author=OFFICE),
    "loose-text": Skin(author="홍보실"),
    "list-below": Skin(author="관리자", files=False, title_tag="{title} > 보도자료 | 달빛시"),
    "newspaper": Skin(
        date="2026-01-05T09:30:00+09:00",
        views=False,
        author="한가람 기자",
        files=False,
        title_tag="{title} - 달빛신문",
        head="<meta property='og:type' content='article'><meta property='og:title' content='{title}'>",
    ),
    "wordpress-board": Skin(
        author=WRITER,
        date="2026-01-05T09:30:00+09:00",
        head=(
            '<script type="application/ld+json">{"@type":"Article","headline":"{title}",'
            '"datePublished":"2026-01-05T09:30:00+00:00"}</script>'
        ),
    ),
}


@cache
def _part(name: str) -> str:
    return (Path(__file__).parent / "pages" / f"{name}.html").read_text("utf-8")


def page_of(name: str, body: str, *, menu: bool = True) -> str:
    """Return the whole page of a skin with a body; without `menu`, the post alone."""
    skin = SKINS[name]
    around = (_part("_before"), _part("_after")) if menu else ("", "")
    post = _part(name).replace("{neighbours}", _part("_neighbours")).replace("{body}", body)
    head = f"<meta charset='utf-8'><title>{skin.title_tag}</title>{skin.head}"
    page = f"<!DOCTYPE html><html lang='ko'><head>{head}</head><body>{around[0]}{post}{around[1]}</body></html>"
    return page.replace("{title}", TITLE)
