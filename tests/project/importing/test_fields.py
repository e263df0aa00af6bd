"""Single values: dates, statuses, priorities, points."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vistone.project.importing.fields import date_of, points_of, priority_of, status_of, title_and_rest
from vistone.project.importing.markup import clean_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24/Nov/23 3:12 PM", dt.datetime(2023, 11, 24, 15, 12, tzinfo=dt.UTC)),
        ("24/Nov/2023", dt.datetime(2023, 11, 24, tzinfo=dt.UTC)),
        ("01/Jan/99 12:05 AM", dt.datetime(1999, 1, 1, 0, 5, tzinfo=dt.UTC)),
        ("24. Okt. 2023 15:12", dt.datetime(2023, 10, 24, 15, 12, tzinfo=dt.UTC)),
        ("24/août/23 9:05 AM", dt.datetime(2023, 8, 24, 9, 5, tzinfo=dt.UTC)),
        ("Nov 24, 2023, 3:12 PM", dt.datetime(2023, 11, 24, 15, 12, tzinfo=dt.UTC)),
        ("2023-11-24", dt.datetime(2023, 11, 24, tzinfo=dt.UTC)),
        ("2023-11-24 15:12", dt.datetime(2023, 11, 24, 15, 12, tzinfo=dt.UTC)),
        ("2023-11-24T15:12:01.250+0200", dt.datetime(2023, 11, 24, 13, 12, 1, 250000, tzinfo=dt.UTC)),
        ("2023-11-24T15:12:01Z", dt.datetime(2023, 11, 24, 15, 12, 1, tzinfo=dt.UTC)),
        ("24.11.2023 15:12", dt.datetime(2023, 11, 24, 15, 12, tzinfo=dt.UTC)),
        ("24/11/2023", dt.datetime(2023, 11, 24, tzinfo=dt.UTC)),
        ("11/24/2023", dt.datetime(2023, 11, 24, tzinfo=dt.UTC)),
    ],
)
def test_dates(text: str, expected: dt.datetime) -> None:
    assert date_of(text, dt.UTC) == expected


@pytest.mark.parametrize(
    "text",
    [
        "3/4/24",
        "2024-02-30",
        "24/Foo/23",
        "soon",
        "0001-01-01",
        "2024-01-01T25:00",
        "1/Jan/24 13:00 PM",
        "9" * 50,
        "2024-01-01T00:00+99:99",
    ],
)
def test_dates_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|has|names|could) "):
        date_of(text, dt.UTC)


@given(st.text(max_size=45))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        date = date_of(text, dt.UTC)
    except ValueError:
        return
    assert date.tzinfo is not None


@pytest.mark.parametrize(
    ("name", "resolution", "category", "expected"),
    [
        ("To Do", "", "", ("todo", True)),
        ("  in   PROGRESS ", "", "", ("in_progress", True)),
        ("Closed", "", "", ("done", True)),
        ("Done", "Won't Do", "", ("cancelled", True)),
        ("Resolved", "Fixed", "", ("done", True)),
        ("Won\N{RIGHT SINGLE QUOTATION MARK}t Fix", "", "", ("cancelled", True)),
        ("Pondering", "", "Done", ("done", True)),
        ("Final QA round", "", "", ("in_review", False)),
        ("Not done yet", "", "", ("todo", False)),
        ("Pondering", "", "", ("todo", False)),
        ("", "", "", ("todo", True)),
    ],
)
def test_statuses(name: str, resolution: str, category: str, expected: tuple[str, bool]) -> None:
    assert status_of(name, resolution, category) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Blocker", ("urgent", True)),
        ("P2", ("high", True)),
        ("3 - Medium", ("medium", True)),
        ("", (None, True)),
        ("Huge", (None, False)),
    ],
)
def test_priorities(name: str, expected: tuple[str | None, bool]) -> None:
    assert priority_of(name) == expected


@pytest.mark.parametrize(("text", "points"), [("3", 3.0), (" 0,5 ", 0.5), ("1e2", 100.0)])
def test_points(text: str, points: float) -> None:
    assert points_of(text) == points


@pytest.mark.parametrize("text", ["-1", "nan", "inf", "1e9", "three", ""])
def test_points_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is "):
        points_of(text)


@given(st.text(max_size=1500))
def test_a_title_keeps_every_letter(text: str) -> None:
    title, rest = title_and_rest(text)
    assert len(title) <= 500  # the bound of a title
    whole = (title + rest).replace("…", "").replace(" ", "")
    assert whole == clean_line(text).replace("…", "").replace(" ", "")
