"""Lists as downloads: all pages, as filtered and sorted, with the reader's rights, and safe in a spreadsheet."""

import csv
import io
import json
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.factories.project import project, task
from tests.world import Company, World
from vistone.kernel.http import exports

TASKS = "/api/project/tasks"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOSTILE = ['=HYPERLINK("http://evil.example")', "+1", "-2+3", "@SUM(A1)", "\t=1"]


async def download(company: Company, path: str, format: str, **params: Any) -> bytes:
    """The list in that format."""
    answer = await company.organizer.send("GET", path, params={"download": format, **params})
    assert answer.status_code == 200, answer.text
    kind = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX, "json": "application/json"}[format]
    assert answer.headers["content-type"] == kind
    name = path.rsplit("/", 1)[1]
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{name}.{format}"')
    return answer.content


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def sheet_of(content: bytes) -> list[list[tuple[str, str]]]:
    """The cells of the first sheet: type and text."""
    ns = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        root = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(root.iter(f"{ns}f")), "no cell is a formula"
    return [
        [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row.iter(f"{ns}c")] for row in root.iter(f"{ns}row")
    ]


async def test_a_list_comes_whole_filtered_and_sorted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "ROWS_AT_ONCE", 3)  # so that a few rows are several batches
    company = await world.company()
    id = (await project(company))["id"]
    await task(company)  # in another project
    for number in range(8):
        await task(company, id, title=f"T{number}", dueDate="2026-05-04T00:00:00Z", labels=["a", "b"], storyPoints=1.5)
    asked: dict[str, Any] = {"projectId": id, "sort": "-title", "limit": 1}
    rows = rows_of(await download(company, TASKS, "csv", **asked))
    assert [row["Title"] for row in rows] == [f"T{number}" for number in range(7, -1, -1)]
    assert (rows[0]["Due date"], rows[0]["Labels"], rows[0]["Story points"]) == ("2026-05-04", "a, b", "1.5")
    assert rows[0]["Project id"] == id
    whole = json.loads(await download(company, TASKS, "json", **asked))
    page = await company.organizer.get(TASKS, projectId=id, sort="-title")
    assert whole == page
    sheet = sheet_of(await download(company, TASKS, "xlsx", **asked))
    assert len(sheet) == 9
    assert [text for _, text in sheet[0]][:3] == ["Id", "Organization id", "Project id"]
    assert ("n", "46146") in sheet[1]  # the fourth of May 2026, as Excel counts days


async def test_no_cell_is_a_formula(world: World) -> None:
    company = await world.company()
    id = (await project(company))["id"]
    for title in HOSTILE:
        await task(company, id, title=title)
    content = await download(company, TASKS, "csv", projectId=id, sort="createdAt")
    assert [row["Title"] for row in rows_of(content)] == [f"'{title}" for title in HOSTILE]
    cells = [cell for row in sheet_of(await download(company, TASKS, "xlsx", projectId=id)) for cell in row]
    assert ("inlineStr", "+1") in cells


async def test_an_empty_list_and_other_lists(world: World) -> None:
    company = await world.company()
    assert json.loads(await download(company, "/api/project/milestones", "json")) == {"items": [], "nextCursor": None}
    assert rows_of(await download(company, "/api/project/milestones", "csv")) == []
    for path in ("/api/project/projects", "/api/auth/users", "/api/client/clients", "/api/workforce/teams"):
        assert len(sheet_of(await download(company, path, "xlsx"))) >= 1


async def test_the_reader_gets_what_they_may_read(world: World) -> None:
    company = await world.company()
    await task(company)
    contributor = await company.contributor
    answer = await contributor.send("GET", TASKS, params={"download": "csv"})
    assert rows_of(answer.content) == []
    answer = await world.http.get(TASKS, params={"download": "csv"})
    assert answer.status_code == 401


@pytest.mark.parametrize("wrong", ["pdf", "", "CSV"])
async def test_an_unknown_format_is_named(world: World, wrong: str) -> None:
    company = await world.company()
    problem = await company.organizer.get(TASKS, 400, download=wrong)
    assert problem["errors"][0]["field"] == "download"
    await company.organizer.get(TASKS, 400, download="csv", nonsense="1")


async def test_the_document_says_it(world: World) -> None:
    document = (await world.http.get("/schema/openapi.json")).json()
    operation = document["paths"][TASKS]["get"]
    assert set(operation["responses"]["200"]["content"]) == {"application/json", "application/jsonl", "text/csv", XLSX}
    assert next(one for one in operation["parameters"] if one["name"] == "download")["schema"]["enum"] == [
        "csv",
        "xlsx",
        "json",
        "jsonl",
    ]
