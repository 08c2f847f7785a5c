"""The replica's city board in the manner of eGovFrame: pages by POST alone, articles and files behind script calls."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import Any

from newscrawl.demo import files
from newscrawl.demo.board import Board
from newscrawl.demo.markup import render
from newscrawl.demo.posts import Post
from newscrawl.demo.web import Answer, Request, alert, fill, number, page

_ID = "BBSMSTR_000000000001"
_DAY = timedelta(hours=24)
_LONGEST = 34  # characters of a title that a row shows


class City(Board):
    """Press releases of an invented city. The list heeds `pageIndex` in a posted form only; an article answers GET too."""

    name = "city"
    listing = f"/cop/bbs/{_ID}/selectBoardList.do"
    rows = 10

    def locate(self, post: Post) -> str:
        """Return the address by `nttId`."""
        return f"/cop/bbs/{_ID}/selectBoardArticle.do?nttId={post.key}"

    def shown(self, post: Post) -> dict[str, Any]:
        """Return what differs: the day without a time, and the office's telephone."""
        return {"published_at": post.published_at.strftime("%Y-%m-%d"), "contact": _telephone(post)}

    def answer(self, request: Request) -> Answer | None:
        """Answer for `/cop/bbs/…`, the files and the pictures."""
        match request.path.strip("/").split("/"):
            case ["cop", "bbs", "BBSMSTR_000000000001", "selectBoardList.do"]:
                return self._list(number(request.form.get("pageIndex", ""), 1))
            case ["cop", "bbs", "BBSMSTR_000000000001", "selectBoardArticle.do"]:
                post = self.shelf.find(number(request.form.get("nttId") or request.query.get("nttId", "")))
                return self._article(post) if post else alert("지워졌거나 없는 게시물입니다.")
            case ["cmm", "fms", "FileDown.do"]:
                return self._download(request.query.get("atchFileId", ""), request.query.get("fileSn", ""))
            case ["cmm", "fms", "getImage.do"]:
                post = self.shelf.find(number(request.query.get("nttId", "")))
                return files.answer(post, request.query.get("name", "image.jpg")) if post else None
        return None

    def _download(self, file_id: str, place: str) -> Answer | None:
        post = self.shelf.find(number(file_id.removeprefix("FILE_").lstrip("0")))
        names = dict(enumerate(post.story.files)) if post else {}
        name = names.get(number(place, -1))
        return files.answer(post, name) if post and name else None

    def _list(self, asked: int) -> Answer:
        """Return a listing page; a number past the end gives the last page once more."""
        last = self.pages()
        here = min(max(asked, 1), last)
        posts = self.shelf.ordinary()
        rows = [self._row(post, "") for post in self.shelf.pins()]
        rows += [self._row(post, str(count)) for count, post in self.page_of(posts, here)]
        content = fill(
            "city_list", here=here, last=last, total=len(posts), rows="\n\t\t".join(rows), pages=_pager(here, last)
        )
        return page(fill("city_layout", title="보도자료", content=content))

    def _row(self, post: Post, count: str) -> str:
        cut = post.title if len(post.title) <= _LONGEST else f"{post.title[:_LONGEST]}…"
        new = ' <img src="/images/sb/ico_new.gif" alt="새글">' if self.today - post.published_at < _DAY else ""
        return fill(
            "city_row",
            row_class="" if count else ' class="notice"',
            number=count or '<span class="ico_notice">공지</span>',
            key=post.key,
            title=escape(post.title),
            short=escape(cut),
            new=new,
            office=escape(post.department),
            date=post.published_at.strftime("%Y-%m-%d"),
            views=f"{post.views:,}",
            file='<img src="/images/sb/ico_file.gif" alt="첨부파일 있음">' if post.story.files else "",
        )

    def _article(self, post: Post) -> Answer:
        content = fill(
            "city_article",
            key=post.key,
            title=escape(post.title),
            office=escape(post.department),
            author=escape(post.author),
            date=post.published_at.strftime("%Y-%m-%d"),
            views=f"{post.views:,}",
            contact=_telephone(post),
            files=_files(post),
            body=render(
                post.blocks, post.style, lambda name: f"{self.root}/cmm/fms/getImage.do?nttId={post.key}&name={name}"
            ),
            neighbours=self._neighbours(post),
        )
        return page(fill("city_layout", title=f"{escape(post.title)} | 보도자료", content=content))

    def _neighbours(self, post: Post) -> str:
        posts = self.shelf.posts
        place = posts.index(post)
        rows = []
        for label, near in (("이전글", place + 1), ("다음글", place - 1)):
            link = "글이 없습니다."
            if 0 <= near < len(posts):
                call = f"fn_egov_inqire_notice('{posts[near].key}','{_ID}'); return false;"
                link = f'<a href="#LINK" onclick="{call}">{escape(posts[near].title)}</a>'
            rows.append(f'<tr><th scope="row">{label}</th><td>{link}</td></tr>')
        return "\n\t\t".join(rows)


def _telephone(post: Post) -> str:
    """Return the office's telephone: a number that is nobody's."""
    return f"055-000-{2100 + sum(map(ord, post.department)) % 800}"


def _files(post: Post) -> str:
    items = [
        f"<li><a href=\"#LINK\" onclick=\"fn_egov_downFile('FILE_{post.key:015d}','{place}'); return false;\">"
        f"{escape(name)} [{len(files.content(post, name)):,}&nbsp;byte]</a></li>"
        for place, name in enumerate(post.story.files)
    ]
    return f'<ul class="file_list">{"".join(items)}</ul>' if items else ""


def _pager(here: int, last: int) -> str:
    def link(to: int, word: str) -> str:
        return f'<a href="#LINK" onclick="fn_egov_link_page({to}); return false;">{word}</a>'

    numbers = [f"<strong>{n}</strong>" if n == here else link(n, str(n)) for n in range(1, last + 1)]
    ends = (link(1, "처음"), link(max(here - 1, 1), "이전"), link(min(here + 1, last), "다음"), link(last, "마지막"))
    return "&nbsp;\n\t".join([*ends[:2], *numbers, *ends[2:]])
