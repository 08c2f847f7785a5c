"""newscrawl reads the news boards of local governments into a dataset."""

__version__ = "0.1.0"
