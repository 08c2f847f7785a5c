"""The ledger's memory of files: each content once, each article's files by address and name, gone with the board."""

from __future__ import annotations

from dataclasses import replace

from newscrawl.ledger import FileContent, KnownFile

from .samples import BOARD, OTHER, article, at, known

CONTENT = FileContent("a" * 64, "aa/" + "a" * 64 + ".hwp", 1024, "application/x-hwp", "ok", "글\n\n둘째 \ud800")
FILE = KnownFile("http://town.example/down?no=1", "보도자료.hwp", 1000, "release.hwp", at(0), CONTENT)


def test_a_file_comes_back_whole_before_and_after_its_article_is_known(ledger):
    ledger.keep_file(f"{BOARD}:1", FILE)
    assert ledger.files(f"{BOARD}:1") == [FILE]
    ledger.commit(article(), known())
    assert ledger.files(f"{BOARD}:1") == [FILE]
    assert (ledger.files(f"{BOARD}:2"), ledger.files(f"{OTHER}:1")) == ([], [])


def test_a_content_is_one_however_many_articles_name_it_and_its_newest_text_is_everybodys(ledger):
    ledger.keep_file(f"{BOARD}:1", replace(FILE, content=replace(CONTENT, text=None, text_status="unsupported")))
    ledger.keep_file(f"{OTHER}:7", replace(FILE, name="다른 이름.hwp"))
    assert [file.content for file in ledger.files(f"{BOARD}:1")] == [CONTENT]
    assert ledger.content(CONTENT.sha256) == CONTENT
    assert ledger.content("b" * 64) is None


def test_a_file_in_anothers_place_takes_it_and_files_of_one_address_are_told_by_name(ledger):
    other = replace(CONTENT, sha256="b" * 64, text=None, text_status=None)
    ledger.keep_file(f"{BOARD}:1", FILE)
    ledger.keep_file(f"{BOARD}:1", replace(FILE, name="둘째.hwp"))
    ledger.keep_file(f"{BOARD}:1", replace(FILE, content=other, read_at=at(5)))
    assert {file.name: file.content.sha256[0] for file in ledger.files(f"{BOARD}:1")} == {
        "보도자료.hwp": "b",
        "둘째.hwp": "a",
    }


def test_a_forgotten_board_takes_its_files_along_but_not_what_others_hold(ledger):
    mine = replace(CONTENT, sha256="c" * 64)
    ledger.keep_file(f"{BOARD}:1", FILE)
    ledger.keep_file(f"{BOARD}:1", replace(FILE, name="mine.hwp", content=mine))
    ledger.keep_file(f"{OTHER}:1", FILE)
    ledger.forget(BOARD)
    assert ledger.files(f"{BOARD}:1") == []
    assert (ledger.content(mine.sha256), ledger.content(CONTENT.sha256)) == (None, CONTENT)
    assert ledger.check() == []
