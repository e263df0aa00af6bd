"""Museum of Northern Seas: an exhibition guide, on hold until the museum has its funding."""

from vistone.demo.shapes import BACKLOG, DONE, HIGH, LOW, MEDIUM, REVIEW, TODO, Insight, Milestone, Project, Risk, Task
from vistone.project.contracts import MilestoneStatus, ProjectStatus, RiskLevel, RiskStatus

TASKS = (
    Task("Follow twenty visitors through the whale hall", DONE, "amara", -66, HIGH, 5, "research", text="""
        Median stay 11 minutes. Fourteen of twenty never saw the gallery upstairs: *the stairs look like an exit.*
        """),
    Task("Story outline: seven stops, ninety seconds each", DONE, "ingrid", -58, HIGH, 5, "content", key="eg-story"),
    Task("Audio sample of the first stop in three languages", DONE, "luca", -50, MEDIUM, 5, "audio", after=("eg-story",)),
    Task("Prototype: position by Bluetooth beacon", DONE, "jonas", -46, HIGH, 8, "prototype", key="eg-beacon", text="""
        Twelve beacons, two weeks of measuring. Accurate to **2.4 m** in the hall, useless under the skeleton (iron).

        Recommendation: the visitor chooses the stop, the beacon only *suggests* it.
        """),
    Task("Visual language: charts and engravings", DONE, "yuki", -44, MEDIUM, 5, "design"),
    Task("Screens for phone: map, stop, player", REVIEW, "priya", -38, HIGH, 8, "design", after=("eg-beacon",)),
    Task("Sign language videos: offer from the studio", TODO, "ingrid", None, MEDIUM, 2, "accessibility"),
    Task("Subtitles and transcripts", BACKLOG, "max", None, HIGH, 3, "accessibility"),
    Task("Player that goes on with a locked screen", BACKLOG, "tomas", None, MEDIUM, 5, "app"),
    Task("Works without network in the cellar", BACKLOG, "tomas", None, HIGH, 5, "app"),
    Task("Loan phones: management and charging", BACKLOG, "daniel", None, LOW, 3, "operations"),
    Task("Donation at the end of the tour", BACKLOG, None, None, LOW, 3, "app"),
    Task("Signs in the hall: where the tour begins", BACKLOG, "yuki", None, MEDIUM, 3, "design"),
    Task("Funding: figures for the foundation's application", TODO, "hannah", 18, HIGH, 2, "planning", text="""
        Dr. Lund hands the application in before the holidays. She needs from us:

        - Total cost with and without loan phones
        - Cost of running it for three years
        - Two screens that can be printed
        """, checklist=("+ Cost without loan phones", "Cost with loan phones", "Three years of running it")),
)  # fmt: skip

PROJECT = Project(
    key="museum",
    name="Exhibition guide",
    text="""
        An audio guide through the permanent exhibition of the **Museum of Northern Seas**, on visitors' own phones.
        On hold: the foundation decides on the second half of the funding in February.
        """,
    status=ProjectStatus.ON_HOLD,
    manager="hannah",
    start=-75,
    end=120,
    budget="74000.00",
    spent="21900.00",
    client="museum",
    teams=("design",),
    members=("amara", "ingrid", "jonas", "tomas", "max", "daniel"),
    tags=("culture", "mobile", "grant"),
    tasks=TASKS,
    milestones=(
        Milestone("Story outline approved", -56, MilestoneStatus.COMPLETED),
        Milestone("Prototype in the whale hall", -45, MilestoneStatus.COMPLETED),
        Milestone("Decision on the funding", 84, MilestoneStatus.PLANNED),
    ),
    risks=(
        Risk("The foundation declines the second half.", RiskLevel.MEDIUM, RiskLevel.VERY_HIGH,
             "Smaller version without loan phones and sign language, 41,000 €.", RiskStatus.OPEN),
    ),
    insights=(
        Insight("No activity for 26 days and one task in review: it can wait in the backlog until the decision.", 0.71, True),
    ),
)  # fmt: skip
