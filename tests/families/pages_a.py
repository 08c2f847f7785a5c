"""An invented board of each program: ten posts on two listing pages, and a page for each post, in the markup of that program.

What a board holds is written down here as data; its pages are made of it by the templates of its program, so that a reader of the pages
can be held against the data. Functions that the real programs keep in files of their own are on no page here either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from newscrawl.items import PageRequest

TOWN = "https://www.town.example"
SAEOL = "https://eminwon.town.example/emwp/gov/mogaha/ntis/web/ofr/action/OfrAction.do"
PER_PAGE = 5


@dataclass(frozen=True)
class Post:
    """A post as it is; `day` is an ISO date, `files` are (name as shown, number)."""

    place: int
    title: str
    day: str
    department: str
    author: str
    views: int
    body: tuple[str, ...]
    files: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The running number that listings show."""
        return 240 - self.place


def _posts() -> tuple[Post, ...]:
    told = (
        ("달빛천 산책로 1.2킬로미터 구간 야간 조명 교체", "도로과", "한다온", "달빛천 산책로의 낡은 조명 84개를 이달 말까지 바꾼다."),
        ("어르신 무릎 건강 교실 수강생 스무 명 모집", "보건행정과", "서이든", "보건소 2층 건강관에서 매주 화요일 오전에 연다."),
        ("농기계 임대사업소 가을철 토요일에도 문 연다", "농업정책과", "문가람", "벼 베기가 끝나는 11월 둘째 주까지 쉬지 않는다."),
        ("청소년수련관 별자리 관측회 참가 신청 안내", "교육청소년과", "노을찬", "망원경 여섯 대로 토성의 고리를 함께 본다."),
        ("마을 어귀 버스 정류장 열 곳에 온열 의자 설치", "교통행정과", "배나린", "버스를 기다리는 주민이 추위를 덜도록 했다."),
        ("하천변 불법 경작지 정비 계획 주민 설명회", "건설과", "구해솔", "설명회는 읍사무소 큰방에서 두 차례 열린다."),
        ("작은도서관 다섯 곳 한글날 맞이 책 나눔 행사", "문화관광과", "표은결", "안 읽는 책을 가져오면 다른 책으로 바꾸어 준다."),
        ("전통시장 주차장 첫 두 시간 무료로 넓힌다", "경제일자리과", "남시온", "장날에는 임시 주차장 한 곳을 더 연다."),
        ("빈집 고쳐 쓰기 지원 대상 여섯 채 골랐다", "건축허가과", "류마루", "고친 집은 다섯 해 동안 싼값에 빌려 준다."),
        ("가뭄 대비 저수지 물채우기 앞당겨 시작", "안전총괄과", "심누리", "저수율이 낮은 저수지 세 곳부터 물을 채운다."),
    )  # fmt: skip
    closing = "자세한 내용은 누리집의 담당 부서 안내를 보거나 군청으로 물으면 된다고 담당자는 말했다."
    return tuple(
        Post(
            place=place,
            title=title,
            day=f"2026-11-{20 - place:02}",
            department=department,
            author=author,
            views=318 - 21 * place,
            body=(opening, closing),
            files=("안내문(최종).hwp", "붙임 사진.jpg") if place == 0 else ("신청서.hwpx",) if place == 1 else (),
        )
        for place, (title, department, author, opening) in enumerate(told)
    )


POSTS = _posts()


@dataclass(frozen=True)
class Board:
    """A board of one program. Templates have `{id}`, `{title}`, `{day}`, `{dotted}`, `{department}`, `{author}`, `{views}`, `{number}`.

    `article` is a post's one address; where posts are asked for by a form, `form` has its fields. `second` is how page 2 is asked for.
    `by_program`: the pages tell neither posts nor files nor the next page, so that only the family does.
    """

    family: str
    listing: str
    second: str | PageRequest
    article: str
    listing_page: str
    row: str
    pager: tuple[str, str]
    article_page: str
    file: str
    file_url: str
    form: tuple[tuple[str, str], ...] = ()
    first_id: int = 40210
    id_form: str = "{}"
    listed: tuple[str, ...] = ("title", "published_at", "number", "department", "view_count")
    told: tuple[str, ...] = ("title", "published_at", "department", "view_count")
    by_program: bool = False

    def id_of(self, post: Post) -> str:
        """The program's own identifier of a post."""
        return self.id_form.format(self.first_id - 3 * post.place)

    def address_of(self, post: Post) -> str:
        """The one address of a post."""
        return self.article.format(id=self.id_of(post))

    def asked_for(self, post: Post) -> str | PageRequest:
        """How a click on the post's row asks for it."""
        if not self.form:
            return self.address_of(post)
        return PageRequest(
            url=self.article.partition("?")[0],
            form={name: value.format(id=self.id_of(post)) for name, value in self.form},
        )

    def files_of(self, post: Post) -> list[tuple[str, str]]:
        """The names and addresses of a post's files."""
        return [
            (name, self.file_url.format(id=self.id_of(post), n=n, quoted=_quoted(name)))
            for n, name in enumerate(post.files, 1)
        ]

    def page_of_listing(self, number: int) -> str:
        """The markup of listing page 1 or 2."""
        posts = POSTS[(number - 1) * PER_PAGE : number * PER_PAGE]
        rows = "\n".join(self._filled(self.row, post) for post in posts)
        return _page(self.listing_page.replace("{rows}", rows).replace("{pager}", self.pager[number - 1]))

    def page_of(self, post: Post) -> str:
        """The markup of a post's page."""
        files = "\n".join(
            self._filled(self.file, post).replace("{name}", name).replace("{n}", str(n))
            for n, name in enumerate(post.files, 1)
        )
        body = "".join(f"<p>{line}</p>" for line in post.body)
        return _page(self._filled(self.article_page, post).replace("{body}", body).replace("{files}", files))

    def _filled(self, text: str, post: Post) -> str:
        values = {
            "id": self.id_of(post),
            "title": post.title,
            "day": post.day,
            "dotted": post.day.replace("-", "."),
            "department": post.department,
            "author": post.author,
            "views": str(post.views),
            "number": str(post.number),
        }
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text


def _quoted(name: str) -> str:
    return quote(name, safe="/,")


def _page(content: str) -> str:
    menu = "".join(
        f"<li><a href='/menu/{n}'>{word}</a></li>" for n, word in enumerate(("군정소식", "민원", "분야별정보"), 1)
    )
    return (
        "<!DOCTYPE html><html lang='ko'><head><meta charset='utf-8'><title>새소식 | 가온군청</title>"
        "<script src='/js/common.js'></script></head>"
        f"<body><div id='gnb'><ul>{menu}</ul></div><div id='content'><h2>새소식</h2>\n{content}\n</div>"
        "<div id='footer'>가온군청 (우 00000) 달빛길 1 대표전화 061-000-0000</div></body></html>"
    )


def table(css: str, heads: Sequence[str], before: str = "", after: str = "") -> str:
    """A listing of table rows under the names of its columns."""
    names = "".join(f"<th scope='col'>{head}</th>" for head in heads)
    return (
        f"{before}<table class='{css}'><caption>새소식 목록</caption><thead><tr>{names}</tr></thead><tbody>\n{{rows}}\n</tbody></table>\n"
        f"<div class='paging'>{{pager}}</div>{after}"
    )


def numbers(call: str) -> tuple[str, str]:
    """A pager whose numbers are calls: `goPage({n})`."""
    one, two = (f'<a href="#" onclick="{call.format(n=n)}; return false;">{n}</a>' for n in (1, 2))
    return f"<strong>1</strong> {two}", f"{one} <strong>2</strong>"


def links(address: str) -> tuple[str, str]:
    """A pager whose numbers are links."""
    one, two = (f'<a href="{address.format(n=n)}">{n}</a>' for n in (1, 2))
    return f"<strong>1</strong> {two}", f"{one} <strong>2</strong>"


def heading_list(body: str) -> str:
    """A post's page with its facts in a list below the title."""
    return (
        "<div class='bod_view'><h3 class='view_tit'>{title}</h3><ul class='view_info'><li><strong>담당부서</strong> {department}</li>"
        "<li><strong>등록일</strong> {day}</li><li><strong>조회수</strong> {views}</li></ul>"
        f"<div class='{body}'>{{body}}</div><div class='view_file'><strong>첨부파일</strong><ul>{{files}}</ul></div></div>"
        "<a href='#' class='list'>목록</a>"
    )


def heading_table(css: str, body: str) -> str:
    """A post's page with its facts in a table's cells."""
    return (
        f"<table class='{css}'><tbody><tr><th>제목</th><td colspan='3'>{{title}}</td></tr>"
        "<tr><th>담당부서</th><td>{department}</td><th>등록일</th><td>{day}</td></tr>"
        "<tr><th>작성자</th><td>{author}</td><th>조회수</th><td>{views}</td></tr>"
        f"<tr><td colspan='4' {body}>{{body}}</td></tr>"
        "<tr><th>첨부파일</th><td colspan='3'>{files}</td></tr></tbody></table>"
    )


HEADS = ("번호", "제목", "담당부서", "등록일", "조회수")
GOSI_HEADS = ("번호", "고시공고번호", "제목", "담당부서", "등록일")
GOSI = ("title", "published_at", "number", "department")
GOSI_ROW = "<tr><td>{number}</td><td>가온군 공고 제2026-{number}호</td><td class='tit'>%s</td><td>{department}</td><td>{day}</td></tr>"
ROW = "<tr><td>{number}</td><td class='subject'>%s</td><td>{department}</td><td>{day}</td><td>{views}</td></tr>"

BOARDS = (
    Board(
        family="saeol-eminwon",
        listing=f"{SAEOL}?jndinm=OfrNotAncmtEJB&context=NTIS&method=selectListOfrNotAncmt&not_ancmt_se_code=01,04",
        second=PageRequest(
            url=SAEOL, form={"jndinm": "OfrNotAncmtEJB", "method": "selectListOfrNotAncmt", "pageIndex": "2"}
        ),
        article=(
            f"{SAEOL}?jndinm=OfrNotAncmtEJB&context=NTIS&method=selectOfrNotAncmt&methodnm=selectOfrNotAncmtRegst&not_ancmt_mgt_no={{id}}"
        ),
        form=(
            ("jndinm", "OfrNotAncmtEJB"),
            ("context", "NTIS"),
            ("method", "selectOfrNotAncmt"),
            ("methodnm", "selectOfrNotAncmtRegst"),
            ("not_ancmt_mgt_no", "{id}"),
        ),
        listing_page=table(
            "tbl",
            GOSI_HEADS,
            before=(
                f"<form name='form1' method='post' action='{SAEOL}'><input type='hidden' name='jndinm' value='OfrNotAncmtEJB'>"
                "<input type='hidden' name='method' value='selectListOfrNotAncmt'><input type='hidden' name='pageIndex' value='1'>"
            ),
            after="</form>",
        ),
        row=GOSI_ROW % "<a href='#' onclick=\"searchDetail('{id}'); return false;\">{title}</a>",
        pager=numbers("goPage('{n}')"),
        article_page=heading_table("", "style='word-break:break-all'"),
        file="<a href='#' onclick=\"goDownLoad('{name}','2026_{n}.bin','/ntishome/file/{id}');return false;\">{name}</a><br>",
        file_url=(
            "https://eminwon.town.example/emwp/jsp/ofr/FileDown.jsp?user_file_nm={quoted}&sys_file_nm=2026_{n}.bin"
            "&file_path=/ntishome/file/{id}"
        ),
        listed=GOSI,
        by_program=True,
    ),
    Board(
        family="si-eminwon",
        listing=f"{TOWN}/www/selectEminwonList.do?key=3291&not_ancmt_se_code=01,04",
        second=f"{TOWN}/www/selectEminwonList.do?key=3291&not_ancmt_se_code=01,04&pageIndex=2",
        article=f"{TOWN}/www/selectEminwonView.do?key=3291&not_ancmt_mgt_no={{id}}",
        listing_page=table("p-table", GOSI_HEADS),
        row=GOSI_ROW % "<a href='./selectEminwonView.do?key=3291&amp;not_ancmt_mgt_no={id}&amp;pageIndex=1'>{title}</a>",
        pager=links("./selectEminwonList.do?key=3291&amp;not_ancmt_se_code=01,04&amp;pageIndex={n}"),
        article_page=heading_table("p-table", "class='p-table__content'"),
        file=(
            "<a href='https://eminwon.town.example/emwp/jsp/ofr/FileDownNew.jsp?user_file_nm=a&amp;sys_file_nm=2026_{n}&amp;file_path=/f'>"
            "{name}</a><br>"
        ),
        file_url="https://eminwon.town.example/emwp/jsp/ofr/FileDownNew.jsp?user_file_nm=a&sys_file_nm=2026_{n}&file_path=/f",
        listed=GOSI,
    ),
    Board(
        family="yh-saeol",
        listing=f"{TOWN}/portal/saeol/gosi/list.do?seCode=01&mId=0401000000",
        second=f"{TOWN}/portal/saeol/gosi/list.do?seCode=01&mId=0401000000&page=2",
        article=f"{TOWN}/portal/saeol/gosi/view.do?notAncmtMgtNo={{id}}&mId=0401000000",
        listing_page=table("bod_list gosi", GOSI_HEADS),
        row=GOSI_ROW % "<a href='#' onclick=\"boardView('gosi','{id}'); return false;\">{title}</a>",
        pager=numbers("goPage({n})"),
        article_page=heading_list("view_cont"),
        file="<li><a href='https://eminwon.town.example/emwp/jsp/ofr/FileDown.jsp?sys_file_nm={n}_{id}'>{name}</a></li>",
        file_url="https://eminwon.town.example/emwp/jsp/ofr/FileDown.jsp?sys_file_nm={n}_{id}",
        listed=GOSI,
        by_program=True,
    ),
    Board(
        family="yh-bbs",
        listing=f"{TOWN}/portal/bbs/list.do?ptIdx=41&mId=0302000000",
        second=f"{TOWN}/portal/bbs/list.do?ptIdx=41&mId=0302000000&page=2",
        article=f"{TOWN}/portal/bbs/view.do?bIdx={{id}}&ptIdx=41&mId=0302000000",
        listing_page=table("bod_list", HEADS),
        row=ROW % "<a href='#' onclick=\"goTo.view('list','{id}','41','0302000000'); return false;\">{title}</a>",
        pager=numbers("goPage({n})"),
        article_page=heading_list("view_cont"),
        file="<li><a href='/portal/bbs/fileDown.do?bIdx={id}&amp;fileIdx={n}'>{name}</a></li>",
        file_url=f"{TOWN}/portal/bbs/fileDown.do?bIdx={{id}}&fileIdx={{n}}",
        by_program=True,
    ),
    Board(
        family="yh-post",
        listing=f"{TOWN}/portal/board/post/list.do?bcIdx=512&mid=0301010000",
        second=f"{TOWN}/portal/board/post/list.do?bcIdx=512&mid=0301010000&page=2",
        article=f"{TOWN}/portal/board/post/view.do?bcIdx=512&mid=0301010000&idx={{id}}",
        listing_page=table("bod_list", HEADS),
        row=ROW % '<a href="#none" data-req-get-p-idx="{id}">{title}</a>',
        pager=numbers("goPage({n})"),
        article_page=heading_list("view_cont"),
        file="<li><a href='/portal/file/download.do?post={id}&amp;file={n}'>{name}</a></li>",
        file_url=f"{TOWN}/portal/file/download.do?post={{id}}&file={{n}}",
        by_program=True,
    ),
    Board(
        family="yh-contents",
        listing=f"{TOWN}/portal/contents.do?mid=0301070000",
        second=f"{TOWN}/portal/contents.do?mid=0301070000&page=2",
        article=f"{TOWN}/portal/board/post/view.do?bcIdx=611&mid=0301070000&idx={{id}}",
        listing_page=table("bod_list", HEADS, before="<form id='search'><input type='hidden' name='bcIdx' value='611'></form>"),
        row=ROW % '<a href="#none" data-req-get-p-idx="{id}">{title}</a>',
        pager=numbers("goPage({n})"),
        article_page=heading_list("view_cont"),
        file="<li><a href='/portal/file/download.do?post={id}&amp;file={n}'>{name}</a></li>",
        file_url=f"{TOWN}/portal/file/download.do?post={{id}}&file={{n}}",
        by_program=True,
    ),
    Board(
        family="egov-selectbbsntt",
        listing=f"{TOWN}/www/selectBbsNttList.do?bbsNo=4&key=151",
        second=f"{TOWN}/www/selectBbsNttList.do?key=151&bbsNo=4&pageUnit=10&searchCnd=all&pageIndex=2",
        article=f"{TOWN}/www/selectBbsNttView.do?bbsNo=4&nttNo={{id}}&key=151",
        listing_page=table("p-table", HEADS),
        row=ROW
        % (
            "<a href='./selectBbsNttView.do;jsessionid=9F3A.node1?key=151&amp;bbsNo=4&amp;nttNo={id}&amp;searchCtgry=&amp;pageIndex=1'>"
            "{title}</a>"
        ),
        pager=links("./selectBbsNttList.do?key=151&amp;bbsNo=4&amp;pageUnit=10&amp;searchCnd=all&amp;pageIndex={n}"),
        article_page=heading_table("p-table", "class='p-table__content'"),
        file=(
            "<div><a href='./downloadBbsFile.do?atchmnflNo=7{n}{id}'>{name}</a> "
            "<a href='/synap/viewer.jsp?fn=7{n}{id}' title='새창'>바로보기</a></div>"
        ),
        file_url=f"{TOWN}/www/downloadBbsFile.do?atchmnflNo=7{{n}}{{id}}",
    ),
    Board(
        family="egov-bbsmstr",
        listing=f"{TOWN}/cop/bbs/BBSMSTR_000000000042/selectBoardList.do",
        second=f"{TOWN}/cop/bbs/BBSMSTR_000000000042/selectBoardList.do?pageIndex=2",
        article=f"{TOWN}/cop/bbs/BBSMSTR_000000000042/selectBoardArticle.do?nttId={{id}}",
        listing_page=table("list_type01", HEADS),
        row=ROW % "<a href='#' onclick=\"fn_egov_inqire_notice('{number}','{id}','BBSMSTR_000000000042'); return false;\">{title}</a>",
        pager=numbers("fn_egov_link_page({n})"),
        article_page=heading_table("view", "class='tbl_cnts'"),
        file="<a href='#' onclick=\"fn_egov_downFile('FILE_0000000000{id}','{n}'); return false;\">{name}</a><br>",
        file_url=f"{TOWN}/cmm/fms/FileDown.do?atchFileId=FILE_0000000000{{id}}&fileSn={{n}}",
        by_program=True,
    ),
    Board(
        family="egov-prog",
        listing=f"{TOWN}/prog/bbsArticle/BBSMSTR_000000000336/kor/sub05_02/list.do",
        second=f"{TOWN}/prog/bbsArticle/BBSMSTR_000000000336/kor/sub05_02/list.do?pageIndex=2",
        article=f"{TOWN}/prog/bbsArticle/BBSMSTR_000000000336/kor/sub05_02/view.do?nttId={{id}}",
        id_form="B000001{}Xk8q",
        listing_page=table("list", HEADS),
        row=(
            "<tr><td data-cell-header='번호'>{number}</td><td class='subject' data-cell-header='제목' data-key-no='{id}'>"
            "<a href='#none'><strong class='bbs-subject-txt'>{title}</strong></a></td><td data-cell-header='담당부서'>{department}</td>"
            "<td data-cell-header='등록일'>{day}</td><td data-cell-header='조회수'>{views}</td></tr>"
        ),
        pager=numbers("fn_egov_link_page({n})"),
        article_page=heading_list("bbs--view--cont"),
        file="<li><a href='#' onclick=\"fn_egov_downFile('FILE_{id}','{n}'); return false;\">{name}</a></li>",
        file_url=f"{TOWN}/cmm/fms/FileDown.do?atchFileId=FILE_{{id}}&fileSn={{n}}",
        by_program=True,
    ),
    Board(
        family="rfc3-dom",
        listing=f"{TOWN}/board/list.town?boardId=BBS_0000003&menuCd=DOM_000000104002000000",
        second=f"{TOWN}/board/list.town?orderBy=REGISTER_DATE%20DESC&boardId=BBS_0000003&startPage=2&menuCd=DOM_000000104002000000",
        article=f"{TOWN}/board/view.town?boardId=BBS_0000003&menuCd=DOM_000000104002000000&dataSid={{id}}",
        listing_page=table("list01", HEADS),
        row=ROW
        % (
            "<a href='/board/view.town?boardId=BBS_0000003&amp;menuCd=DOM_000000104002000000&amp;startPage=1&amp;dataSid={id}'>"
            "{title}</a>"
        ),
        pager=links(
            "/board/list.town?orderBy=REGISTER_DATE%20DESC&amp;boardId=BBS_0000003&amp;startPage={n}&amp;menuCd=DOM_000000104002000000"
        ),
        article_page=heading_list("bbs_con"),
        file="<li><a href='/board/download.town?boardId=BBS_0000003&amp;dataSid={id}&amp;fileSid={n}'>{name}</a></li>",
        file_url=f"{TOWN}/board/download.town?boardId=BBS_0000003&dataSid={{id}}&fileSid={{n}}",
    ),
    Board(
        family="web-gcode",
        listing=f"{TOWN}/00041/00052/00054.web",
        second=f"{TOWN}/00041/00052/00054.web?amode=&gcode=1007&cpage=2",
        article=f"{TOWN}/00041/00052/00054.web?gcode=1007&idx={{id}}&amode=view",
        listing_page="<div class='list1f1t3i1'><ul class='lst1'>\n{rows}\n</ul></div><div class='paging'>{pager}</div>",
        row=(
            "<li><a href='?gcode=1007&amp;idx={id}&amp;amode=view&amp;cpage=1'><strong class='t1'>{title}</strong></a>"
            "<span class='t3'>등록일 : {dotted}</span> <span class='t3'>작성자 : {author}</span> "
            "<span class='t3'>조회 : {views}</span></li>"
        ),
        pager=links("?amode=&amp;gcode=1007&amp;cpage={n}"),
        article_page=heading_list("substance"),
        file="<li><a href='/programs/board/DownloadEx.do?idx={id}&amp;no={n}'>{name}</a></li>",
        file_url=f"{TOWN}/programs/board/DownloadEx.do?idx={{id}}&no={{n}}",
        listed=("title", "published_at", "author", "view_count"),
    ),
    Board(
        family="openworks-bd",
        listing=f"{TOWN}/www/user/bbs/BD_selectBbsList.do?q_bbsCode=1030",
        second=f"{TOWN}/www/user/bbs/BD_selectBbsList.do?q_bbsCode=1030&q_currPage=2",
        article=f"{TOWN}/www/user/bbs/BD_selectBbs.do?q_bbsCode=1030&q_bbscttSn={{id}}",
        id_form="202611131130{}",
        listing_page=table("list", HEADS),
        row=ROW % "<a href='#' onclick=\"opView('{id}'); return false;\">{title}</a>",
        pager=numbers("opMovePage({n})"),
        article_page=heading_list("article-body"),
        file="<li><a href='/component/file/ND_fileDownload.do?q_fileSn={n}&amp;q_fileId={id}'>{name}</a></li>",
        file_url=f"{TOWN}/component/file/ND_fileDownload.do?q_fileSn={{n}}&q_fileId={{id}}",
        by_program=True,
    ),
    Board(
        family="icms",
        listing=f"{TOWN}/index.do?menu_id=00001127",
        second=f"{TOWN}/index.do?menu_id=00001127&pageIndex=2",
        article=f"{TOWN}/index.do?menu_id=00001127&menu_link=/icms/bbs/selectBoardArticle.do&bbsId=BBS_00029&nttId={{id}}",
        listing_page=table("list", HEADS),
        row=(
            "<tr><td data-table-type='number'>{number}</td><td data-table-type='subject'>"
            "<a href='/index.do?menu_id=00001127&amp;menu_link=/icms/bbs/selectBoardArticle.do&amp;bbsId=BBS_00029&amp;nttId={id}'>"
            "{title}</a></td><td>{department}</td><td data-table-type='date'>{day}</td><td>{views}</td></tr>"
        ),
        pager=numbers("fn_egov_link_page({n})"),
        article_page=heading_table("view", "class='bbsViewBody'"),
        file="<a href='#' onclick=\"fn_egov_downFile('FILE_{id}','{n}'); return false;\">{name}</a><br>",
        file_url=f"{TOWN}/cmm/fms/FileDown.do?atchFileId=FILE_{{id}}&fileSn={{n}}",
    ),
    Board(
        family="mnu-uid",
        listing=f"{TOWN}/ko/page.do?mnu_uid=1291",
        second=f"{TOWN}/ko/page.do?mnu_uid=1291&srchEnable=1&pageNo=2",
        article=f"{TOWN}/ko/page.do?mnu_uid=1291&bod_uid={{id}}&cmd=258",
        listing_page=table("board_list", HEADS),
        row=ROW % "<a href='page.do?mnu_uid=1291&amp;bod_uid={id}&amp;srchEnable=1&amp;cmd=258'>{title}</a>",
        pager=links("page.do?mnu_uid=1291&amp;srchEnable=1&amp;pageNo={n}"),
        article_page=heading_list("view_body"),
        file="<li><a href=\"javascript:openDownloadFiles('8{n}{id}');\">{name}</a></li>",
        file_url=f"{TOWN}/programs/board/download.do?parm_file_uid=8{{n}}{{id}}&bod_uid={{id}}&mnu_uid=1291",
    ),
)  # fmt: skip
