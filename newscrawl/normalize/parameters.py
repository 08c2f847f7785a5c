"""The names of parameters in the addresses of Korean boards: which name a post, which a board, and which only state how it was reached.

Names are compared in lower case, except where two programs mean different things by the same letters.
"""

from __future__ import annotations

import re

KNOWN_KEYS = tuple(
    "document_srl wr_id idxno nttId nttNo ntt_id dataSid articleSeq bIdx not_ancmt_mgt_no notAncmtMgtNo q_notAncmtMgtNo news_epct_no "
    "newsEpctNo q_bbscttSn q_nftcBbsMgtno list_no msg_seq dataUid postUid bod_uid parm_bod_uid B_NUM repSeq pst_sn bbs_seq sdmBoardSeq "
    "bs_idx bbIdx BOARD_IDX articleId article_id articleNo article_no pds_no notice_id nes_dta_key policyCodeId board_seq boardNo dataId "
    "action-value pcode post_id postId post idx bcIdx sno seq uid cid sq bk num no number id i bbsno".split()
)
"""Names of the parameter that is a post's own identifier on the board programs that we know, the surest first."""

BOARD_KEYS = frozenset(
    "bo_table bbsid bbs_id bbsno bbscd bbs_code boardid board_id board_code boardcode boarduid boardseq board bcd bid b_id b_code bcode "
    "brd_id bd_code bscode bs_code bsidx cbidx ptidx gcode mngno q_bbscode q_nftcbbscode pboardid boardname pst_id tb tb_nm tbl table "
    "code gosigbn gosi_gbn mid".split()
)
"""Names, in lower case, of parameters that say which board a post is on: two boards of a site may number their posts alike."""

SITE_WIDE_KEYS = frozenset(
    "document_srl idxno nttno not_ancmt_mgt_no notancmtmgtno q_notancmtmgtno news_epct_no newsepctno datasid".split()
)
"""Identifiers, in lower case, that their programs give out once for a whole site, whatever the board."""

_RANK = {name.lower(): rank for rank, name in enumerate(KNOWN_KEYS)}
WEAK_RANK = _RANK["num"]
"""From this rank on, a known name is as often a running number or a board as it is a post."""

_SESSION = frozenset(
    "jsessionid phpsessid sessionid session_id sessid cfid cftoken csrf _csrf csrftoken _token s_token".split()
)
_SECRET = frozenset(  # `key`, `code`, `no` and `id` are none: they name boards and posts
    "sid token auth authkey auth_key authorization bearer jwt secret otp pin pass passwd password pwd pw passphrase user_pw userpw "
    "mb_password wr_password 비밀번호 sig signature hmac credential apikey api_key api-key servicekey service_key accesskey access_key "
    "secretkey secret_key crtfc_key confmkey cookie set-cookie".split()
)
_SECRET_ENDINGS = (
    "token",
    "password",
    "passwd",
    "secret",
    "signature",
    "credential",
    "apikey",
    "api_key",
    "api-key",
    "sessionid",
)
_FRESH = frozenset("nonce ts timestamp expires _ rnd rand random".split())
_TRACKING = frozenset(
    "fbclid gclid gbraid wbraid dclid msclkid yclid igshid twclid mc_cid mc_eid _ga _gl napm n_media n_query n_rank".split()
)
_ORDER = frozenset(
    "sort_index sort_order order_type orderby order_by order sortorder sortdirection sort sst sod sort_field sortfield".split()
)
_STATE = frozenset(  # how a listing was searched and shown
    "liststyle sfl stx sop spt sca skey sval s_key s_word keyword keyfield key_word key_field field_key word view_type replyall "
    "box_idxno paging listcel integrdeptcode deleteat cpath authflag countyn".split()
)
_STATE_PREFIXES = ("utm_", "search", "srch", "sch_", "schtxt", "schkey", "sc_", "reply_sc_", "aspsessionid")
_POSITION = frozenset(  # where a listing stands
    "page pageno page_no pageindex page_index pageidx pagenum page_num pgno pg pagenumber nowpage nowpagenum thispage intpage "
    "gotopage movepage curpage cur_page cpage cp npage currentpage current_page currentpageno q_currpage startpage start offset "
    "at.condition.currentpage".split()
)
_AMOUNT = frozenset(  # how much it shows, how much there is, and a row's running number, which moves with every new post
    "pageunit pagesize page_size recordcnt recordcount recordcountperpage listrow listcnt listcount list_count psize pgsize rows "
    "row_cnt b_list q_rowperpage ofr_pagesize perpage per_page numofrows rnum rownum row_num v_num listno total totalcnt "
    "total_count".split()
)
_TOKEN = re.compile(r"[0-9A-Za-z,_-]{16,}")


def key_rank(name: str) -> int | None:
    """Return the place of a parameter among the known identifiers, None where it is none; of "vo.nttId" the last word counts."""
    return _RANK.get(name.lower().rpartition(".")[2])


def is_order(name: str) -> bool:
    """Tell whether a parameter sorts a listing."""
    return name.lower() in _ORDER


def is_position(name: str, value: str) -> bool:
    """Tell whether a parameter says where a listing stands; a board that writes `page=v` for its view means no page by it."""
    return value.isdigit() and (
        name.lower() in _POSITION or name == "pageid"
    )  # KBoard's; `pageId` is a board elsewhere


def is_session(name: str, value: str) -> bool:
    """Tell whether a parameter is a visitor's, not the page's: session or tracking."""
    plain = name.lower()
    return (
        names_visit(name, value)
        or plain in _TRACKING
        or plain.startswith("utm_")
        or (plain == "token" and _is_token(value))
    )


def names_visit(name: str, value: str) -> bool:
    """Tell whether a parameter names one visit to a site (a session, its CSRF token), so that nobody else can use it."""
    plain = name.lower()
    return plain in _SESSION or plain.startswith("aspsessionid") or (plain == "sid" and _is_token(value))


def is_secret(name: str) -> bool:
    """Tell whether the value of a parameter, field or header is nobody else's business: sessions, tokens, passwords, keys, signatures."""
    plain = name.lower()
    return names_visit(name, "") or plain in _SECRET or plain.endswith(_SECRET_ENDINGS)


def changes_by_visit(name: str) -> bool:
    """Tell whether a parameter of a file's address is made anew for each visit: a secret, a nonce, a time."""
    return is_secret(name) or name.lower() in _FRESH


def _is_token(value: str) -> bool:
    return _TOKEN.fullmatch(value) is not None


def is_noise(name: str, value: str) -> bool:
    """Tell whether a parameter cannot name a board or post: session, tracking, or the state of a listing."""
    plain = name.lower()
    if plain in _AMOUNT:
        return value.isdigit()
    if plain == "m":  # XE's mobile view; other programs have a menu in it
        return value in ("0", "1")
    return (
        is_position(name, value)
        or is_session(name, value)
        or plain in _ORDER
        or plain in _STATE
        or plain.startswith(_STATE_PREFIXES)
    )
