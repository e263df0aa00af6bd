"""GitHub's issues: what arrives, and that pull requests are told and left."""

import datetime as dt
import io
import json
from typing import Any

import pytest

from tests.project.importing.reading import by_id, read, told
from vistone.project.importing.model import ImportRefused, ReadOptions
from vistone.project.importing.sources import source_named

REPOSITORY = "https://api.github.com/repos/acme/site"


def issue(number: int, **more: Any) -> dict[str, Any]:
    """An issue as the REST API gives it."""
    return {"number": number, "title": f"Issue {number}", "repository_url": REPOSITORY, "state": "open", **more}


MILESTONE = {"title": "v1", "description": "First", "state": "closed", "due_on": "2024-05-01T07:00:00Z"}


def test_issues_arrive_and_pull_requests_are_told() -> None:
    given = [
        issue(
            1,
            body="Do `it` <script>x</script>\r\n- [ ] a",
            labels=[{"name": "bug"}, "priority: high"],
            assignee={"login": "ann"},
            assignees=[{"login": "ann"}, {"login": "bob"}],
            milestone=MILESTONE,
            created_at="2024-01-02T03:04:05Z",
        ),
        issue(2, pull_request={"url": "x"}),
        issue(3, state="closed", state_reason="completed", closed_at="2024-02-01T00:00:00Z"),
        issue(4, state="closed", state_reason="not_planned"),
        issue(5, parent_issue_url=f"{REPOSITORY}/issues/1", labels=[{"name": "In progress"}, {"name": "P1"}]),
        issue(5),
        issue(6, title=" "),
        {"title": "No number"},
    ]
    found = read("github-json", json.dumps(given))
    tasks = by_id(found)
    assert found.name == "site"
    assert list(tasks) == ["acme/site#1", "acme/site#3", "acme/site#4", "acme/site#5"]
    assert told(found) == [(2, "pull_request", True), (6, "number", True), (7, "title", True), (8, "issue", True)]
    first = tasks["acme/site#1"]
    assert first.description == "Do `it` \\<script>x\\</script>\n- [ ] a"
    assert (str(first.priority), first.labels, first.assignee) == ("high", ("bug", "priority: high"), "ann")
    assert (first.milestone, first.created_at) == ("v1", dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=dt.UTC))
    assert [str(task.status) for task in tasks.values()] == ["todo", "done", "cancelled", "in_progress"]
    assert tasks["acme/site#3"].completed_at == dt.datetime(2024, 2, 1, tzinfo=dt.UTC)
    assert tasks["acme/site#5"].parent_source_id == "acme/site#1"
    assert str(tasks["acme/site#5"].priority) == "urgent"
    frame = source_named("github-json").frame
    assert frame is not None
    [milestone] = frame(io.BytesIO(json.dumps(given).encode()), ReadOptions()).milestones
    assert (milestone.key, milestone.status, milestone.due_date) == (
        "v1",
        "completed",
        dt.datetime(2024, 5, 1, 7, tzinfo=dt.UTC),
    )


def test_the_answer_of_a_search_is_read_too() -> None:
    assert len(read("github-json", json.dumps({"total_count": 1, "items": [issue(1)]})).tasks) == 1


@pytest.mark.parametrize(
    "content", ["{}", "[]", "[1, 2]", '[{"a": 1}]', "nothing", '{"message": "Not Found"}', "[" * 5_000]
)
def test_what_is_no_list_of_issues_is_refused(content: str) -> None:
    with pytest.raises(ImportRefused) as refusal:
        read("github-json", content)
    assert refusal.value.field == "file"
