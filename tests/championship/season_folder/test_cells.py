"""Times and gaps: the one way to write each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from championship.season_folder import cells, rows

MS = st.integers(min_value=0, max_value=99 * 3600 * 1000)


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("58.123", 58_123),
        ("0.072", 72),
        ("8:54.791", 534_791),
        ("27:18.961", 1_638_961),
        ("1:02:03.123", 3_723_123),
        ("10:00:00.000", 36_000_000),
    ],
)
def test_a_time_is_read_and_written(text, ms):
    assert cells.read_duration(text) == ms
    assert cells.write_duration(ms) == text


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("+1.409", cells.Gap(ms=1409)),
        ("+1:02.081", cells.Gap(ms=62_081)),
        ("+1 lap", cells.Gap(laps=1)),
        ("+2 laps", cells.Gap(laps=2)),
        ("+11 laps", cells.Gap(laps=11)),
    ],
)
def test_a_gap_is_read_and_written(text, gap):
    assert cells.read_gap(text) == gap
    assert cells.write_gap(gap) == text


@pytest.mark.parametrize(
    "text",
    ["1:60.000", "61:00.000", "1:2.345", "08:54.791", "54.79", "54,791", "0:54.791", "٣.123", "1:00:60.000", "-1.000"],
)
def test_another_form_is_no_time(text):
    with pytest.raises(ValueError, match="is not a time; write it as"):
        cells.read_duration(text)


@pytest.mark.parametrize("text", ["1.409", "+1 laps", "+2 lap", "+0 laps", "+ 1.409", "1 lap", "+1.4"])
def test_another_form_is_no_gap(text):
    with pytest.raises(ValueError, match="is not a gap; write it as"):
        cells.read_gap(text)


@given(MS)
def test_every_time_survives_writing_and_reading(ms):
    assert cells.read_duration(cells.write_duration(ms)) == ms


@given(st.one_of(MS.map(lambda ms: cells.Gap(ms=ms)), st.integers(1, 999).map(lambda laps: cells.Gap(laps=laps))))
def test_every_gap_survives_writing_and_reading(gap):
    assert cells.read_gap(cells.write_gap(gap)) == gap


@given(st.decimals(min_value=-9999, max_value=9999, places=2))
def test_every_number_of_points_survives_writing_and_reading(points):
    assert cells.number(7, 2).read(cells.plain(points)) == points


@pytest.mark.parametrize(("written", "read"), [("12.50", "12.5"), ("5.000", "5"), ("100", "100"), ("0.00", "0")])
def test_a_number_is_written_the_shortest_way(written, read):
    assert cells.plain(cells.number(7, 3).read(written)) == read


def test_no_two_columns_of_a_file_share_a_name():
    for table in rows.TABLES:
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names)) > 0
