"""Trello's board export: order, statuses, checklists, archived cards, and every way it breaks."""

import datetime as dt
import io
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vistone.project.importing.model import ImportedProject, ImportRefused, ReadOptions
from vistone.project.importing.sources import SOURCES, read_project, source_named

TRELLO = SOURCES["trello-json"]


def board(**changes: Any) -> dict[str, Any]:
    return {
        "id": "b",
        "name": "Launch",
        "desc": "",
        "closed": False,
        "lists": [
            {"id": "l2", "name": "Doing", "closed": False, "pos": 200},
            {"id": "l1", "name": "To Do", "closed": False, "pos": 100.5},
            {"id": "l3", "name": "Shipped", "closed": False, "pos": 300},
            {"id": "l4", "name": "Kittens", "closed": False, "pos": 400},
            {"id": "l5", "name": "Old", "closed": True, "pos": 50},
        ],
        "cards": [
            {
                "id": "655f6a000000000000000001",
                "name": "B",
                "idList": "l2",
                "pos": 2,
                "desc": "",
                "due": None,
                "closed": False,
            },
            {
                "id": "655f6a000000000000000002",
                "name": "A",
                "idList": "l2",
                "pos": 1,
                "desc": "**Hi** <script>x</script>\n\n`<b>`",
                "due": "2023-11-30T12:00:00.000Z",
                "dueComplete": False,
                "idMembers": ["m1", "m2", "gone"],
                "labels": [{"id": "x", "name": "ui", "color": "red"}, {"id": "y", "name": "", "color": "green"}],
                "shortUrl": "https://trello.com/c/abc",
            },
            {"id": "c3", "name": "First", "idList": "l1", "pos": 9},
            {"id": "c4", "name": "Kitten", "idList": "l4", "pos": 1},
            {"id": "c5", "name": "Kitten 2", "idList": "l4", "pos": 2},
            {"id": "c6", "name": "Dropped", "idList": "l2", "pos": 3, "closed": True},
            {"id": "c7", "name": "Finished", "idList": "l2", "pos": 4, "closed": True, "dueComplete": True},
            {"id": "c8", "name": "In an archived list", "idList": "l5", "pos": 4},
            {"id": "c9", "name": "Shipped", "idList": "l3", "pos": 4},
        ],
        "members": [
            {"id": "m1", "fullName": "Ann Lee", "username": "ann"},
            {"id": "m2", "fullName": None, "username": "bob"},
        ],
        "checklists": [
            {
                "id": "k1",
                "idCard": "655f6a000000000000000002",
                "name": "Later",
                "pos": 2,
                "checkItems": [{"name": "z", "state": "incomplete", "pos": 1}],
            },
            {
                "id": "k2",
                "idCard": "655f6a000000000000000002",
                "name": "Now",
                "pos": 1,
                "checkItems": [
                    {"name": "y", "state": "complete", "pos": 2},
                    {"name": "x", "state": "incomplete", "pos": 1},
                ],
            },
        ],
        **changes,
    }


def read(data: Any) -> ImportedProject:
    raw = data if isinstance(data, bytes) else msgspec.json.encode(data)
    return read_project(TRELLO, io.BytesIO(raw))


def test_a_board() -> None:
    project = read(board())
    assert project.name == "Launch"
    by_title = {task.title: task for task in project.tasks}
    assert [task.title for task in project.tasks] == [
        *("In an archived list", "First", "A", "B", "Dropped", "Finished", "Shipped", "Kitten", "Kitten 2"),
    ]
    card = by_title["A"]
    assert (card.source_id, card.row, card.status, card.assignee) == (
        "655f6a000000000000000002",
        2,
        "in_progress",
        "Ann Lee",
    )
    assert card.description == "**Hi** \\<script>x\\</script>\n\n`<b>`"
    assert card.due_date == dt.datetime(2023, 11, 30, 12, tzinfo=dt.UTC)
    assert card.created_at == dt.datetime.fromtimestamp(0x655F6A00, dt.UTC)
    assert card.labels == ("ui", "green")
    assert [(item.item, item.is_completed) for item in card.checklist] == [
        ("Now: x", False),
        ("Now: y", True),
        ("Later: z", False),
    ]
    assert card.fields == (("Other members", "bob"), ("Link", "https://trello.com/c/abc"))
    assert card.status_name == "Doing"
    statuses = {title: task.status.value for title, task in by_title.items()}
    assert statuses["Dropped"] == statuses["In an archived list"] == "cancelled"
    assert statuses["Finished"] == statuses["Shipped"] == "done"
    assert statuses["Kitten"] == "todo"
    assert [(error.row, error.field, error.skipped) for error in project.errors] == [(4, "idList", False)]


def test_a_broken_card_stays_alone() -> None:
    cards = [
        *({"id": "a", "name": "ok"}, 5, {"name": "no id"}, {"id": "a", "name": "twice"}, {"id": "b", "name": " "}),
        *(
            {"id": "c", "name": "due", "due": "soon"},
            {"id": "d", "name": "x", "pos": "top"},
            {"id": "e", "name": "last"},
        ),
    ]
    project = read(board(cards=cards, checklists=[7]))
    assert {task.source_id for task in project.tasks} == {"a", "c", "e"}
    skipped = [(error.row, error.field) for error in project.errors if error.skipped]
    assert skipped == [(2, "card"), (3, "card"), (4, "id"), (5, "name"), (7, "card")]
    assert {(error.row, error.field) for error in project.errors if not error.skipped} >= {
        (0, "checklists[1]"),
        (6, "due"),
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings(encoding: str) -> None:
    assert read(msgspec.json.encode(board(name="Größe")).decode().encode(encoding)).name == "Größe"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"", "file"),
        (b"{", "file"),
        (b"[]", "file"),
        (b"null", "file"),
        (b'{"cards": 5, "lists": []}', "file"),
        (b'{"lists": []}', "file"),
        (b'{"lists": [], "cards": []}', "file"),
        (b"[" * 200_000, "file"),
        (b'{"cards":' + b"[" * 200_000, "file"),
        (b"\xff\xfe\xff", "encoding"),
        (b"Issue key,Summary\nA-1,x\n", "file"),
    ],
)
def test_what_is_no_board_is_refused(data: bytes, field: str) -> None:
    with pytest.raises(ImportRefused) as caught:
        read(data)
    assert caught.value.field == field


def test_options_that_do_not_fit_are_refused() -> None:
    file = io.BytesIO(msgspec.json.encode(board()))
    with pytest.raises(ImportRefused, match="no columns"):
        TRELLO.read(file, ReadOptions(mapping={"a": "title"}))
    with pytest.raises(ImportRefused, match="at most 5"):
        TRELLO.read(file, ReadOptions(max_bytes=5))
    with pytest.raises(ImportRefused, match="jira-csv, trello-json"):
        source_named("excel")


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "pos", "closed", "due", "idList", "desc", "labels", "checkItems", "idCard"]), inner, max_size=6), max_leaves=12)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(
    st.binary(max_size=100)
    | st.fixed_dictionaries({"cards": st.lists(JSON, max_size=6) | JSON, "lists": st.lists(JSON, max_size=2)}, optional={"name": JSON, "checklists": JSON, "members": JSON}).map(msgspec.json.encode)
)  # fmt: skip
def test_any_bytes_give_cards_or_a_refusal(data: bytes) -> None:
    try:
        project = read(data)
    except ImportRefused:
        return
    rows = [*(task.row for task in project.tasks), *(error.row for error in project.errors if error.skipped)]
    assert sorted(rows) == list(range(1, len(rows) + 1)), "each card once, as a task or as an error"
