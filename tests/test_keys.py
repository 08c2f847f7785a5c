"""The keys of a run are as exact as a set. The lie these tests prevent: a post taken for another one, which is then never fetched."""

import tracemalloc

from hypothesis import example, given
from hypothesis import strategies as st

from newscrawl.keys import Keys

awkward = st.text(alphabet="ab1\n\\n가\ud800", max_size=4)


def grown(keys, made):
    """Fill what `made` makes with keys; return it and the bytes that it took, with the texts that it holds on to."""
    tracemalloc.start()
    try:
        found = made()
        for key in keys():
            found.add(key)
        return found, tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


@example(["\n", "\\n", "\\\\n"], [""])
@given(st.lists(st.one_of(awkward, st.integers(0, 5000).map(str)), max_size=200), st.lists(awkward, max_size=50))
def test_it_answers_as_a_set_does_though_all_keys_stand_in_one_text(added, others):
    keys, model = Keys(buckets=1), set()
    for key in added:
        assert keys.add(key) is (key not in model)
        model.add(key)
        assert len(keys) == len(model)
    for key in (*added, *others):
        assert (key in keys) is (key in model)


def test_none_of_a_long_board_is_taken_for_another():
    keys = Keys()
    posts = [str(number) for number in range(99_000, 102_000)]  # of other lengths, and parts of one another
    assert all(keys.add(post) for post in posts)
    assert len(keys) == len(posts)
    assert not any(keys.add(post) for post in posts)
    assert not any(post[1:] in keys for post in posts)
    assert not any(post + "0" in keys for post in posts)


def test_many_take_a_fifth_of_what_a_set_takes_at_most():
    def posts():
        return (str(number) for number in range(5_000_000, 5_030_000))

    keys, taken = grown(posts, Keys)
    every, most = grown(posts, set)
    assert len(keys) == len(every) == 30_000
    assert taken < most / 5
