"""The memory between runs: which articles were seen, and in which revision."""

from newscrawl.ledger.ledger import Entry, Ledger
from newscrawl.ledger.sqlite import SqliteLedger

__all__ = ["Entry", "Ledger", "SqliteLedger"]
