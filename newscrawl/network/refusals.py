"""Why a request is not made: raised where it is refused, told by the run's report."""

from __future__ import annotations

from scrapy.exceptions import DownloadConnectionRefusedError, DropItem, IgnoreRequest


class Refused(IgnoreRequest):
    """Raised instead of making a request; says `what` is wrong and gives `advice`, as the report shows them."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice


class AddressRefused(Refused):
    """Raised for an address that may not be asked: scheme, user name in it, another host or port, a private network."""


class HostLeft(Refused):
    """Raised for a host that is left alone: it keeps refusing, asked for a long rest, or its hours are over."""


class OutsideHours(HostLeft):
    """Raised for a host outside the hours at which it may be crawled."""


class RunStopped(HostLeft):
    """Raised for requests that still wait when the user stops the run."""


class RobotsUnreadable(Refused):
    """Raised where robots.txt could not be had, so that everything is taken for forbidden (RFC 9309, 2.3.1.4)."""


class Unfinished(DropItem):
    """Raised for a post whose files the run was stopped before: it is not kept, and the next run asks for it again."""


class ProxyFailed(DownloadConnectionRefusedError):
    """Raised where a request came to a proxy of the environment at most: nothing is known of the host. It is asked again."""

    def __init__(self, proxy: str, what: str) -> None:
        super().__init__(f"{proxy} {what}")
        self.what = f"the proxy {proxy} {what}"
        self.advice = "Look at http_proxy, https_proxy and no_proxy in the environment."
