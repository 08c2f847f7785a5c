"""What is stored in another form comes back as it was."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.ledger.packing import compress, decompress, seconds, time_of, utc

from .samples import article

KST = timezone(timedelta(hours=9))
LINE_ISLANDS = timezone(timedelta(hours=14))


MOMENTS = st.builds(
    lambda seconds, microsecond, zone: datetime.fromtimestamp(seconds, zone).replace(microsecond=microsecond),
    st.integers(0, 2**33),
    st.integers(0, 999_999),
    st.sampled_from([UTC, KST, LINE_ISLANDS]),
)


@given(MOMENTS)
def test_a_time_comes_back_in_utc_to_the_second(moment):
    kept = utc(moment.isoformat())
    assert datetime.fromisoformat(kept) == moment.replace(microsecond=0)
    assert kept.endswith("+00:00")
    assert time_of(seconds(moment.isoformat())) == kept


@given(MOMENTS, MOMENTS)
def test_times_sort_as_text(one, other):
    earlier, later = sorted((one.replace(microsecond=0), other.replace(microsecond=0)))
    assert utc(earlier.isoformat()) <= utc(later.isoformat())


@pytest.mark.parametrize("time", ["2024-03-15T01:00:00", "2024-03-15", "", "yesterday"])
def test_a_time_without_its_offset_is_refused(time):
    with pytest.raises(ValueError, match=r"offset|isoformat"):
        utc(time)


def test_an_article_comes_back_whole_and_takes_less():
    told = article(body="군청은 오는 20일 주민설명회를 연다. " * 40)
    record = compress(told)
    assert decompress(record) == told
    assert len(record) < len(told.body.encode())
