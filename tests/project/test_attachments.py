"""Files of tasks: in by content, out only to who sees the task, gone with all that is theirs."""

import pytest

from tests.factories.project import project, task
from tests.project.test_comments import shared
from vistone.kernel.errors import NotFound
from vistone.kernel.scope import for_the_system
from vistone.project.queries import attachment_key

FILES = "/api/project/task-attachments"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
async def company(world):
    return await world.company()


async def send(who, to, content=PNG, status=201, name="plan.png", kind="image/png"):
    """Gives a task a file; the attachment, or the problem."""
    files = {"file": (name, content, kind)}
    answer = await who.send("POST", FILES, data={"taskId": to["id"]} if to else {}, files=files)
    assert answer.status_code == status, answer.text
    return answer.json()


async def key_of(company, attachment) -> str:
    async with company.world.runtime.database.read(for_the_system(company.organizer.organization_id)) as tx:
        return await attachment_key(tx, attachment["id"])


async def test_a_file_comes_back_as_it_was(company):
    one = await task(company)
    made = await send(company.organizer, one)
    told = (made["name"], made["contentType"], made["size"], made["uploadedBy"])
    assert told == ("plan.png", "image/png", len(PNG), company.organizer.id)
    assert "fileKey" not in made
    page = await company.organizer.get(FILES, taskId=one["id"])
    assert [item["id"] for item in page["items"]] == [made["id"]]
    answer = await company.organizer.send("GET", f"{FILES}/{made['id']}/content")
    assert (answer.status_code, answer.content) == (200, PNG)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].startswith('inline; filename="plan.png"')
    part = await company.organizer.send("GET", f"{FILES}/{made['id']}/content", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, PNG[:4])
    link = await company.organizer.get(f"{FILES}/{made['id']}/link")
    opened = await company.world.http.get(link["url"])
    assert (opened.status_code, opened.content, link["seconds"]) == (200, PNG, 300)


async def test_what_could_run_is_never_shown_and_names_play_no_tricks(company):
    one = await task(company)
    made = await send(company.organizer, one, PAGE, name='../..\\etc/"pass\r\nwd".html', kind="text/plain")
    assert made["contentType"] == "text/html"
    assert not {"/", "\\", "\r", "\n"} & set(made["name"])
    answer = await company.organizer.send("GET", f"{FILES}/{made['id']}/content")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_form_that_lacks_something_is_refused_by_name(company):
    one = await task(company)
    assert (await send(company.organizer, one, b"", 422))["errors"][0]["field"] == "file"
    assert (await send(company.organizer, None, status=400))["errors"][0]["field"] == "taskId"
    assert (await send(company.organizer, {"id": "x"}, status=400))["errors"][0]["field"] == "taskId"
    await send(company.organizer, {"id": "01a203a9-cd12-7ffb-8e2c-f0d3ebdace68"}, status=404)
    answer = await company.organizer.send("POST", FILES, json={"taskId": one["id"]})
    assert answer.status_code == 415


async def test_files_are_for_who_sees_the_task_and_from_who_works_on_it(company):
    mine = await project(company)
    contributor = await company.contributor
    one = await task(company, mine["id"])
    own = await task(company, mine["id"], assigneeId=contributor.id)
    made = await send(company.organizer, one)
    await contributor.get(f"{FILES}/{made['id']}/content", 404)
    await send(contributor, one, status=404)
    await company.organizer.post("/api/project/project-members", {"projectId": mine["id"], "userId": contributor.id})
    await company.world.settle()
    assert (await contributor.send("GET", f"{FILES}/{made['id']}/content")).status_code == 200
    await send(contributor, one, status=403)
    theirs = await send(contributor, own)
    await contributor.delete(f"{FILES}/{made['id']}", 403)
    await contributor.delete(f"{FILES}/{theirs['id']}")


async def test_clients_read_the_files_of_what_is_shared_and_bring_none(company):
    open_task, closed_task = await shared(company)
    client = await company.client
    seen, hidden = await send(company.organizer, open_task), await send(company.organizer, closed_task)
    assert [one["id"] for one in (await client.get(FILES))["items"]] == [seen["id"]]
    assert (await client.send("GET", f"{FILES}/{seen['id']}/content")).content == PNG
    for path in ("", "/content", "/link"):
        await client.get(f"{FILES}/{hidden['id']}{path}", 404)
    await send(client, open_task, status=403)


async def test_the_file_goes_with_its_record(company):
    one = await task(company)
    made = await send(company.organizer, one)
    key = await key_of(company, made)
    files = company.world.runtime.files
    assert (await files.open(key)).size == len(PNG)
    await company.organizer.delete(f"{FILES}/{made['id']}")
    await company.world.run_jobs()
    with pytest.raises(NotFound):
        await files.open(key)
    await company.organizer.get(f"{FILES}/{made['id']}/content", 404)
