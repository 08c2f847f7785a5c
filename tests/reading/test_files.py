"""The files of a post: which links are files, what they are called, and how to fetch them."""

from __future__ import annotations

import pytest

from newscrawl.items import Attachment
from newscrawl.reading.article import read_article
from newscrawl.reading.files import stated_size
from tests.reading.markup import SENTENCE, page, post

HOST = "https://dalbit.example"


def files_of(box: str, *, script: str = "", body: str = f"<p>{SENTENCE}</p>") -> list[Attachment]:
    article = read_article(page(post(body, after=box) + script))
    assert article is not None
    return article.attachments


def names_and_urls(box: str, **more: str) -> list[tuple[str, str | None]]:
    return [(file.name, file.url) for file in files_of(box, **more)]


@pytest.mark.parametrize(
    ("box", "name", "url"),
    [
        ("<div><b>첨부파일</b> <a href='/down.do?f=1'>계획.hwp</a></div>", "계획.hwp", "/down.do?f=1"),
        ("<div><b>첨부파일</b> <a href='/down.do?f=1'>계획.hwp (12KB, 3회 다운로드)</a></div>", "계획.hwp", "/down.do?f=1"),
        ("<div><b>첨부</b> <a href='/down.do?f=1'><img src='/i/hwp.gif' alt='한글 문서'> 계획(최종).hwpx</a> [12,800 byte]</div>",
         "계획(최종).hwpx", "/down.do?f=1"),
        ("<ul class='files'><li><a href='/get?f=1'>계획.pdf<span class='size'>(1.2MB)</span></a></li></ul>", "계획.pdf", "/get?f=1"),
        ("<ul class='files'><li>계획.zip <a href='/download/1'>다운로드</a> <a href='/viewer/1'>바로보기</a></li></ul>",
         "계획.zip", "/download/1"),
        (("<ul class='files'><li><span>보도자료 사진</span><em>[jpg, 474.7 KB]</em>"
          "<button onclick=\"window.open('/download/1')\">내려받기</button></li></ul>"),
         "보도자료 사진", "/download/1"),
        ("<div><b>붙임</b> <a href='#' onclick=\"location.href='/file/down/9'; return false;\">계획 v1.2.hwp</a></div>",
         "계획 v1.2.hwp", "/file/down/9"),
        ("<table><tr><th>파일</th><td><a href='/filedown.asp?f=1' title='계획.xlsx 다운로드'><img src='/i/xls.gif'></a></td></tr></table>",
         "계획.xlsx", "/filedown.asp?f=1"),
        ("<table><tr><th>첨부문서</th><td><a href='/download?name=%EA%B3%84%ED%9A%8D.hwp'>계획</a></td></tr></table>", "계획.hwp",
         "/download?name=%EA%B3%84%ED%9A%8D.hwp"),
    ],
)  # fmt: skip
def test_names_and_addresses(box: str, name: str, url: str) -> None:
    assert names_and_urls(box) == [(name, HOST + url)]


@pytest.mark.parametrize(
    "box",
    [
        "<div><b>첨부파일</b> 등록된 파일이 없습니다.</div>",
        "<div><b>첨부파일</b> <a href='/viewer.jsp?f=1'>미리보기</a></div>",
        "<div><b>첨부파일</b> <a href='/zipDown.do?no=1'>전체 다운로드</a></div>",
        "<div><a href='/hwpviewer.exe'>한글 뷰어 내려받기</a></div>",
        "<div class='btn'><a href='/list.do'>목록</a></div>",
        "<ul class='nb'><li>이전글 <a href='?no=1'>양식.hwp 안내</a></li></ul><div><a href='/down.do?f=1'>다음 달 소식지.pdf</a></div>",
    ],
)
def test_what_is_no_file(box: str) -> None:
    assert names_and_urls(box) == []


def test_links_and_pictures_in_the_text_are_no_files() -> None:
    body = f"<p>{SENTENCE} <a href='/down.do?f=9'>신청서.hwp</a></p><img src='/upload/a.jpg' alt='a.jpg'>"
    assert names_and_urls("", body=body) == []


def test_the_same_file_once() -> None:
    twice = "<a href='/down.do?f=1'>계획.hwp</a> <a href='/down.do?f=1'>다운로드</a>"
    assert names_and_urls(f"<ul class='files'><li>{twice}</li></ul>") == [("계획.hwp", f"{HOST}/down.do?f=1")]


def test_two_files_of_one_name_are_two() -> None:
    links = "<a href='/down.do?f=1'>계획.hwp</a><br><a href='/down.do?f=2'>계획.hwp</a>"
    assert len(names_and_urls(f"<div><b>첨부파일</b> {links}</div>")) == 2


def test_a_file_that_only_a_form_gives() -> None:
    script = (
        "<form name='f' method='post' action='/FileDown.do'><input type='hidden' name='fileId'><input type='hidden' name='fileSn'></form>"
        "<script>function fn_down(id, sn) { document.f.fileId.value = id; document.f.fileSn.value = sn; document.f.submit(); }</script>"
    )
    (file,) = files_of(
        "<div><b>첨부파일</b> <a href=\"javascript:fn_down('F_1','0')\">계획.hwp</a></div>", script=script
    )
    assert (file.name, file.url, file.method, file.form) == (
        "계획.hwp",
        f"{HOST}/FileDown.do",
        "POST",
        {"fileId": "F_1", "fileSn": "0"},
    )


def test_a_file_whose_address_the_page_does_not_tell() -> None:
    (file,) = files_of("<div><b>첨부파일</b> <a href='#' onclick=\"unknown('1')\">계획.hwp</a></div>")
    assert (file.name, file.url) == ("계획.hwp", None)


def test_size_and_type() -> None:
    (file,) = files_of("<ul class='files'><li><a href='/down/1'>계획.hwp</a> (1.5MB, 다운로드 12회)</li></ul>")
    assert (file.size, file.media_type) == (1_572_864, "application/x-hwp")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("(900byte)", 900),
        ("[474.7 KB]", 486_093),
        ("12,800 bytes", 12_800),
        ("1.2M", 1_258_291),
        ("1 GB", 1024**3),
        ("3회", None),
        ("b2b", None),
    ],
)
def test_stated_sizes(text: str, size: int | None) -> None:
    assert stated_size(text) == size


def test_one_script_that_looks_at_what_was_clicked_is_as_many_files_as_it_has_buttons() -> None:
    form = (
        "<li><form method='post' action='/down'><input type='hidden' name='no' value='{}'>"
        "<a href='#none' onclick='this.closest(\"form\").submit()'>{}</a></form></li>"
    )
    box = f"<ul class='files'>{form.format(1, '계획.hwp')}{form.format(2, '양식.hwp')}{form.format(2, '양식.hwp')}</ul>"
    assert [(file.name, file.form) for file in files_of(box)] == [("계획.hwp", {"no": "1"}), ("양식.hwp", {"no": "2"})]
