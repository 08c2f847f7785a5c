"""The memory between runs: which articles were seen, and in which revision; what runs decided; who crawls which host."""

from newscrawl.ledger.ledger import (
    BoardMemory,
    Decision,
    FileContent,
    HostRest,
    Known,
    KnownFile,
    LearnedProfile,
    Ledger,
    Lock,
    Revision,
    Run,
    State,
)
from newscrawl.ledger.owners import is_dead, owner
from newscrawl.ledger.sqlite import SqliteLedger

__all__ = [
    "BoardMemory",
    "Decision",
    "FileContent",
    "HostRest",
    "Known",
    "KnownFile",
    "LearnedProfile",
    "Ledger",
    "Lock",
    "Revision",
    "Run",
    "SqliteLedger",
    "State",
    "is_dead",
    "owner",
]
