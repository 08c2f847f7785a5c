"""Cut answers are asked for again until it is known what they are; whole ones never cost a request more than once a host."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response
from scrapy.responsetypes import responsetypes
from scrapy.utils.test import get_crawler

from newscrawl.middlewares.endings import PARTIAL, _document, _ends_plainly, lacks_end
from newscrawl.middlewares.wholeness import LOSS, UNCLOSED, Wholeness

TEXT = "".join(f"<p>가람군은 마을 회관 {number}곳을 새로 단장했다고 밝혔다.</p>\n" for number in range(40))
PAGE = f"<html><head><title>가람군</title></head><body>\n{TEXT}<div id='footer'>가람군청 061-000-0000</div></body></html>\n".encode()
OPEN = PAGE.removesuffix(b"</body></html>\n")  # as a host sends it that never closes its pages
URL = "http://garam.example/view?no=1"


def crawler_of(**settings: object) -> Crawler:
    crawler = get_crawler(Spider, settings)
    crawler.spider = crawler._create_spider("board")
    return crawler


@pytest.fixture
def wholeness() -> Wholeness:
    return Wholeness.from_crawler(crawler_of(RETRY_TIMES=2))


def answer(
    body: bytes, *flags: str, url: str = URL, status: int = 200, kind: str | None = "text/html", **headers: str
) -> Response:
    """Return a response as Scrapy's handler makes it."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()} | (
        {"Content-Type": kind} if kind else {}
    )
    response = Response(url, headers=fields)
    made = responsetypes.from_args(headers=response.headers, url=url, body=body)
    return made(url, status=status, headers=fields, body=body, flags=list(flags))


def outcome(wholeness: Wholeness, *answers: Response, request: Request | None = None) -> tuple[int, Response | None]:
    """Give a request these answers, one after the other as it asks; return how many it took, and the one passed on (None: given up)."""
    request = request or Request(answers[0].url)
    for number, response in enumerate(answers, 1):
        try:
            result = wholeness.process_response(request, response)
        except ResponseDataLossError:
            return number, None
        if isinstance(result, Response):
            return number, result
        request = result
    raise AssertionError("it asks for more answers than it may")


def test_a_whole_page_passes_at_once(wholeness):
    for flags in ((), (PARTIAL,)):
        page = answer(PAGE, *flags)
        assert outcome(wholeness, page) == (1, page)


@pytest.mark.parametrize("flags", [(), (PARTIAL,), (LOSS,)])
@pytest.mark.parametrize("part", [0.02, 0.1, 0.5, 0.9])
def test_a_page_that_was_cut_once_is_got_whole(wholeness, flags, part):
    cut = answer(PAGE[: int(len(PAGE) * part)], *flags)
    whole = answer(PAGE)
    assert outcome(wholeness, cut, whole) == (2, whole)


def test_a_page_cut_elsewhere_each_time_is_given_up(wholeness):
    cuts = [answer(PAGE[: len(PAGE) // part], PARTIAL) for part in (2, 3, 4)]
    assert outcome(wholeness, *cuts) == (3, None)


def test_cuts_at_places_close_together_are_no_one_shape(wholeness):
    assert outcome(wholeness, *[answer(PAGE[:at], PARTIAL) for at in (2000, 2010, 2020)]) == (3, None)


def test_one_tail_behind_texts_of_other_lengths_is_no_one_shape(wholeness):
    footer = OPEN[-60:]
    assert outcome(wholeness, *[answer(OPEN[:at] + footer, PARTIAL) for at in (2000, 1500, 1000)]) == (3, None)


def test_bytes_lost_and_no_end_are_never_believed_though_the_same_bytes_come(wholeness):
    assert outcome(wholeness, *[answer(OPEN[:-200], LOSS)] * 3) == (3, None)


def test_an_answer_of_which_nothing_came_is_no_empty_page(wholeness):
    assert outcome(wholeness, *[answer(b"", LOSS)] * 3) == (3, None)
    assert outcome(wholeness, answer(b"", LOSS), answer(PAGE))[0] == 2


OTHER = OPEN.replace("마을 회관".encode(), "도서관".encode())  # another page, and no longer the same length


def test_a_page_that_never_ends_is_believed_the_second_time(wholeness):
    taken, passed = outcome(wholeness, *[answer(OPEN)] * 3)
    assert taken == 2
    assert passed.flags == [UNCLOSED]


def test_two_pages_that_end_alike_prove_each_other(wholeness):
    request = wholeness.process_response(Request(URL), answer(OPEN))
    taken, passed = outcome(wholeness, answer(OTHER, url="http://garam.example/view?no=2"))
    assert (taken, passed.flags) == (1, [])
    assert wholeness.process_response(request, answer(OPEN)).flags == [], "the first page was on its way again"
    assert outcome(wholeness, *[answer(OTHER, url="http://other.example/view?no=2")] * 2)[0] == 2, "another host"


def test_pages_that_are_cut_at_one_byte_of_their_common_head_prove_nothing(wholeness):
    request = wholeness.process_response(Request(URL), answer(OPEN[:1024], PARTIAL))
    assert isinstance(request, Request)
    second = answer(OPEN[:1024], PARTIAL, url="http://garam.example/view?no=2")
    assert isinstance(wholeness.process_response(Request(second.url), second), Request)


def test_a_host_that_is_known_to_end_so_is_not_believed_when_it_ends_otherwise(wholeness):
    outcome(wholeness, *[answer(OPEN)] * 2)
    cut = OPEN[: len(OPEN) // 2]
    second = "http://garam.example/view?no=2"
    taken, passed = outcome(wholeness, answer(cut, PARTIAL, url=second), answer(OTHER, PARTIAL, url=second))
    assert taken == 2
    assert passed.body == OTHER


def test_counters_dates_and_tokens_do_not_make_another_page(wholeness):
    def page(views: int, token: str, seconds: str) -> Response:
        body = OPEN.replace("곳을".encode(), f"곳을 (조회 {views})".encode(), 1)
        return answer(body + f"<input name='csrf' value='{token}'><i>{seconds} sec</i>".encode(), PARTIAL)

    first, second = page(99, "a8f3c0d1-77", "0.0312"), page(100, "99e3bb02-1f", "1.1")
    taken, passed = outcome(wholeness, first, second)
    assert taken == 2
    assert passed.body == second.body


def test_the_third_answer_may_be_like_the_first(wholeness):
    taken, passed = outcome(wholeness, answer(OPEN), answer(OPEN[: len(OPEN) // 2], PARTIAL), answer(OPEN))
    assert taken == 3
    assert passed.body == OPEN


def test_a_missing_last_chunk_behind_a_whole_page_is_believed_the_second_time(wholeness):
    taken, passed = outcome(wholeness, *[answer(PAGE, LOSS)] * 2)
    assert taken == 2
    assert passed.flags == [LOSS]
    longer = PAGE.replace(b"<p>", b"<p class='text'>")
    assert outcome(wholeness, answer(longer, LOSS, url="http://garam.example/view?no=2"))[0] == 1, "the host is known"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b"User-agent: *\nDisallow: /pri"),
        ("application/pdf", b"%PDF-1.4 \x00"),
        ("text/html", b"User-agent: *"),
    ],
)
def test_of_files_only_lost_bytes_count(wholeness, kind, body):
    for flags in ((), (PARTIAL,)):
        assert outcome(wholeness, answer(body, *flags, kind=kind))[0] == 1
    assert outcome(wholeness, *[answer(body, LOSS, kind=kind)] * 3) == (3, None)


@pytest.mark.parametrize(
    ("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 302), ("GET", 304), ("GET", 404), ("GET", 500)]
)
def test_answers_whose_body_is_not_read_pass(wholeness, method, status):
    response = answer(OPEN[:100], LOSS, status=status)
    assert outcome(wholeness, response, request=Request(URL, method=method)) == (1, response)


def test_an_empty_page_is_asked_for_again_where_nothing_said_that_it_is_empty(wholeness):
    assert outcome(wholeness, answer(b"", Content_Length="0"))[0] == 1
    assert outcome(wholeness, answer(b"", PARTIAL), answer(PAGE))[0] == 2


def test_times_follow_the_settings_and_the_request():
    cuts = [answer(PAGE[: 300 * number], LOSS) for number in range(1, 6)]
    assert outcome(Wholeness.from_crawler(crawler_of(RETRY_TIMES=4)), *cuts)[0] == 5
    assert outcome(Wholeness.from_crawler(crawler_of(RETRY_ENABLED=False)), *cuts)[0] == 1
    wholeness = Wholeness.from_crawler(crawler_of(RETRY_TIMES=4))
    assert outcome(wholeness, *cuts, request=Request(URL, meta={"max_retry_times": 1}))[0] == 2
    assert outcome(wholeness, *cuts, request=Request(URL, meta={"dont_retry": True}))[0] == 1


def test_retries_for_other_troubles_leave_a_cut_page_its_own(wholeness):
    assert outcome(wholeness, *[answer(OPEN)] * 2, request=Request(URL, meta={"retry_times": 2}))[1] is not None


def test_what_is_remembered_is_bounded(wholeness, monkeypatch):
    monkeypatch.setattr("newscrawl.middlewares.wholeness._ENDINGS", 3)
    for number in range(5):
        outcome(wholeness, *[answer(OPEN, url=f"http://host{number}.example/")] * 2)
    assert outcome(wholeness, answer(OTHER, url="http://host4.example/2"))[0] == 1
    assert outcome(wholeness, *[answer(OTHER, url="http://host0.example/2")] * 2)[0] == 2, "forgotten"
    request = wholeness.process_response(Request(URL), answer(OPEN * 100))
    assert len(repr(request.meta)) < 200, "shapes, no bodies"


SCRIPT = "<script>function print_it() { w.document.write('<html><body>' + text); }</script>"
CONDITIONAL = "<!--[if IE 7]><html class='ie7'><![endif]--><!--[if !IE]><!--><html><!--<![endif]--><body>"


@pytest.mark.parametrize(
    ("markup", "lacks"),
    [
        ("<html><body>글</body></html>", False),
        ("<HTML><BODY>글</BODY></HTML\n>", False),
        ("<body>글</body>", False),
        ("<html><body>글</html>", False),
        ("<html><body>글</body>", False),
        (f"<html><body>{SCRIPT}글</body></html>", False),
        (f"{CONDITIONAL}글</body></html>", False),
        ("<html><body>글</body></html>" + "<!-- 0.03 s -->" * 9 + "<script>count()</script>", False),
        ("<html><body><html><body>붙여 넣은 글</body></html>글</body></html>", False),
        ("<html><body><html><body>붙여 넣은 글</body></html><p>글이 여기서 끊", True),
        ("<html><body><!-- </body></html> --><p>글이 여기서 끊", True),
        ("<html><body><script>w.document.write('<body></body></html>');</script><p>글이 여기서 끊", True),
        ("<html><body><p>글</p></div>", True),
        ("<html><head><title>글</title>", True),
        ("<html><body>" + "<p>글</p></html>" + "<p>긴 글</p>" * 900, True),
        ("<ul><li>글</li></ul>", False),
        ("<ul><li>글</li><li cla", True),
        ("<script>alert('글이 없습니다');</script>", False),
    ],
)
def test_where_a_page_lacks_its_end(markup, lacks):
    assert lacks_end(answer(markup.encode())) is lacks


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_a_piece_of_markup_that_ends_inside_a_character(encoding):
    whole = "<ul><li>가람군 소식</li></ul><p>축제가 열린다".encode(encoding)
    assert not lacks_end(answer(whole))
    assert lacks_end(answer(whole[:-1]))


@given(st.integers(min_value=20, max_value=len(PAGE) - 20))
def test_a_cut_anywhere_before_the_end_is_seen(at):
    assert lacks_end(answer(PAGE[:at]))


@given(
    st.binary(max_size=300) | st.text("<!->/htmlbodyscrip 가", max_size=200).map(str.encode),
    st.sampled_from([(), (PARTIAL,)]),
)
def test_any_bytes_can_be_asked(body, flags):
    assert lacks_end(answer(body, *flags)) in (True, False)


PIECES = "<html> <html/> </html> </html </htmlx> <body> </body> <script> <scripty> </script> </scriptx> <!-- <!--> --> -- <p>".split()


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_a_plain_end_is_an_end(markup):
    if _ends_plainly(markup.encode()):
        assert _document(markup.encode())[1]


def test_most_pages_end_plainly():
    assert _ends_plainly(PAGE)
    assert _ends_plainly(PAGE + b"<!-- 0.02 s --><script>count()</script>")
    assert not _ends_plainly(OPEN)
    assert not _ends_plainly(PAGE + b"<p>.</p>" * 600)
