"""Profiles: what is known of one board beyond its family, learned from its pages, and how a page is read by it."""

from __future__ import annotations

from newscrawl.profiles.learner import Learner
from newscrawl.profiles.profile import Profile
from newscrawl.profiles.reader import Doubt, read_article_by, read_listing_by

__all__ = ["Doubt", "Learner", "Profile", "read_article_by", "read_listing_by"]
