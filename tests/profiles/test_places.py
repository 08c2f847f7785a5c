from __future__ import annotations

import lxml.html
import pytest

from newscrawl.profiles.places import agree, spots, taken, texts_of, value_at
from newscrawl.profiles.profile import Place
from newscrawl.profiles.shape import follow, kind, path_to, shape, spine


def samples(name, *pairs):
    """Return (value, where it stands) of markup that holds the value."""
    return [
        (value, spots(name, value, enumerate(map(texts_of, lxml.html.fragment_fromstring(markup).iter()))))
        for value, markup in pairs
    ]


def test_a_value_between_others_is_told_by_the_words_around_it():
    line = "<p>작성일 : {} | 조회 : {} | 부서 : {}</p>"
    told = [("2024-03-01", "7", "홍보실"), ("2024-03-12", "12", "문화과"), ("2024-04-02", "3", "산림과")]
    for place, expected in (
        (0, ("작성일 : ", " | 조회 : ")),
        (1, (" | 조회 : ", " | 부서 : ")),
        (2, (" | 부서 : ", "")),
    ):
        spot, before, after = agree(samples("", *((values[place], line.format(*values)) for values in told)))
        assert (before, after) == expected
        for values in told:
            element = lxml.html.fragment_fromstring(line.format(*values))
            found = Place(slot=spot.slot, source=spot.source, before=before, after=after, rule="", confidence=1)
            assert value_at(found, element) == values[place]


def test_what_only_happens_to_say_the_same_is_no_place():
    found = agree(samples("", ("7", "<p><b>7</b><i>7</i></p>"), ("8", "<p><b>9</b><i>8</i></p>")))
    assert found is not None
    assert found[0].slot == 2
    assert agree(samples("", ("7", "<p><b>7</b><i>x</i></p>"), ("8", "<p><b>x</b><i>8</i></p>"))) is None


def test_of_two_places_of_one_constant_value_the_one_behind_its_label_is_taken():
    markup = "<dl><dt>작성자</dt><dd>홍보실</dd><dt>담당부서</dt><dd>홍보실</dd></dl>"
    for name, slot in (("author", 2), ("department", 4)):
        assert agree(samples(name, *[("홍보실", markup)] * 3))[0].slot == slot


@pytest.mark.parametrize(
    ("text", "before", "after", "value"),
    [
        ("조회 : 12", "조회 : ", "", "12"),
        ("조회 : 12 회", "조회 : ", " 회", "12"),
        ("열람 : 12", "조회 : ", "", None),
        ("조회 : 12", "조회 : ", " 회", None),
        ("조회 : ", "조회 : ", "", None),
    ],
)
def test_what_stands_between(text, before, after, value):
    assert taken(text, before, after) == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("작성일", "=작성일;"),
        ("2024-03-01", "d"),
        ("1,204", "n"),
        ("홍길동", "w"),
        ("가람군, 봄꽃 축제 준비 점검!", "*"),
        (" \n ", ""),
        (None, ""),
        ("긴 글" * 40, "*"),
    ],
)
def test_kinds_of_text(text, told):
    assert kind(text) == told


def test_the_shape_knows_labels_and_forgets_what_posts_say():
    def of(markup):
        top = lxml.html.fragment_fromstring(markup)
        body = [element for element in top.iter() if element.get("class") == "c"]
        return shape(top, body, None)[0]

    markup = "<div><h3>{}</h3><b>{}</b> <i>{}</i><ul>{}</ul><div class='c'>{}</div><p>{}</p></div>"
    one = of(
        markup.format("긴 제목 하나, 여기", "작성일", "2024-01-02", "<li>가, 나!</li>" * 2, "<p>글</p>", "2024-01-01")
    )
    assert one == of(
        markup.format("다른 제목, 둘", "작성일", "2023.1.3", "<li>다, 라!</li>" * 3, "<b>긴 글</b>", "다음에, 또")
    )
    assert one != of(
        markup.format("긴 제목 하나, 여기", "수정일", "2024-01-02", "<li>가, 나!</li>" * 2, "<p>글</p>", "2024-01-01")
    )
    assert one != of(
        markup.format("긴 제목 하나, 여기", "작성일", "봄날에, 쓰다", "<li>가, 나!</li>" * 2, "<p>글</p>", "2024-01-01")
    )


def test_paths_lead_back():
    root = lxml.html.document_fromstring(
        "<html><body><div class='a1'><p>x<p>y<p id='post-17'>z</div><div class=a2><p>w</div></body></html>"
    )
    for element in root.iter():
        assert follow(root, path_to(element, root)) is element
    assert follow(root, (*path_to(root.find("body"), root), *path_to(root, root))) is root.find("body")
    first, second = root.find("body")
    assert spine(first[0]) != spine(second[0])
