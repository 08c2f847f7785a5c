"""The replica's local paper on ND소프트, in the older skin whose lists say section, reporter and time in one piece of text."""

from __future__ import annotations

from html import escape
from typing import Any, ClassVar
from urllib.parse import urlencode

from newscrawl.demo import files
from newscrawl.demo.board import Board
from newscrawl.demo.body import Paragraph
from newscrawl.demo.markup import render
from newscrawl.demo.posts import Post
from newscrawl.demo.web import Answer, Request, alert, fill, number, page


class Paper(Board):
    """Articles of an invented paper; some reprint the press releases of the city board nearly word for word."""

    name = "paper"
    listing = "/news/articleList.html?view_type=sm"
    rows = 20
    sections: ClassVar[dict[str, str]] = {
        "S1N1": "행정",
        "S1N2": "경제",
        "S1N3": "문화",
        "S1N4": "사회",
        "S1N5": "교육",
    }

    def locate(self, post: Post) -> str:
        """Return the address by `idxno`."""
        return f"/news/articleView.html?idxno={post.key}"

    def shown(self, post: Post) -> dict[str, Any]:
        """Return what differs: the paper shows no counts, numbers, offices or files, but when an article was edited."""
        modified = post.modified_at and post.modified_at.strftime("%Y-%m-%dT%H:%M:00+09:00")
        return {"view_count": None, "number": None, "department": None, "attachments": [], "modified_at": modified}

    def answer(self, request: Request) -> Answer | None:
        """Answer for `/news/…`."""
        match request.path.strip("/").split("/"):
            case ["news", "articleList.html"]:
                return self._list(request)
            case ["news", "articleView.html"]:
                post = self.shelf.find(number(request.query.get("idxno", "")))
                return self._article(post) if post else alert("없는 기사이거나 지워진 기사입니다.")
            case ["news", "photo", key, name]:
                post = self.shelf.find(number(key))
                return files.answer(post, name) if post else None
        return None

    def _list(self, request: Request) -> Answer:
        code = request.query.get("sc_section_code", "")
        section = self.sections.get(code, "")
        posts = self.shelf.ordinary("time", section)
        here = max(1, number(request.query.get("page", ""), 1))
        last = max(1, -(-len(posts) // self.rows))

        def link(to: int) -> str:
            state = {"page": to, "total": len(posts), "box_idxno": "", "sc_section_code": code, "view_type": "sm"}
            return escape("/news/articleList.html?" + urlencode(state))

        steps = [("start", "처음", 1), ("previous", "이전", here - 1)]
        pages = [_step(name, word, link(to) if here > 1 else "") for name, word, to in steps]
        pages += [
            f'<li class="active"><a href="#">{n}</a></li>' if n == here else f'<li><a href="{link(n)}">{n}</a></li>'
            for n in range(1, last + 1)
        ]
        steps = [("next", "다음", here + 1), ("end", "끝", last)]
        pages += [_step(name, word, link(to) if here < last else "") for name, word, to in steps]
        rows = "\n".join(map(self._row, (post for _, post in self.page_of(posts, here))))
        content = fill(
            "paper_list", section=section or "전체기사", total=len(posts), rows=rows, pages="\n\t\t".join(pages)
        )
        return self._layout(f"{section or '전체기사'} - 벌내신문", content)

    def _row(self, post: Post) -> str:
        summary = next(block.lines[0] for block in post.blocks if isinstance(block, Paragraph))
        cut = summary if len(summary) <= 90 else f"{summary[:90]}…"
        dated = f"{post.story.category} | {post.author} | {post.published_at:%Y-%m-%d %H:%M}"
        return fill("paper_row", key=post.key, title=escape(post.title), summary=escape(cut), dated=escape(dated))

    def _article(self, post: Post) -> Answer:
        section = post.story.category
        related = [other for other in self.shelf.posts if other.story.category == section and other is not post][:3]
        modified = (
            f'<li><i class="fa fa-pencil fa-fw"></i> 수정 {post.modified_at:%Y.%m.%d %H:%M}</li>\n\t\t\t'
            if post.modified_at
            else ""
        )
        content = fill(
            "paper_article",
            section=escape(section),
            section_code=next(code for code, name in self.sections.items() if name == section),
            title=escape(post.title),
            author=escape(post.author),
            approved=post.published_at.strftime("%Y.%m.%d %H:%M"),
            modified=modified,
            subtitle=escape(post.story.subtitle).replace("\n", "<br>"),
            body=render(post.blocks, post.style, lambda name: f"{self.root}/news/photo/{post.key}/{name}"),
            related=_links(related),
        )
        title = escape(post.title)
        meta = (
            f'<meta property="og:site_name" content="벌내신문">\n<meta property="og:type" content="article">\n'
            f'<meta property="og:title" content="{title} - 벌내신문">\n'
            f'<meta property="article:section" content="{escape(section)}">\n'
            f'<meta property="article:published_time" content="{post.published_at:%Y-%m-%dT%H:%M:%S+09:00}">\n'
            f'<meta name="author" content="{escape(post.author)}">\n'
            f'<link rel="canonical" href="{self.root}{self.locate(post)}">'
        )
        return self._layout(f"{title} &lt; {escape(section)} &lt; 기사본문 - 벌내신문", content, meta)

    def _layout(self, title: str, content: str, meta: str = "") -> Answer:
        popular = sorted(self.shelf.posts, key=lambda post: -post.views)[:5]
        menu = "\n\t\t\t".join(
            f'<li data-menu-code="{code}">'
            f'<a href="/news/articleList.html?sc_section_code={code}&view_type=sm" target="_top">{name}</a></li>'
            for code, name in self.sections.items()
        )
        updated = self.shelf.posts[0].published_at.strftime("%Y-%m-%d %H:%M")
        return page(
            fill(
                "paper_layout",
                title=title,
                meta=meta,
                updated=updated,
                menu=menu,
                content=content,
                popular=_links(popular),
            )
        )


def _links(posts: list[Post]) -> str:
    return "\n\t\t\t".join(
        f'<li><a href="/news/articleView.html?idxno={post.key}" target="_top">{escape(post.title)}</a></li>'
        for post in posts
    )


def _step(name: str, word: str, address: str) -> str:
    """Return a link of the pager beside the numbers; without an address it is greyed out."""
    if not address:
        return f'<li class="pagination-{name} disabled"><a href="#">{word}</a></li>'
    return f'<li class="pagination-{name}"><a href="{address}">{word}</a></li>'
