"""The two pages, whole: the sample texts in the markup of the programs that their sites run on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from html import escape
from pathlib import Path
from string import Template

from newscrawl.reading import Page

from .hangul import paragraphs
from .texts import BoardText, PaperText, RowText

NOW = datetime(2024, 3, 20, 9, 0, tzinfo=timezone(timedelta(hours=9)))
PAPER_IDXNO = "125401"
PAPER_URL = f"http://www.firstnews.co.kr/news/articleView.html?idxno={PAPER_IDXNO}"
SECTION = "지역"
RELATED = ("과학도시 총회, 다음 차례는 어디인가", "시장단 귀국 보고회 열려")

BOARD = "http://www.dgmaeil.co.kr/xe/index.php?mid=board_DG_NEWS"
POST_SRL = "11755"
POST_AUTHOR, POST_TIME, POST_VIEWS = "편집부", "2020.10.21 17:32", "137"
BY_VIEWS = "&listStyle=gallery&order_type=desc&sort_index=readed_count"

_FILE_ICON = '<img src="/xe/modules/document/tpl/icons//file.gif" alt="file" title="file" style="margin-right:2px;" />'
_ROW = Template("""<tr>
				<td class="no">
					$number				</td>
				<td class="title">
					<a href="$url">$title</a>
					$icon				</td>
				<td class="time">$date</td>
				<td class="readNum">$views</td>
			</tr>""")


@dataclass(frozen=True)
class Order:
    """An order that a listing is shown in: the parameters of its addresses, and its rows."""

    parameters: str
    rows: tuple[RowText, ...]


def row_srl(place: int) -> str:
    """Return the identifier of the post of a row: ascending here and descending there, as in a listing that is not by time."""
    return str(20000 + place * 7919 % 9000)


def paper_page(text: PaperText) -> Page:
    """Build the paper's article; no tag in its head repeats the time and the reporter that it shows."""
    delete, gone, sure, shown, write, account, leave = text.comments
    markup = _fill(
        "paper.html",
        {
            "title": text.titles[0],
            "title_above": text.titles[1],
            "paper": "퍼스트뉴스",
            "section": SECTION,
            "reporter": text.reporter,
            "approved": text.approved,
            "comment_count": text.comment_count,
            "share": text.share,
            "subhead": text.subhead,
            "related": text.related,
            "comment_delete": delete,
            "comment_gone": gone,
            "comment_sure": sure,
            "comments_shown": shown,
            "comment_write": write,
            "comment_account": account,
            "comment_leave": leave,
            "program": text.program,
        },
        body=paragraphs(text.body, spaces_apart=True),
        plea="".join(f"<p>{escape(line)}</p>" for line in text.plea),
        related_links="\n\t".join(
            f'<li><a href="/news/articleView.html?idxno={125300 + place}">{escape(title)}</a></li>'
            for place, title in enumerate(RELATED)
        ),
        publisher="\n\t".join(f"<li>{escape(line)}</li>" for line in text.publisher),
    )
    return _page(PAPER_URL, markup)


def board_page(text: BoardText, order: Order) -> Page:
    """Build the board's post with the listing below it, as it is seen in one order."""
    listing = BOARD + order.parameters
    number, title, date, views = text.columns
    markup = _fill(
        "board.html",
        {
            "title": text.title,
            "board": "보도자료",
            "srl": POST_SRL,
            "author": POST_AUTHOR,
            "time": POST_TIME,
            "views": POST_VIEWS,
            "list": listing,
            "here": f"{listing}&document_srl={POST_SRL}",
            "number_column": number,
            "title_column": title,
            "date_column": date,
            "views_column": views,
        },
        body=paragraphs(text.body, spaces_apart=False),
        rows="\n\t\t\t".join(
            _row(row, f"{listing}&document_srl={row_srl(place)}") for place, row in enumerate(order.rows)
        ),
    )
    return _page(f"{BOARD}&document_srl={POST_SRL}{order.parameters}", markup)


def _row(row: RowText, url: str) -> str:
    """Return the markup of a row; marks in its title are entities, as titles typed into XE come out."""
    title = escape(row.title).replace("·", "&middot;").replace("‘", "&lsquo;").replace("’", "&rsquo;")
    texts = {"number": row.number, "url": escape(url), "title": title, "date": row.date, "views": row.views}
    return _ROW.substitute(texts, icon=_FILE_ICON if row.has_file else "")


def _fill(name: str, texts: dict[str, str], **markup: str) -> str:
    template = Template((Path(__file__).parent / name).read_text("utf-8"))
    return template.substitute({key: escape(text) for key, text in texts.items()}, **markup)


def _page(url: str, markup: str) -> Page:
    return Page(url=url, body=markup.encode("utf-8"), headers={"content-type": "text/html; charset=UTF-8"}, now=NOW)
