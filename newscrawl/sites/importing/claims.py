"""What the words of the boards file mean here: its families, its notes on hosts and pages, and which boards must not be crawled unasked."""

from __future__ import annotations

import re

from newscrawl.network.rules import Allowance

# The boards file's names of address families, and ours. One that is not here is of a single government, and read without a family.
FAMILIES = {
    "9is": "9is",
    "9is-post": "9is",
    "_prog-board": "html-sub",
    "GosiList": "gosilist",
    "action-read": "action-read",
    "artcl": "k2web",
    "articleSeq-portal": "articleseq",
    "bbsId-BBS": "bbsid-bbs",
    "bbsMsg": "bbsmsg",
    "board.es": "board-es",
    "boardList-pageId": "boardlist-pageid",
    "brd-board": "brd-board",
    "citynet-sap": "citynet",
    "cs-cms": "cs-cms",
    "edotxpress-path": "edotxpress",
    "egov-BBSMSTR": "egov-bbsmstr",
    "egov-prog": "egov-prog",
    "egov-selectBbsNtt": "egov-selectbbsntt",
    "ex-bbs-cbIdx": "ex-bbs-cbidx",
    "html-sub-mode": "html-sub",
    "icms-menu_id": "icms",
    "jeju-htm": "jeju-htm",
    "mnu_uid-page": "mnu-uid",
    "open.content": "open-content",
    "openworks-BD": "openworks-bd",
    "portal-bbs-B": "portal-bbs-b",
    "ptIdx-bbs": "yh-bbs",
    "ptIdx-contents": "yh-contents",
    "ptIdx-saeol": "yh-saeol",
    "rfc3-DOM": "rfc3-dom",
    "saeol-eminwon": "saeol-eminwon",
    "si-eminwon": "si-eminwon",
    "site-main-board": "site-main-board",
    "timecms-tc": "timecms-tc",
    "web-gcode": "web-gcode",
    "web-gcode(siteGubun)": "web-gcode",
    "wscms-show": "wscms",
    "ybmodule": "ybmodule",
    "yh-board-post": "yh-post",
}
SAEOL = "saeol-eminwon"
EMBEDS = "+" + SAEOL  # ends the family of a portal page that only frames the list of the e-minwon host
WRAPPERS = ("si-eminwon", "yh-saeol", "gosilist")  # families that show the e-minwon list through the portal

# What an e-minwon host is asked for a list, by the kind of board; its bare address answers nothing. Sources post these fields.
SAEOL_LISTS = {
    "gosi": (
        "jndinm=OfrNotAncmtEJB&context=NTIS&method=selectListOfrNotAncmt&methodnm=selectListOfrNotAncmtHomepage"
        "&not_ancmt_se_code=01,02,03,04,05,06&homepage_pbs_yn=Y&subCheck=Y"
    ),
    "press": (
        "jndinm=OfrBcAdvNewsEJB&context=NTIS&method=selectListOfrNews&methodnm=selectListOfrNewsHomepage"
        "&news_epct_yn=1&subCheck=Y"
    ),
}
SAEOL_ACTION = "/emwp/gov/mogaha/ntis/web/ofr/action/OfrAction.do"
SAEOL_SHELL = re.compile(r"https?://[^/]+/emwp/jsp/ofr/\w+\.jsp(?:\?\S*)?")
MADE = "No source gives this address: its query was made from what the family's program is asked for, and nobody saw it answer."
# Parameters that narrow a list to a year, with which sources gave it.
YEARS = frozenset({"sc4"})
# Parameters of gosi lists that pick kinds of notice by their codes, and such codes in a path.
CODES = re.compile(r"se_?c(?:od|d)e?$|gosise$|^sa1$|^cate_cd$", re.IGNORECASE)
CODE_IN_PATH = re.compile(r"/GOSI_(\d\d)/")
ENDPOINT = re.compile(r"^page embeds the Saeol list; collection endpoint (\S+)")
FROM_TABLE = "Saeol host from the source host table"  # how a note begins where the host alone is known
MENU_PAGE = "menu page given by the same source:"
UNNAMED = "public source text, repository not named"  # how evidence begins that the index has without its repository

# What a note opens for a host, and no note that does not name it.
ALLOWANCES: dict[str, tuple[Allowance, ...]] = {
    "old-TLS session": ("old-protocols", "weak-keys", "legacy-renegotiation"),
    "incomplete certificate chain": ("incomplete-chain",),
}
# Hosts of which sources say the same without naming a board.
CHAINS = frozenset({"www.ongjin.go.kr", "www.icdonggu.go.kr"})
# Hosts that sources name among those with old TLS, without saying what is old: nothing is opened for them.
OLD = frozenset({"www.gwgs.go.kr", "www.gm.go.kr", "www.yongin.go.kr", "www.seongnam.go.kr"})
OLD_TLS = (
    "A source counts the host among those with old TLS and does not say what is old, so that nothing is opened for it."
)

# A note that says that a host does not want crawlers, and the reason that it gives all boards of that host for being off.
REFUSALS = {
    "IP ranges blocked": "The host refuses foreign and cloud networks, a source says.",
    "403 for foreign": "The host refuses foreign and cloud networks (403), a source says.",
    "data-centre IPs time out": "The host does not answer data centres, a source says.",
    "drops connections from some foreign": "The host drops connections from some foreign networks, a source says.",
    "bot check": "The host checks for bots with a script before it serves the board, a source says.",
    "empty list to non-browser": "The host answers programs that are no browser with an empty list, a source says.",
}
_NO_BROWSER = "The host refuses programs that name no browser, a source says; newscrawl names itself."
# Hosts of which sources say that without naming a board, without `www.`.
REFUSING = {
    "ansan.go.kr": _NO_BROWSER,
    "www2.ansan.go.kr": _NO_BROWSER,
    "ep.go.kr": REFUSALS["IP ranges blocked"],
    "gwangsan.go.kr": REFUSALS["IP ranges blocked"],
    "state.gwd.go.kr": REFUSALS["IP ranges blocked"],
    "provin.gangwon.kr": "An old host of a government whose host refuses foreign and cloud networks, a source says.",
}
# Paths that robots.txt forbids, as sources say: a host's domain, how the path begins, and the reason.
FORBIDDEN = (
    ("jeju.go.kr", "/news/", "robots.txt forbids /news/, a source says."),
    ("seogwipo.go.kr", "/", "seogwipo.go.kr closes the site to crawlers in robots.txt, a source says."),
)
SUPERSEDED = "Probably gone, for the address comes from an old source, and the site has been rebuilt since."
FEED = "The address is that of an RSS feed, which newscrawl does not read."
JSON_ADDRESS = "/getContentsList?"
JSON = "The address answers JSON, which newscrawl does not read."

# What a listing's column shows, by its label.
COLUMNS = {
    label: field
    for field, labels in {
        "number": "번호 순번 글번호 연번 no",
        "published_at": "작성일 등록일 작성일자 등록일자 날짜 공고일",
        "department": "담당부서 부서명 부서 작성부서 등록부서",
        "author": "작성자 등록자 작성자명",
        "view_count": "조회수 조회",
        "category": "분류 구분 카테고리 분야",
    }.items()
    for label in labels.split()
}

TABLE_ALONE = "Known from a table of e-minwon hosts alone."
ATTACHED = "The whole text may stand in the attached HWP, HWPX or PDF file alone, a source says."
_ATTACHED = re.compile(r"(?:full|article) text (?:may exist only|exists only|is usually) in the ")

_SAID = {
    'pinned rows ("공지") repeat on every page; source skips them after page 1': "Pinned rows stand on every page.",
    "source switches TLS verification off for this host": (
        "A source reads the host without verifying its certificate; newscrawl verifies it."
    ),
    "menu code suggests a sub-site of the government; check": (
        "The menu's code is one that sub-sites have elsewhere; whether this is the government's own board is not known."
    ),
    "source pages by POST": "A source asks for further pages by POST.",
    "RSS feed": None,
    "daily digest posts; text may exist only in the HWP attachment": (
        "One post a day gathers all releases; its text may stand in the attached HWP file alone."
    ),
    "web body is a 65-155 character summary; full text only in the HWP/PDF attachment (downloadBbsFile.do)": (
        "The page shows a summary of a line or two; the whole text stands in the attached HWP or PDF file alone."
    ),
    "browser User-Agent advised": "A source advises to name a browser in User-Agent; newscrawl names itself.",
    "non-standard response header; strict HTTP parsers refuse it": (
        "The host sends a response header that strict HTTP parsers refuse."
    ),
    "robots: check /news": "A source advises to look whether robots.txt forbids /news.",
    "list is rendered by JavaScript": None,  # `script` says so
}
_TOLD = (*ALLOWANCES, *REFUSALS)


def said(note: str) -> str | None:
    """Return a note as a sentence for a board's file, None for what its other fields say."""
    if note in _SAID:
        return _SAID[note]
    if note.startswith(FROM_TABLE):
        return TABLE_ALONE
    if ENDPOINT.match(note) or any(word in note for word in _TOLD):
        return None
    if note.startswith(MENU_PAGE):
        return note.replace(MENU_PAGE, "A source names this menu page:")
    return note[:1].upper() + note[1:].rstrip(".") + "."


def shown(columns: object) -> list[str]:
    """Return the fields of a listing's rows that its columns show, as a source lists their labels; none where it lists none."""
    labels = [label.lower() for label in columns if isinstance(label, str)] if isinstance(columns, list) else []
    return list(dict.fromkeys(COLUMNS[label] for label in labels if label in COLUMNS))


def attached(selector: object) -> bool:
    """Tell whether a source says of attachments that the text of a post may stand there alone."""
    return isinstance(selector, str) and _ATTACHED.search(selector) is not None
