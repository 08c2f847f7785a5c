"""The errors that newscrawl itself raises; each says who raises it and what the user should do.

NewscrawlError
├── ConfigurationError      before any request is made
│   ├── UnknownSite         a target that is neither a catalogue name nor an address
│   └── CatalogueError      a catalogue or family file that breaks the schema
├── InputError              a saved file that cannot be read
└── NeverRecorded           a replayed crawl asks for what its archives do not hold
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class NewscrawlError(Exception):
    """Base of all; the command line prints its message without a traceback and exits with `exit_code`."""

    exit_code = 1


class ConfigurationError(NewscrawlError):
    """Raised by the command line and the spider for arguments that make no sense. Mend the arguments and run again."""

    exit_code = 2


class UnknownSite(ConfigurationError):
    """Raised by the catalogue for a name it does not hold; the message suggests those that are nearest, the nearest first."""

    def __init__(self, name: str, near: Sequence[str]) -> None:
        advice = f"Did you mean {' or '.join(near)}?" if near else "`newscrawl sites` lists the names."
        super().__init__(f"There is no site '{name}' in the catalogue. {advice} A board's own address works too.")


class CatalogueError(ConfigurationError):
    """Raised while a catalogue or family file is loaded; names the file and the place. Mend the file."""


class InputError(NewscrawlError):
    """Raised by `newscrawl parse`, replays and archives for a file that is missing or is not what its name says."""

    exit_code = 2


class NeverRecorded(NewscrawlError):
    """Raised by a replay for a request that its archives do not hold, robots.txt too. Record the crawl again."""

    def __init__(self, method: str, url: str, archives: Iterable[object]) -> None:
        self.request = f"{method} {url}"
        names = ", ".join(map(str, archives))
        super().__init__(f"{self.request} was never recorded in {names}; the replay ends here.")
