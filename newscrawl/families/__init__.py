"""What boards of one board program share, as data: how they are recognised, how their addresses are built, hints for reading."""

from newscrawl.families.family import (
    Family,
    families,
    family_names,
    family_of,
    family_shown,
    get_family,
    opened_at,
)

__all__ = ["Family", "families", "family_names", "family_of", "family_shown", "get_family", "opened_at"]
