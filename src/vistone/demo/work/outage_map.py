"""Nordlys Energi: a prototype that was stopped in good time."""

from vistone.demo.shapes import DONE, DROPPED, HIGH, LOW, MEDIUM, Insight, Milestone, Project, Risk, Task
from vistone.project.contracts import MilestoneStatus, ProjectStatus, RiskLevel, RiskStatus

TASKS = (
    Task("Which data does the grid company publish?", DONE, "jonas", -100, HIGH, 2, "research", key="om-data"),
    Task("Map with outages of the last winter", DONE, "tomas", -92, MEDIUM, 5, "prototype", after=("om-data",)),
    Task("Test with six people in a call centre", DONE, "amara", -88, HIGH, 3, "research", text="""
        Five of six asked the same: *and when is it back?* The published data does not say.
        """),
    Task("Recommendation to stop", DONE, "marcus", -85, HIGH, 1, "planning", text="""
        Without an estimate of when power is back, the map makes more people call, not fewer. We recommend to stop here and to
        put the rest of the budget into the portal. Agreed with Ragnhild Moe.
        """),
    Task("Estimate from past outages", DROPPED, "jonas", None, MEDIUM, 8, "prototype"),
    Task("Message by text when power is back", DROPPED, None, None, LOW, 5, "prototype"),
    Task("Map for the service centre", DROPPED, None, None, LOW, 5, "prototype"),
)  # fmt: skip

PROJECT = Project(
    key="outages",
    name="Outage map prototype",
    text="A map of power cuts for **Nordlys Energi**. Stopped after the test: the public data lacks what people want to know.",
    status=ProjectStatus.CANCELLED,
    manager="marcus",
    start=-104,
    end=-84,
    budget="18000.00",
    spent="7300.00",
    client="nordlys",
    teams=("engineering",),
    members=("amara",),
    tags=("energy", "prototype"),
    tasks=TASKS,
    milestones=(Milestone("Prototype tested", -87, MilestoneStatus.COMPLETED), Milestone("Pilot", -40, MilestoneStatus.CANCELLED)),
    risks=(
        Risk("The grid company does not publish how long a repair takes.", RiskLevel.HIGH, RiskLevel.VERY_HIGH,
             "Ask early, stop early.", RiskStatus.OCCURRED),
    ),
    insights=(Insight("Stopped with 59 % of the budget unspent; three tasks were dropped before work on them began.", 0.9),),
)  # fmt: skip
