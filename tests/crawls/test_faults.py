"""Many hosts that fail in all ways at once: every public post comes home once, or the report says which did not and why."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.servers.farm import Farm
from tests.servers.faults import Fault
from tests.servers.harvest import reap

HOSTS, POSTS, SEED = 6, 30, 21  # a seed by which each kind of fault comes at some first request
AWAY = HOSTS // 2
SETTINGS = {"DOWNLOAD_TIMEOUT": 2, "NEWSCRAWL_BACKOFF": 0.25, "NEWSCRAWL_PATIENCE": 30, "LOG_LEVEL": "WARNING"}

pytestmark = pytest.mark.skipif(not Farm.possible(), reason="no loopback addresses but 127.0.0.1 on this machine")


def crawl(farm, folder, **more):
    """Run Scrapy's own command on all boards, for it takes settings; into a data folder with its ledger."""
    articles = {"format": "jsonlines", "item_filter": "newscrawl.feeds.Articles"}
    settings = {
        **SETTINGS,
        **more,
        "NEWSCRAWL_LEDGER": folder / "ledger.db",
        "FEEDS": json.dumps({(folder / "all.jsonl").as_uri(): articles}),
    }
    folder.mkdir(exist_ok=True)
    given = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    targets = " ".join(farm.addresses)
    result = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "board", "-a", f"targets={targets}", *given],
        cwd=folder,
        env=os.environ | {"SCRAPY_SETTINGS_MODULE": "newscrawl.settings"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return reap(folder, [host.board for host in farm.hosts])


def sent(farm):
    """The kinds of faults that the hosts really sent."""
    return {fault for host in farm.hosts for fault in host.figures.faults}


def sound(harvest):
    """What holds of any run: nothing missing without a word, nothing twice, nothing that is not as the board has it."""
    assert harvest.lost == set()
    assert harvest.doubled == []
    assert harvest.wrong == {}
    assert harvest.strangers == []


@pytest.fixture(scope="module")
def after_faults(tmp_path_factory):
    """A crawl while one answer in ten fails and a host goes away, then one with all hosts in order."""
    folder = tmp_path_factory.mktemp("faults") / "data"
    with Farm(HOSTS, POSTS, share=0.1, seed=SEED) as farm:
        farm.away(AWAY, after=15, seconds=2)
        first = crawl(farm, folder)
        kinds = sent(farm)
        for host in farm.hosts:
            host.share = 0.0
        second = crawl(farm, folder)
    return first, kinds, second


def test_every_way_to_fail_was_met(after_faults):
    _, kinds, _ = after_faults
    assert kinds == set(Fault)


def test_no_post_is_lost_without_a_word_none_comes_twice_and_none_is_cut(after_faults):
    first, _, _ = after_faults
    sound(first)
    assert len(first.got) > first.expected * 0.9


def test_the_next_run_brings_what_was_named_as_not_got(after_faults):
    first, _, second = after_faults
    sound(second)
    assert second.unread == {}
    assert all("error" in reason for reason in second.named.values()), "only what was withheld waits for another day"
    assert first.got <= second.got


def test_an_error_page_with_status_200_is_asked_again_where_a_post_or_a_listing_should_be(tmp_path):
    seed = 197  # by it two of the three listing pages and six posts fail, each at the first request only
    with Farm(1, POSTS, share=0.25, seed=seed, kinds=(Fault.ERROR_PAGE,)) as farm:
        harvest = crawl(farm, tmp_path / "data")
        assert farm.hosts[0].figures.faults.total() == 8
    sound(harvest)
    assert len(harvest.got) == harvest.expected


def test_a_host_that_goes_away_for_a_while_costs_no_post(tmp_path):
    with Farm(2, POSTS, share=0.0, seed=SEED) as farm:
        farm.away(1, after=15, seconds=2)
        harvest = crawl(farm, tmp_path / "data")
        assert farm.hosts[1].figures.refused > 0
        assert farm.hosts[1].figures.requests > 15
    sound(harvest)
    assert len(harvest.got) == harvest.expected
    assert harvest.named == {}


def test_a_host_that_does_not_come_back_is_left_with_every_post_of_its_named_and_the_others_complete(tmp_path):
    with Farm(2, POSTS, share=0.0, seed=SEED) as farm:
        gone, other = (host.board for host in reversed(farm.hosts))
        farm.away(1, after=15, seconds=3600)
        harvest = crawl(farm, tmp_path / "data", NEWSCRAWL_PATIENCE=1)
        assert farm.hosts[1].figures.requests == 15
    sound(harvest)
    missing = harvest.named | harvest.unread
    assert {host for host, _ in missing} == {gone.host}
    assert all("does not answer" in reason for reason in missing.values())
    assert {number for host, number in harvest.got if host == other.host} == {post.number for post in other.public}
