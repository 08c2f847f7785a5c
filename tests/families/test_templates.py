"""Forms of address are read and built again, and what a family file cannot mean is told with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.errors import CatalogueError
from newscrawl.families import families
from newscrawl.families.family import load_family
from newscrawl.families.template import template

HOST = "https://www.town.example"
VIEW = "/{site}/view.do?bbsNo={bbsNo}&nttNo={nttNo}&key={key?}&mode=view"
ARTICLES = [(family, form) for family in families().values() for form in family.articles]
LISTINGS = [(family, form) for family in families().values() for form in family.listings]
FILE = """
name: town
title: Town
about: A board.
detect: {address: ['/town\\.do'], markup: ['townBoard']}
addresses: {keys: [num], list: '/town.do', article: '/town.do?num={num}'}
"""


def named(form):
    return pytest.param(form, id=form.text)


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("/www/view.do?bbsNo=4&nttNo=51&mode=view", {"site": "www", "bbsNo": "4", "nttNo": "51"}),
        (
            "/www/view.do?mode=view&key=7&nttNo=51&bbsNo=4&page=2",
            {"site": "www", "bbsNo": "4", "nttNo": "51", "key": "7"},
        ),
        ("/www/view.do;jsessionid=9F.node1?bbsNo=40&nttNo=5&mode=view", {"site": "www", "bbsNo": "40", "nttNo": "5"}),
        ("/a/b/view.do?bbsNo=4&nttNo=51&mode=view", None),
        ("/www/view.do?bbsNo=4&mode=view", None),
        ("/www/view.do?bbsNo=4&nttNo=51&mode=list", None),
        ("/www/view.do?bbsNo=4&nttNo=&mode=view", None),
        ("/www/viewXdo?bbsNo=4&nttNo=51&mode=view", None),
        ("/view.do/view.do?bbsNo=4&nttNo=51&mode=view", None),
    ],
)
def test_what_an_address_says_is_read(address, parts):
    assert template(VIEW).read(HOST + address) == parts


def test_what_is_no_address_has_no_parts():
    assert template(VIEW).read("https://[broken/www/view.do") is None


def test_an_address_is_built_from_its_parts():
    form = template(VIEW)
    assert (
        form.build(HOST, {"site": "www", "bbsNo": "4", "nttNo": "51"})
        == f"{HOST}/www/view.do?bbsNo=4&nttNo=51&mode=view"
    )
    assert form.build(f"{HOST}/any/where?x=1", {"site": "새 소식", "bbsNo": "4&5", "nttNo": "1"}) == (
        f"{HOST}/%EC%83%88%20%EC%86%8C%EC%8B%9D/view.do?bbsNo=4%265&nttNo=1&mode=view"
    )
    assert form.build(HOST, {"site": "www", "bbsNo": "4"}) is None
    assert form.build(HOST, {"bbsNo": "4", "nttNo": "51"}) is None


def test_a_path_of_any_depth_has_one_name():
    form = template("/{path...}.web?idx={idx}")
    assert form.read(f"{HOST}/00041/00052.web?idx=7") == {"path": "00041/00052", "idx": "7"}
    assert form.build(HOST, {"path": "00041/00052", "idx": "7"}) == f"{HOST}/00041/00052.web?idx=7"


@pytest.mark.parametrize("form", [named(form) for _, form in ARTICLES + LISTINGS])
@given(data=st.data())
def test_what_a_familys_form_builds_it_reads_again(form, data):
    word = st.text("abcXYZ0189가-_", min_size=1, max_size=12)
    parts = {name: data.draw(word, label=name) for name in sorted(form.names)}
    built = form.build(HOST, parts)
    assert built is not None
    assert form.read(built) == parts


@pytest.mark.parametrize(
    ("family", "form"), [pytest.param(*pair, id=f"{pair[0].name} {pair[1].text}") for pair in ARTICLES]
)
def test_a_familys_post_is_named_by_the_key_in_its_address(family, form):
    parts = {name: f"{place}x" for place, name in enumerate(sorted(form.names), 10)}
    address = form.build(HOST, parts)
    assert family.article_key(address) in [parts[name] for name in family.addresses.keys if name in form.names]


@pytest.mark.parametrize("family", [pytest.param(family, id=family.name) for family in families().values()])
def test_what_says_nothing_changes_no_address(family):
    assert not set(family.addresses.noise) & {*family.addresses.keys, *family.addresses.board}
    for form in family.articles + family.listings:
        parts = {name: f"{place}x" for place, name in enumerate(sorted(form.names), 10)}
        address = form.build(HOST, parts)
        own = {parameter for parameter, *_ in (*form.fixed, *form.named)}
        noise = "&".join(f"{name}=3" for name in family.addresses.noise if name not in own)
        noisy = f"{address}{'&' if '?' in address else '?'}{noise}"
        assert (form.read(noisy), form.build(noisy, form.read(noisy))) == (parts, address)


@pytest.mark.parametrize(
    "family", [pytest.param(family, id=family.name) for family in families().values() if family.paging]
)
def test_the_number_of_a_page_names_neither_post_nor_board(family):
    named = {parameter for form in family.articles + family.listings for parameter, *_ in (*form.fixed, *form.named)}
    assert family.paging.parameter not in named | set(family.addresses.keys) | set(family.addresses.board)


@pytest.mark.parametrize(
    ("addition", "said"),
    [
        ("calls: [{function: view, arguments: [id], url: 'view.do?no={no}'}]", r"town\.yaml: calls\[0\]\.url: .*'no'"),
        ("files: [{function: f, url: 'a.do?x={?b c}'}]", r"files\[0\]\.url: .*where a value comes from"),
        ("files: [{function: f, attribute: data-x, url: a.do}]", r"files\[0\]\.give either"),
        ("calls: [{url: a.do}]", r"calls\[0\]\.give either"),
        ("calls: [{function: f, arguments: ['1st'], url: a.do}]", r"calls\[0\]\.arguments\[0\]: '1st'"),
        ("calls: [{function: f, url: a.do, form: {a: b}}]", r"calls\[0\]\.form: .*GET"),
        ("calls: [{function: f, url: a.do, method: PUT}]", r"calls\[0\]\.method"),
        ("calls: [{function: f, url: a.do, argument: [a]}]", r"argument.*calls\[0\]"),
        ("openings: [{url: a.do, form: {a: '{id}'}}]", r"openings\[0\]\.form\.a: .*'id'"),
        ("paging: {parameter: page, by: luck}", r"paging\.by"),
    ],
)
def test_what_a_file_cannot_mean_is_told_with_its_place(addition, said):
    with pytest.raises(CatalogueError, match=said):
        load_family("town.yaml", FILE + addition)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("'/town.do?num={num}'", "'/town.do?no={no}'", "none of the keys"),
        ("'/town.do?num={num}'", "'town.do?num={num}'", r"addresses\.article: .*does not begin"),
        ("list: '/town.do'", "list: '/{town.do'", r"addresses\.list: .*braces"),
        ("list: '/town.do'", "list: '/town.do?a=x{b}'", r"addresses\.list: .*neither"),
    ],
)
def test_a_form_of_address_that_is_none_is_told_with_its_place(old, new, said):
    assert old in FILE
    with pytest.raises(CatalogueError, match=said):
        load_family("town.yaml", FILE.replace(old, new))


def test_a_file_that_says_all_there_is_to_say_is_read():
    family = load_family(
        "town.yaml",
        FILE
        + """
paging: {parameter: page, first: 0, by: offset, calls: [go]}
calls:
  - {function: view, arguments: ['=list', id, '...'], when: townBoard, url: 'v.do?a={id|?id|#id}&b={@data-b}&c={/1}&d={=x}&e={?e|}'}
  - {attribute: data-id, arguments: [id], at: town, method: POST, url: 'v.do', form: {'no': '{id}'}}
traps: [it rests on Sundays]
""",
    )
    assert family.paging.first == 0
    assert family.calls[1].form == {"no": "{id}"}
