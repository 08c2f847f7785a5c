"""An invented board of each further program, told as `pages_a` tells its own: the same ten posts in the markup of these programs."""

from __future__ import annotations

from newscrawl.items import PageRequest

from .pages_a import (
    GOSI,
    GOSI_HEADS,
    GOSI_ROW,
    HEADS,
    ROW,
    TOWN,
    Board,
    heading_list,
    heading_table,
    links,
    numbers,
    table,
)

SIDO = "http://sido.town.example/citynet/jsp/sap/SAPGosiBizProcess.do"
UID = "faf52856930387c4976de07dd1498c1f"
MENU = "493e8f325057f43d04dc99a1051db56a"
WRITTEN = ("title", "published_at", "number", "author", "view_count")
DATED = ("title", "published_at")
SEEN = (*DATED, "view_count")
WRITERS = ("번호", "제목", "작성자", "작성일", "조회수")
WRITER_ROW = "<tr><td>{number}</td><td class='subject'>%s</td><td>{author}</td><td>{day}</td><td>{views}</td></tr>"


def linked(href: str) -> str:
    """A row of five columns whose title links to an address."""
    return ROW % f"<a href='{href}'>{{title}}</a>"


def written(href: str) -> str:
    """A row with the writer in place of the office."""
    return WRITER_ROW % f"<a href='{href}'>{{title}}</a>"


def blocks(css: str, before: str = "") -> str:
    """A listing of blocks without columns."""
    return f"{before}<div class='{css}'>\n{{rows}}\n</div><div class='paging'>{{pager}}</div>"


def items(css: str) -> str:
    """A listing of list items."""
    return f"<ul class='{css}'>\n{{rows}}\n</ul><div class='paging'>{{pager}}</div>"


def file(href: str) -> str:
    """A file as a link with its name."""
    return f"<li><a href='{href}'>{{name}}</a></li>"


def definitions(outer: str, body: str, *, before: str = "") -> str:
    """A post's page with its facts in a definition list."""
    return (
        f"<div class='{outer}'><h3>{{title}}</h3><dl class='info'><dt>담당부서</dt><dd>{{department}}</dd>"
        "<dt>작성자</dt><dd>{author}</dd><dt>등록일</dt><dd>{day}</dd><dt>조회수</dt><dd>{views}</dd></dl>"
        f"<dl class='file-lists'><dt>첨부파일</dt><dd class='item'><ul>{{files}}</ul></dd></dl>{before}"
        f"<div {body}>{{body}}</div></div><a href='#' class='list'>목록</a>"
    )


def hidden(action: str, **fields: str) -> str:
    """A form of hidden fields."""
    inputs = "".join(f"<input type='hidden' name='{name}' value='{value}'>" for name, value in fields.items())
    return f"<form name='frm' method='post' action='{action}'>{inputs}</form>"


GOVERNMENT = (
    Board(
        family="bbsmsg",
        listing=f"{TOWN}/main/bbs/bbsMsgList.do?bcd=report",
        second=f"{TOWN}/main/bbs/bbsMsgList.do?bcd=report&pgno=2",
        article=f"{TOWN}/main/bbs/bbsMsgDetail.do?msg_seq={{id}}&bcd=report",
        listing_page=table("general_board", HEADS),
        row=linked("bbsMsgDetail.do?msg_seq={id}&amp;bcd=report&amp;pgno=1"),
        pager=links("?bcd=report&amp;pgno={n}"),
        article_page=definitions(
            "board_view",
            "class='con'",
            before="<div class='hwp_editor' style='display:none'><p>한글 문서 편집기에서 붙인 글</p></div>",
        ),
        file=file("/main/bbs/bbsMsgFileDown.do?bcd=report&amp;msg_seq={id}&amp;fileno={n}"),
        file_url=f"{TOWN}/main/bbs/bbsMsgFileDown.do?bcd=report&msg_seq={{id}}&fileno={{n}}",
    ),
    Board(
        family="ybmodule",
        listing=f"{TOWN}/www/government/news/press",
        second=f"{TOWN}/www/government/news/press?page=2",
        article=f"{TOWN}/www/government/news/press?idx={{id}}&mode=view",
        listing_page=table("board_t1", WRITERS, before="<img src='/ybmodule.file/board_gov/www_press/top.png' alt=''>"),
        row=written("?idx={id}&amp;mode=view"),
        pager=links("?page={n}"),
        article_page=definitions("viewbox", "class='board_cont'"),
        file=(
            "<li><a href='#' onclick=\"window.open('/ybscript.io/common/file_download/{id}/{n}/a.hwp?pkey=7c1'); return false;\">"
            "{name}</a></li>"
        ),
        file_url=f"{TOWN}/ybscript.io/common/file_download/{{id}}/{{n}}/a.hwp?pkey=7c1",
        listed=WRITTEN,
    ),
    Board(
        family="portal-bbs-b",
        listing=f"{TOWN}/portal/bbs/B0000022/list.do?menuNo=200051",
        second=f"{TOWN}/portal/bbs/B0000022/list.do?menuNo=200051&pageIndex=2",
        article=f"{TOWN}/portal/bbs/B0000022/view.do?nttId={{id}}&menuNo=200051",
        listing_page=f"<div class='bd-list'>{table('tbl', HEADS)}</div>",
        row=linked("/portal/bbs/B0000022/view.do?nttId={id}&amp;menuNo=200051&amp;pageIndex=1"),
        pager=links("?menuNo=200051&amp;pageIndex={n}"),
        article_page=definitions("bd-view", "id='dbData' class='dbdata'"),
        file=file("/portal/cmmn/file/fileDown.do?menuNo=200051&amp;atchFileId=F{id}&amp;fileSn={n}"),
        file_url=f"{TOWN}/portal/cmmn/file/fileDown.do?menuNo=200051&atchFileId=F{{id}}&fileSn={{n}}",
    ),
    Board(
        family="board-es",
        listing=f"{TOWN}/board.es?mid=a10201000000&bid=0012",
        second=f"{TOWN}/board.es?mid=a10201000000&bid=0012&nPage=2",
        article=f"{TOWN}/board.es?mid=a10201000000&bid=0012&act=view&list_no={{id}}",
        listing_page=table("tstyle_list", HEADS),
        row=ROW
        % (
            "<a href='/board.es?mid=a10201000000&amp;bid=0012&amp;act=view&amp;list_no={id}&amp;tag=&amp;nPage=1'>{title}"
            "<span class='sr_only'>새글</span></a>"
        ),
        pager=links("/board.es?mid=a10201000000&amp;bid=0012&amp;nPage={n}"),
        article_page=heading_table("tstyle_view", "class='tb_contents'"),
        file="<a href='/boardDownload.es?bid=0012&amp;list_no={id}&amp;seq={n}'>{name}</a><br>",
        file_url=f"{TOWN}/boardDownload.es?bid=0012&list_no={{id}}&seq={{n}}",
    ),
    Board(
        family="articleseq",
        listing=f"{TOWN}/portal/news/press",
        second=f"{TOWN}/portal/news/press?pageIndex=2",
        article=f"{TOWN}/portal/news/press?articleSeq={{id}}",
        listing_page=table("skinTb-data-resList", HEADS),
        row=(
            "<tr><td>{number}</td><td class='skinTb-sbj'><a href='#none' onclick=\"pf_readForm('{id}')\">{title}</a></td>"
            "<td>{department}</td><td class='skinTb-date'>{day}</td><td>{views}</td></tr>"
        ),
        pager=numbers("goPage({n})"),
        article_page=(
            "<div class='skinTb'><div class='skinTb-tr'><div class='skinTb-th'>제목</div><div class='skinTb-td'>{title}</div></div>"
            "<div class='skinTb-tr'><div class='skinTb-th'>담당부서</div><div class='skinTb-td'>{department}</div></div>"
            "<div class='skinTb-tr'><div class='skinTb-th'>등록일</div><div class='skinTb-td'>{day}</div></div>"
            "<div class='skinTb-tr'><div class='skinTb-th'>조회수</div><div class='skinTb-td'>{views}</div></div>"
            "<div class='skinTb-tr'><div class='skinTb-th'>첨부파일</div><div class='skinTb-td'><ul>{files}</ul></div></div>"
            "<div class='skinTb-td skinTb-conts'>{body}</div></div>"
        ),
        file=file("/portal/cmm/fileDown?articleSeq={id}&amp;fileSeq={n}"),
        file_url=f"{TOWN}/portal/cmm/fileDown?articleSeq={{id}}&fileSeq={{n}}",
        by_program=True,
    ),
    Board(
        family="boardlist-pageid",
        listing=f"{TOWN}/boardList.do?boardId=BD_0000000027&pageId=www789",
        second=f"{TOWN}/boardList.do?boardId=BD_0000000027&pageId=www789&movePage=2",
        article=f"{TOWN}/boardView.do?pageId=www789&boardId=BD_0000000027&seq={{id}}",
        listing_page=blocks("board_list_body"),
        row=(
            "<div class='body_row'><div class='num'>{number}</div><div class='subject'>"
            "<a href='/boardView.do?pageId=www789&amp;boardId=BD_0000000027&amp;seq={id}&amp;movePage=1&amp;recordCnt=10'>{title}</a></div>"
            "<div class='writer'>{department}</div><div class='date'>{day}</div><div class='hit'>{views}</div></div>"
        ),
        pager=links("/boardList.do?boardId=BD_0000000027&amp;pageId=www789&amp;movePage={n}"),
        article_page=definitions("board_view", "class='board_view_body'"),
        file=file("/fileDownload.do?fileSe=BB&amp;fileKey=BD_0000000027%7C{id}&amp;fileSn={n}"),
        file_url=f"{TOWN}/fileDownload.do?fileSe=BB&fileKey=BD_0000000027%7C{{id}}&fileSn={{n}}",
        listed=DATED,
    ),
    Board(
        family="html-sub",
        listing=f"{TOWN}/kr/html/sub03/030101.html",
        second=f"{TOWN}/kr/html/sub03/030101.html?GotoPage=2",
        article=f"{TOWN}/kr/html/sub03/030101.html?mode=V&no={{id}}",
        listing_page=table("table-bordered", HEADS),
        row=linked("?mode=V&amp;no={id}&amp;GotoPage=1"),
        pager=links("/kr/html/sub03/030101.html?GotoPage={n}"),
        article_page=definitions("bbs--view", "class='bbs--view--cont'"),
        file=file("/_prog/_board/download.php?no={id}&amp;file={n}"),
        file_url=f"{TOWN}/_prog/_board/download.php?no={{id}}&file={{n}}",
    ),
    Board(
        family="9is",
        listing=f"{TOWN}/planweb/board/list.9is?boardUid={UID}&contentUid={MENU}",
        second=f"{TOWN}/planweb/board/list.9is?boardUid={UID}&contentUid={MENU}&page=2",
        article=f"{TOWN}/planweb/board/view.9is?dataUid={{id}}&boardUid={UID}&contentUid={MENU}",
        listing_page=table("board_list", WRITERS),
        row=written(f"view.9is?boardUid={UID}&amp;contentUid={MENU}&amp;dataUid={{id}}&amp;page=1"),
        pager=links(f"list.9is?boardUid={UID}&amp;contentUid={MENU}&amp;page={{n}}"),
        article_page=definitions("board_view", "class='view-con'"),
        file=file("/planweb/board/download.9is?fileUid={id}{n}"),
        file_url=f"{TOWN}/planweb/board/download.9is?fileUid={{id}}{{n}}",
        id_form="c22cabea044c38f8f8182e68b3c{:05d}",
        listed=WRITTEN,
    ),
    Board(
        family="edotxpress",
        listing=f"{TOWN}/tw040201",
        second=f"{TOWN}/tw040201?curPage=2",
        article=f"{TOWN}/tw040201/{{id}}",
        listing_page=items("board-photo-list"),
        row=(
            "<li><a href='/tw040201/{id}?curPage=1'><img src='/comm/getImage?srvcId=BBSTY1&amp;upperNo={id}' alt=''>"
            "<div class='txt'><strong class='subject'>{title}</strong><ul class='etc'><li>작성일 <b>{day}</b></li>"
            "<li>조회수 <b>{views}</b></li></ul></div></a></li>"
        ),
        pager=links("/tw040201?curPage={n}"),
        article_page=definitions("board-view", "class='board-view-contents'"),
        file=file("/comm/getFile?srvcId=BBSTY1&amp;upperNo={id}&amp;fileTy=ATTACH&amp;fileNo={n}"),
        file_url=f"{TOWN}/comm/getFile?srvcId=BBSTY1&upperNo={{id}}&fileTy=ATTACH&fileNo={{n}}",
        listed=SEEN,
    ),
    Board(
        family="ex-bbs-cbidx",
        listing=f"{TOWN}/site/town/ex/bbs/List.do?cbIdx=254",
        second=f"{TOWN}/site/town/ex/bbs/List.do?cbIdx=254&pageIndex=2",
        article=f"{TOWN}/site/town/ex/bbs/View.do?cbIdx=254&bcIdx={{id}}",
        listing_page=table("basic-list", HEADS),
        row=ROW % "<a href='#view' onclick=\"doBbsFView('254','{id}','16010100','{id}');return false;\">{title}</a>",
        pager=numbers("doBbsFPag({n})"),
        article_page=definitions("view_wrap", "class='view_contents'"),
        file=file("/comm/fileDown.do?cbIdx=254&amp;bcIdx={id}&amp;fileSn={n}"),
        file_url=f"{TOWN}/comm/fileDown.do?cbIdx=254&bcIdx={{id}}&fileSn={{n}}",
        by_program=True,
    ),
    Board(
        family="citynet",
        listing=f"{SIDO}?command=searchList&flag=gosiGL&svp=Y",
        second=PageRequest(
            url=SIDO,
            form={
                "command": "searchList",
                "flag": "gosiGL",
                "svp": "Y",
                "currentPageNo": "2",
                "sno": "",
                "gosiGbn": "",
            },
        ),
        article=f"{SIDO}?command=searchDetail&flag=gosiGL&svp=Y&sno={{id}}&gosiGbn=A",
        listing_page=table(
            "list",
            GOSI_HEADS,
            before=hidden(SIDO, command="searchList", flag="gosiGL", svp="Y", currentPageNo="1", sno="", gosiGbn=""),
        ),
        row=GOSI_ROW % "<a href=\"javascript:viewData('{id}','A');\">{title}</a>",
        pager=numbers("goPage({n})"),
        article_page=heading_table("view", "class='cont'"),
        file="<a href='/citynet/jsp/cmm/attach/download.jsp?mode=download&amp;fid=F{id}&amp;index={n}'>{name}</a><br>",
        file_url="http://sido.town.example/citynet/jsp/cmm/attach/download.jsp?mode=download&fid=F{id}&index={n}",
        listed=GOSI,
        by_program=True,
    ),
    Board(
        family="bbsid-bbs",
        listing=f"{TOWN}/board/list.do?bbsId=BBS_0000000000000300&menuNo=115004006000",
        second=f"{TOWN}/board/list.do?bbsId=BBS_0000000000000300&menuNo=115004006000&page=2",
        article=f"{TOWN}/board/view.do?bbsId=BBS_0000000000000300&nttId={{id}}&menuNo=115004006000",
        listing_page=table("board_list", HEADS),
        row=linked("/board/view.do?menuNo=115004006000&amp;bbsId=BBS_0000000000000300&amp;nttId={id}&amp;page=1"),
        pager=links("?bbsId=BBS_0000000000000300&amp;menuNo=115004006000&amp;page={n}"),
        article_page="<input type='hidden' name='bbsId' value='BBS_0000000000000300'>"
        + definitions("board_view", "class='board_con'"),
        file=file("/board/download.do?nttId={id}&amp;fileSn={n}"),
        file_url=f"{TOWN}/board/download.do?nttId={{id}}&fileSn={{n}}",
    ),
    Board(
        family="wscms",
        listing=f"{TOWN}/home/www/news/press/press_01",
        second=f"{TOWN}/home/www/news/press/press_01?page=2",
        article=f"{TOWN}/home/www/news/press/press_01/show/{{id}}",
        listing_page=table("list", WRITERS).replace("<table ", "<table id='board_list_table' "),
        row=written("/home/www/news/press/press_01/show/{id}?page=1"),
        pager=links("/home/www/news/press/press_01?page={n}"),
        article_page=definitions("board_show", "class='con_detail'"),
        file=file("/home/www/news/press/press_01/download/{id}/{n}"),
        file_url=f"{TOWN}/home/www/news/press/press_01/download/{{id}}/{{n}}",
        listed=WRITTEN,
    ),
    Board(
        family="open-content",
        listing=f"{TOWN}/open.content/ko/news/press/",
        second=f"{TOWN}/open.content/ko/news/press/?p=2",
        article=f"{TOWN}/open.content/ko/news/press/?i={{id}}",
        listing_page=table("bb-list", WRITERS),
        row=written("?i={id}"),
        pager=links("?p={n}"),
        article_page=definitions("bb-view", "class='bb-view-content'"),
        file=file("/open.content/download.jsp?i={id}&amp;n={n}"),
        file_url=f"{TOWN}/open.content/download.jsp?i={{id}}&n={{n}}",
        listed=WRITTEN,
    ),
    Board(
        family="jeju-htm",
        listing=f"{TOWN}/open/news/notice.htm",
        second=f"{TOWN}/open/news/notice.htm?page=2",
        article=f"{TOWN}/open/news/notice.htm?act=view&seq={{id}}",
        listing_page=items("board-news"),
        row=(
            "<li class='board-news__article'><a href='?act=view&amp;seq={id}&amp;page=1'><strong class='text-ellipsis'>{title}</strong></a>"
            "<p><span>{department}</span> <span class='date'>{day}</span></p></li>"
        ),
        pager=links("?page={n}"),
        article_page=definitions("article", "class='article-contents'"),
        file=file("/files/{id}/{n}/download"),
        file_url=f"{TOWN}/files/{{id}}/{{n}}/download",
        listed=DATED,
    ),
)

OTHERS = (
    Board(
        family="k2web",
        listing=f"{TOWN}/bbs/life/118/artclList.do",
        second=PageRequest(
            url=f"{TOWN}/bbs/life/118/artclList.do", form={"page": "2", "srchColumn": "", "srchWrd": ""}
        ),
        article=f"{TOWN}/bbs/life/118/{{id}}/artclView.do",
        listing_page=table(
            "artclTable artclHorNum1",
            WRITERS,
            before=hidden("/bbs/life/118/artclList.do", page="1", srchColumn="", srchWrd=""),
        ),
        row=WRITER_ROW
        % "<a href='/bbs/life/118/{id}/artclView.do' onclick=\"jf_viewArtcl('life', '118', '{id}')\">{title}</a>",
        pager=numbers("page_link('{n}')"),
        article_page=(
            "<div class='_articleArtclView'><h2 class='artclViewTitle'>{title}</h2><dl><dt>작성자</dt><dd>{author}</dd></dl>"
            "<dl><dt>작성일</dt><dd>{dotted}.</dd></dl><dl><dt>조회수</dt><dd>{views}</dd></dl><div class='artclView'>{body}</div>"
            "<dl class='artclItem'><dt>첨부파일</dt><dd><ul>{files}</ul></dd></dl></div>"
        ),
        file=file("/bbs/life/118/{id}/download.do?atchSeq={n}"),
        file_url=f"{TOWN}/bbs/life/118/{{id}}/download.do?atchSeq={{n}}",
        listed=WRITTEN,
        told=("title", "published_at", "author", "view_count"),
    ),
    Board(
        family="ndsoft",
        listing=f"{TOWN}/news/articleList.html?sc_section_code=S1N1&view_type=sm",
        second=f"{TOWN}/news/articleList.html?sc_section_code=S1N1&view_type=sm&page=2",
        article=f"{TOWN}/news/articleView.html?idxno={{id}}",
        listing_page="<div id='section-list'>" + items("type2") + "</div>",
        row=(
            "<li><h4 class='titles'><a href='/news/articleView.html?idxno={id}'>{title}</a></h4>"
            "<p class='lead'><a href='/news/articleView.html?idxno={id}'>군은 이달 말까지 일을 마치기로 했다.</a></p>"
            "<span class='byline'><em>행정</em><em>{author} 기자</em><em>{dotted} 09:30</em></span></li>"
        ),
        pager=links("/news/articleList.html?sc_section_code=S1N1&amp;view_type=sm&amp;page={n}"),
        article_page=(
            "<article><header><h1 class='heading'>{title}</h1><ul class='infomation'><li>{author} 기자</li><li>승인 {dotted} 09:30</li>"
            "<li>조회수 {views}</li></ul></header><article id=\"article-view-content-div\" itemprop='articleBody'>{body}</article>"
            "<div class='view-copyright'>저작권자 © 가온신문 무단전재 및 재배포 금지</div><ul class='files'>{files}</ul></article>"
        ),
        file=file("/news/download.php?idxno={id}&amp;n={n}"),
        file_url=f"{TOWN}/news/download.php?idxno={{id}}&n={{n}}",
        listed=("title",),
        told=("title", "view_count"),
    ),
    Board(
        family="xe",
        listing=f"{TOWN}/xe/index.php?mid=board_NEWS",
        second=f"{TOWN}/xe/index.php?mid=board_NEWS&page=2",
        article=f"{TOWN}/xe/index.php?mid=board_NEWS&document_srl={{id}}",
        listing_page=table(
            "bd_lst",
            ("번호", "제목", "글쓴이", "날짜", "조회 수"),
            before="<script>var current_mid = 'board_NEWS';</script>",
        ),
        row=(
            "<tr><td class='no'>{number}</td><td class='title'><a href='/xe/index.php?mid=board_NEWS&amp;page=1&amp;document_srl={id}'>"
            "{title}</a></td><td class='author'>{author}</td><td class='time'>{dotted}</td><td class='m_no'>{views}</td></tr>"
        ),
        pager=links("/xe/index.php?mid=board_NEWS&amp;page={n}"),
        article_page=(
            "<script>var current_mid = 'board_NEWS';</script><div class='rd'><h1>{title}</h1>"
            "<div class='meta'><span>글쓴이 <b>{author}</b></span> <span>날짜 <b>{dotted}</b></span> <span>조회 수 <b>{views}</b></span>"
            "</div><div class='document_{id}_0 xe_content'>{body}</div>"
            "<div class='files'><strong>첨부파일</strong><ul>{files}</ul></div></div>"
        ),
        file=file("/xe/?module=file&amp;act=procFileDownload&amp;file_srl={id}{n}"),
        file_url=f"{TOWN}/xe/?module=file&act=procFileDownload&file_srl={{id}}{{n}}",
        listed=WRITTEN,
        told=("title", "published_at", "author", "view_count"),
    ),
    Board(
        family="gnuboard",
        listing=f"{TOWN}/bbs/board.php?bo_table=notice",
        second=f"{TOWN}/bbs/board.php?bo_table=notice&page=2",
        article=f"{TOWN}/bbs/board.php?bo_table=notice&wr_id={{id}}",
        listing_page="<div id='bo_list'>"
        + table("tbl", ("번호", "제목", "글쓴이", "날짜", "조회"), before="<script>var g5_url = '/';</script>")
        + "</div>",
        row=written("/bbs/board.php?bo_table=notice&amp;wr_id={id}&amp;page=1"),
        pager=links("/bbs/board.php?bo_table=notice&amp;page={n}"),
        article_page=(
            "<script>var g5_url = '/';</script><article id='bo_v'><h2 id='bo_v_title'>{title}</h2>"
            "<section id='bo_v_info'>작성자 <strong>{author}</strong> "
            "작성일 <strong>{day}</strong> 조회 <strong>{views}회</strong></section>"
            "<div id='bo_v_con'>{body}</div>"
            "<section id='bo_v_file'><h2>첨부파일</h2><ul>{files}</ul></section></article>"
        ),
        file=file("/bbs/download.php?bo_table=notice&amp;wr_id={id}&amp;no={n}"),
        file_url=f"{TOWN}/bbs/download.php?bo_table=notice&wr_id={{id}}&no={{n}}",
        listed=WRITTEN,
        told=("title", "published_at", "author", "view_count"),
    ),
    Board(
        family="cs-cms",
        listing=f"{TOWN}/home/board/B0016.cs?m=626",
        second=f"{TOWN}/home/board/B0016.cs?m=626&pageIndex=2",
        article=f"{TOWN}/home/board/B0016.cs?act=read&articleId={{id}}&m=626",
        listing_page=table("board_t1", HEADS),
        row=linked("/home/board/B0016.cs?act=read&amp;articleId={id}&amp;categoryId=0&amp;m=626"),
        pager=links("/home/board/B0016.cs?m=626&amp;pageIndex={n}"),
        article_page="<a href='/home/board/B0052.cs?m=23'>공지사항</a>"
        + definitions("board_view", "class='view_body'"),
        file=file("/home/board/download.cs?articleId={id}&amp;n={n}"),
        file_url=f"{TOWN}/home/board/download.cs?articleId={{id}}&n={{n}}",
    ),
    Board(
        family="action-read",
        listing=f"{TOWN}/main/984",
        second=f"{TOWN}/main/984?page=2",
        article=f"{TOWN}/main/984?action=read&action-value={{id}}",
        listing_page=table("list", HEADS),
        row=linked("/main/984?action=read&amp;action-value={id}&amp;page=1"),
        pager=links("/main/984?page={n}"),
        article_page=(
            "<div class='read_header'><h3>{title}</h3><ul><li>담당부서 : {department}</li><li>등록일 : {day}</li>"
            "<li>조회수 : {views}</li></ul></div>"
            "<div class='read_content'>{body}</div><div class='read_file'><strong>첨부파일</strong><ul>{files}</ul></div>"
        ),
        file=file("/main/984?action=download&amp;action-value={id}-{n}"),
        file_url=f"{TOWN}/main/984?action=download&action-value={{id}}-{{n}}",
        id_form="5aa1f0{:05d}",
    ),
    Board(
        family="timecms-tc",
        listing=f"{TOWN}/board/list.tc?mn=3032&mngNo=726&boardName=NEWS",
        second=f"{TOWN}/board/list.tc?mn=3032&mngNo=726&boardName=NEWS&pageIndex=2",
        article=f"{TOWN}/board/detail.tc?mn=3032&mngNo=726&boardName=NEWS&boardNo={{id}}",
        listing_page=table("bd-list", HEADS),
        row=linked("/board/detail.tc?mn=3032&amp;mngNo=726&amp;pageIndex=1&amp;boardName=NEWS&amp;boardNo={id}"),
        pager=links("?mn=3032&amp;mngNo=726&amp;boardName=NEWS&amp;pageIndex={n}"),
        article_page=definitions("bd-view", "class='bd-content'"),
        file=file("/file/readFile.tc?fileId=F{id}&amp;fileNo={n}"),
        file_url=f"{TOWN}/file/readFile.tc?fileId=F{{id}}&fileNo={{n}}",
    ),
    Board(
        family="site-main-board",
        listing=f"{TOWN}/site/main/board/press/list",
        second=f"{TOWN}/site/main/board/press/list?cp=2&pageSize=10&sortOrder=BA_REGDATE",
        article=f"{TOWN}/site/main/board/press/{{id}}",
        listing_page=f"<div class='bbs_list'>{table('table01', HEADS)}</div>",
        row=linked("/site/main/board/press/{id}?cp=1&amp;pageSize=10&amp;sortOrder=BA_REGDATE"),
        pager=links("/site/main/board/press/list?cp={n}&amp;pageSize=10&amp;sortOrder=BA_REGDATE"),
        article_page=definitions("bbs_view", "class='bbs_view_body'"),
        file=file("/site/main/file/download/{id}/{n}"),
        file_url=f"{TOWN}/site/main/file/download/{{id}}/{{n}}",
    ),
    Board(
        family="brd-board",
        listing=f"{TOWN}/brd/board/62/L/menu/384",
        second=f"{TOWN}/brd/board/62/L/menu/384?brdType=L&thisPage=2",
        article=f"{TOWN}/brd/board/62/L/menu/384?brdType=R&bbIdx={{id}}",
        listing_page=f"<div class='board_wrap_bbs'>{table('list', HEADS)}</div>",
        row=linked("/brd/board/62/L/menu/384?brdType=R&amp;thisPage=1&amp;bbIdx={id}&amp;searchField=&amp;searchText="),
        pager=links("/brd/board/62/L/menu/384?brdType=L&amp;thisPage={n}"),
        article_page="<div class='board_wrap_bbs'>" + heading_table("view", "class='context'") + "</div>",
        file="<a href='/brd/board/62/download?bbIdx={id}&amp;n={n}'>{name}</a><br>",
        file_url=f"{TOWN}/brd/board/62/download?bbIdx={{id}}&n={{n}}",
    ),
    Board(
        family="gosilist",
        listing=f"{TOWN}/board/GosiList.do?menuNo=102001003000",
        second=f"{TOWN}/board/GosiList.do?menuNo=102001003000&pageIndex=2",
        article=f"{TOWN}/board/GosiView.do?menuNo=102001003000&not_ancmt_mgt_no={{id}}",
        listing_page=table("board_list", GOSI_HEADS),
        row=GOSI_ROW
        % "<a href='/board/GosiView.do?menuNo=102001003000&amp;not_ancmt_mgt_no={id}&amp;pageIndex=1'>{title}</a>",
        pager=links("/board/GosiList.do?menuNo=102001003000&amp;pageIndex={n}"),
        article_page="<a href='/board/GosiList.do?menuNo=102001003000'>고시공고</a>" + heading_list("board_view"),
        file=file("https://eminwon.town.example/emwp/jsp/ofr/FileDown.jsp?sys_file_nm={n}_{id}"),
        file_url="https://eminwon.town.example/emwp/jsp/ofr/FileDown.jsp?sys_file_nm={n}_{id}",
        listed=GOSI,
    ),
)

BOARDS = (*GOVERNMENT, *OTHERS)
