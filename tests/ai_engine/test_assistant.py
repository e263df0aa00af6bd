"""The index, one's talks, prompts and switches."""

from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.factories.ai_engine import text
from tests.rows import put
from vistone.ai_engine.queries import EMBEDDING, TURN
from vistone.kernel.errors import Conflict, Malformed
from vistone.kernel.ids import new_id

BASE = "/api/ai-engine"
TEXTS, PASSAGES, TALKS = f"{BASE}/rag-documents", f"{BASE}/rag-embeddings", f"{BASE}/conversation-history"
PROMPTS, SWITCHES = f"{BASE}/system-prompt-templates", f"{BASE}/rag-access-control"
PROMPT = {"name": "Answer", "template": "Be brief.", "category": "general"}


@pytest.fixture(scope="module")
async def organizer(world):
    """Somebody to refuse things to: what is refused leaves nothing behind."""
    return (await world.company()).organizer


async def test_organizers_alone_read_the_index(world):
    company = await world.company()
    organizer = company.organizer
    one = await text(company, metadata={"priority": "low"}, content_hash="abc")
    numbers = [0.5, -0.25] + [0.0] * 1022
    passage = await put(organizer, EMBEDDING, document_id=one.id, chunk_text="It squeaks.", embedding=numbers)
    await put(organizer, EMBEDDING, document_id=one.id, chunk_index=1, chunk_text="Loudly.")

    seen = await organizer.get(f"{TEXTS}/{one.id}")
    assert (seen["sourceSchema"], seen["sourceId"], seen["metadata"]) == (
        "project",
        str(one.source_id),
        {"priority": "low"},
    )
    assert seen["abilities"] == ["delete"]
    assert "scopeTokens" not in seen
    assert (await organizer.get(f"{PASSAGES}/{passage.id}"))["embedding"] == numbers
    found = (await organizer.get(PASSAGES, documentId=str(one.id), sort="-chunkIndex"))["items"]
    assert [(passage["chunkIndex"], passage["embedding"]) for passage in found] == [(1, None), (0, numbers)]

    for who in (await company.manager, await company.contributor, await company.client):
        assert (await who.get(TEXTS))["items"] == (await who.get(PASSAGES))["items"] == []
        await who.get(f"{TEXTS}/{one.id}", 404)
        await who.get(f"{PASSAGES}/{passage.id}", 404)
        await who.delete(f"{TEXTS}/{one.id}", 404)
    stranger = (await world.company()).organizer
    await stranger.get(f"{TEXTS}/{one.id}", 404)
    await stranger.delete(f"{TEXTS}/{one.id}", 404)
    await stranger.get(f"{PASSAGES}/{passage.id}", 404)

    await organizer.delete(f"{TEXTS}/{one.id}", 412, if_match=2)
    await organizer.delete(f"{TEXTS}/{one.id}", if_match=1)
    assert (await organizer.get(PASSAGES))["items"] == []


async def test_texts_are_found_and_kept_once(world):
    company = await world.company()
    organizer = company.organizer
    one = await text(company)
    await text(company, source_schema="knowledge", source_table="wiki_pages", content_type="wiki", title="Doors")

    async def titles(**params):
        return [one["title"] for one in (await organizer.get(TEXTS, sort="title", **params))["items"]]

    assert await titles() == ["Doors", "Fix the door"]
    assert await titles(contentType="wiki") == ["Doors"]
    assert await titles(sourceSchema="project", sourceTable="tasks", sourceId=str(one.source_id)) == ["Fix the door"]
    assert await titles(q="fix") == ["Fix the door"]
    with pytest.raises(Conflict):
        await text(company, source_id=one.source_id)
    with pytest.raises(Conflict):
        await text(await world.company(), source_id=one.source_id)


async def test_the_database_holds_the_sets_and_the_length_of_a_vector(world):
    company = await world.company()
    with pytest.raises(asyncpg.CheckViolationError):
        await text(company, content_type="poem")
    one = await text(company)
    with pytest.raises(Malformed):
        await put(company.organizer, EMBEDDING, document_id=one.id, chunk_text="x", embedding=[1.0, 2.0])


async def test_a_talk_is_its_person_s_alone(world):
    company = await world.company()
    contributor, client, session = await company.contributor, await company.client, new_id()
    turns = {}
    for who in (contributor, client):
        turns[who.id] = await put(
            who, TURN, user_id=UUID(who.id), session_id=session, role="user", content="What is late?", metadata={}
        )
    await put(
        contributor, TURN, user_id=UUID(contributor.id), session_id=new_id(), role="assistant", content="Nothing."
    )
    assert len((await contributor.get(TALKS))["items"]) == 2
    assert [one["content"] for one in (await contributor.get(TALKS, sessionId=str(session)))["items"]] == [
        "What is late?"
    ]
    assert [one["content"] for one in (await contributor.get(TALKS, role="assistant"))["items"]] == ["Nothing."]
    path = f"{TALKS}/{turns[contributor.id].id}"
    for other in (company.organizer, await company.manager, client, (await world.company()).organizer):
        await other.get(path, 404)
        await other.delete(path, 404)
    assert (await company.organizer.get(TALKS, userId=contributor.id))["items"] == []
    assert (await contributor.get(path))["abilities"] == ["delete"]
    await contributor.delete(path)
    await contributor.get(path, 404)
    await client.delete(f"{TALKS}/{turns[client.id].id}")


async def test_prompts_are_a_setting(world):
    company = await world.company()
    organizer = company.organizer
    made = await organizer.post(PROMPTS, PROMPT)
    assert (made["isActive"], made["abilities"]) == (True, ["update", "delete"])
    await organizer.post(PROMPTS, PROMPT, 409)
    path = f"{PROMPTS}/{made['id']}"
    changed = await organizer.patch(path, {"isActive": False}, if_match=1)
    assert (changed["template"], changed["isActive"]) == ("Be brief.", False)
    await organizer.patch(path, {"name": "x"}, 412, if_match=1)
    for who in (await company.manager, await company.contributor):
        assert (await who.get(path))["abilities"] == []
        await who.post(PROMPTS, {**PROMPT, "name": "x"}, 403)
        await who.patch(path, {"name": "x"}, 403)
        await who.delete(path, 403)
    client = await company.client
    assert (await client.get(PROMPTS))["items"] == []
    await client.get(path, 404)
    await client.patch(path, {"name": "x"}, 404)
    await client.delete(path, 404)
    await client.post(PROMPTS, {**PROMPT, "name": "x"}, 403)
    stranger = (await world.company()).organizer
    await stranger.get(path, 404)
    await stranger.patch(path, {"name": "x"}, 404)
    await stranger.delete(path, 404)
    await stranger.post(PROMPTS, PROMPT)
    await organizer.post(PROMPTS, {**PROMPT, "name": "Report", "category": "report"})
    assert [one["name"] for one in (await organizer.get(PROMPTS, isActive="true"))["items"]] == ["Report"]
    assert [
        one["name"] for one in (await organizer.get(PROMPTS, category=["general", "report"], sort="name"))["items"]
    ] == ["Answer", "Report"]
    assert [one["name"] for one in (await organizer.get(PROMPTS, q="rep", name="Report"))["items"]] == ["Report"]
    await organizer.delete(path)
    await organizer.get(path, 404)


async def test_an_organization_has_its_own_switches(world):
    company = await world.company()
    organizer, manager, client = company.organizer, await company.manager, await company.client
    made = await organizer.post(SWITCHES, {"contentType": "message", "isEnabled": False})
    assert (made["organizationId"], made["isEnabled"]) == (company.id, False)
    await organizer.post(SWITCHES, {"contentType": "message"}, 409)
    path = f"{SWITCHES}/{made['id']}"
    assert (await organizer.patch(path, {"isEnabled": True}, if_match=1))["isEnabled"] is True
    assert (await manager.get(path))["abilities"] == []
    await manager.post(SWITCHES, {"contentType": "task"}, 403)
    await manager.patch(path, {"isEnabled": False}, 403)
    await manager.delete(path, 403)
    assert (await client.get(SWITCHES))["items"] == []
    await client.get(path, 404)
    await client.post(SWITCHES, {"contentType": "task"}, 403)
    await client.patch(path, {"isEnabled": False}, 404)
    await client.delete(path, 404)
    stranger = (await world.company()).organizer
    await stranger.get(path, 404)
    await stranger.patch(path, {"isEnabled": False}, 404)
    await stranger.delete(path, 404)
    await organizer.delete(path)
    await organizer.get(path, 404)


async def test_switches_for_all_are_seen_and_never_changed(world, database):
    id = new_id()
    connection = await asyncpg.connect(database.admin)
    statement = (
        "INSERT INTO ai_engine.rag_access_control (id, organization_id, content_type, is_enabled, created_at, updated_at) "
        "VALUES ($1, NULL, 'insight', false, now(), now())"
    )
    try:
        await connection.execute(statement, id)
        with pytest.raises(asyncpg.UniqueViolationError):
            await connection.execute(statement, new_id())
        company = await world.company()
        organizer, path = company.organizer, f"{SWITCHES}/{id}"
        for who in (organizer, await company.contributor, (await world.company()).organizer):
            seen = await who.get(path)
            assert (seen["organizationId"], seen["isEnabled"], seen["abilities"]) == (None, False, [])
            for method in ("PATCH", "DELETE"):
                assert (await who.send(method, path, json={"isEnabled": True})).status_code in {403, 404}
            assert (await who.get(path))["isEnabled"] is False
        own = await organizer.post(SWITCHES, {"contentType": "insight"})
        assert [one["id"] for one in (await organizer.get(SWITCHES, organizationId="null"))["items"]] == [str(id)]
        assert [one["id"] for one in (await organizer.get(SWITCHES, organizationId=company.id))["items"]] == [own["id"]]
        assert len((await organizer.get(SWITCHES, contentType="insight"))["items"]) == 2
        assert (await (await company.client).get(SWITCHES))["items"] == []
    finally:
        await connection.execute("DELETE FROM ai_engine.rag_access_control WHERE organization_id IS NULL")
        await connection.close()


async def test_what_the_assistant_writes_is_not_written_by_hand(organizer):
    for collection, methods in ((TEXTS, "POST PATCH"), (PASSAGES, "POST PATCH DELETE"), (TALKS, "POST PATCH")):
        for method in methods.split():
            path = collection if method == "POST" else f"{collection}/{uuid4()}"
            assert (await organizer.send(method, path, json={})).status_code == 405


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (PROMPTS, {**PROMPT, "category": "poetry"}, "category"),
        (PROMPTS, {"name": "x", "category": "general"}, "template"),
        (PROMPTS, {**PROMPT, "name": "\n"}, "name"),
        (SWITCHES, {}, "contentType"),
        (SWITCHES, {"contentType": "poem"}, "contentType"),
        (SWITCHES, {"contentType": "task", "organizationId": None}, "organizationId"),
        (SWITCHES, {"contentType": "task", "isEnabled": None}, "isEnabled"),
    ],
)
async def test_what_is_wrong_is_named(organizer, path, body, field):
    assert (await organizer.post(path, body, 400))["errors"][0]["field"] == field
