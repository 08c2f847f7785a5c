"""The pace of one host: the delay between requests, the rests it asks for, and when to leave it alone. No clock of its own."""

from __future__ import annotations

from dataclasses import dataclass

FLOOR = 0.5  # seconds between two requests to a host, whatever the settings say
LEAVE = 15 * 60.0  # seconds for which a host that keeps refusing is left alone at first; doubled each time
LONGEST = 24 * 3600.0  # that newscrawl leaves a host alone by itself,
LONGEST_ASKED = 30 * 24 * 3600.0  # and because the host asks for it; a longer time is no time anybody means


@dataclass
class HostPace:
    """What is known of a host's pace. Moments are seconds of any clock that only goes forward.

    A *rest* is a pause of the whole host, that it asked for or that an outage suggests; rests double until an answer comes. After
    `patience` seconds of them, or `limit` refusals in a row, the host is *left*: no more requests until `again_in` seconds have passed.
    """

    delay: float = FLOOR  # between the starts of two requests
    backoff: float = 2.0  # the first rest where the host names none
    patience: float = 180.0
    limit: int = 5
    times_left: int = 0  # before this crawl, without an answer since
    answered: int = 0  # times in this crawl
    next_at: float = 0.0
    resting_until: float = 0.0
    rests: int = 0  # since the last answer
    rested: float = 0.0  # seconds of them
    refusals: int = 0
    challenges: int = 0
    why: str = ""  # of the rest or of leaving
    again_in: float | None = None

    @property
    def left(self) -> bool:
        """Tell whether the host is to be left alone for the rest of the crawl."""
        return self.again_in is not None

    def wait(self, now: float) -> float:
        """Return how many seconds a request must still wait."""
        return max(0.0, self.next_at - now)

    def starts(self, now: float) -> None:
        """Note that a request goes out."""
        self.next_at = max(self.next_at, now + self.delay)

    def answers(self) -> None:
        """Note an answer that is no refusal: whatever went before is over."""
        self.answered += 1
        self.rests = self.refusals = 0
        self.rested = 0.0

    def rest(self, now: float, why: str, seconds: float | None = None) -> float:
        """Let the host rest, for as long as it asks (`seconds`) or twice as long as the last time; return for how long from now.

        What fails while the host rests was asked before: it makes no new rest, but for a longer one that the host asks for. A host that
        asks for 0 seconds (its date has passed) and refuses all the same names none.
        """
        if now < self.resting_until:
            pause = max(seconds or 0.0, self.resting_until - now)
        else:
            pause = seconds or self.backoff * 2**self.rests
            self.rests += 1
            self.rested += pause
        self.why = why
        if pause > self.patience or self.rested > self.patience:
            self._leave(seconds)
            return 0.0
        self.resting_until = max(self.resting_until, now + pause)
        self.next_at = max(self.next_at, self.resting_until)
        return pause

    def refuses(self, why: str) -> None:
        """Note that the host refused a request for good (403): enough of them in a row, and it is left."""
        self.refusals += 1
        if self.refusals >= self.limit:
            self.why = f"{why}, {self.refusals} times in a row"
            self._leave()

    def challenges_us(self) -> None:
        """Note a page that asks for proof of a browser; such a page is an answer (200), so it is counted apart."""
        self.challenges += 1
        if self.challenges >= self.limit:
            self.why = f"asks for proof of a browser, {self.challenges} times in a row"
            self._leave()

    def shows(self) -> None:
        """Note a page that shows what it should."""
        self.challenges = 0

    def _leave(self, seconds: float | None = None) -> None:
        self.again_in = max(min(LONGEST_ASKED, seconds or 0.0), min(LONGEST, LEAVE * 2**self.times_left))
