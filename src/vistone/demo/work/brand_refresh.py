"""Bramble Foods: a brand refresh that is being planned."""

from vistone.demo.shapes import (
    BACKLOG,
    DOING,
    DONE,
    HIGH,
    LOW,
    MEDIUM,
    REVIEW,
    TODO,
    Insight,
    Milestone,
    Project,
    Risk,
    Task,
)
from vistone.project.contracts import MilestoneStatus, ProjectStatus, RiskLevel

TASKS = (
    Task("Brief from Bramble's board, one page", DONE, "hannah", -12, HIGH, 1, "strategy"),
    Task("Visit to the jam works in Herefordshire", DONE, "luca", -7, MEDIUM, 2, "research", text="""
        Things to keep: the hand-written batch numbers, the copper, the smell of quince at eight in the morning.

        Things nobody would miss: the swoosh.
        """),
    Task("Competitor shelf: 31 jars photographed", DONE, "yuki", -5, MEDIUM, 2, "research"),
    Task("Interviews with five buyers of grocery chains", DOING, "amara", 6, HIGH, 5, "research", key="bf-buyers", text="""
        Thirty minutes by phone. Three questions matter:

        - What makes you list a jam at all?
        - What do you see from two metres?
        - When did you last delist one, and why?
        """, checklist=("+ Farmhouse Direct", "+ Ellison's", "Greenway Co-op", "Brook & Sons", "The Larder")),
    Task("Positioning: three directions on one page each", TODO, "hannah", 13, HIGH, 5, "strategy", after=("bf-buyers",),
         key="bf-position"),
    Task("Name architecture: Bramble, Bramble Kitchen, Bramble & Co", REVIEW, "ingrid", 3, MEDIUM, 3, "content"),
    Task("Mood boards for the three directions", TODO, "yuki", 18, MEDIUM, 5, "design", after=("bf-position",)),
    Task("Logo: sketches by hand", BACKLOG, "luca", 27, HIGH, 8, "design", after=("bf-position",), key="bf-logo"),
    Task("Label system for 24 kinds in two sizes", BACKLOG, "yuki", 41, HIGH, 13, "design packaging", after=("bf-logo",)),
    Task("Printing proofs on uncoated paper", BACKLOG, "yuki", 50, MEDIUM, 3, "packaging"),
    Task("Motion: how the mark moves", BACKLOG, "luca", 48, LOW, 5, "motion"),
    Task("Tone of voice, with fifty sample sentences", BACKLOG, "ingrid", 44, MEDIUM, 5, "content"),
    Task("Trade mark search in the EU and the UK", TODO, "hannah", 16, HIGH, 2, "legal"),
    Task("Cost estimate from two printers", TODO, "hannah", 9, MEDIUM, 1, "packaging"),
    Task("Contract for the label phase", TODO, "olivia", 20, MEDIUM, 1, "legal"),
    Task("Colour trials on glass and on paper", TODO, "priya", 17, MEDIUM, 2, "design"),
    Task("Brand book, 40 pages", BACKLOG, "priya", 62, MEDIUM, 8, "design"),
    Task("Kick-off with the family and the board", TODO, "hannah", 4, HIGH, 2, "strategy",
         checklist=("+ Date agreed", "+ Room at the works", "Agenda", "Samples of all 24 kinds on the table")),
)  # fmt: skip

PROJECT = Project(
    key="brand",
    name="Brand refresh",
    text="""
        **Bramble Foods** makes jam since 1931 and wants to be found on the shelf again, without losing the people who have
        bought it for forty years. Logo, labels for 24 kinds, tone of voice, brand book.
        """,
    status=ProjectStatus.PLANNING,
    manager="hannah",
    start=-14,
    end=70,
    budget="58000.00",
    spent="6200.00",
    client="bramble",
    teams=("design",),
    members=("amara", "ingrid", "olivia"),
    tags=("brand", "packaging"),
    tasks=TASKS,
    milestones=(
        Milestone("Direction chosen", 22, MilestoneStatus.PLANNED, "By the family, not by committee."),
        Milestone("Logo and labels approved", 46, MilestoneStatus.PLANNED),
        Milestone("Brand book handed over", 68, MilestoneStatus.PLANNED),
    ),
    risks=(
        Risk("The family does not agree on a direction.", RiskLevel.MEDIUM, RiskLevel.HIGH,
             "Decision rule agreed at the kick-off: Edith Bramble has the last word."),
        Risk("A printer cannot hold the dark red on uncoated paper.", RiskLevel.MEDIUM, RiskLevel.LOW,
             "Proofs from two printers before labels are final."),
    ),
    insights=(
        Insight("The two brand projects of last year took 22 % more hours than estimated, both in the label phase.", 0.58),
    ),
)  # fmt: skip
