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
from vistone.kernel.db import ReadTx, Statement
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
    assert [text for _, text in sheet[0]][:4] == ["Id", "Organization id", "Project id", "Project name"]
    assert ("n", "46146") in sheet[1]  # the fourth of May 2026, as Excel counts days


async def test_no_cell_is_a_formula(world: World) -> None:
    company = await world.company()
    id = (await project(company))["id"]
    for title in HOSTILE:
        await task(company, id, title=title)
    field = {"projectId": id, "name": "=1+1", "kind": "text"}
    field_id = (await company.organizer.post("/api/project/custom-fields", field))["id"]
    await task(company, id, title="T", labels=["=2", "b"], fields={field_id: "@SUM(A1)"})
    rows = rows_of(await download(company, TASKS, "csv", projectId=id, sort="createdAt"))
    assert [row["Title"] for row in rows] == [*(f"'{title}" for title in HOSTILE), "T"]
    assert (rows[-1]["Labels"], rows[-1]["'=1+1"]) == ("'=2, b", "'@SUM(A1)")
    cells = [cell for row in sheet_of(await download(company, TASKS, "xlsx", projectId=id)) for cell in row]
    assert {("inlineStr", "+1"), ("inlineStr", "=1+1"), ("inlineStr", "@SUM(A1)")} <= set(cells)


async def person(company: Company, first: str, last: str) -> str:
    """A Manager of that name; their id."""
    one = await company.person("Manager")
    await one.patch(f"/api/auth/users/{one.id}", {"firstName": first, "lastName": last})
    return one.id


async def test_ids_stand_beside_what_they_are_called(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "ROWS_AT_ONCE", 2)
    company = await world.company()
    organizer = company.organizer
    ada = await person(company, "Ada", "Lovelace")
    team = (await organizer.post("/api/workforce/teams", {"name": "Engines"}))["id"]
    client = (await organizer.post("/api/client/clients", {"name": "Analytical Ltd"}))["id"]
    id = (await project(company, name="Engine", managerId=ada, teamIds=[team], clientId=client))["id"]
    milestone = {"projectId": id, "title": "First run", "dueDate": "2027-01-08T00:00:00Z"}
    milestone_id = (await organizer.post("/api/project/milestones", milestone))["id"]
    status = (
        await organizer.post("/api/project/project-statuses", {"projectId": id, "name": "Cut", "category": "todo"})
    )["id"]
    parent = (await task(company, id, title="Mill"))["id"]
    given = {"assigneeId": ada, "milestoneId": milestone_id, "statusId": status, "parentId": parent}
    one = (await task(company, id, title="Wheel", **given))["id"]
    for number in range(3):
        await task(company, id, title=f"More {number}")
    rows = rows_of(await download(company, TASKS, "csv", projectId=id, sort="createdAt"))
    assert [row["Project name"] for row in rows] == ["Engine"] * 5
    told = {name: rows[1][name] for name in rows[1] if name.endswith((" name", " title"))}
    assert told == {
        "Project name": "Engine", "Parent title": "Mill", "Assignee name": "Ada Lovelace", "Status name": "Cut",
        "Milestone title": "First run",
    }  # fmt: skip
    assert rows[1]["Assignee id"] == ada
    assert rows[0]["Assignee name"] == ""
    listed = rows_of(await download(company, "/api/project/projects", "csv"))[0]
    assert (listed["Manager name"], listed["Client name"], listed["Team names"]) == (
        "Ada Lovelace", "Analytical Ltd", "Engines",
    )  # fmt: skip
    spent = {"projectId": id, "taskId": one, "description": "Brass", "amount": "9.00", "spentOn": "2026-01-04"}
    await organizer.post("/api/project/expenses", spent)
    worked = {"projectId": id, "taskId": one, "startedAt": "2026-01-04T08:00:00Z", "endedAt": "2026-01-04T09:00:00Z"}
    await organizer.post("/api/project/time-entries", {**worked, "userId": ada})
    await organizer.post("/api/project/risk-register", {"projectId": id, "description": "Friction", "ownerId": ada})
    for path, title, name in (
        ("expenses", "Spent by name", "Olga Organizer"),
        ("time-entries", "Person name", "Ada Lovelace"),
        ("risk-register", "Owner name", "Ada Lovelace"),
    ):
        row = rows_of(await download(company, f"/api/project/{path}", "csv"))[0]
        assert (row[title], row["Project name"]) == (name, "Engine")
        assert row.get("Task title", "Wheel") == "Wheel"
    sheet = sheet_of(await download(company, TASKS, "xlsx", projectId=id))
    assert ("inlineStr", "Ada Lovelace") in [cell for row in sheet for cell in row]


async def test_names_take_one_statement_for_each_column_and_a_thousand_rows(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = await world.company()
    id, ada = (await project(company))["id"], await person(company, "Ada", "Lovelace")
    asked: list[Statement] = []
    ask = ReadTx.all

    async def heard(tx: ReadTx, query: Statement, **given: Any) -> Any:
        if query.sql.endswith("LIMIT 1001"):  # not what the process asks for itself meanwhile
            asked.append(query)
        return await ask(tx, query, **given)

    monkeypatch.setattr(ReadTx, "all", heard)
    counts = []
    for assignee in (ada, company.organizer.id, ada):
        await task(company, id, assigneeId=assignee)
        asked.clear()
        await download(company, TASKS, "csv", projectId=id)
        counts.append(len(asked))
    assert counts == [4] * 3, "tasks, fields, projects, people; nothing for columns without ids"


async def test_a_custom_field_is_a_column_of_its_name(world: World) -> None:
    company = await world.company()
    ada = await person(company, "Ada", "Lovelace")
    id, other = (await project(company))["id"], (await project(company))["id"]
    made = {}
    for key, where, name, kind in (
        ("text", id, "Room", "text"), ("number", id, "Weight", "number"), ("day", id, "Seen", "date"),
        ("who", id, "Reader", "person"), ("same", id, "Title", "text"), ("all", None, "Room", "text"),
        ("elsewhere", other, "Room", "text"), ("not here", other, "Colour", "text"),
    ):  # fmt: skip
        field = {"projectId": where, "name": name, "kind": kind}
        made[key] = (await company.organizer.post("/api/project/custom-fields", field))["id"]
    values = {"text": "12", "number": -1.5, "day": "2027-03-04", "who": ada, "same": "Sir"}
    await task(company, id, title="T", fields={made[key]: value for key, value in values.items()})
    await task(company, id, title="U", fields={made["text"]: "1", made["all"]: "2"})
    await task(company, other, title="V", fields={made["elsewhere"]: "3", made["not here"]: "Red"})
    rows = rows_of(await download(company, TASKS, "csv", projectId=id, sort="title"))
    assert "Fields" not in rows[0]
    assert "Colour" not in rows[0]
    told = [rows[0][name] for name in ("Title", "Room", "Weight", "Seen", "Reader", "Title (2)")]
    assert told == ["T", "12", "-1.5", "2027-03-04", "Ada Lovelace", "Sir"]
    assert rows[1]["Room"] == "1, 2"
    every = rows_of(await download(company, TASKS, "csv", sort="title"))
    assert [(row["Room"], row["Colour"]) for row in every] == [("12", ""), ("1, 2", ""), ("3", "Red")]
    assert ("n", "-1.5") in [cell for row in sheet_of(await download(company, TASKS, "xlsx")) for cell in row]
    exported = json.loads(await download(company, TASKS, "json", projectId=id, sort="title"))["items"][0]
    assert exported["fields"] == {made[key]: value for key, value in values.items()}


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


async def test_names_are_of_what_the_reader_may_see(world: World) -> None:
    company = await world.company()
    contributor, client = await company.contributor, await company.client
    ours = await company.organizer.post("/api/client/clients", {"name": "Analytical Ltd", "portalAccess": True})
    await company.organizer.post("/api/client/client-contacts", {"clientId": ours["id"], "userId": client.id})
    id = (await project(company, name="Engine", clientId=ours["id"], clientVisible=True))["id"]
    hidden = await task(company, id, title="Secret")
    field = await company.organizer.post(
        "/api/project/custom-fields", {"projectId": id, "name": "Room", "kind": "text"}
    )
    shared = {
        "parentId": hidden["id"],
        "clientVisible": True,
        "assigneeId": contributor.id,
        "fields": {field["id"]: "1"},
    }
    shown = await task(company, id, title="Shared", **shared)
    await world.settle()
    row = rows_of((await client.send("GET", TASKS, params={"download": "csv"})).content)
    assert [(one["Title"], one["Project name"]) for one in row] == [("Shared", "Engine")]
    assert (row[0]["Parent title"], row[0]["Assignee name"], "Room" in row[0]) == ("", "", False)
    worked = {"projectId": id, "startedAt": "2026-01-04T08:00:00Z", "endedAt": "2026-01-04T09:00:00Z"}
    await company.organizer.post(
        "/api/project/time-entries", {**worked, "taskId": shown["id"], "userId": contributor.id}
    )
    for member, title in ((True, "Shared"), (False, "")):
        if member:
            joined = {"projectId": id, "userId": contributor.id, "role": "member"}
            part = await company.organizer.post("/api/project/project-members", joined)
        else:
            await company.organizer.delete(f"/api/project/project-members/{part['id']}")
        await world.settle()
        answer = await contributor.send("GET", "/api/project/time-entries", params={"download": "csv"})
        row = rows_of(answer.content)
        assert (len(row), row[0]["Task title"]) == (1, title)


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
