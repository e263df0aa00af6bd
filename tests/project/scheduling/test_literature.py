"""Worked examples whose answers are printed elsewhere, or follow from a printed rule.

Where the literature counts periods from 0, day 1 here is Monday 5 January 2026, on a calendar without free days.
"""

from datetime import date, timedelta
from uuid import UUID

import pytest

from vistone.project.contracts import ConstraintType, DependencyType
from vistone.project.scheduling import STANDARD, Activity, Link, WorkCalendar, schedule

EVERY_DAY = WorkCalendar(range(1, 8))
DAY_ONE = date(2026, 1, 5)

# F. K. Levy, G. L. Thompson, J. D. Wiest, "The ABCs of the Critical Path Method", Harvard Business Review 41(5), 1963:
# building a house. Job: days, predecessors.
HOUSE = {
    "b": (4, ""), "c": (2, "b"), "d": (4, "c"), "e": (6, "d"), "f": (1, "c"), "g": (2, "f"), "h": (3, "f"),
    "i": (2, "d"), "j": (4, "dg"), "k": (10, "ijh"), "l": (3, "k"), "m": (1, "l"), "n": (2, "l"), "o": (3, "l"),
    "p": (2, "e"), "q": (1, "p"), "r": (1, "c"), "s": (2, "ot"), "t": (3, "mn"), "u": (1, "t"), "v": (2, "qr"),
    "w": (5, "v"), "x": (0, "suw"),
}  # fmt: skip

# F. S. Hillier, G. J. Lieberman, "Introduction to Operations Research", chapter on project management: the Reliable
# Construction Co. prototype. Activity: weeks, predecessors; then earliest start and slack as printed.
RELIABLE = {
    "A": (2, ""), "B": (4, "A"), "C": (10, "B"), "D": (6, "C"), "E": (4, "C"), "F": (5, "E"), "G": (7, "D"),
    "H": (9, "EG"), "I": (7, "C"), "J": (8, "FI"), "K": (4, "J"), "L": (5, "J"), "M": (2, "H"), "N": (6, "KL"),
}  # fmt: skip
RELIABLE_FIGURES = {
    "A": (0, 0), "B": (2, 0), "C": (6, 0), "D": (16, 4), "E": (16, 0), "F": (20, 0), "G": (22, 4), "H": (29, 4),
    "I": (16, 2), "J": (25, 0), "K": (33, 1), "L": (33, 0), "M": (38, 4), "N": (38, 0),
}  # fmt: skip


def id_of(name: str) -> UUID:
    return UUID(int=sum(ord(letter) << 8 * place for place, letter in enumerate(name)))


def name_of(id: UUID) -> str:
    return id.int.to_bytes(16, "little").rstrip(b"\0").decode()


def computed(network: dict[str, tuple[int, str]]):
    activities = [Activity(id_of(name), days) for name, (days, _) in network.items()]
    links = [Link(id_of(name), id_of(one)) for name, (_, before) in network.items() for one in before]
    return schedule(activities, links, EVERY_DAY, DAY_ONE)


def days(found, name: str) -> tuple[int, int, int, int]:
    """Earliest start and finish, latest start and finish, counted from 0 with the finish in the evening."""
    one = next(task for task in found.tasks if task.id == id_of(name))
    dates = (one.earliest_start, one.earliest_finish, one.latest_start, one.latest_finish)
    return tuple((day - DAY_ONE).days + place % 2 for place, day in enumerate(dates))


def test_the_house_of_levy_thompson_and_wiest():
    found = computed(HOUSE)
    assert "".join(name_of(id) for id in found.critical_path) == "bcdjklntsx"
    assert days(found, "s")[1] == 34
    assert found.finish == DAY_ONE + timedelta(days=33)
    slack = {name_of(one.id): one.slack_days for one in found.tasks}
    assert [name for name, value in slack.items() if value == 0] == list("bcdjklnstx")
    assert {slack[name] for name in "epqvw"} == {8}, "brickwork to landscaping: 26 of the 34 days"
    assert (slack["m"], slack["o"], slack["u"], slack["i"], slack["f"]) == (1, 2, 1, 2, 1)


def test_the_reliable_construction_company_of_hillier_and_lieberman():
    found = computed(RELIABLE)
    assert "".join(name_of(id) for id in found.critical_path) == "ABCEFJLN"
    figures = {name_of(one.id): (days(found, name_of(one.id))[0], one.slack_days) for one in found.tasks}
    assert figures == RELIABLE_FIGURES
    assert max(days(found, name)[1] for name in RELIABLE) == 44


@pytest.mark.parametrize(
    ("kind", "lag", "start"),
    [
        # Moder, Phillips and Davis (1983): the inequality of each kind; A lasts 5 days from 0, B 3 days.
        ("FS", 0, 5), ("FS", 2, 7), ("FS", -2, 3),
        ("SS", 0, 0), ("SS", 2, 2), ("SS", -2, 0),
        ("FF", 0, 2), ("FF", 2, 4), ("FF", -4, 0),
        ("SF", 0, 0), ("SF", 6, 3), ("SF", -2, 0),
    ],
)  # fmt: skip
def test_each_kind_of_link_with_lag(kind: str, lag: int, start: int):
    activities = [Activity(id_of("A"), 5), Activity(id_of("B"), 3)]
    found = schedule(activities, [Link(id_of("B"), id_of("A"), DependencyType(kind), lag)], EVERY_DAY, DAY_ONE)
    assert days(found, "B")[:2] == (start, start + 3)


def test_a_longer_activity_can_shorten_the_project():
    """J. D. Wiest, "Precedence Diagramming Method: Some Unusual Characteristics", J. Operations Management 1(3), 1981:
    an activity that is entered by its finish and left by its start is reverse critical.
    """

    def length(middle: int) -> int:
        activities = [Activity(id_of("A"), 5), Activity(id_of("B"), middle), Activity(id_of("C"), 10)]
        links = [
            Link(id_of("B"), id_of("A"), DependencyType.FF),
            Link(id_of("C"), id_of("B"), DependencyType.SS),
        ]
        return days(schedule(activities, links, EVERY_DAY, DAY_ONE), "C")[1]

    assert [length(2), length(3), length(4), length(5)] == [13, 12, 11, 10]


def test_slack_of_two_kinds():
    """Kelley and Walker (1959): total float is shared along a path, free float is one's own. A-B and C end in D."""
    found = computed({"A": (2, ""), "B": (2, "A"), "C": (7, ""), "D": (1, "BC")})
    figures = {name_of(one.id): (one.slack_days, one.free_slack_days) for one in found.tasks}
    assert figures == {"A": (3, 0), "B": (3, 3), "C": (0, 0), "D": (0, 0)}


@pytest.mark.parametrize(
    ("kind", "day", "early", "slack", "conflict"),
    [
        # B (3 days) waits for A (5 days, from Monday 5 to Friday 9 January): it can begin on Monday the 12th. Its
        # rival takes until Friday the 23rd. The constraints as MSPDI's ConstraintType 2 to 7 has them.
        (ConstraintType.START_NO_EARLIER, "2026-01-14", "2026-01-14", 5, False),
        (ConstraintType.START_NO_EARLIER, "2026-01-07", "2026-01-12", 7, False),
        (ConstraintType.START_NO_EARLIER, "2026-01-17", "2026-01-19", 2, False),
        (ConstraintType.FINISH_NO_EARLIER, "2026-01-16", "2026-01-14", 5, False),
        (ConstraintType.START_NO_LATER, "2026-01-13", "2026-01-12", 1, False),
        (ConstraintType.START_NO_LATER, "2026-01-07", "2026-01-12", -3, True),
        (ConstraintType.FINISH_NO_LATER, "2026-01-15", "2026-01-12", 1, False),
        (ConstraintType.FINISH_NO_LATER, "2026-01-18", "2026-01-12", 2, False),
        (ConstraintType.FINISH_NO_LATER, "2026-01-13", "2026-01-12", -1, True),
        (ConstraintType.MUST_START, "2026-01-15", "2026-01-15", 0, False),
        (ConstraintType.MUST_START, "2026-01-09", "2026-01-12", -1, True),
        (ConstraintType.MUST_FINISH, "2026-01-20", "2026-01-16", 0, False),
        (ConstraintType.MUST_FINISH, "2026-01-12", "2026-01-12", -2, True),
    ],
)
def test_each_constraint(kind, day: str, early: str, slack: int, conflict: bool):  # noqa: FBT001 -- a column of the table
    a = Activity(id_of("A"), 5)
    b = Activity(id_of("B"), 3, constraint=kind, constraint_date=date.fromisoformat(day))
    found = schedule([a, b, Activity(id_of("R"), 15)], [Link(b.id, a.id)], STANDARD, DAY_ONE)
    one = found.tasks[1]
    assert (one.earliest_start.isoformat(), one.slack_days) == (early, slack)
    assert (one.conflict is not None) == conflict
    assert one.critical == (slack <= 0)
    if slack < 0:
        assert found.tasks[0].slack_days == slack, "what it waits for is late too"
