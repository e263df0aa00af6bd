"""Who may follow the numbers live."""

import pytest

from tests.factories.monitoring import dashboard
from tests.rows import may_follow
from vistone.ai_engine import topics as assistant
from vistone.monitoring import topics
from vistone.notification import topics as notification


@pytest.mark.parametrize(
    ("topic", "roles"),
    [
        (topics.reports, {"Organizer", "Manager", "Contributor"}),
        (topics.automation, {"Organizer", "Manager"}),
        (topics.performance, {"Organizer", "Manager"}),
        (notification.templates, {"Organizer", "Manager", "Contributor"}),
        (assistant.settings, {"Organizer", "Manager", "Contributor"}),
        (assistant.index, {"Organizer"}),
    ],
)
async def test_a_topic_is_for_those_who_may_read_what_it_tells_of(world, topic, roles):
    who = (await world.company()).organizer
    for role in ("Organizer", "Manager", "Contributor", "Client"):
        assert await may_follow(who, role, topic) == (role in roles)
    assert not await may_follow(who, "Organizer", topic, who.id)


async def test_a_dashboard_is_followed_by_its_owner(world):
    company = await world.company()
    id = (await dashboard(company))["id"]
    assert await may_follow(company.organizer, "Organizer", topics.dashboard, id)
    assert not await may_follow(await company.manager, "Manager", topics.dashboard, id)
    assert not await may_follow(company.organizer, "Organizer", topics.dashboard)
