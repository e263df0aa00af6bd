"""Messages, whom they mention, and what goes with them."""

from uuid import uuid4

from tests.communication.rooms import ATTACHMENTS, MEMBERS, MENTIONS, MESSAGES, open_channel, say
from vistone.communication.mentions import mentioned


def mention(person, name="Somebody"):
    return f"@[{name}](user:{person.id})"


async def test_a_message_is_its_senders(world):
    company = await world.company()
    organizer, contributor = company.organizer, await company.contributor
    colleague = await company.person("Contributor", "colleague")
    channel = await open_channel(contributor)
    message = await say(colleague, channel, "Tea?")
    assert (message["senderId"], message["aiFlags"]) == (colleague.id, None)
    assert message["abilities"] == ["update", "delete"]
    path = f"{MESSAGES}/{message['id']}"
    assert (await colleague.patch(path, {"content": "Tea!"}, if_match=1))["content"] == "Tea!"
    await colleague.patch(path, {"content": "Coffee"}, 412, if_match=1)
    for who in (organizer, contributor):
        assert (await who.get(path))["abilities"] == ["delete"]
        await who.patch(path, {"content": "Coffee"}, 403)
    assert (await (await company.manager).get(path))["abilities"] == []
    await (await company.manager).delete(path, 403)
    await contributor.delete(path)
    await colleague.get(path, 404)
    again = await say(colleague, channel)
    await organizer.delete(f"{MESSAGES}/{again['id']}")


async def test_nobody_speaks_for_another_or_where_they_cannot_see(world):
    company = await world.company()
    contributor, client = await company.contributor, await company.client
    channel = await open_channel(contributor)
    body = {"channelId": channel["id"], "content": "I quit."}
    problem = await contributor.post(MESSAGES, {**body, "senderId": company.organizer.id}, 422)
    assert problem["errors"][0]["field"] == "senderId"
    await contributor.post(MESSAGES, {**body, "senderId": contributor.id})
    await client.post(MESSAGES, body, 404)
    await contributor.post(MEMBERS, {"channelId": channel["id"], "userId": client.id, "role": "guest"})
    await say(client, channel)


async def test_a_channel_is_read_backwards_page_by_page(world):
    organizer = (await world.company()).organizer
    channel, other = await open_channel(organizer), await open_channel(organizer)
    said = [(await say(organizer, channel, f"No {number}"))["id"] for number in range(7)]
    await say(organizer, other, "No 8")
    read, cursor = [], {}
    while cursor is not None:
        page = await organizer.get(MESSAGES, channelId=channel["id"], limit=3, **cursor)
        read += [one["id"] for one in page["items"]]
        cursor = {"cursor": page["nextCursor"]} if page["nextCursor"] else None
    assert read == said[::-1]
    forwards = await organizer.get(MESSAGES, channelId=channel["id"], sort="createdAt")
    assert [one["id"] for one in forwards["items"]] == said
    third = (await organizer.get(f"{MESSAGES}/{said[3]}"))["createdAt"]
    since = await organizer.get(MESSAGES, channelId=channel["id"], createdAtAfter=third)
    assert len(since["items"]) == 4
    assert [one["content"] for one in (await organizer.get(MESSAGES, q="no 8"))["items"]] == ["No 8"]


async def test_mentions_follow_the_text(world):
    company = await world.company()
    organizer, manager, contributor = company.organizer, await company.manager, await company.contributor
    channel = await open_channel(organizer)
    text = f"{mention(manager)} and {mention(contributor)}, again {mention(manager)}"
    message = await say(organizer, channel, text)

    async def people():
        found = (await organizer.get(MENTIONS, messageId=message["id"]))["items"]
        return sorted(one["userId"] for one in found)

    assert await people() == sorted([manager.id, contributor.id])
    mine = (await manager.get(MENTIONS, userId=manager.id))["items"]
    assert [(one["messageId"], one["channelId"]) for one in mine] == [(message["id"], channel["id"])]
    path = f"{MESSAGES}/{message['id']}"
    await organizer.patch(path, {"content": f"{mention(contributor)} and {mention(organizer)}"})
    assert await people() == sorted([contributor.id, organizer.id])
    await manager.get(f"{MENTIONS}/{mine[0]['id']}", 404)
    await organizer.post(MENTIONS, {"messageId": message["id"], "userId": manager.id}, 405)

    stranger = (await world.company()).organizer
    problem = await organizer.patch(path, {"content": f"{mention(stranger)}"}, 422)
    assert problem["errors"][0]["field"] == "content"
    many = " ".join(f"@[X](user:{uuid4()})" for _ in range(51))
    problem = await organizer.post(MESSAGES, {"channelId": channel["id"], "content": many}, 422)
    assert problem["errors"][0]["field"] == "content"
    await organizer.delete(path)
    assert await people() == []


def test_only_whole_mentions_count():
    one, two = uuid4(), uuid4()
    assert mentioned(f"@[Ada](user:{one}) @[Bo B.](user:{str(two).upper()}) @[Ada](user:{one})") == [one, two]
    for text in (
        f"[Ada](user:{one})",
        f"@[](user:{one})",
        f"@[Ada\n](user:{one})",
        f"@[Ada](user:{str(one)[:-1]})",
        f"@[Ada](team:{one})",
        f"@{one}",
    ):
        assert mentioned(text) == []


async def test_attachments_are_the_senders_and_lead_to_the_web_or_to_files_here(world):
    company = await world.company()
    organizer, contributor = company.organizer, await company.contributor
    channel = await open_channel(organizer)
    message = await say(contributor, channel)
    body = {"messageId": message["id"], "url": "https://example.org/a.png?b=c#d", "fileType": "image/png"}
    attachment = await contributor.post(ATTACHMENTS, body)
    assert attachment["channelId"] == channel["id"]
    assert attachment["abilities"] == ["update", "delete"]
    path = f"{ATTACHMENTS}/{attachment['id']}"
    changed = await contributor.patch(path, {"url": "/files/a/b.png"}, if_match=1)
    assert (changed["url"], changed["fileType"]) == ("/files/a/b.png", "image/png")
    await contributor.patch(path, {"fileType": "x"}, 412, if_match=1)
    assert [one["id"] for one in (await organizer.get(ATTACHMENTS, messageId=message["id"]))["items"]] == [
        attachment["id"]
    ]
    await organizer.post(ATTACHMENTS, body, 403)
    await organizer.patch(path, {"url": "https://evil.example"}, 403)
    manager = await company.manager
    assert (await manager.get(path))["abilities"] == []
    await manager.delete(path, 403)
    await organizer.delete(path)
    await contributor.get(path, 404)


async def test_other_addresses_are_refused(world):
    organizer = (await world.company()).organizer
    message = await say(organizer, await open_channel(organizer))
    for url in (
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "//evil.example/files/",
        "https:evil.example",
        "https://",
        "http://[",
        "/files/../api/auth/me",
        "/files/%2e%2e/api",
        "/files\\..\\a",
        "/filesystem",
        "files/a",
        "https://example.org/a b",
        "https://example.org/\u202egnp.exe",
        "a",
    ):
        body = {"messageId": message["id"], "url": url, "fileType": "text/html"}
        problem = await organizer.post(ATTACHMENTS, body, 422)
        assert problem["errors"][0]["field"] == "url", url


async def test_other_companies_see_nothing_of_it(world):
    company, stranger = await world.company(), (await world.company()).organizer
    organizer = company.organizer
    message = await say(organizer, await open_channel(organizer), f"{mention(organizer)}")
    body = {"messageId": message["id"], "url": "https://example.org", "fileType": "text/html"}
    attachment = await organizer.post(ATTACHMENTS, body)
    found = (await organizer.get(MENTIONS))["items"][0]
    for collection, record in ((MESSAGES, message), (ATTACHMENTS, attachment), (MENTIONS, found)):
        assert (await stranger.get(collection))["items"] == []
        await organizer.get(f"{collection}/{record['id']}")
        await stranger.get(f"{collection}/{record['id']}", 404)
        if collection != MENTIONS:
            await stranger.patch(f"{collection}/{record['id']}", {}, 404)
            await stranger.delete(f"{collection}/{record['id']}", 404)
    await stranger.post(MESSAGES, {"channelId": message["channelId"], "content": "Hello."}, 404)
    await stranger.post(ATTACHMENTS, body, 404)


async def test_wrong_input_names_its_field(world):
    organizer = (await world.company()).organizer
    channel = await open_channel(organizer)
    message = await say(organizer, channel)
    for path, body, field in (
        (MESSAGES, {"channelId": channel["id"]}, "content"),
        (MESSAGES, {"content": "Hello."}, "channelId"),
        (MESSAGES, {"channelId": channel["id"], "content": " \n"}, "content"),
        (MESSAGES, {"channelId": channel["id"], "content": "A\0B"}, "content"),
        (MESSAGES, {"channelId": channel["id"], "content": "x" * 40_001}, "content"),
        (MESSAGES, {"channelId": channel["id"], "content": "A", "aiFlags": {}}, "aiFlags"),
        (ATTACHMENTS, {"messageId": message["id"], "url": "/files/a"}, "fileType"),
        (ATTACHMENTS, {"messageId": message["id"], "fileType": "a/b"}, "url"),
    ):
        problem = await organizer.post(path, body, 400)
        assert problem["errors"][0]["field"] == field, body
