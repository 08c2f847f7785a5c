"""The desk at which the pages of boards are read, each by its board's learner: in the crawl itself, or in a process beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from newscrawl.profiles.learner import Event, Learner
from newscrawl.profiles.profile import Kind, Profile
from newscrawl.reading import Page, Reading
from newscrawl.reading.evidence import ShownRow
from newscrawl.reading.program import Program


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page shows, without its elements, and what its board's learner found on the way (see `Learner.take_events` and so on)."""

    reading: Reading
    events: Mapping[Event, int]
    warnings: Sequence[str]
    changes: Sequence[str]


class Desk:
    """Reads the pages of boards that were opened at it."""

    def __init__(self) -> None:
        self.learners: dict[str, Learner] = {}
        self.programs: dict[str, Program | None] = {}

    def open(self, board: str, learner: Learner, program: Program | None) -> None:
        """Have a board's pages read here from now on: by its learner, and with what is known of its program."""
        self.learners[board], self.programs[board] = learner, program

    def read(self, job: Job) -> Answer:
        """Read a page of a board that was opened. Raises KeyError for another."""
        learner, program = self.learners[job.board], self.programs[job.board]
        if job.kind == "article":
            reading = learner.article(job.page, row=job.row, program=program)
        else:
            reading = learner.listing(job.page, program=program)
        reading.let_go()
        return Answer(reading, learner.take_events(), learner.take_warnings(), learner.take_changes())


@dataclass(frozen=True, slots=True)
class Job:
    """A page to read: the board's id, what the page was asked for as, and for an article the row that led to it."""

    board: str
    kind: Kind
    page: Page
    row: ShownRow | None = None

    def at(self, desk: Desk) -> Answer:
        """Have the page read."""
        return desk.read(self)

    def bare(self) -> Job:
        """Return the job without what was made of the page so far, as it goes to another process."""
        return replace(self, page=replace(self.page))


@dataclass(frozen=True, slots=True)
class Opening:
    """A board that is read at another desk from now on, with all that was learned of it so far."""

    board: str
    learner: Learner
    program: Program | None

    def at(self, desk: Desk) -> None:
        """Open the board there."""
        desk.open(self.board, self.learner, self.program)


@dataclass(frozen=True, slots=True)
class Lessons:
    """The question what was learned of a board."""

    board: str

    def at(self, desk: Desk) -> Profile:
        """Return the board's profile."""
        return desk.learners[self.board].profile


@dataclass(frozen=True, slots=True)
class Fault:
    """The answer of another process to a message that it could not deal with: the error as Python prints it."""

    error: str


Message = Job | Opening | Lessons
