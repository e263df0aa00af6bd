"""Who leaves, or is staff no more, is out of teams, channels and contacts: also when they come back."""

import asyncio
from uuid import UUID

import msgspec

from tests.communication.rooms import CHANNELS, MEMBERS, open_channel
from tests.rows import database_of
from vistone.auth.contracts import OrganizationMember
from vistone.auth.events import OrganizationMemberDeleted, OrganizationMemberUpdated
from vistone.kernel.scope import for_the_system
from vistone.services import SERVICES

PEOPLE, TEAMS = "/api/auth/organization-members", "/api/workforce/teams"
TEAM_MEMBERS, CONTACTS = "/api/workforce/team-members", "/api/client/client-contacts"


async def react(organizer, event):
    """Does what the worker does of an event."""
    for one in [one for service in SERVICES for one in service.subscriptions if one.event is type(event)]:
        async with database_of(organizer).write(for_the_system(UUID(organizer.organization_id))) as tx:
            await one.handler(tx, event)


async def everywhere(company, person):
    """Puts the person into a team, a private channel, a group and a client's contacts."""
    organizer = company.organizer
    team = await organizer.post(TEAMS, {"name": "Crew"})
    await organizer.post(TEAM_MEMBERS, {"teamId": team["id"], "userId": person.id})
    await open_channel(organizer, isPrivate=True, memberIds=[person.id])
    await open_channel(organizer, "group", memberIds=[person.id])
    client = await organizer.post("/api/client/clients", {"name": "Umbra"})
    await organizer.post(CONTACTS, {"clientId": client["id"], "userId": person.id})


async def places(organizer, person):
    """How many teams, channels and clients the person is in, as far as the Organizer sees."""
    found = [await organizer.get(path, userId=person.id) for path in (TEAM_MEMBERS, MEMBERS, CONTACTS)]
    return [len(page["items"]) for page in found]


async def member(organizer, person):
    found = (await organizer.get(PEOPLE, userId=person.id))["items"][0]
    return msgspec.convert({**found, "abilities": []}, OrganizationMember)


async def test_who_leaves_the_organization_is_out_of_everything(world):
    company = await world.company()
    organizer, person, other = company.organizer, await company.contributor, await company.manager
    await everywhere(company, person)
    await everywhere(company, other)
    gone = await member(organizer, person)
    await organizer.delete(f"{PEOPLE}/{gone.id}")
    event = OrganizationMemberDeleted(record=gone)
    await react(organizer, event)
    assert await places(organizer, person) == [0, 0, 0]
    assert await places(organizer, other) == [1, 2, 1]
    await react(organizer, event)


async def test_who_becomes_a_client_is_out_of_teams_and_channels(world):
    company = await world.company()
    organizer, person = company.organizer, await company.contributor
    await everywhere(company, person)
    roles = (await organizer.get("/api/auth/roles", name="Client"))["items"]
    before = await member(organizer, person)
    await organizer.patch(f"{PEOPLE}/{before.id}", {"roleId": roles[0]["id"]})
    after = await member(organizer, person)
    unrelated = OrganizationMemberUpdated(record=after, before={"pausedAt": None})
    await react(organizer, unrelated)
    assert await places(organizer, person) == [1, 2, 1]
    await react(organizer, OrganizationMemberUpdated.of(before, after))
    assert await places(organizer, person) == [0, 0, 1]


async def test_two_owners_cannot_both_leave_at_once(world):
    company = await world.company()
    organizer, contributor = company.organizer, await company.contributor
    for _ in range(5):
        channel = await open_channel(organizer)
        body = {"channelId": channel["id"], "userId": contributor.id, "role": "owner"}
        await organizer.post(MEMBERS, body)
        rows = (await organizer.get(MEMBERS, channelId=channel["id"]))["items"]
        who = {organizer.id: organizer, contributor.id: contributor}
        answers = await asyncio.gather(*(who[row["userId"]].send("DELETE", f"{MEMBERS}/{row['id']}") for row in rows))
        assert sorted(answer.status_code for answer in answers) == [204, 409]


async def test_a_direct_conversation_never_gets_a_third_person(world):
    company = await world.company()
    contributor = await company.contributor
    channel = await open_channel(contributor, "direct")
    others = [company.organizer, await company.manager, await company.person("Contributor", "third")]
    answers = await asyncio.gather(
        *(contributor.send("POST", MEMBERS, json={"channelId": channel["id"], "userId": one.id}) for one in others)
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert len((await contributor.get(MEMBERS, channelId=channel["id"]))["items"]) == 2
    await contributor.get(f"{CHANNELS}/{channel['id']}")
