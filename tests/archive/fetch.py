"""Run as a process: fetch the requests of a JSON document on standard input with the project's settings, and print what came back."""

from __future__ import annotations

import base64
import json
import resource
import sys

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

from newscrawl.cli.run import project_settings
from newscrawl.errors import NewscrawlError


class Fetch(Spider):
    name = "fetch"
    custom_settings = {  # noqa: RUF012
        "DOWNLOAD_DELAY": 0,
        "RETRY_ENABLED": False,
        "CONCURRENT_REQUESTS": 1,
        "HTTPERROR_ALLOW_ALL": True,
    }

    def __init__(self, requests, answers, **kwargs):
        super().__init__(**kwargs)
        self.requests, self.answers = requests, answers

    async def start(self):
        for number, options in enumerate(self.requests):
            yield Request(
                **options,
                priority=-number,
                callback=self.keep,
                errback=self.fail,
                dont_filter=True,
            )

    def keep(self, response):
        at = response.meta.get("captured_at")
        self.answers.append(
            {
                "url": response.url,
                "status": response.status,
                "headers": sorted([k.decode(), v.decode("latin-1")] for k, vs in response.headers.items() for v in vs),
                "body": base64.b64encode(response.body).decode(),
                "kind": type(response).__name__,
                "at": at.isoformat() if at else None,
            }
        )

    def fail(self, failure):
        self.answers.append({"failed": failure.type.__name__, "message": failure.getErrorMessage()})


def main():
    given = json.load(sys.stdin)
    if largest := given["settings"].pop("largest_file", None):
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    answers = []
    process = AsyncCrawlerProcess(project_settings(given["settings"]))
    crawler = process.create_crawler(Fetch)
    task = process.crawl(crawler, requests=given["requests"], answers=answers)
    process.start()
    if isinstance(error := task.exception(), NewscrawlError):
        sys.exit(str(error))
    stats = {name: value for name, value in crawler.stats.get_stats().items() if isinstance(value, (str, int))}
    json.dump({"answers": answers, "stats": stats}, sys.stdout)


if __name__ == "__main__":
    main()
