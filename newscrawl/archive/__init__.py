"""Responses kept as they came (WARC), and crawls run again from them without a network."""
