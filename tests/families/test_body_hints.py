"""A family's selector for the body makes the generic reader surer; it never takes away what the post has beside the element it names."""

import pytest

from newscrawl.families import families
from newscrawl.reading import read_page

from . import pages_a, pages_b
from .pages_a import POSTS
from .test_builders import page

BOARDS = [
    board for board in (*pages_a.BOARDS, *pages_b.BOARDS) if board.family not in ("citynet", "ndsoft", "saeol-eminwon")
]
TEXT = [
    f"{n}번째로 군은 올해 {3 * n}억 원을 들여 마을 길을 넓히고 낡은 다리 {n}개를 고친다고 밝혔다." for n in range(1, 9)
]

every_board = pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.family)


def paragraphs(lines):
    return "".join(f"<p>{line}</p>" for line in lines)


def body_of(board, made):
    """The body that is read, where `made` writes the post's text into its element: opening tag and name in, markup out."""
    markup = board.page_of(POSTS[0])
    text = paragraphs(POSTS[0].body)
    opening = markup[markup.rindex("<", 0, markup.index(text)) : markup.index(text)]
    name = opening[1:].split()[0].rstrip(">")
    written = markup.replace(f"{opening}{text}</{name}>", made(opening, name))
    assert written != markup
    reading = read_page(page(board.address_of(POSTS[0]), written), program=families()[board.family])
    return reading.article.body.split("\n\n")


def row(name):
    return "</tr><tr>" if name == "td" else ""


@every_board
def test_a_post_in_two_elements_of_one_class_is_read_whole(board):
    def made(opening, name):
        halves = (f"{opening}{paragraphs(half)}</{name}>" for half in (TEXT[:5], TEXT[5:]))
        return row(name).join(halves)

    assert body_of(board, made) == TEXT


@every_board
def test_sentences_before_the_element_belong_to_the_post(board):
    def made(opening, name):
        before = (
            f"<td colspan='4'>{paragraphs(TEXT[:3])}</td>" if name == "td" else f"<div>{paragraphs(TEXT[:3])}</div>"
        )
        return f"{before}{row(name)}{opening}{paragraphs(TEXT[3:])}</{name}>"

    assert body_of(board, made) == TEXT
