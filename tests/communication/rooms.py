"""What the tests of talk share: where things are, a project that a client sees, and waiting for what follows an event."""

import asyncio

CHANNELS, MEMBERS = "/api/communication/chat-channels", "/api/communication/channel-members"
MESSAGES, MENTIONS = "/api/communication/chat-messages", "/api/communication/message-mentions"
ATTACHMENTS, LOGS = "/api/communication/message-attachments", "/api/communication/communication-logs"


async def open_channel(person, type="organization", **fields):
    """A channel of that person."""
    name = None if type in {"direct", "group"} else f"About {type}"
    return await person.post(CHANNELS, {"type": type, "name": name, **fields})


async def say(person, channel, content="Hello."):
    """A message of that person."""
    return await person.post(MESSAGES, {"channelId": channel["id"], "content": content})


async def shared_project(company):
    """A project of the Manager that is shared with the Client's client, and that client's id."""
    organizer, manager, person = company.organizer, await company.manager, await company.client
    client = await organizer.post("/api/client/clients", {"name": "Umbra", "portalAccess": True})
    await organizer.post("/api/client/client-contacts", {"clientId": client["id"], "userId": person.id})
    body = {"name": "Shop", "clientId": client["id"], "clientVisible": True, "managerId": manager.id}
    project = await organizer.post("/api/project/projects", body)
    await settled(manager, f"/api/project/projects/{project['id']}")
    await settled(person, f"/api/project/projects/{project['id']}")
    return project["id"], client["id"]


async def settled(person, path, status=200):
    """Waits until the path answers so: what a person may see elsewhere follows a change within a moment."""
    for _ in range(100):
        if (await person.send("GET", path)).status_code == status:
            break
        await asyncio.sleep(0.05)
    return await person.get(path, status)
