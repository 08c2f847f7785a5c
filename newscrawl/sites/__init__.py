"""The catalogue: which boards there are. One small YAML file a site; no code."""

from newscrawl.sites.catalogue import Board, Catalogue, Site, bare_host, catalogue
from newscrawl.sites.finding import boards_of, finder

__all__ = ["Board", "Catalogue", "Site", "bare_host", "boards_of", "catalogue", "finder"]
