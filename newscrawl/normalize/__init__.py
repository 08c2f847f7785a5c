"""Dates, counts, text and addresses, made comparable: pure functions that know no page, no site and no network."""
