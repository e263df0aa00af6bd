"""Who may follow a document live."""

from tests.factories.knowledge import document
from tests.rows import may_follow
from vistone.knowledge import topics


async def test_a_document_is_followed_by_those_who_see_it(world):
    company = await world.company()
    organizer, contributor, client = company.organizer, await company.contributor, await company.client
    id = (await document(company))["id"]
    assert await may_follow(contributor, "Contributor", topics.document, id)
    assert not await may_follow(client, "Client", topics.document, id)
    stranger = (await world.company()).organizer
    assert not await may_follow(stranger, "Organizer", topics.document, id)
    assert not await may_follow(organizer, "Organizer", topics.document)

    body = {"documentId": id, "userId": client.id, "permission": "read"}
    await organizer.post("/api/knowledge/document-permissions", body)
    assert not await may_follow(contributor, "Contributor", topics.document, id)
    assert await may_follow(client, "Client", topics.document, id)
    assert await may_follow(organizer, "Organizer", topics.document, id)
