"""The words by which Korean boards name their columns and the lines under a title, and what each means.

The counts behind the choice: of 193 boards whose column names are known, 번호 153, 제목 190, 작성자 71, 담당부서 66, 작성일 116,
등록일 66, 조회수 120, 조회 63, 첨부 63, 파일 55; the rest are rarer forms of the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS = {
    "number": "번호 순번 연번 글번호 no num 순서",
    "title": "제목 글제목 게시물제목 title subject 기사제목 보도제목 게시물명 공고명 사업명 지원사업명 예고제목 공고제목 건명",
    "author": (
        "작성자 등록자 작성자명 글쓴이 게시자 이름 성명 기자 기자명 writer author name 닉네임 작성인 등록인 글쓴이명 postedby "
        "올린이 올린사람 신청인 신청자 민원인"
    ),
    "department": (
        "담당부서 부서명 부서 작성부서 등록부서 담당과 담당팀 팀명 제공부서 게시부서 소관부서 담당부서명 "
        "담당기관 기관명 작성기관 등록기관 담당실과 department dept division office"
    ),
    "published_at": (
        "작성일 등록일 작성일자 등록일자 게시일 게시일자 게재일 게재일자 공고일 공고일자 날짜 일자 작성일시 등록일시 게시일시 승인 입력 "
        "보도일 보도일자 보도일시 작성시간 등록시간 작성날짜 등록날짜 배포일 배포일자 발행일 고시일 고시일자 제공일 제공일자 입력일 "
        "입력일시 올린날짜 올린날 기사입력 기사승인 기사등록 최초등록 최초등록일 최초입력 등록 작성 게시 발행 배포 "
        "date postdate posted postedon dateposted published"
    ),
    "modified_at": (
        "수정일 수정일자 수정일시 최종수정일 최종수정일자 최종수정일시 수정 변경일 갱신일 최종수정 기사수정 업데이트 최종업데이트 "
        "updated modified"
    ),
    "view_count": "조회수 조회 조회횟수 조회건수 열람수 읽은수 hit hits views view 읽음 클릭 viewcount readcount",
    "category": "분류 구분 카테고리 분야 말머리 유형 category 섹션 분류체계 게시판분류 글분류",
    "contact": "문의처 연락처 전화번호 전화 담당전화 담당자연락처 문의전화 담당자전화번호 담당부서연락처",
    "attachment": "첨부 파일 첨부파일 파일첨부 붙임파일 붙임 첨부자료 관련파일 attach attachment attachments file files",
    "notice_number": "고시공고번호 공고번호 고시번호",
    "period": (
        "게재기간 게시기간 공고기간 접수기간 모집기간 신청기간 기간 시작일 종료일 마감일 행사기간 행사일 접수마감 "
        "게시시작일 게시종료일 공고마감일 예고기간 입법예고기간 의견제출기간 열람기간 공람기간 고시기간"
    ),
    "body": "내용 본문 글내용",
    "votes": "추천 추천수 좋아요 비추천 vote votes",
    "status": "상태 진행상태 진행상황 처리상태 접수상태",
    "comments": "댓글 댓글수 의견 코멘트 comment comments",
    "source": "출처 제공 자료제공",
    "copyright": "저작권 공공누리",
}
BYLINE = r"[가-힣]{2,5}\s?(?:[가-힣]{2,4}\s?)?기자"
"""How a reporter signs ("홍길동 기자", "홍길동 시민기자"), as a regular expression."""
LABELS: dict[str, str] = {word: name for name, words in _WORDS.items() for word in words.split()}
_FILES = re.compile(r"\w{0,4}첨부(?:파일|문서|물)?(?:\d{1,3}개?|목록)?")
_LONGEST = 24  # characters of a label
_NOISE = re.compile(r"[\s\u00a0:：·.\[\]()<>*•|/]+")


def field_of(label: str) -> str | None:
    """Return the field that a label names ("조회 수 :" → `view_count`), or None. Spaces, colons and case do not count."""
    return _field_of(label) if len(label) <= _LONGEST else None


@lru_cache(maxsize=2048)
def _field_of(label: str) -> str | None:
    word = _NOISE.sub("", label).lower()
    field = LABELS.get(word)
    if field is None and "첨부" in word and _FILES.fullmatch(word):
        return "attachment"
    return field
