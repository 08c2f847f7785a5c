"""A replica of three boards of invented places on a loopback port, for `newscrawl demo` and for tests."""

from newscrawl.demo.replica import Replica

__all__ = ["Replica"]
