"""An invented board of each program: the addresses of its listing and of a post, and a piece of its pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """`key` is the post's identifier as it stands in `article`; `told_alone`: the page tells its program whatever the address."""

    family: str
    listing: str
    article: str
    key: str
    page: str
    told_alone: bool = False


SAEOL = "https://eminwon.town.example/emwp/gov/mogaha/ntis/web/ofr/action/OfrAction.do"
POST = "selectOfrNotAncmt&methodnm=selectOfrNotAncmtRegst&jndinm=OfrNotAncmtEJB&context=NTIS"

SAMPLES = (
    Sample(
        "xe",
        "http://paper.example/xe/index.php?mid=board_NEWS&page=2",
        "http://paper.example/xe/index.php?mid=board_NEWS&document_srl=48210&sort_index=regdate&order_type=desc",
        "48210",
        """<meta name="Generator" content="XpressEngine" /><script src="/xe/common/js/xe.min.js?1"></script>
        <script>var current_mid = "board_NEWS";</script>
        <td class="title"><a href="/xe/index.php?mid=board_NEWS&amp;document_srl=48210">물놀이장 문을 엽니다</a></td>""",
        told_alone=True,
    ),
    Sample(
        "gnuboard",
        "http://club.example/bbs/board.php?bo_table=notice&page=3",
        "http://club.example/bbs/board.php?bo_table=notice&wr_id=318&sst=wr_hit&sod=desc&page=3",
        "318",
        """<script>var g5_url = "http://club.example";</script><div id="bo_list">
        <a href="/bbs/board.php?bo_table=notice&amp;wr_id=318">모임을 옮깁니다</a></div>""",
        told_alone=True,
    ),
    Sample(
        "ndsoft",
        "https://www.paper.example/news/articleList.html?sc_section_code=S1N1&view_type=sm",
        "https://www.paper.example/news/articleView.html?idxno=77120&sc_section_code=S1N1",
        "77120",
        """<div id="article-view-content-div" itemprop="articleBody"><p>장터가 섭니다.</p></div>
        <a href="/news/articleView.html?idxno=77119">다른 기사</a>""",
        told_alone=True,
    ),
    Sample(
        "egov-bbsmstr",
        "https://www.town.example/cop/bbs/BBSMSTR_000000000042/selectBoardList.do",
        "https://www.town.example/cop/bbs/BBSMSTR_000000000042/selectBoardArticle.do?nttId=9102&pageIndex=2",
        "9102",
        """<a href="#" onclick="fn_egov_inqire_notice('9102','BBSMSTR_000000000042'); return false;">알림</a>
        <a href="#" onclick="fn_egov_link_page(2); return false;">2</a>""",
    ),
    Sample(
        "saeol-eminwon",
        f"{SAEOL}?jndinm=OfrNotAncmtEJB&context=NTIS&method=selectListOfrNotAncmt&not_ancmt_se_code=01,04&pageIndex=1",
        f"{SAEOL}?method={POST}&not_ancmt_mgt_no=40213",
        "40213",
        """<form name="form1" method="post" action="/emwp/gov/mogaha/ntis/web/ofr/action/OfrAction.do">
        <input type="hidden" name="jndinm" value="OfrNotAncmtEJB"></form>
        <td onclick="searchDetail('40213')">도로 구역 결정 공고</td>""",
    ),
    Sample(
        "egov-selectbbsntt",
        "https://www.town.example/www/selectBbsNttList.do?bbsNo=4&key=151&pageIndex=2",
        "https://www.town.example/www/selectBbsNttView.do;jsessionid=9F.node1?bbsNo=4&nttNo=51845&key=151&pageUnit=10",
        "51845",
        """<table class="p-table"><td class="p-subject">
        <a href="./selectBbsNttView.do;jsessionid=9F.node1?key=151&amp;bbsNo=4&amp;nttNo=51845">보도자료</a></td></table>""",
    ),
    Sample(
        "si-eminwon",
        "https://www.town.example/www/selectEminwonList.do?key=3291&not_ancmt_se_code=01,04",
        "https://www.town.example/www/selectEminwonView.do?key=3291&not_ancmt_mgt_no=40213&pageIndex=2",
        "40213",
        """<a href="/www/selectBbsNttList.do?bbsNo=4&amp;key=151">보도자료</a><table class="p-table">
        <a href="selectEminwonView.do?key=3291&amp;not_ancmt_mgt_no=40213">공고</a></table>""",
    ),
    Sample(
        "rfc3-dom",
        "https://www.town.example/board/list.town?boardId=BBS_0000003&menuCd=DOM_000000104002000000&paging=ok&startPage=2",
        "https://www.town.example/board/view.town?boardId=BBS_0000003&menuCd=DOM_000000104002000000&dataSid=70120&startPage=2",
        "70120",
        """<a href="/index.town?menuCd=DOM_000000101000000000">안내</a>
        <a href="/board/view.town?boardId=BBS_0000003&amp;menuCd=DOM_000000104002000000&amp;dataSid=70120">새 도서관</a>""",
    ),
    Sample(
        "yh-bbs",
        "https://www.town.example/portal/bbs/list.do?ptIdx=41&mId=0302000000&page=2",
        "https://www.town.example/portal/bbs/view.do?bIdx=88117&ptIdx=41&mId=0302000000",
        "88117",
        """<table class="bod_list"><td class="list_tit"><a href="#" onclick="goTo.view('list','88117','41','0302000000')">
        채용</a></td></table>""",
        told_alone=True,
    ),
    Sample(
        "yh-post",
        "https://www.town.example/portal/board/post/list.do?bcIdx=512&mid=0301010000&page=2",
        "https://www.town.example/portal/board/post/view.do?bcIdx=512&mid=0301010000&idx=20771",
        "20771",
        """<a href="#" data-req-get-p-idx="20771">걷기 대회</a><script>yhLib.inline.post({bcIdx: 512});</script>""",
        told_alone=True,
    ),
    Sample(
        "yh-saeol",
        "https://www.town.example/portal/saeol/gosi/list.do?seCode=01&mId=0401000000",
        "https://www.town.example/portal/saeol/gosiView.do?notAncmtMgtNo=40213&mId=0401000000",
        "40213",
        """<table class="bod_list"><a href="#" data-action="/portal/saeol/gosi/view.do"
        data-keyset='{"notAncmtMgtNo":"40213"}'>공고</a></table>""",
    ),
    Sample(
        "web-gcode",
        "https://www.town.example/00041/00052/00054.web?gcode=1007&cpage=2",
        "https://www.town.example/00041/00052/00054.web?gcode=1007&idx=1290101&amode=view&cpage=2",
        "1290101",
        """<div class="list1f1t3i1"><li><a href="?gcode=1007&amp;idx=1290101&amp;amode=view&amp;">
        <strong class="t1">꽃 축제</strong></a></li></div>""",
    ),
    Sample(
        "egov-prog",
        "https://www.town.example/prog/saeolGosi/GOSI/kor/sub04_02_01/list.do?pageIndex=2",
        "https://www.town.example/prog/bbsArticle/BBSMSTR_000000000336/kor/sub05_02/view.do?nttId=B00000140000Xk8q",
        "B00000140000Xk8q",
        """<td class="subject" data-cell-header="제목" data-key-no="B00000140000Xk8q">
        <strong class="bbs-subject-txt">밤길 걷기</strong></td>""",
    ),
    Sample(
        "bbsmsg",
        "https://www.town.example/main/bbs/bbsMsgList.do?bcd=report&pgno=2",
        "https://www.town.example/main/bbs/bbsMsgDetail.do?msg_seq=910&bcd=report&pgno=2",
        "910",
        """<table class="general_board"><a href="bbsMsgDetail.do?msg_seq=910&amp;bcd=report">새 공원</a></table>""",
        told_alone=True,
    ),
    Sample(
        "mnu-uid",
        "https://www.town.example/Main/page.do?mnu_uid=1291&pageNo=2",
        "https://www.town.example/Main/page.do?mnu_uid=1291&bod_uid=506210401&cmd=258",
        "506210401",
        """<a href="page.do?mnu_uid=1291&amp;bod_uid=506210401&amp;cmd=258">사과 축제</a>""",
    ),
    Sample(
        "ybmodule",
        "https://www.town.example/www/government/news/press?page=2",
        "https://www.town.example/www/government/news/press?idx=647621&mode=view",
        "647621",
        """<img src="/ybmodule.file/board_gov/www_press/1.jpg" alt="">
        <a href="/ybscript.io/common/file_download/647621/1/a.hwp?pkey=x">a.hwp</a>""",
        told_alone=True,
    ),
    Sample(
        "openworks-bd",
        "https://www.town.example/www/user/bbs/BD_selectBbsList.do?q_bbsCode=1030&q_currPage=2",
        "https://www.town.example/www/user/bbs/BD_selectBbs.do?q_bbsCode=1030&q_bbscttSn=20261113113000456",
        "20261113113000456",
        """<input type="hidden" name="q_bbsCode" value="1030"><a href="#" onclick="opView('20261113113000456')">모집</a>""",
    ),
    Sample(
        "portal-bbs-b",
        "https://www.town.example/portal/bbs/B0000022/list.do?menuNo=200051&pageIndex=2",
        "https://www.town.example/portal/bbs/B0000022/view.do?nttId=70299&menuNo=200051&pageIndex=2",
        "70299",
        """<div class="bd-list"><a href="/portal/bbs/B0000022/view.do?nttId=70299&amp;menuNo=200051">골목 장터</a></div>""",
    ),
    Sample(
        "board-es",
        "https://www.town.example/board.es?mid=a10201000000&bid=0012&nPage=2",
        "https://www.town.example/board.es?mid=a10201000000&bid=0012&act=view&list_no=9021&nPage=2",
        "9021",
        """<table class="tstyle_list"><a href="/board.es?mid=a10201000000&amp;bid=0012&amp;act=view&amp;list_no=9021">
        <span class="sr_only">새글</span>둘레길</a></table>""",
    ),
    Sample(
        "icms",
        "https://www.town.example/index.do?menu_id=00001127&pageIndex=2",
        "https://www.town.example/index.do?menu_id=00001127&menu_link=/icms/bbs/selectBoardArticle.do&nttId=33116&bbsId=BBS_00029",
        "33116",
        """<td data-table-type="subject">
        <a href="/index.do?menu_id=00001127&amp;menu_link=/icms/bbs/selectBoardArticle.do&amp;nttId=33116">음악회</a></td>""",
    ),
    Sample(
        "articleseq",
        "https://www.town.example/portal/news/press?pageIndex=2",
        "https://www.town.example/portal/news/press?articleSeq=191980",
        "191980",
        """<table class="skinTb-data-resList"><td class="skinTb-sbj"><a href="?articleSeq=191980">산나물</a></td></table>""",
        told_alone=True,
    ),
    Sample(
        "boardlist-pageid",
        "https://www.town.example/boardList.do?boardId=BD_0000000027&pageId=www789&movePage=2",
        "https://www.town.example/boardView.do?pageId=www789&boardId=BD_0000000027&seq=21180&movePage=2",
        "21180",
        """<div class="body_row"><div class="subject">
        <a href="/boardView.do?pageId=www789&amp;boardId=BD_0000000027&amp;seq=21180">빛 축제</a></div></div>""",
    ),
    Sample(
        "9is",
        "https://www.town.example/planweb/board/list.9is?boardUid=faf52856930387c4976de07dd1498c1f&contentUid=493e8f325057f43d04dc99a1051db56a",
        "https://www.town.example/planweb/board/view.9is?dataUid=c22cabea044c38f8f8182e68b3c6aa49&boardUid=faf52856930387c4976de07dd1498c1f",
        "c22cabea044c38f8f8182e68b3c6aa49",
        """<a href="view.9is?dataUid=c22cabea044c38f8f8182e68b3c6aa49&amp;boardUid=faf52856930387c4976de07dd1498c1f">한옥</a>""",
    ),
    Sample(
        "html-sub",
        "https://www.town.example/kr/html/sub03/030101.html?GotoPage=2",
        "https://www.town.example/kr/html/sub03/030101.html?mode=V&no=3dfa7c0e&GotoPage=2",
        "3dfa7c0e",
        """<a href="?mode=V&amp;no=3dfa7c0e&amp;GotoPage=2">포도 따기</a>""",
    ),
)

OTHER_ARTICLES = (
    ("xe", "http://paper.example/?document_srl=48210", "48210"),
    ("saeol-eminwon", f"{SAEOL}?method=selectOfrNews&jndinm=OfrBcAdvNewsEJB&news_epct_no=7714", "7714"),
    ("si-eminwon", "https://www.town.example/www/selectEminwonNewsView.do?key=77&news_epct_no=7714", "7714"),
    ("yh-saeol", "https://www.town.example/portal/saeol/news/view.do?newsEpctNo=7714&mid=0201070000", "7714"),
    (
        "web-gcode",
        "https://www.town.example/news/board/View.do?gcode=1002&idx=1290&pageCd=NW01&siteGubun=portal",
        "1290",
    ),
    ("egov-prog", "https://www.town.example/prog/saeolGosi/GOSI/sub03_06/view.do?notAncmtMgtNo=40213", "40213"),
    ("egov-prog", "https://www.town.example/prog/saeolNews/sub04_02_01/view.do?newsEpctNo=7714", "7714"),
    (
        "mnu-uid",
        "https://www.town.example/Main/page.do?mnu_uid=6792&BD_CODE=bbs_bodo&cmd=2&B_NUM=506274201",
        "506274201",
    ),
    ("mnu-uid", "https://www.town.example/news/page.do?step=258&parm_bod_uid=8123&mnu_uid=1336", "8123"),
    (
        "openworks-bd",
        "https://www.town.example/web/board/BD_board.view.do?bbsCd=1043&seq=20261113113000456",
        "20261113113000456",
    ),
    ("board-es", "https://www.town.example/api/eminwon/gosiView.es?mid=a10605050000&not_ancmt_mgt_no=40213", "40213"),
    ("9is", "https://www.town.example/board/post/view.do?postUid=51&boardUid=faf52856930387c4976de07dd1498c1f", "51"),
    ("html-sub", "https://www.town.example/media/html/sub01/0102.html?mode=V&nes_dta_key=9913", "9913"),
)
"""Further forms of a post's address: family, address, identifier."""
