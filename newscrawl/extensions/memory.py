"""The run's memory: opens the ledger, locks hosts, mends feeds, and commits each record once its line is on disk."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from newscrawl.extensions.politeness import Politeness, boards_of_spider
from newscrawl.feeds import mend, records_after
from newscrawl.items import Article, ViewObservation
from newscrawl.ledger import (
    BoardMemory,
    Decision,
    FileContent,
    HostRest,
    Known,
    KnownFile,
    LearnedProfile,
    Ledger,
    Lock,
    Run,
    SqliteLedger,
    owner,
)
from newscrawl.profiles.profile import Profile, from_json, to_json
from newscrawl.revisions import AGES, fingerprint, next_visit
from newscrawl.tally import Tally, board_reports

logger = logging.getLogger(__name__)

BEAT = 30.0  # seconds between two signs of life on the locks
STALE = timedelta(minutes=10)  # a lock without a sign of life for so long has lost its owner
_LONGEST_ROBOTS = 24.0  # hours (RFC 9309, 2.4)
_VIEWS_AT_ONCE = (
    50  # view counts that one transaction keeps; a kill costs the ledger fewer than that, and the feed none
)
GONE_AFTER = 3  # whole walks in a row that did not meet a post


def utc_now() -> str:
    """Return the moment as the ledger has it: ISO 8601, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Glance:
    """What a dry run knows: the ledger, read and not written; nothing where there is none yet."""

    def __init__(self, path: str | None) -> None:
        there = path is not None and Path(path).is_file()
        self.ledger: Ledger | None = SqliteLedger(path, read_only=True) if path and there else None

    def start(self, politeness: Politeness) -> None:
        """Pass on which hosts former runs left alone."""
        if self.ledger:
            pass_on_rests(self.ledger, politeness)

    def board(self, board: str, url: str) -> BoardMemory:
        """Return what is remembered of a board."""
        return (self.ledger.board(board) if self.ledger else None) or BoardMemory(board, url)

    def saw(self, board: str, keys: Collection[str]) -> dict[str, Known]:
        """Return what is remembered of the posts that a listing page names."""
        return self.ledger.known(board, keys) if self.ledger else {}

    def profile(self, board: str) -> Profile:
        """Return what was learned of a board's pages."""
        return _profile(self.ledger, board)


class Memory:
    """Remembers what a run sees in the ledger that the setting NEWSCRAWL_LEDGER names; without one there is none.

    The order that keeps a crash harmless: a feed line is written and flushed, then the ledger commits the record together with how long
    the feed is. At the next start, whole lines behind that mark are committed after all, and a torn one is cut off.
    """

    def __init__(self, crawler: Crawler, path: str) -> None:
        self.crawler = crawler
        self.ledger: Ledger = SqliteLedger(path)
        self.owner = owner()
        self.started_at = utc_now()
        self.run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{os.getpid()}"
        self.visits: dict[str, Known] = {}
        self.refused: dict[str, Lock] = {}
        self.mended: list[str] = []
        self.broken = False
        self._views: list[ViewObservation] = []
        self._again: set[str] = set()  # ids of articles that the next run visits, whatever their age
        self.ages = [timedelta(days=float(age)) for age in crawler.settings.getlist("NEWSCRAWL_REVISIT_DAYS")] or AGES
        asks_again = crawler.settings.getbool("NEWSCRAWL_RETRY_NOW")
        hours = 0.0 if asks_again else crawler.settings.getfloat("NEWSCRAWL_ROBOTS_HOURS")
        self._robots_last = timedelta(hours=min(hours, _LONGEST_ROBOTS))
        self._wants_files = bool(crawler.settings["FILES_STORE"])
        self.loop: AsyncioLoopingCall | LoopingCall | None = None
        self.feeds = _local_feeds(crawler.settings.getdict("FEEDS"))
        crawler.signals.connect(self.keep, signals.item_scraped)
        crawler.signals.connect(self.start, signals.spider_opened)
        crawler.signals.connect(self.finish, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the ledger, take the hosts' locks and mend the feeds, before Scrapy opens them. Raises NotConfigured without a ledger."""
        path = crawler.settings.get("NEWSCRAWL_LEDGER")
        if not path or crawler.settings.getbool("NEWSCRAWL_DRY_RUN"):
            raise NotConfigured
        memory = cls(crawler, path)
        memory.lock({board.host for board in boards_of_spider(crawler)})
        memory.mend_feeds()
        return memory

    def lock(self, hosts: Collection[str]) -> None:
        """Take the locks of these hosts; `refused` then says which another run holds."""
        stale = (datetime.now(UTC) - STALE).isoformat(timespec="seconds")
        for host in sorted(hosts):
            held = self.ledger.lock(host, self.owner, utc_now(), stale_before=stale)
            if held is not None:
                self.refused[host] = held

    def mend_feeds(self) -> None:
        """Make feeds and ledger agree after a run that died: whole lines are committed, a torn one goes."""
        for path, site in self.feeds.items():
            torn = mend(path)
            if torn:
                self.mended.append(f"{path}: {torn} bytes of a line that a former run did not finish were cut off")
            size = path.stat().st_size if path.is_file() else 0
            mark = self.ledger.feed_mark(str(path))
            if site is None:
                continue
            if mark is not None and mark < size:
                count = 0
                for article, end in records_after(path, mark):
                    self.ledger.commit(article, self._from_feed(article), feed=(str(path), end))
                    count += 1
                if count:
                    self.mended.append(f"{path}: {count} records that a former run wrote but did not note were noted")
            elif mark is None or mark > size:
                self.ledger.mark_feed(str(path), size)
        for line in self.mended:
            logger.warning(line)

    def _from_feed(self, article: Article) -> Known:
        at = article.fetched_at or utc_now()
        first = article.first_seen_at or at
        return Known(
            key=article.id.rpartition(":")[2],
            revision=article.revision,
            fingerprint=fingerprint(article),
            first_seen_at=first,
            last_seen_at=at,
            fetched_at=at,
            due_at=at,  # what the listing said of it is lost with the run: look once more
            published_at=article.published_at,
        )

    def start(self) -> None:
        """Put the run on record, keep its locks alive, and pass on which hosts former runs left alone."""
        arguments = {"boards": [board.id for board in boards_of_spider(self.crawler)]}
        self.ledger.begin_run(Run(self.run_id, self.started_at, owner=self.owner, summary=arguments))
        self.decide("", "mended", self.mended)
        pass_on_rests(self.ledger, self.crawler.get_extension(Politeness))
        self.loop = create_looping_call(lambda: self.ledger.beat(self.owner, utc_now()))
        self.loop.start(BEAT, now=False)

    def board(self, board: str, url: str) -> BoardMemory:
        """Return what is remembered of a board; of a new one, that it exists."""
        return self.ledger.board(board) or BoardMemory(board, url)

    def saw(self, board: str, keys: Collection[str]) -> dict[str, Known]:
        """Note the posts that a listing page names, and return what is remembered of them."""
        known = self.ledger.known(board, keys)
        if known:
            self.ledger.sighted(board, list(known), utc_now())
        return known

    def profile(self, board: str) -> Profile:
        """Return what was learned of a board's pages; of a new one, nothing."""
        return _profile(self.ledger, board)

    def keep_profile(self, profile: Profile) -> None:
        """Remember what was learned of a board's pages, if anything was."""
        if profile.learned_at:
            self.ledger.keep_profile(stored(profile))

    def robots(self, origin: str) -> bytes | None:
        """Return the robots.txt of an origin (`https://host`), where it was read in the last NEWSCRAWL_ROBOTS_HOURS."""
        if not self._robots_last:
            return None
        return self.ledger.robots(origin, since=(datetime.now(UTC) - self._robots_last).isoformat(timespec="seconds"))

    def keep_robots(self, origin: str, text: bytes) -> None:
        """Remember the robots.txt of an origin; where that fails, the next run asks again."""
        if not self.broken:
            with suppress(sqlite3.Error):
                self.ledger.keep_robots(origin, text, utc_now())

    def visit(self, article_id: str, known: Known) -> None:
        """Announce what is to be remembered of an article whose record is on its way through the pipelines."""
        self.visits[article_id] = known

    def visit_again(self, article_id: str) -> None:
        """Have an article visited by the next run, whatever its age, since this one could not keep all of it."""
        self._again.add(article_id)

    def keep(self, item: Any) -> None:
        """Commit a record whose line is on disk.

        Once that fails nothing more is committed: the next run then finds all that this one wrote behind the feed's mark.
        """
        if self.broken or not isinstance(item, (Article, ViewObservation)):
            return
        try:
            self._commit(item)
        except (sqlite3.Error, OSError, ValueError) as error:
            board = f"{item.site}/{item.board}" if isinstance(item, Article) else item.article_id.rpartition(":")[0]
            self._breaks(board, error)

    def _keep_views(self) -> None:
        """Commit the view counts that were seen since the last time: their lines are on disk long since."""
        views, self._views = self._views, []
        if not views or self.broken:
            return
        try:
            self.ledger.observe(views)
        except (sqlite3.Error, OSError, ValueError) as error:
            self._breaks(views[0].article_id.rpartition(":")[0], error)

    def _breaks(self, board: str, error: Exception) -> None:
        self.broken = True
        assert self.crawler.stats is not None
        Tally(self.crawler.stats, board).note("incomplete", f"the ledger failed ({error})")
        logger.error("The ledger failed (%s). What this run still reads is noted at the start of the next.", error)

    def _commit(self, item: Article | ViewObservation) -> None:
        if isinstance(item, ViewObservation):
            self._views.append(item)
            if len(self._views) >= _VIEWS_AT_ONCE:
                self._keep_views()
        elif (known := self.visits.pop(item.id, None)) is not None:
            path = next((path for path, site in self.feeds.items() if site in (item.site, "")), None)
            feed = (str(path), path.stat().st_size) if path is not None else None
            self.ledger.commit(item, self._visited(known, item), feed=feed)

    def files(self, article_id: str) -> list[KnownFile]:
        """Return the files of an article that former runs, or this one, brought into the store."""
        return self.ledger.files(article_id)

    def known_file(self, article_id: str, address: str, name: str) -> KnownFile | None:
        """Return one of these files, by its address and its name on the page."""
        return next((file for file in self.files(article_id) if (file.address, file.name) == (address, name)), None)

    def content(self, sha256: str) -> FileContent | None:
        """Return what is known of a content, whichever article it came with."""
        return self.ledger.content(sha256)

    def keep_file(self, article_id: str, file: KnownFile) -> None:
        """Remember a file that is in the store; where that fails, the next run fetches it again."""
        if self.broken:
            return
        try:
            self.ledger.keep_file(article_id, file)
        except (sqlite3.Error, OSError) as error:
            self._breaks(article_id.rpartition(":")[0], error)

    def unchanged(self, article: Article) -> None:
        """Note a visit that found an article as it was."""
        known = self.visits.pop(article.id, None)
        if known is not None:
            self.ledger.keep(f"{article.site}/{article.board}", [self._visited(known, article)])

    def not_modified(self, board: str, known: Known) -> None:
        """Note a visit whose answer was that nothing changed (HTTP 304)."""
        now = datetime.now(UTC)
        due = next_visit(known.first_seen_at, now, self.ages)
        self.ledger.keep(board, [replace(known, fetched_at=utc_now(), last_seen_at=utc_now(), due_at=due)])

    def _visited(self, known: Known, article: Article) -> Known:
        at = article.fetched_at or utc_now()
        if self._wants_files and any(file.url and file.sha256 is None for file in article.attachments):
            known = replace(
                known, etag=None, last_modified=None
            )  # the next visit must see the page, to ask for the file again
        due = next_visit(article.first_seen_at or at, datetime.fromisoformat(at), self.ages)
        if article.id in self._again:
            self._again.discard(article.id)
            due = at
        return replace(
            known,
            state="public",
            revision=article.revision,
            fingerprint=fingerprint(article),
            first_seen_at=article.first_seen_at or at,
            last_seen_at=at,
            fetched_at=at,
            due_at=due,
            published_at=article.published_at,
            missed=0,
        )

    def withheld(self, board: str, known: Known, again_after: timedelta) -> None:
        """Note a post that is named but not shown, and when to look again; one that was shown before stays what it was."""
        now, moment = utc_now(), datetime.now(UTC)
        if known.fetched_at is None:
            due = (moment + again_after).isoformat(timespec="seconds")
            seen = replace(
                known, state="withheld", first_seen_at=known.first_seen_at or now, last_seen_at=now, due_at=due
            )
        else:
            seen = replace(known, due_at=next_visit(known.first_seen_at, moment, self.ages))
        self.ledger.keep(board, [seen])

    def decide(self, board: str, what: str, whys: Iterable[str]) -> None:
        """Put decisions on the run's record."""
        decisions = [Decision(utc_now(), board, what, why) for why in whys]
        if decisions:
            self.ledger.decide(self.run_id, decisions)

    def leave_board(self, memory: BoardMemory, *, swept: bool) -> list[str]:
        """Remember how a board was left, if the ledger still takes it; after a whole walk, return the posts that are now taken for gone."""
        self._keep_views()
        if self.broken:
            return []
        self.ledger.keep_board(memory)
        return self.ledger.missed(memory.board, self.started_at, GONE_AFTER) if swept else []

    def finish(self) -> None:
        """Say how the run ended, give the locks back and let go of the ledger."""
        self._keep_views()
        if self.loop and self.loop.running:
            self.loop.stop()
        with suppress(sqlite3.Error) if self.broken else nullcontext():
            self._sign_off()
        self.ledger.close()

    def _sign_off(self) -> None:
        stats: Mapping[str, Any] = self.crawler.stats.get_stats() if self.crawler.stats else {}
        reason = str(stats.get("finish_reason", "unknown"))
        self.ledger.end_run(self.run_id, ended_at=utc_now(), state=reason, summary={"boards": _summary(stats)})
        if (politeness := self.crawler.get_extension(Politeness)) and not politeness.replays:
            left = (
                HostRest(host, again.isoformat(timespec="seconds"), why, times)
                for host, (again, why, times) in politeness.left().items()
            )
            self.ledger.keep_host_rests(left, over=politeness.answered())
        self.ledger.unlock(self.owner)


def _profile(ledger: Ledger | None, board: str) -> Profile:
    learned = ledger.profile(board) if ledger else None
    return (from_json(learned.profile) if learned else None) or Profile(board=board)


def stored(profile: Profile) -> LearnedProfile:
    """Return a profile as a ledger keeps it."""
    records = (profile.of_articles, profile.of_listings)
    return LearnedProfile(
        board=profile.board,
        learned_at=profile.learned_at,
        pages=sum(record.read for record in records),
        compared=sum(record.compared for record in records),
        disagreed=sum(record.disagreed for record in records),
        profile=to_json(profile).decode(),
    )


def pass_on_rests(ledger: Ledger, politeness: Politeness | None) -> None:
    """Tell the hosts' politeness which of them former runs left alone."""
    for rest in ledger.host_rests() if politeness else ():
        assert politeness is not None
        politeness.remember(rest.host, datetime.fromisoformat(rest.until), rest.why, rest.times)


def _summary(stats: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {report.board: {**report.counts, **report.notes} for report in board_reports(stats)}


def _local_feeds(feeds: Mapping[Any, Mapping[str, Any]]) -> dict[Path, str | None]:
    """Return the local JSON lines feeds that are appended to, each with its site ("" where it takes all), None for feeds of views."""
    found: dict[Path, str | None] = {}
    for address, options in feeds.items():
        if options.get("format") != "jsonlines" or options.get("overwrite"):
            continue
        text = str(address)
        path = Path(unquote(urlsplit(text).path)) if text.startswith("file:") else Path(text)
        views = "Views" in str(options.get("item_filter", ""))
        found[path] = None if views else str(options.get("site", ""))
    return found
