"""Spiders: the one board spider that reads every site, and the loader that names it after each site of the catalogue."""
