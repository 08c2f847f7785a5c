"""Secrets in text and addresses: masked wherever they stand, while whatever names a board, post or file stays."""

from __future__ import annotations

import io
import logging

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newscrawl.extensions.redaction import Redacted, Redaction
from newscrawl.items import Attachment, Image, PageRequest
from newscrawl.normalize.addresses import identify
from newscrawl.normalize.parameters import BOARD_KEYS, KNOWN_KEYS
from newscrawl.normalize.records import article_record, listing_record
from newscrawl.normalize.secrets import form_without_secrets, redact, without_secrets
from newscrawl.reading.evidence import ShownArticle, ShownListing

SECRET = "s3cr3t0123456789abcdef"
NAMES = (
    "JSESSIONID PHPSESSID sid ASPSESSIONIDQQABCD token access_token csrf _csrf authenticity_token csrfmiddlewaretoken api_key apikey "
    "serviceKey ServiceKey auth secret client_secret password passwd pwd pw wr_password signature X-Amz-Signature X-Amz-Security-Token "
    "otp %6Asessionid access%5Ftoken user[password] user%5Bpassword%5D login.pw"
).split()
FORMS = (
    "<GET http://town.example/view?{name}={value}&nttId=5> (referer: None)",
    "http://town.example/view?nttId=5&{name}={value}",
    "http://town.example/view?nttId=5&amp;{name}={value}&amp;bbsId=1",
    "http://town.example/view;{name}={value}?nttId=5",
    "http://town.example/view;{name}={value}/next?nttId=5",
    "http://town.example/#nttId=5&{name}={value}",
    "http://town.example/go?to=http%3A%2F%2Fx.example%2F%3F{name}%3D{value}%26nttId%3D5",
    '{{"{name}": "{value}", "nttId": "5"}}',
    '{{"{name}":"a\\"{value}", "nttId": "5"}}',
    '"{{\\"{name}\\": \\"{value}\\", \\"nttId\\": 5}}"',
    "{{'{name}': '{value}', 'nttId': '5'}}",
    "{{b'{name}': [b'{value}'], 'nttId': '5'}}",
    'retrying {name}="a {value}" nttId=5',
    "body=b'{name}={value}&nttId=5'",
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_a_secret_is_masked_however_it_is_written(name: str, form: str) -> None:
    text = form.format(name=name, value=SECRET)
    shown = redact(text)
    assert SECRET not in shown
    assert "***" in shown
    assert "nttId" in shown
    assert "5" in shown.partition("nttId")[2]
    assert redact(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://user:word@town.example/a", "http://***@town.example/a"),
        ("http://me@mail.example:word@town.example/a", "http://***@town.example/a"),
        ("<GET ftp://user:w%20d@host/>", "<GET ftp://***@host/>"),
        ("?to=http%3A%2F%2Fuser%3Aword%40town.example%2F", "?to=http%3A%2F%2F***%40town.example%2F"),
        ("Cookie: a=b; JSESSIONID=c\nHost: town.example", "Cookie: ***\nHost: town.example"),
        ("Set-Cookie: a=b; path=/\r\nDate: now", "Set-Cookie: ***\r\nDate: now"),
        ("authorization: Basic dXNlcg==", "authorization: ***"),
        ('Authorization: Digest username="me"', "Authorization: ***"),
        ("{b'Cookie': [b'a=b; c=\"d\"'], b'Host': [b'x']}", "{b'Cookie': [b'***'], b'Host': [b'x']}"),
        ("{'Proxy-Authorization': 'Basic abc'}", "{'Proxy-Authorization': '***'}"),
        ("sent Bearer abcdefghijklmnop.q", "sent Bearer ***"),
        ("Authorization=Bearer abc&nttId=5", "Authorization=***&nttId=5"),
        ("{'otp': 123456, 'no': 7}", "{'otp': ***, 'no': 7}"),
        ("비밀번호=1234&wr_id=5", "비밀번호=***&wr_id=5"),
    ],
)
def test_users_cookies_and_headers_are_masked(text: str, shown: str) -> None:
    assert redact(text) == shown
    assert redact(shown) == shown


@pytest.mark.parametrize(
    "name", sorted({*KNOWN_KEYS, *BOARD_KEYS, "key", "code", "authFlag", "passage", "tokens", "secretary"})
)
def test_what_names_a_board_or_post_is_never_masked(name: str) -> None:
    for text in (f"http://town.example/list?{name}=12345&page=2", f"{{'{name}': '12345'}}", f"/view;{name}=12345"):
        assert redact(text) == text
    assert without_secrets(f"http://town.example/down?{name}=12345") == f"http://town.example/down?{name}=12345"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "'시장님께 드리는 말씀' shows no article (login): http://town.example/view?nttId=5",
        "invalid token: '<' in line 3",
        "mail to press@town.example, or http://town.example/@press?x=a@b",
        "http://town.example/view?token=&nttId=5",
        "Basic information about cookies",
        "50% = half; a == b; 100%",
    ],
)
def test_text_without_secrets_stays_as_it_is(text: str) -> None:
    assert redact(text) == text


PIECES = st.lists(
    st.sampled_from(
        [
            "token",
            "=",
            "&",
            ";",
            "://",
            "@",
            '"',
            "'",
            "\\",
            "%3D",
            "%26",
            "%25",
            "Cookie",
            ":",
            " ",
            "\n",
            "a",
            "5",
            "가",
            "***",
        ]
    ),
    max_size=40,
).map("".join)


@given(st.one_of(st.text(), PIECES))
@example("Cookie: Bearer aaaaaaaaaaaaaaaaaaaa")
def test_masking_once_is_enough(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "a",
            "가",
            "%",
            "%25",
            "%41",
            "%26",
            "%3D",
            "a=",
            "token=",
            'token="',
            'token=\\"',
            "token=a&",
            "&amp;token=/",
            "sid=sid=",
        ),
        *(
            "://",
            "://a",
            "://a@",
            "@",
            ";",
            ";a=",
            "cookie:",
            'cookie: "',
            "cookie ",
            "Bearer ",
            "basic\t",
            "x-",
            "x-a",
            "x-key-",
            "\\",
        ),
        *("'token' ", "\\'", "[", "token\\\\': ", "%3A%2F%2F", "%3A%2F%2Fa", "\n", "token:", "{'pw':"),
    ],
)
def test_long_hostile_text_takes_no_more_than_its_length(piece: str) -> None:
    """Were the time to grow with the square of the length, the folder's tests would take an hour instead of seconds."""
    text = piece * (200_000 // len(piece))
    redact(text)
    redact("https://token" + text)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("http://u:p@town.example/f.hwp", "http://town.example/f.hwp"),
        ("http://@town.example/f.hwp", "http://town.example/f.hwp"),
        ("http://town.example/down.do;jsessionid=A1.node?fileSn=3", "http://town.example/down.do?fileSn=3"),
        ("http://town.example/;JSESSIONID=A1/down.do?fileSn=3", "http://town.example//down.do?fileSn=3"),
        ("http://town.example/down?PHPSESSID=abc&no=3", "http://town.example/down?no=3"),
        ("http://town.example/down?no=3&amp;PHPSESSID=abc", "http://town.example/down?no=3"),
        ("http://town.example/down?jsessionid=abc", "http://town.example/down"),
        ("http://town.example/down?%6Asessionid=abc&no=3#x", "http://town.example/down?no=3#x"),
        ("http://town.example/down?_csrf=abc&atchFileId=FILE_1", "http://town.example/down?atchFileId=FILE_1"),
    ],
)
def test_an_address_loses_who_asked_for_it(url: str, kept: str) -> None:
    assert without_secrets(url) == kept


@pytest.mark.parametrize(
    "url",
    [
        "http://town.example/down?fileName=%B0%A1.hwp&path=a;b=c&&x",
        "http://town.example/down?token=0123456789abcdef0123&key=9&sid=12",
        "http://town.example/가 나.hwp?",
        "/relative?no=1",
        "",
    ],
)
def test_an_address_without_a_visit_is_kept_to_the_letter(url: str) -> None:
    assert without_secrets(url) == url.removesuffix("?")


def test_records_hold_no_visits() -> None:
    visit = "http://town.example/x;jsessionid=S1?PHPSESSID=S1&no=5"
    clean = "http://town.example/x?no=5"
    file = Attachment(name="a.hwp", url=visit, method="POST", form={"fileSn": "1", "JSESSIONID": "S1"})
    shown = ShownArticle(
        body="본문", attachments=[file], images=[Image(url=visit)], warnings=[f"body is in an iframe: {visit}"]
    )
    article = article_record(shown, site="town", board="press", identity=identify(visit), now=None)
    assert (article.url, article.images[0].url) == (clean, clean)
    assert article.attachments == [Attachment(name="a.hwp", url=clean, method="POST", form={"fileSn": "1"})]
    assert not any("S1" in warning for warning in article.warnings)
    assert file.url == visit, "what was shown stays as it was shown"
    listing = listing_record(ShownListing(next=PageRequest(url=visit, form={"page": "2", "_csrf": "S1"})), now=None)
    assert listing.next == PageRequest(url=clean, form={"page": "2"})
    assert form_without_secrets({"no": "1", "_csrf": "S1"}) == {"no": "1"}


def _logged(*arguments: object, error: Exception | None = None) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Redacted())
    logger = logging.getLogger("tests.secrets")
    logger.addHandler(handler)
    try:
        logger.error(*arguments, exc_info=error)
    finally:
        logger.removeHandler(handler)
    return stream.getvalue()


class _Unprintable:
    def __str__(self) -> str:
        raise RuntimeError(f"token={SECRET}")

    __repr__ = object.__repr__


@pytest.mark.parametrize(
    "arguments",
    [
        (f"Crawled (200) <GET http://town.example/?token={SECRET}>",),
        ("Crawled %s", f"http://town.example/?token={SECRET}"),
        ("%(request)s failed", {"request": f"<GET http://u:{SECRET}@town.example/>"}),
        ("settings %s", {"pw": SECRET}),
        ("too few %s %s", f"token={SECRET}"),
    ],
)
def test_no_log_line_shows_a_secret(arguments: tuple[object, ...]) -> None:
    line = _logged(*arguments)
    assert "***" in line
    assert SECRET not in line


def test_a_log_line_stays_whole_otherwise() -> None:
    assert _logged("read %d rows, 100 %%", 5) == "read 5 rows, 100 %\n"
    assert _logged("100 %") == "100 %\n"
    assert "argument" in _logged("argument %s", _Unprintable())


def test_a_traceback_is_masked_and_stays_a_traceback() -> None:
    try:
        raise ValueError(f"http://town.example/?token={SECRET}")
    except ValueError as error:
        text = _logged("failed", error=error)
    assert SECRET not in text
    assert text.startswith("failed\nTraceback (most recent call last):\n")
    assert text.endswith("ValueError: http://town.example/?token=***\n")


def test_every_handler_of_the_root_logger_is_covered_once(monkeypatch) -> None:
    first, second = logging.NullHandler(), logging.NullHandler()
    monkeypatch.setattr(logging.getLogger(), "handlers", [first])
    redaction = Redaction()
    logging.getLogger().addHandler(second)
    redaction.cover()
    assert [[type(found) for found in handler.filters] for handler in (first, second)] == [[Redacted], [Redacted]]


def test_the_key_that_xe_gives_a_file_stays_for_without_it_the_file_does_not_come():
    key = "bd325201ae5a70c3e34cf78e64fc8fb0"
    file = f"http://town.example/?module=file&act=procFileDownload&file_srl=1439&sid={key}&module_srl=772"
    assert without_secrets(file) == file
    assert without_secrets(f"http://town.example/?mid=board&sid={key}") == "http://town.example/?mid=board"
    assert key not in redact(file)
