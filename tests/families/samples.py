"""An invented board of each program: the addresses of its listing and of a post, and a piece of its pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """`key` is the post's identifier as it stands in `article`; `told_alone`: the page tells its program whatever the address.

    `article` is empty for a family of menu pages, whose posts have the addresses of other families.
    """

    family: str
    listing: str
    article: str
    key: str
    page: str
    told_alone: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        """The sample's addresses, the listing's first."""
        return tuple(filter(None, (self.listing, self.article)))


SAEOL = "https://eminwon.town.example/emwp/gov/mogaha/ntis/web/ofr/action/OfrAction.do"
POST = "selectOfrNotAncmt&methodnm=selectOfrNotAncmtRegst&jndinm=OfrNotAncmtEJB&context=NTIS"
NEWS = "jndinm=OfrBcAdvNewsEJB&context=NTIS&method=selectOfrNews&methodnm=selectOfrNewsMgt"

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
    Sample(
        "edotxpress",
        "https://www.town.example/tw040201?curPage=2",
        "https://www.town.example/tw040201/1702195?curPage=2",
        "1702195",
        """<ul class="board-photo-list"><a href="/tw040201/1702195">
        <img src="/comm/getImage?srvcId=BBSTY1&amp;upperNo=1702195&amp;fileTy=ATTACH" alt=""><strong>억새길</strong></a></ul>""",
        told_alone=True,
    ),
    Sample(
        "ex-bbs-cbidx",
        "https://www.town.example/site/town/ex/bbs/List.do?cbIdx=254&pageIndex=2",
        "https://www.town.example/site/town/ex/bbs/View.do?cbIdx=254&bcIdx=291044",
        "291044",
        """<td class="subject"><a href="#view" onclick="doBbsFView('254','291044','16010100','291044');">새 도로</a></td>""",
        told_alone=True,
    ),
    Sample(
        "citynet",
        "http://sido.town.example/citynet/jsp/sap/SAPGosiBizProcess.do?command=searchList&flag=gosiGL&svp=Y",
        "http://sido.town.example/citynet/jsp/sap/SAPGosiBizProcess.do?command=searchDetail&flag=gosiGL&svp=Y&sno=29120&gosiGbn=A",
        "29120",
        """<form name="frmList" method="post"><input type="hidden" name="gosiGbn" value=""></form>
        <a href="javascript:viewData('29120','A');">도시관리계획 결정</a>""",
    ),
    Sample(
        "bbsid-bbs",
        "https://www.town.example/board/list.do?bbsId=BBS_0000000000000300&menuNo=115004006000&page=2",
        "https://www.town.example/board/view.do?bbsId=BBS_0000000000000300&nttId=81220&menuNo=115004006000",
        "81220",
        """<td class="tit"><a href="/board/view.do?bbsId=BBS_0000000000000300&amp;nttId=81220">산수유 축제</a></td>""",
    ),
    Sample(
        "wscms",
        "https://www.town.example/home/www/news/press/press_01?page=2",
        "https://www.town.example/home/www/news/press/press_01/show/202611187?page=2",
        "202611187",
        """<table id="board_list_table"><a href="/home/www/news/press/press_01/show/202611187">젓갈 축제</a></table>""",
    ),
    Sample(
        "open-content",
        "https://www.town.example/open.content/ko/news/press/?p=2",
        "https://www.town.example/open.content/ko/news/press/?i=34875&p=2",
        "34875",
        """<ul class="bb-list"><li><a href="?i=34875"><h3>온돌 의자</h3></a></li></ul>""",
    ),
    Sample(
        "jeju-htm",
        "https://www.town.example/open/news/notice.htm?page=2",
        "https://www.town.example/open/news/notice.htm?act=view&seq=1402144&page=2",
        "1402144",
        """<div class="cell tit"><a href="?act=view&amp;seq=1402144&amp;page=2">해송을 심다</a></div>""",
    ),
    Sample(
        "k2web",
        "https://life.town.example/bbs/life/118/artclList.do?page=2",
        "https://life.town.example/bbs/life/118/77101/artclView.do",
        "77101",
        """<meta name="generator" content="K2Web Wizard"><table class="artclTable">
        <a href="/bbs/life/118/77101/artclView.do" onclick="jf_viewArtcl('life', '118', '77101')">채용</a></table>""",
        told_alone=True,
    ),
    Sample(
        "cs-cms",
        "https://www.town.example/home/board/B0016.cs?m=626&pageIndex=2",
        "https://www.town.example/home/board/B0016.cs?act=read&articleId=50127&categoryId=0&m=626",
        "50127",
        """<a href="/home/board/B0016.cs?act=read&amp;articleId=50127&amp;categoryId=0&amp;m=626">진돗개 길</a>""",
    ),
    Sample(
        "action-read",
        "https://www.town.example/main/984?page=2",
        "https://www.town.example/main/984?action=read&action-value=5aa1f0c2",
        "5aa1f0c2",
        """<td><a href="?action=read&amp;action-value=5aa1f0c2">마늘 축제</a></td>""",
    ),
    Sample(
        "timecms-tc",
        "https://www.town.example/board/list.tc?mn=3032&mngNo=726&boardName=NEWS&boardNo=0&pageIndex=2",
        "https://www.town.example/board/detail.tc?mn=3032&mngNo=726&boardName=NEWS&boardNo=4012&pageIndex=2",
        "4012",
        """<a href="/board/detail.tc?mn=3032&amp;mngNo=726&amp;boardName=NEWS&amp;boardNo=4012">곶감 장터</a>""",
    ),
    Sample(
        "site-main-board",
        "https://www.town.example/site/main/board/press/list?cp=2&pageSize=10&sortOrder=BA_REGDATE",
        "https://www.town.example/site/main/board/press/44120?cp=2",
        "44120",
        """<div class="bbs_list"><a href="/site/main/board/press/44120?cp=2&amp;sortOrder=BA_REGDATE">새우젓</a></div>""",
    ),
    Sample(
        "brd-board",
        "https://www.town.example/brd/board/62/L/menu/384?thisPage=2",
        "https://www.town.example/brd/board/62/L/menu/384?brdType=R&thisPage=2&bbIdx=88120",
        "88120",
        """<a href="/brd/board/62/L/menu/384?brdType=R&amp;thisPage=1&amp;bbIdx=88120"><b>도자기 장터</b></a>""",
    ),
    Sample(
        "gosilist",
        "https://www.town.example/board/GosiList.do?menuNo=102001003000&pageIndex=2",
        "https://www.town.example/board/GosiView.do?menuNo=102001003000&not_ancmt_mgt_no=40213",
        "40213",
        """<a href="/board/GosiView.do?menuNo=102001003000&amp;not_ancmt_mgt_no=40213">농로 공고</a>""",
    ),
    Sample(
        "yh-contents",
        "https://www.town.example/portal/contents.do?mid=0301000000&page=2",
        "",
        "",
        """<table class="bod_list"><td class="list_tit"><a href="#" data-action="/portal/bbs/view.do"
        data-keyset='{"bIdx":"88117"}'>걷기 대회</a></td></table>""",
    ),
)

OTHER_ARTICLES = (
    ("xe", "http://paper.example/?document_srl=48210", "48210"),
    ("saeol-eminwon", f"{SAEOL}?{NEWS}&news_epct_no=7714", "7714"),
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
    ("board-es", "https://www.town.example/api/eminwon/pressView.es?mid=a10605050000&news_epct_no=7714", "7714"),
    ("portal-bbs-b", "https://www.town.example/portal/bbs/view/B0000151/70299.do?menuNo=200474", "70299"),
    ("edotxpress", "https://www.town.example/TW010205/view?repSeq=DOM_0000000011208", "DOM_0000000011208"),
    ("edotxpress", "https://www.town.example/TWKORINFO0201/88120/", "88120"),
    (
        "ex-bbs-cbidx",
        "https://www.town.example/site/town/ex/bbsNew/View.do?not_ancmt_mgt_no=39963&typeCode=1",
        "39963",
    ),
    ("bbsid-bbs", "https://www.town.example/u/rep/bbs/view.town?bbsId=BBS_0000000003&mId=001004&dataId=5521", "5521"),
    ("cs-cms", "https://www.town.example/town/sub.cs?m=299&bbsId=BBSMSTR_000000000036&nttId=8121", "8121"),
    (
        "html-sub",
        "https://www.town.example/_prog/_board/?mode=V&no=5512&code=news_07&site_dvs_cd=kr&menu_dvs_cd=0408",
        "5512",
    ),
    ("html-sub", "https://www.town.example/media/html/sub01/0102.html?mode=V&nes_dta_key=9913", "9913"),
)
"""Further forms of a post's address: family, address, identifier."""
