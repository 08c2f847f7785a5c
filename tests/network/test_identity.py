"""Who newscrawl says it is: its name, version and a contact; never a browser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.settings import Settings

from newscrawl import __version__
from newscrawl.errors import ConfigurationError
from newscrawl.network.identity import Identity, user_agent

BROWSERS = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
    "mozilla/5.0",
    "Opera/9.80 Firefox/3.0",
    "Something Whale/3.24",
]
HONEST = [
    "ourcrawler/1.0 (+https://example.org/bot)",
    "Mozilla/5.0 (compatible; examplebot/2.1; +https://example.org/bot)",
    "example-news-crawler",
]


def settings_of(**values):
    settings = Settings({"NEWSCRAWL_CONTACT": None})
    for name, value in values.items():
        settings.set(name, value, priority="cmdline")
    Identity().update_settings(settings)
    return settings


def test_without_a_contact_name_and_version_stand_alone():
    assert user_agent(None) == user_agent("") == f"newscrawl/{__version__}"


@pytest.mark.parametrize(
    "contact",
    ["desk@example.org", "mailto:desk@example.org", "https://example.org/crawler?about=1", "http://example.kr"],
)
def test_the_contact_stands_in_the_user_agent(contact):
    assert user_agent(contact) == f"newscrawl/{__version__} (+{contact})"
    assert settings_of(NEWSCRAWL_CONTACT=contact)["USER_AGENT"] == f"newscrawl/{__version__} (+{contact})"


@pytest.mark.parametrize(
    "contact",
    [
        "me",
        "me@",
        "@example.org",
        "ftp://example.org",
        "a b@example.org",
        "desk@example.org) (Mozilla/5.0",
        "desk@example.org\r\nX-Evil: 1",
        "desk@example.org\n",
        "담당자@example.org",
        "a" * 65 + "@example.org",
    ],
)
def test_what_is_no_contact_is_told(contact):
    with pytest.raises(ConfigurationError, match="NEWSCRAWL_CONTACT"):
        user_agent(contact)


@given(st.text())
def test_no_contact_breaks_out_of_its_brackets(contact):
    try:
        agent = user_agent(contact)
    except ConfigurationError:
        return
    assert agent.isascii()
    assert agent.isprintable()
    assert agent.count("(") == agent.count(")") == (1 if contact else 0)


@pytest.mark.parametrize("agent", BROWSERS)
def test_a_browser_s_name_is_refused(agent):
    with pytest.raises(ConfigurationError, match="browser"):
        settings_of(USER_AGENT=agent)


@pytest.mark.parametrize("agent", HONEST)
def test_another_crawler_s_own_name_is_kept(agent):
    assert settings_of(USER_AGENT=agent)["USER_AGENT"] == agent


def test_scrapy_s_own_name_is_replaced():
    assert settings_of()["USER_AGENT"] == f"newscrawl/{__version__}"
