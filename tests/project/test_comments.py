"""Comments and watchers: who may speak, who is called, who is told."""

import pytest

from tests.factories.project import project, task
from vistone.kernel.ids import new_id
from vistone.project.actions.talk import MOST_MENTIONS, watch_what_is_assigned

TASKS = "/api/project/tasks"
COMMENTS = "/api/project/task-comments"
WATCHERS = "/api/project/task-watchers"


@pytest.fixture
async def company(world):
    return await world.company()


def mention(person) -> str:
    return f"@[Somebody](user:{person.id})"


async def watchers(person, of) -> set[str]:
    page = await person.get(WATCHERS, taskId=of["id"])
    return {one["userId"] for one in page["items"]}


async def shared(company) -> tuple[dict, dict]:
    """A task of a project that is shared with the company's Client, and one of the same project that is not."""
    customer = await company.organizer.post("/api/client/clients", {"name": "Customer", "portalAccess": True})
    reader = await company.client
    await company.organizer.post("/api/client/client-contacts", {"clientId": customer["id"], "userId": reader.id})
    mine = await project(company, clientId=customer["id"], clientVisible=True)
    await company.world.settle()
    return await task(company, mine["id"], clientVisible=True), await task(company, mine["id"])


async def test_who_comments_watches_and_so_does_who_is_mentioned_and_sees_the_task(company):
    one = await task(company)
    manager = await company.manager
    second = await company.hire("Organizer")
    body = f"Ask {mention(second)}, {mention(manager)}, {mention(second)} and @[Nobody](user:{new_id()})"
    comment = await company.organizer.post(COMMENTS, {"taskId": one["id"], "body": body})
    # The manager has no part in the project: to be called there would tell of what they may not see.
    assert comment["mentions"] == [second.id]
    assert (comment["authorId"], comment["editedAt"]) == (company.organizer.id, None)
    assert comment["abilities"] == ["update", "delete"]
    assert await watchers(company.organizer, one) == {company.organizer.id, second.id}
    await company.organizer.post(COMMENTS, {"taskId": one["id"], "body": "Again"})
    assert await watchers(company.organizer, one) == {company.organizer.id, second.id}
    await manager.get(f"{COMMENTS}/{comment['id']}", 404)
    await manager.post(COMMENTS, {"taskId": one["id"], "body": "I cannot see it"}, 404)


async def test_only_the_author_changes_a_comment_and_managers_take_it_away(company):
    mine = await project(company)
    one = await task(company, mine["id"])
    contributor, manager = await company.contributor, await company.manager
    for person in (contributor, manager):
        body = {"projectId": mine["id"], "userId": person.id}
        await company.organizer.post("/api/project/project-members", body)
    await company.world.settle()
    comment = await contributor.post(COMMENTS, {"taskId": one["id"], "body": "First"})
    path = f"{COMMENTS}/{comment['id']}"
    await manager.patch(path, {"body": "Put into their mouth"}, 403)
    edited = await contributor.patch(path, {"body": f"Better, {mention(manager)}"}, if_match=1)
    assert edited["editedAt"] is not None
    assert edited["mentions"] == [manager.id]
    assert await watchers(contributor, one) == {contributor.id, manager.id}
    await contributor.patch(path, {"body": "Late"}, 412, if_match=1)
    theirs = await manager.post(COMMENTS, {"taskId": one["id"], "body": "Mine"})
    assert (await contributor.get(f"{COMMENTS}/{theirs['id']}"))["abilities"] == []
    await contributor.delete(f"{COMMENTS}/{theirs['id']}", 403)
    await manager.delete(path)
    await contributor.get(path, 404)


async def test_clients_speak_on_what_is_shared_with_them_alone(company):
    open_task, closed_task = await shared(company)
    client = await company.client
    comment = await client.post(COMMENTS, {"taskId": open_task["id"], "body": "When?"})
    await client.post(COMMENTS, {"taskId": closed_task["id"], "body": "What?"}, 404)
    await company.organizer.post(COMMENTS, {"taskId": closed_task["id"], "body": "Among us"})
    await company.organizer.post(COMMENTS, {"taskId": open_task["id"], "body": f"Soon, {mention(client)}"})
    page = await client.get(COMMENTS)
    assert {one["body"].split(",")[0] for one in page["items"]} == {"When?", "Soon"}
    await client.patch(f"{COMMENTS}/{comment['id']}", {"body": "When please?"})
    await client.delete(f"{COMMENTS}/{comment['id']}")
    assert await watchers(client, open_task) == {client.id}  # of themselves only
    assert await watchers(company.organizer, open_task) == {client.id, company.organizer.id}
    await client.post(WATCHERS, {"taskId": closed_task["id"]}, 404)


@pytest.mark.parametrize("body", ["", "  \n ", "a\x00b", "x" * 20_001, None])
async def test_a_comment_that_is_none_is_refused_by_name(company, body):
    one = await task(company)
    problem = await company.organizer.post(COMMENTS, {"taskId": one["id"], "body": body}, 400)
    assert problem["errors"][0]["field"] == "body"


async def test_a_comment_does_not_call_a_crowd(company):
    one = await task(company)
    body = " ".join(f"@[X](user:{new_id()})" for _ in range(MOST_MENTIONS + 1))
    problem = await company.organizer.post(COMMENTS, {"taskId": one["id"], "body": body}, 422)
    assert problem["errors"][0]["field"] == "body"


async def test_watching_by_hand(company):
    mine = await project(company)
    one = await task(company, mine["id"])
    contributor, manager = await company.contributor, await company.manager
    await company.organizer.post("/api/project/project-members", {"projectId": mine["id"], "userId": contributor.id})
    await company.world.settle()
    own = await contributor.post(WATCHERS, {"taskId": one["id"]})
    assert own["userId"] == contributor.id
    problem = await contributor.post(WATCHERS, {"taskId": one["id"]}, 409)
    assert problem["rule"] == "task_watchers"
    await contributor.post(WATCHERS, {"taskId": one["id"], "userId": company.organizer.id}, 403)
    problem = await company.organizer.post(WATCHERS, {"taskId": one["id"], "userId": manager.id}, 422)
    assert problem["errors"][0]["field"] == "userId"
    other = await company.organizer.post(WATCHERS, {"taskId": one["id"]})
    await contributor.delete(f"{WATCHERS}/{other['id']}", 403)
    await contributor.delete(f"{WATCHERS}/{own['id']}")
    assert await watchers(contributor, one) == {company.organizer.id}


async def test_who_is_given_a_task_watches_it(company):
    one = await task(company, assigneeId=company.organizer.id)
    second = await company.hire("Organizer")
    await company.organizer.patch(f"{TASKS}/{one['id']}", {"assigneeId": second.id})
    await company.organizer.patch(f"{TASKS}/{one['id']}", {"title": "Still theirs"})
    await company.organizer.patch(f"{TASKS}/{one['id']}", {"assigneeId": None})
    await company.world.follow(watch_what_is_assigned)
    assert await watchers(second, one) == {company.organizer.id, second.id}
