"""The two sample texts: where they are, what they say, and what the extractor that made them had lost."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[2]
NOTHING = "\u00a0"  # what an empty paragraph of the word processor has in it

_ROW = re.compile(r"(?P<number>\d+) (?P<title>.+?)(?P<file> file)? (?P<date>\d{4}\.\d\d\.\d\d) (?P<views>\d+)")


class Loss(NamedTuple):
    """A place as the sample has it, and as the page had it; no longer than is needed to find the one place."""

    lost: str
    whole: str


PAPER_LOSSES = (
    Loss("109일부터", "10월 9일부터"),
    Loss("는 스마트시티-", "는 ‘스마트시티-"),
    Loss("동력을 주", "동력’을 주"),
    Loss("계기라며 ", "계기”라며 “"),
    Loss("것이라고", "것”이라고"),
    Loss("최고의(81,", "최고층(81층,"),
    Loss("20181010일", "2018년 10월 10일"),
    Loss("참여하여지속", "참여하여 ‘지속"),
)
BOARD_LOSSES = (
    Loss("서 1회", "서 ‘제1회"),
    Loss("포럼을 개최한", "포럼’을 개최한"),
    Loss("9미국", "9월 ‘미국"),
    Loss("박람회에서 권", "박람회’에서 권"),
    Loss("등 클러스터 기", "등 ‘클러스터 기"),
    Loss("중요성을 주", "중요성’을 주"),
    Loss("환경청의 물", "환경청의 ‘물"),
    Loss("등 클러스터의", "등 ‘클러스터의"),
    Loss("프로그램을 주", "프로그램’을 주"),
    Loss("은 코로나", "은 “코로나"),
    Loss("나가겠다고", "나가겠다”고"),
)
ROW_LOSSES = (
    Loss("대구 광해군", "‘대구 광해군"),
    Loss("달구벌건강주치의 ", "‘달구벌건강주치의’ "),
    Loss("공사대구", "공사·대구"),
)


def seeds_folder() -> Path | None:
    """Return the folder of the samples: NEWSCRAWL_SEEDS, else `shared/seeds` beside the checkout; None where there is none."""
    named = os.environ.get("NEWSCRAWL_SEEDS")
    folder = Path(named) if named else CHECKOUT.parent / "shared" / "seeds"
    return folder if any(folder.glob("000_*.txt")) and any(folder.glob("004_*.txt")) else None


def read_seed(folder: Path, number: str) -> str:
    """Return the one sample text of that number."""
    (file,) = folder.glob(f"{number}_*.txt")
    return file.read_text("utf-8")


def put_back(text: str, losses: tuple[Loss, ...]) -> str:
    """Return the text as the page had it; a place that the text does not have exactly once is an error."""
    for loss in losses:
        assert text.count(loss.lost) == 1, f"{text.count(loss.lost)} places say {loss.lost!r}"
    for loss in losses:
        text = text.replace(loss.lost, loss.whole)
    return text


@dataclass(frozen=True)
class PaperText:
    """An article of a paper as its page shows it. Empty paragraphs are kept in `body`, as NOTHING."""

    titles: tuple[str, str]
    reporter: str
    approved: str
    comment_count: str
    share: str
    subhead: str
    body: tuple[str, ...]
    plea: tuple[str, ...]
    related: str
    comments: tuple[str, ...]
    publisher: tuple[str, ...]
    program: str

    @property
    def around(self) -> tuple[str, ...]:
        """The lines that stand around the body and are none of it; the reporter is named in the agency line, too, so is not among them."""
        head = (self.approved, self.comment_count, self.share, self.subhead)
        return (*head, *self.plea, self.related, *self.comments, *self.publisher, self.program)


@dataclass(frozen=True)
class RowText:
    """A row of a listing, as shown."""

    number: str
    title: str
    date: str
    views: str
    has_file: bool


@dataclass(frozen=True)
class BoardText:
    """A post of a board with the listing below it, as its page shows them. Empty paragraphs are kept in `body`, as NOTHING."""

    title: str
    body: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[RowText, ...]


def paper_text(seed: str) -> PaperText:
    """Take the paper's sample apart, with the lost words put back."""
    head, subhead, *body, plea, related, comments, publisher = put_back(seed, PAPER_LOSSES).split("\n\n")
    first, second, reporter, approved, comment_count, share = (line.removeprefix("  • ") for line in head.split("\n"))
    *published_by, program = (line.removeprefix("  • ") for line in publisher.split("\n"))
    return PaperText(
        titles=(first, second),
        reporter=reporter,
        approved=approved,
        comment_count=comment_count,
        share=share,
        subhead=subhead,
        body=tuple(body),
        plea=tuple(plea.split("\n")),
        related=related,
        comments=tuple(comments.split("\n")),
        publisher=tuple(published_by),
        program=program,
    )


def board_text(seed: str) -> BoardText:
    """Take the board's sample apart, with the lost words put back."""
    title, *body, listing = put_back(seed, BOARD_LOSSES + ROW_LOSSES).split("\n\n")
    header, *rows = listing.split("\n")
    return BoardText(title=title, body=tuple(body), columns=tuple(header.split(" ", 3)), rows=tuple(map(_row, rows)))


def _row(line: str) -> RowText:
    match = _ROW.fullmatch(line)
    assert match is not None, f"no row: {line!r}"
    return RowText(match["number"], match["title"], match["date"], match["views"], match["file"] is not None)
