"""Why a board or an article could not be read, in words for a user, with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.python.failure import Failure

from newscrawl.errors import NeverRecorded
from newscrawl.ledger import Lock
from newscrawl.network.pool import HeadTooLong
from newscrawl.network.refusals import ProxyFailed, Refused
from newscrawl.network.tls import TlsFault, causes, tls_fault


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, and what the user can do."""

    what: str
    advice: str


NO_ADDRESSES = Trouble(
    "the rows are calls of a script, and the page does not tell what they ask for",
    "Save the page and an article (`newscrawl parse --explain`), and report the board.",
)
_HTTP = {
    401: "The board wants a login; newscrawl reads public boards only.",
    403: "The host refuses the crawler. Look at the board in a browser; if it is public, ask the institution.",
    404: "The address is gone: the site may have been redesigned. Open the site and look for the board's new address.",
    429: "The host asks for fewer requests. Try again later.",
}
_CLOSED = Trouble("the host closes the connection before it has answered", "Try later.")
_GARBLED = Trouble("the host's answer breaks the rules of HTTP", "The server has a fault of its own. Try later.")
_DOWNLOAD: tuple[tuple[type[Exception], Trouble], ...] = (
    (
        CannotResolveHostError,
        Trouble("the host name is unknown", "Look at the spelling of the address, and at this machine's network."),
    ),
    (
        DownloadConnectionRefusedError,
        Trouble("the host refuses the connection", "The server may be down, or the port wrong. Try later."),
    ),
    (
        DownloadTimeoutError,
        Trouble("the host does not answer in time", "Try later; raise DOWNLOAD_TIMEOUT if the site is always slow."),
    ),
    (
        ConnectError,
        Trouble("the host cannot be reached", "Look at this machine's network; the server may be down, too."),
    ),
    (ResponseDataLossError, Trouble("the host breaks off in the middle of its answer", "Try later.")),
)


def host_is_locked(held: Lock, now: datetime) -> Trouble:
    """Return what it means that another run has the host's lock, with its owner and age."""
    minutes = max(0, int((now - datetime.fromisoformat(held.since)).total_seconds() // 60))
    return Trouble(
        f"another run crawls {held.host}: process {held.owner}, for {minutes} min",
        "One run a host at a time; wait for it. If its process is gone, its lock is taken over by the next run.",
    )


def of_failure(failure: Failure) -> Trouble:
    """Return what a failed request means."""
    assert failure.value is not None
    return of_error(failure.value)


def of_error(error: BaseException) -> Trouble:
    """Return what it means that a request ended with an exception."""
    if isinstance(error, (Refused, ProxyFailed)):
        return Trouble(error.what, error.advice)
    if isinstance(error, HttpError):
        status = error.response.status
        if 300 <= status < 400:
            location = (error.response.headers.get("Location") or b"nowhere").decode("utf-8", "replace")
            return Trouble(f"the host redirects to {location}", "Only addresses of http and https are followed.")
        advice = _HTTP.get(status) or (
            "The site has a fault of its own. Try later." if status >= 500 else "Look at the address in a browser."
        )
        return Trouble(f"the host answers {status}", advice)
    if isinstance(error, IgnoreRequest) and "Forbidden by robots.txt" in str(error):
        return Trouble(
            "robots.txt forbids the address", "The site does not want it crawled. Ask the institution, or leave it."
        )
    if isinstance(error, NeverRecorded):
        return Trouble(f"{error.request} was never recorded", "Record the crawl again, with the same bounds.")
    if isinstance(error, IgnoreRequest) and "max redirections" in str(error):
        return Trouble(
            "the host redirects in circles", "Open the address in a browser, and give the one that it ends at."
        )
    if isinstance(error, DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in str(error):
        return Trouble(
            "the answer is longer than DOWNLOAD_MAXSIZE", "If the page is as long as that, raise the setting."
        )
    if isinstance(error, ValueError):  # as Scrapy's redirects raise it
        return Trouble(
            "it leads to what is no address", "Open the address in a browser, and give the one that it ends at."
        )
    if fault := tls_fault(error):
        return Trouble(fault.what, _tls_advice(fault))
    if any(isinstance(cause, HeadTooLong) for cause in causes(error)):
        return Trouble("the host sends header lines without end", "The server has a fault of its own. Try later.")
    if isinstance(error, DownloadFailedError):
        closed = any(isinstance(cause, ConnectionClosed) for cause in causes(error))
        return _CLOSED if closed else _GARBLED
    for kind, trouble in _DOWNLOAD:
        if isinstance(error, kind):
            return trouble
    return Trouble(f"the request failed ({type(error).__name__}: {error})", "Try later; `--verbose` shows more.")


def of_page(problem: str) -> Trouble:
    """Return what it means that a listing's address shows something else, from the reader's word for it."""
    if problem.startswith(("login", "password", "secret")):
        return Trouble(
            f"the address shows a {problem} page",
            "newscrawl reads public boards only. Look for the board's public address.",
        )
    if problem.startswith("alert"):
        return Trouble(
            f"the address answers with an {problem}",
            "A parameter of the address may be missing: copy it whole from a browser.",
        )
    if problem.startswith("redirect"):
        return Trouble(f"the address is a {problem}", "Give the address that the page leads to.")
    if problem.startswith("challenge"):
        return Trouble("the host asks for proof of a browser", "It refuses crawlers; newscrawl does not go round that.")
    if problem == "cookie check":
        return Trouble(
            "the host checks for a cookie again and again, though what it set came back",
            "It refuses crawlers; newscrawl does not go round that.",
        )
    if problem == "reload":
        return Trouble(
            "the address shows a page that only loads itself again",
            "It may be a waiting page: try later, and look at it in a browser.",
        )
    if problem == "article":
        return Trouble("the address is an article, not a listing", "Give the address of the board's list page.")
    if problem == "empty board":
        return Trouble("the board has no posts", "If a browser shows posts there, the list may be filled by a script.")
    return Trouble(f"no board was found there: {problem}", "Give the address of a list page with a table of posts.")


def _tls_advice(fault: TlsFault) -> str:
    if fault.allowance is None:
        return "Look at the address in a browser, and at this machine's certificates."
    return f"If the site is the right one, let its file in the catalogue say `tls: [{fault.allowance}]`; nothing else opens by that."
