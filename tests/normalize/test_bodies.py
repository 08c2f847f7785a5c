"""Whose text a body is: a page that only points to its file gives way to it, and one that says anything of its own never does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.items import Attachment
from newscrawl.normalize.bodies import LONGEST, body_of, main_file, points_only

TITLE = "가람군, 봄꽃 축제 4월 3일 개막"


def file(name, text="파일의 글", status="ok"):
    return Attachment(name=name, text=text, text_status=status)


@pytest.mark.parametrize(
    "body",
    [
        "",
        " \n",
        ".",
        TITLE,
        "붙임 참조",
        "첨부파일 참조",
        "첨부파일을 참고하세요.",
        "자세한 내용은 붙임 파일을 참고하시기 바랍니다.",
        "자세한 사항은 붙임문서를 참고해 주시기 바랍니다. 감사합니다.",
        "보도자료를 다음과 같이 붙임 파일로 게시하오니 참고하시기 바랍니다.",
        f"{TITLE}\n\n붙임. 보도자료 1부. 끝.",
        "축제 안내.hwp 첨부",
        "※ 상세 내용은 첨부된 파일을 확인해 주시기 바랍니다 ^^",
    ],
)
def test_what_only_points_to_the_file(body):
    assert points_only(body, TITLE, ["축제 안내.hwp"])


@pytest.mark.parametrize(
    "body",
    [
        "봄꽃 축제가 열립니다. 자세한 내용은 붙임 참조",
        "문의: 관광과. 첨부파일 참조",
        "첨부 파일: 부가가치세 신고",
        "이해",
        "감사합니다.",  # points nowhere
        "위와 같이 공고합니다.",
        "시위 부가 첨부",
        "전문가 자료 첨부",
        "고시가 첨부",
        "감사 자료 첨부",
        "첨부파일 참고 055-860-3114",
        "2024. 3.15. 붙임 공고",
        "붙임 공고 14:00",
        "첨부파일 참조 " * 40,  # too long to be one line
    ],
)
def test_one_word_of_its_own_makes_a_text(body):
    assert not points_only(body, TITLE, ["축제 안내.hwp"])


def test_a_crafted_text_is_judged_at_once():
    assert not points_only("첨부 " + "보도자료" * 45 + "x", TITLE)
    assert len("첨부 " + "보도자료" * 45 + "x") <= LONGEST


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["현황.xlsx", "보도자료.pdf"], "보도자료.pdf"),
        (["보도자료.pdf", "보도자료.hwp"], "보도자료.hwp"),
        (["붙임 1. 신청서 서식.hwp", f"{TITLE}.hwp"], f"{TITLE}.hwp"),
        (["신청서.hwp", "축제 개막.hwp"], "축제 개막.hwp"),
        (["첫째.hwp", "둘째.hwp"], "첫째.hwp"),
        (["사진.zip", "현황.xlsx"], "현황.xlsx"),
        (["자료.zip", "현황.xlsx"], "자료.zip"),
    ],
)
def test_the_main_file(names, chosen):
    assert main_file([file(name) for name in names], TITLE).name == chosen


def test_a_file_without_text_is_never_the_main_one():
    files = [file("보도자료.hwp", None, "encrypted"), file("보도자료.pdf", "", "empty"), file("현황.xlsx")]
    assert main_file(files, TITLE).name == "현황.xlsx"
    assert main_file(files[:2], TITLE) is None


def test_texts_are_never_mixed():
    files = [file("보도자료.hwp", "전문")]
    assert body_of("요약입니다.", TITLE, files) == ("요약입니다.", "page", None)
    assert body_of("붙임 참조", TITLE, files) == ("전문", "attachment", files[0])
    assert body_of("붙임 참조", TITLE, []) == ("붙임 참조", "page", None)
    assert body_of("", TITLE, []) == ("", None, None)


@given(st.text(max_size=300), st.text(max_size=40), st.lists(st.text(max_size=20), max_size=3))
def test_whatever_the_texts_the_body_is_the_pages_or_the_files(body, title, names):
    chosen, source, origin = body_of(body, title, [file(name) for name in names])
    assert (chosen, origin is None) in ((body, True), ("파일의 글", False))
    assert source == (None if not chosen else "attachment" if origin else "page")
