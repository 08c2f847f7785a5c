"""Who newscrawl says it is: its own name and version, and whom to write to. It never claims to be a browser."""

from __future__ import annotations

import re

from scrapy.settings import BaseSettings

from newscrawl import __version__
from newscrawl.errors import ConfigurationError

_CONTACT = re.compile(r"(?:https?://[!-~]{3,200}|(?:mailto:)?[!-~]{1,64}@[!-~]{3,130})")
_BROWSER = re.compile(r"^Mozilla/|Chrome/|Safari/|Firefox/|Edg/|Whale/", re.IGNORECASE)
_BOT = re.compile(r"\(compatible;|bot\b|crawl", re.IGNORECASE)


def user_agent(contact: str | None) -> str:
    """Return the User-Agent, with a contact (an address of mail or web) where the user set one. Raises ConfigurationError."""
    if not contact:
        return f"newscrawl/{__version__}"
    if not _CONTACT.fullmatch(contact) or set(contact) & set("()\\"):
        raise ConfigurationError(
            f"NEWSCRAWL_CONTACT is '{contact}'; it takes an address of mail or web, where a site can reach you."
        )
    return f"newscrawl/{__version__} (+{contact})"


class Identity:
    """Scrapy add-on: sets USER_AGENT from NEWSCRAWL_CONTACT, and refuses one that pretends to be a browser."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Set the User-Agent where nobody set another. Raises ConfigurationError."""
        settings.set("USER_AGENT", user_agent(settings["NEWSCRAWL_CONTACT"]), priority="addon")
        agent = settings["USER_AGENT"]
        if _BROWSER.search(agent) and not _BOT.search(agent):
            raise ConfigurationError(
                f"USER_AGENT is '{agent}': newscrawl does not pass itself off as a browser. Name your crawler, and how to reach you."
            )
