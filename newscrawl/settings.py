"""Scrapy settings of the project. The numbers of ITEM_PIPELINES are the ladder an article climbs."""

import os

from scrapy.settings import default_settings

BOT_NAME = "newscrawl"
NEWSCRAWL_CONTACT = os.environ.get(
    "NEWSCRAWL_CONTACT"
)  # of mail or web; stands in the User-Agent (network/identity.py)

SPIDER_LOADER_CLASS = "newscrawl.spiders.loader.CatalogueSpiderLoader"
SPIDER_MODULES: list[str] = []  # of somebody's own spiders; the catalogue's need no module

ITEM_PIPELINES = {
    "newscrawl.pipelines.recall.RecallFiles": 40,
    "newscrawl.pipelines.files.ArticleFiles": 50,
    "newscrawl.pipelines.normalize.NormalizePipeline": 100,
    "newscrawl.pipelines.validate.ValidatePipeline": 200,
    "newscrawl.pipelines.deduplicate.DeduplicatePipeline": 300,
    "newscrawl.pipelines.revise.RevisePipeline": 400,
}
DOWNLOADER_MIDDLEWARES = {  # higher numbers are nearer to the network
    "newscrawl.middlewares.addresses.Addresses": 20,
    "newscrawl.middlewares.robots.Robots": 100,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newscrawl.middlewares.wholeness.Wholeness": 560,
    "newscrawl.middlewares.unpacking.Unpacking": 595,
    "newscrawl.middlewares.cookies.Cookies": 700,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "newscrawl.middlewares.rests.Rests": 900,
    "newscrawl.middlewares.archive.ArchiveResponses": 950,
}
DOWNLOAD_HANDLERS = {
    "http": "newscrawl.middlewares.gate.Gate",
    "https": "newscrawl.middlewares.gate.Gate",
    "ftp": None,
    "s3": None,
}
ADDONS = {
    "newscrawl.network.identity.Identity": 50,
    "newscrawl.pipelines.waiting.Waiting": 60,
    "newscrawl.archive.replay.Replay": 100,
}
EXTENSIONS = {
    "newscrawl.extensions.politeness.Politeness": 300,
    "newscrawl.extensions.redaction.Redaction": 310,
    "newscrawl.extensions.loop.Loop": 320,
    "newscrawl.extensions.readers.Readers": 330,
    "newscrawl.extensions.memory.Memory": 400,  # after Scrapy's feeds: a record is committed when its line is written
    "newscrawl.extensions.manifest.Manifest": 450,
    "newscrawl.extensions.progress.Progress": 500,
}
FEED_EXPORTERS = {
    "csv": "newscrawl.feeds.Table",
    "jsonlines": "newscrawl.feeds.WholeLines",
    "jsonl": "newscrawl.feeds.WholeLines",
}

# Polite by default; a loopback host that the user names is exempt.
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = BOT_NAME
CONCURRENT_REQUESTS = (
    0  # no limit: each host has a queue of its own, and a slow one must not take up the places of the others
)
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1
DOWNLOAD_DELAY_JITTER = 0.5
AUTOTHROTTLE_ENABLED = True  # a host that takes long to answer is asked less often
AUTOTHROTTLE_START_DELAY = 1
AUTOTHROTTLE_MAX_DELAY = 30
NEWSCRAWL_BACKOFF = (
    2.0  # seconds of the first rest of a host that does not say how long it wants to be left; they double
)
NEWSCRAWL_PATIENCE = 180.0  # seconds of rests in a row after which a host is left alone until a later run
NEWSCRAWL_REFUSALS = 5  # refusals in a row (403, challenges) after which it is
NEWSCRAWL_ROBOTS_HOURS = 24  # for which a ledger's runs go by the robots.txt that one of them read; 0: each run asks
NEWSCRAWL_RETRY_NOW = False  # ask hosts that a former run left alone before their time
NEWSCRAWL_GRACE = 5.0  # seconds that pages under way have when the run is stopped: hosts that are well need one or two

TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"  # Scrapy's default one knows no IPv6, not even [::1]

# What a server may cost us.
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # bytes, packed and unpacked
FILES_STORE: str | None = None  # where the files of articles go: a folder, `s3://…`; none are downloaded without
NEWSCRAWL_FILE_MAXSIZE = 64 * 1024 * 1024  # bytes of one file,
NEWSCRAWL_FILE_TIMEOUT = 300  # and seconds for it
NEWSCRAWL_FILES_IN_MEMORY = 256 * 1024 * 1024  # bytes of all files that are on their way at a time
DOWNLOAD_FAIL_ON_DATALOSS = (
    False  # middlewares/wholeness.py asks again, and knows servers that always lie about lengths
)
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False  # the spider follows what the reader sees, once
RETRY_HTTP_CODES = [408, 500, 502, 504, 522, 524]  # 429 and 503 are the host's: middlewares/rests.py
RETRY_TIMES = 3
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Encoding": "gzip",  # the only one whose end can be told from a cut
    "Accept-Language": "ko",
}

# An open port on every crawl is no default for a crawler. Left out altogether, for the import of the web framework that one of them
# takes along is a fifth of a crawl's start.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
EXTENSIONS_BASE = {
    name: place
    for name, place in default_settings.EXTENSIONS_BASE.items()
    if not name.startswith(("scrapy.extensions.remote_control.", "scrapy.extensions.telnet."))
}

# Newest first, as the board lists them; Scrapy's default takes the last row first.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
SCHEDULER_DISK_QUEUE = "scrapy.squeues.PickleFifoDiskQueue"
# Scrapy starts this many tasks for every response; a page yields one article, and 100 cost a third of the throughput.
CONCURRENT_ITEMS = 8
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 500_000
WARN_ON_GENERATOR_RETURN_VALUE = False  # Scrapy parses the callback's source for it, at every response

# Processes in which pages are read beside the crawl (extensions/readers.py), at most, once reading takes much of its time.
NEWSCRAWL_READERS = 1 if (os.cpu_count() or 1) <= 2 else 2
NEWSCRAWL_LONG_PAGE = 100_000  # bytes; longer pages, which take over 20 ms, are read there in any case
NEWSCRAWL_READING_TIMEOUT = 60  # seconds that a page may take there

FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = "INFO"

NEWSCRAWL_LEDGER: str | None = None  # a file; the command line sets it for runs into the data folder
NEWSCRAWL_OVERLAP = 10  # known, unchanged rows one after the other that end an update
NEWSCRAWL_SWEEP_RUNS = 24  # every so many runs a board is read to its end all the same,
NEWSCRAWL_SWEEP_DAYS = 7  # or after so many days
NEWSCRAWL_REVISIT_DAYS = [1, 3, 7, 30]  # ages at which an article is read again though its row is the same
NEWSCRAWL_PROFILES = True  # read a board's pages by what its former pages taught, where that is sure (docs/learning.md)
NEWSCRAWL_DRY_RUN = False  # listings only, and a plan of what would be fetched
NEWSCRAWL_PROGRESS: str | None = None  # "live" (a table that is redrawn) or "lines" (one line a board now and then)
NEWSCRAWL_WARC: str | None = None  # an archive, .warc or .warc.gz, that keeps every response
NEWSCRAWL_REPLAY: str | list[str] | None = None  # archives that answer every request instead of the network
