"""What a request that got no answer means for its host: a pause for everybody, or nothing, where the host is not to blame."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError
from scrapy.statscollectors import StatsCollector
from twisted.internet.error import ConnectError, NoRouteError, TCPTimedOutError

from newscrawl.cli.run import project_settings
from newscrawl.extensions.politeness import Politeness
from newscrawl.middlewares.rests import Rests
from newscrawl.network.refusals import ProxyFailed
from newscrawl.spiders.board import BoardSpider
from newscrawl.troubles import of_error

URL = "http://board.example/list"


@pytest.fixture
def rests(monkeypatch) -> Rests:
    crawler = Crawler(BoardSpider, project_settings({}))
    crawler.spider = BoardSpider(targets=URL)
    crawler.stats = StatsCollector(crawler)
    politeness = Politeness.from_crawler(crawler)
    monkeypatch.setattr(crawler, "get_extension", lambda _: politeness)
    return Rests.from_crawler(crawler)


@pytest.mark.parametrize(
    "error",
    [CannotResolveHostError(), DownloadConnectionRefusedError(), NoRouteError(), ConnectError(), TCPTimedOutError()],
    ids=lambda error: type(error).__name__,
)
def test_a_host_that_answered_and_is_away_rests_and_the_request_waits_for_it(rests, error):
    rests.politeness.pace("board.example").answers()
    again = rests.process_exception(Request(URL), error)
    assert again is not None
    assert again.url == URL
    assert rests.politeness.pace("board.example").rests == 1
    assert "the request failed" not in of_error(error).what


def test_a_proxy_that_fails_is_no_fault_of_the_host(rests):
    rests.politeness.pace("board.example").answers()
    assert rests.process_exception(Request(URL), ProxyFailed("127.0.0.1:3128", "refuses the connection")) is None
    assert rests.politeness.pace("board.example").rests == 0
