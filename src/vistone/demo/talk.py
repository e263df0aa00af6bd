"""Channels with what is said in them, and the record of talk elsewhere."""

import re
from uuid import UUID

from msgspec import Struct

from vistone.communication.actions import channels, logs, messages
from vistone.communication.contracts import ChannelType, LogType
from vistone.communication.schemas import (
    ChatChannelCreate,
    ChatMessageCreate,
    CommunicationLogCreate,
    MessageAttachmentCreate,
)
from vistone.demo.company import Company
from vistone.demo.conversations import CONVERSATIONS
from vistone.demo.people import BY_KEY, STAFF

_MENTION = re.compile(r"@([a-z]+)\b")


class Channel(Struct, frozen=True):
    """A channel; the first of its people opens it."""

    key: str
    name: str | None
    type: ChannelType
    people: tuple[str, ...]
    team: str | None = None
    project: str | None = None
    private: bool = False


CHANNELS = (
    Channel("general", "general", ChannelType.ORGANIZATION, ("olivia", *(key for key in STAFF if key != "olivia"))),
    Channel("wins", "wins-and-launches", ChannelType.ORGANIZATION, ("hannah", *(k for k in STAFF if k != "hannah"))),
    Channel("design", "design", ChannelType.TEAM, ("hannah", "priya", "yuki", "luca"), team="design"),
    Channel("engineering", "engineering", ChannelType.TEAM, ("marcus", "tomas", "jonas", "daniel", "max"), team="engineering"),
    Channel("banking", "mobile-banking", ChannelType.PROJECT,
            ("marcus", "priya", "tomas", "jonas", "amara", "ingrid", "max", "daniel"), project="banking"),
    Channel("portal", "customer-portal", ChannelType.PROJECT,
            ("marcus", "tomas", "jonas", "daniel", "amara", "ingrid"), project="portal"),
    Channel("with-harbour", "Harbour & Vale and Northwind", ChannelType.CLIENT,
            ("marcus", "samuel", "priya", "amara", "olivia"), project="banking"),
    Channel("with-verre", "Atelier Verre and Northwind", ChannelType.CLIENT,
            ("hannah", "claire", "yuki", "ingrid", "tomas"), project="shop"),
    Channel("leads", "leads", ChannelType.GROUP, ("olivia", "marcus", "hannah"), private=True),
    Channel("direct", None, ChannelType.DIRECT, ("olivia", "marcus"), private=True),
)  # fmt: skip

# The first words of a message, and what goes with it.
ATTACHMENTS = (
    ("The report of the tree test", "https://files.northwind.example/banking/tree-test-report.pdf", "application/pdf"),
    ("The four set-ups side by side", "https://files.northwind.example/shop/photo-direction.pdf", "application/pdf"),
    ("Load curve of Friday", "https://files.northwind.example/banking/load-test-friday.png", "image/png"),
    ("Options for Wednesday", "https://files.northwind.example/portal/options-pilot.pdf", "application/pdf"),
)

LOGS = (
    ("marcus", LogType.CALL, "nordlys", "portal", "Ragnhild Moe, Nordlys Energi", 25, "Pilot and billing lines",
     "She can live with a pilot without bill explanations, not with a later one. Wants the options in writing by Tuesday."),
    ("marcus", LogType.EMAIL, "nordlys", "portal", "Aslak Nilsen, Nordlys Energi", None, "EHF instead of JSON",
     "Vendor confirms: no JSON before the second quarter. Change request sent the same day."),
    ("marcus", LogType.MEETING, "harbour", "banking", "Samuel Osei and four of the product council", 60, "Review, sprint 4",
     "Account overview accepted. Card limits: steps of 50 € instead of free amounts."),
    ("hannah", LogType.CALL, "verre", "shop", "Claire Beaumont, Atelier Verre", 15, "Delivery by date",
     "Carrier offers dates in France and Belgium; for Sweden a range of two days."),
    ("hannah", LogType.MEETING, "bramble", "brand", "Edith Bramble and her son", 90, "Who decides",
     "Edith has the last word; her son runs the day-to-day. They want to see three directions, no more."),
    ("hannah", LogType.NOTE, "museum", "museum", "Dr. Sigrid Lund", None, "Funding",
     "Application goes out before the holidays, decision in February. Keep the team's names in it."),
    ("olivia", LogType.CALL, "harbour", None, "Niamh Doyle, Harbour & Vale", 20, "Branch screens",
     "Interested for next year's budget. Marcus drafts a proposal."),
    ("ingrid", LogType.EMAIL, "verre", "shop", "Claire Beaumont, Atelier Verre", None, "Texts for Écume",
     "Fourteen texts sent for approval, with three questions about the names of colours."),
)  # fmt: skip


async def talk(company: Company) -> None:
    """Channels, then what is said in them, in order, then the log."""
    ids: dict[str, UUID] = {}
    for channel in CHANNELS:
        body = ChatChannelCreate(
            type=channel.type,
            name=channel.name,
            team_id=company.teams[channel.team] if channel.team else None,
            project_id=company.projects[channel.project] if channel.project else None,
            is_private=channel.private,
            member_ids=[company.people[who] for who in channel.people[1:]],
        )
        ids[channel.key] = (await channels.create_channel(await company.by(channel.people[0]), body)).id
    for key, said in CONVERSATIONS.items():
        for who, text in said:
            tx = await company.by(who)
            message = await messages.send(
                tx, ChatMessageCreate(channel_id=ids[key], content=_with_mentions(company, text))
            )
            for beginning, url, kind in ATTACHMENTS:
                if text.startswith(beginning):
                    await messages.attach(tx, MessageAttachmentCreate(message_id=message.id, url=url, file_type=kind))
    for place, (who, kind, client, project, with_whom, minutes, subject, summary) in enumerate(LOGS):
        details = {
            "subject": subject,
            "with": with_whom,
            "summary": summary,
            "clientId": str(company.clients[client]),
            "projectId": str(company.projects[project]) if project else None,
            "minutes": minutes,
            "day": company.day(-place - 1).date().isoformat(),
        }
        await logs.create_log(await company.by(who), CommunicationLogCreate(type=kind, details=details))


def _with_mentions(company: Company, text: str) -> str:
    """The text with `@priya` as editors write it: the name for readers, the id for the system."""

    def mention(found: re.Match[str]) -> str:
        return f"@[{BY_KEY[found[1]].name}](user:{company.people[found[1]]})"

    return _MENTION.sub(mention, text)
