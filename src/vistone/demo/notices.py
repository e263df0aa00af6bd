"""What people are told, how they want to be told, and the texts for it."""

from typing import Any

from vistone.demo.company import Company
from vistone.notification import actions
from vistone.notification.contracts import Channel
from vistone.notification.schemas import (
    NotificationCreate,
    NotificationPatch,
    NotificationPreferenceCreate,
    NotificationTemplateCreate,
)

IN_APP, EMAIL, PUSH, _, CHAT = Channel

TEMPLATES = (
    ("Task assigned", "{{ actor.name }} gave you **{{ task.title }}** in {{ project.name }}.", [IN_APP, EMAIL]),
    ("Task overdue", "**{{ task.title }}** was due on {{ task.dueDate | date }}.", [IN_APP, EMAIL, PUSH]),
    ("Mentioned in a channel", "{{ actor.name }} mentioned you in #{{ channel.name }}: {{ message.excerpt }}", [IN_APP, PUSH]),
    ("Proposal accepted", "{{ client.name }} has accepted **{{ proposal.title }}**.", [IN_APP, EMAIL, CHAT]),
    ("Weekly status", "Hello {{ person.firstName }}, here is what happened in {{ project.name }} this week.", [EMAIL]),
    ("Leave approved", "Your leave from {{ leave.from | date }} to {{ leave.to | date }} is approved.", [IN_APP, EMAIL]),
)  # fmt: skip

_ALL = {"in_app": True, "email": True, "web_push": False}
_QUIET = {"in_app": True, "email": False, "web_push": False}
PREFERENCES: dict[str, dict[str, Any]] = {
    "olivia": {"project.task.assigned": _QUIET, "client.proposal.updated": _ALL, "digest": "07:30"},
    "marcus": {"project.task.assigned": _QUIET, "project.task.overdue": _ALL, "digest": "08:00"},
    "hannah": {"client.feedback.created": _ALL, "digest": "08:00"},
    "priya": {"project.task.assigned": _ALL, "quietHours": {"from": "18:00", "to": "08:30"}},
    "jonas": {"project.task.assigned": _QUIET, "quietHours": {"from": "17:00", "to": "09:00"}},
    "max": {"project.task.assigned": _ALL, "digest": "09:00"},
    "samuel": {"project.milestone.updated": _ALL, "digest": "17:00"},
}

# Who is told, of what kind, the text, whether it was read. Told by the manager whose business it is.
NOTICES = (
    ("olivia", "client.proposal.updated", "Bramble Foods has accepted **Brand refresh**.", True),
    ("olivia", "project.project.updated", "**Customer portal** has used 76 % of its budget.", False),
    ("olivia", "client.feedback.created", "Atelier Verre left feedback on **Online shop relaunch**: 4 of 5.", False),
    ("olivia", "auth.kyc_data.created", "Daniel Kowalski has handed in papers to be checked.", False),
    ("marcus", "project.task.overdue", "**Billing API: lines instead of a PDF** is overdue.", False),
    ("marcus", "project.task.overdue", "**Load test: 400 logins a minute on pay day** is overdue.", False),
    ("marcus", "communication.message_mention.created", "Olivia Lindqvist mentioned you in #general.", True),
    ("marcus", "client.feedback.created", "Harbour & Vale left feedback on **Mobile banking redesign**: 3 of 5.", False),
    ("hannah", "project.task.updated", "由紀 田中 has put **Checkout in three steps** into review.", False),
    ("hannah", "communication.message_mention.created", "Olivia Lindqvist mentioned you in #general.", True),
    ("hannah", "client.proposal.updated", "Claire Beaumont has opened **Film series: six glassblowers**.", False),
    ("priya", "project.task.assigned", "Marcus Adeyemi gave you **Onboarding: account opening in under six minutes**.", True),
    ("priya", "project.task.due", "**Error states: blurred photo, expired document, name mismatch** is due soon.", False),
    ("priya", "communication.message_mention.created", "Amara Okafor wrote in #mobile-banking: median so far 5:20.", False),
    ("tomas", "project.task.overdue", "**Explain the bill: why more than last month** is overdue.", False),
    ("tomas", "communication.message_mention.created", "Jonas Weber asked you for a review in #engineering.", True),
    ("tomas", "project.task.assigned", "Marcus Adeyemi gave you **Card controls: freeze, limits, replace**.", True),
    ("yuki", "project.task.assigned", "Hannah Brandt gave you **Checkout in three steps**.", True),
    ("yuki", "communication.message_mention.created", "Priya Raman asked you about a contrast in #design.", True),
    ("jonas", "project.task.overdue", "**Identity check: connect the provider's test environment** is overdue.", False),
    ("jonas", "communication.message_mention.created", "Marcus Adeyemi mentioned you in #mobile-banking.", False),
    ("amara", "project.task.due", "**Usability test, second round: eight new members** is due soon.", False),
    ("amara", "auth.kyc_data.updated", "Please hand in the second page of your passport.", False),
    ("luca", "project.task.assigned", "Hannah Brandt gave you **Home page film, 20 seconds, without sound**.", True),
    ("ingrid", "project.task.assigned", "Hannah Brandt gave you **Product texts: 46 pieces in three languages**.", True),
    ("ingrid", "communication.message_mention.created", "Priya Raman mentioned you in #mobile-banking.", True),
    ("max", "workforce.leave.approved", "Your leave next week is approved.", True),
    ("max", "project.task.assigned", "Marcus Adeyemi gave you **Regression tests for billing explanations**.", False),
    ("daniel", "project.task.overdue", "**Move staging to Nordlys' own cloud** is overdue.", False),
    ("daniel", "communication.message_mention.created", "Maximiliane asked you to sign off releases next week.", False),
    ("samuel", "project.milestone.updated", "**Design of accounts and cards complete** is reached.", True),
    ("samuel", "project.task.updated", "**Transaction list: search, filter, 24 months back** is ready to be looked at.", False),
    ("claire", "project.task.updated", "**Checkout in three steps** is ready to be looked at.", False),
    ("claire", "project.milestone.updated", "**Catalogue on staging** is reached.", True),
)  # fmt: skip


async def tell(company: Company) -> None:
    """Texts by the Organizer, preferences by each person, notices by Marcus; the read ones are read by their person."""
    tx = await company.by("olivia")
    for name, content, channels in TEMPLATES:
        await actions.create_template(tx, NotificationTemplateCreate(name=name, content=content, channels=channels))
    for who, preferences in PREFERENCES.items():
        body = NotificationPreferenceCreate(user_id=company.people[who], preferences=preferences)
        await actions.create_preference(await company.by(who), body)
    tx = await company.by("marcus")
    read = []
    for who, kind, content, is_read in NOTICES:
        notice = NotificationCreate(user_id=company.people[who], content=content, type=kind)
        told = await actions.create_notification(tx, notice)
        if is_read:
            read.append((who, told.id))
    for who, id in read:
        await actions.update_notification(await company.by(who), id, NotificationPatch(is_read=True), None)
