"""The replica's XE board: XpressEngine 1.x in its xedition skin, the listing shown again below every article."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import ClassVar
from urllib.parse import urlencode

from newscrawl.demo import files
from newscrawl.demo.board import Board
from newscrawl.demo.markup import render
from newscrawl.demo.posts import Order, Post
from newscrawl.demo.web import Answer, Request, fill, number, page, redirect

_MID = "board_DEMO_NEWS"
_KEPT = ("page", "listStyle", "category", "sort_index", "order_type")  # listing state that XE carries from link to link
_DAY = timedelta(hours=24)


class XeBoard(Board):
    """News of an invented county on XE. Addresses: `mid` and `document_srl`, either alone, and the rewritten path."""

    name = "xe"
    listing = f"/xe/index.php?mid={_MID}"
    rows = 20
    categories: ClassVar[dict[str, str]] = {
        "군정": "11310",
        "복지": "11312",
        "문화·관광": "11314",
        "경제&농업": "11316",
        "안전": "11318",
    }

    def locate(self, post: Post) -> str:
        """Return the address by board and number."""
        return f"{self.listing}&document_srl={post.key}"

    def answer(self, request: Request) -> Answer | None:
        """Answer for `/xe/…`."""
        path = request.path.removeprefix("/xe")
        if path == request.path or not path.startswith("/"):
            return None
        match path.strip("/").split("/"):
            case [""] | ["index.php"]:
                return self._index(dict(request.query))
            case ["board_DEMO_NEWS"]:
                return self._index({**request.query, "mid": _MID})
            case ["board_DEMO_NEWS", key] if key.isdigit():
                return self._index({**request.query, "mid": _MID, "document_srl": key})
            case [key] if key.isdigit():
                return self._index({**request.query, "document_srl": key})
            case ["files", "attach", "images", "11300", key, name]:
                post = self.shelf.find(number(key))
                return files.answer(post, name) if post else None
        return None

    def _index(self, query: dict[str, str]) -> Answer | None:
        if query.get("act") == "procFileDownload":
            return self._download(query)
        if query.get("act", "").startswith("disp"):
            return self._layout("로그인", fill("xe_login", root=self.root), query)
        key, mid = query.get("document_srl"), query.get("mid")
        post = self.shelf.find(number(key)) if key else None
        if post and mid != _MID:
            return redirect(f"/xe/index.php?document_srl={post.key}&mid={_MID}")
        if mid != _MID:
            return None
        if not post:
            script = '<script> jQuery(function(){ alert("그런 글을 찾을 수 없습니다."); } );</script>' if key else ""
            return self._layout("해온소식", self._list(query, None), query, script=script)
        return self._article(post, query)

    def _download(self, query: dict[str, str]) -> Answer | None:
        asked = number(query.get("file_srl", ""))
        for post in self.shelf.public():
            for place, name in enumerate(post.story.files):
                if asked == post.key + place + 1 and query.get("sid") == _sid(asked):
                    return files.answer(post, name)
        return None

    def _link(self, query: dict[str, str], **changes: str) -> str:
        """Return a link as XE writes it: the board, what the request said of the listing, and what changes ("" takes it away)."""
        state = {name: query[name] for name in _KEPT if query.get(name)}
        parameters = {"mid": _MID, **state, **changes}
        return "/xe/index.php?" + escape(urlencode({name: value for name, value in parameters.items() if value}))

    def _list(self, query: dict[str, str], current: Post | None) -> str:
        category = next((name for name, srl in self.categories.items() if srl == query.get("category")), "")
        order: Order = "views" if query.get("sort_index") == "readed_count" else "time"
        posts = self.shelf.ordinary(order, category)
        if query.get("order_type") == "asc":
            posts.reverse()
        place = posts.index(current) if current in posts else 0
        here = number(query.get("page", ""), place // self.rows + 1)
        last = max(1, -(-len(posts) // self.rows))
        numbers = [
            f"<strong>{n}</strong> " if n == here else f'<a href="{self._link(query, page=str(n))}">{n}</a> '
            for n in range(1, last + 1)
        ]
        return fill(
            "xe_list",
            root=self.root,
            tabs=self._tabs(query, category),
            by_time=self._link(query, sort_index="regdate", order_type="desc"),
            by_views=self._link(query, sort_index="readed_count", order_type="desc"),
            notices="".join(self._row(query, post, "공지") for post in self.shelf.pins()),
            rows="".join(
                self._row(query, post, "&raquo;" if post is current else str(count))
                for count, post in self.page_of(posts, max(here, 1))
            ),
            first=self._link(query, page=""),
            numbers="\n\t\t\t\t\t".join(numbers),
            last=self._link(query, page=str(last)),
        )

    def _tabs(self, query: dict[str, str], current: str) -> str:
        on = ' class="on"'
        return "\n\t".join(
            f'<li{on if name == current else ""}><a href="{self._link(query, page="", category=srl)}">{escape(name) or "전체"}</a></li>'
            for name, srl in (("", ""), *self.categories.items())
        )

    def _row(self, query: dict[str, str], post: Post, label: str) -> str:
        address = self._link(query, document_srl=str(post.key))
        icons = [
            f'<img src="{self.root}/xe/modules/document/tpl/icons//{icon}.gif" alt="{icon}" title="{icon}" style="margin-right:2px;" />'
            for icon, fits in (
                ("secret", post.story.secret),
                ("new", self.today - post.published_at < _DAY),
                ("update", post.modified_at is not None),
                ("file", bool(post.story.files)),
            )
            if fits
        ]
        comments = f'<a href="{address}#comment" class="replyNum" title="Replies">[{len(post.story.comments)}]</a>'
        return fill(
            "xe_row",
            row_class=' class="notice"' if label == "공지" else "",
            number_class="notice" if label == "공지" else "no",
            number=label,
            address=address,
            title=escape(post.title),
            extra=(comments if post.story.comments else "") + "".join(icons),
            date=post.published_at.strftime("%Y.%m.%d"),
            views=post.views,
        )

    def _article(self, post: Post, query: dict[str, str]) -> Answer:
        here, key = f"/xe/index.php?mid={_MID}&document_srl={post.key}", str(post.key)
        head = escape(f"해온소식 - {post.title}")
        published = post.published_at.strftime("%Y-%m-%dT%H:%M:%S+09:00")
        meta = (
            f'<link rel="canonical" href="{self.root}{escape(here)}" />\n<meta property="og:locale" content="ko_KR" />\n'
            f'<meta property="og:type" content="article" />\n<meta property="og:title" content="{head}" />\n'
            f'<meta property="article:published_time" content="{published}" />'
        )
        read = fill(
            "xe_read",
            key=key,
            here=escape(here),
            address=self.root + escape(here),
            title=escape(post.title),
            script_title=escape(post.title).replace("\\", ""),
            category=escape(post.story.category),
            category_address=self._link(query, category=self.categories[post.story.category]),
            author=escape(post.author),
            time=post.published_at.strftime("%Y.%m.%d %H:%M"),
            views=post.views,
            extra=_office(post),
            body=fill("xe_secret", key=key, here=escape(here)) if post.story.secret else self._content(post),
            files="" if post.story.secret else self._files(post),
            edit=self._link(query, document_srl=key, act="dispBoardWrite"),
            delete=self._link(query, document_srl=key, act="dispBoardDelete"),
            list=self._link(query),
            comment_count=len(post.story.comments),
            comments=self._comments(post),
        )
        return self._layout(head, read + self._list(query, post), query, meta)

    def _content(self, post: Post) -> str:
        markup = render(
            post.blocks, post.style, lambda name: f"{self.root}/xe/files/attach/images/11300/{post.key}/{name}"
        )
        return (
            f'<!--BeforeDocument({post.key},0)--><div class="document_{post.key}_0 xe_content">{markup}</div>'
            f"<!--AfterDocument({post.key},0)-->"
        )

    def _files(self, post: Post) -> str:
        if not post.story.files:
            return ""
        items = "".join(
            f'<li><a href="/xe/?module=file&amp;act=procFileDownload&amp;file_srl={srl}&amp;sid={_sid(srl)}&amp;module_srl=11300"'
            f' rel="nofollow">{escape(name)} <span class="fileSize">'
            f"[File Size:{len(files.content(post, name)) / 1024:.1f}KB/Download:{srl % 37}]</span></a></li>"
            for srl, name in enumerate(post.story.files, post.key + 1)
        )
        return (
            '<div class="fileList">\n\t\t\t<button type="button" class="toggleFile" '
            "onclick=\"jQuery(this).next('ul.files').toggle();\">"
            f'<i class="xi-diskette"></i> 첨부 [<strong>{len(post.story.files)}</strong>]</button>\n\t\t\t'
            f'<ul class="files">\n\t\t\t\t{items}\t\t\t</ul>\n\t\t</div>\t\t'
        )

    def _comments(self, post: Post) -> str:
        items = [
            fill(
                "xe_comment",
                key=post.key + 100000 + place,
                author=f"독자{place + 1}",
                time=(post.published_at + timedelta(minutes=95 * (place + 1))).strftime("%Y.%m.%d %H:%M"),
                text=escape(text),
                reply=self._link(
                    {},
                    document_srl=str(post.key),
                    act="dispBoardReplyComment",
                    comment_srl=str(post.key + 100000 + place),
                ),
            )
            for place, text in enumerate(post.story.comments)
        ]
        return f'<ul class="fbList">\n\t\t{"".join(items)}\t</ul>\n\t' if items else ""

    def _layout(self, title: str, content: str, query: dict[str, str], meta: str = "", script: str = "") -> Answer:
        here = f"{self.root}/xe/?{urlencode(query)}".replace('"', "").replace("<", "")
        return page(
            fill("xe_layout", root=self.root, title=title, here=here, meta=meta, content=content, script=script)
        )


def _sid(file_srl: int) -> str:
    """Return the key that XE puts into a file's link."""
    return f"{file_srl * 0x9E3779B97F4A7C15 % 2**128:032x}"


def _office(post: Post) -> str:
    if not post.department:
        return ""
    return (
        '<div class="exOut">\n\t\t<table border="1" cellspacing="0" summary="Extra Form Output">\n\t\t\t<tr>\n\t\t\t\t'
        f'<th scope="row">담당부서</th>\n\t\t\t\t<td>{escape(post.department)}&nbsp;</td>\n\t\t\t</tr>\t\t</table>\n\t</div>\t'
    )
