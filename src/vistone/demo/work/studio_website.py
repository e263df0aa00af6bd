"""Northwind's own website: what is done between client work."""

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
    Task("Decide what the site is for", DONE, "olivia", -29, HIGH, 1, "strategy", text="""
        One sentence: *people who need us find out in two minutes whether we are right for them, and write to us.*

        So: case studies, people, prices to go by, one form. No blog that nobody fills.
        """),
    Task("Photograph everybody, same light", DONE, "luca", -20, LOW, 2, "photo",
         checklist=("+ Stockholm", "+ Remote people at the summer week", "+ Everybody has approved theirs")),
    Task("Case study: accessibility audit for Harbour & Vale", DONE, "ingrid", -10, HIGH, 3, "case-study", key="sw-case"),
    Task("Case study: the bill that explains itself", DOING, "ingrid", 8, MEDIUM, 3, "case-study", text="""
        Nordlys has agreed to the story, not to the numbers. Draft without figures, then ask again after the pilot.
        """),
    Task("Case study: glass that sells online", BACKLOG, "ingrid", 42, MEDIUM, 3, "case-study"),
    Task("Page of prices to go by", REVIEW, "olivia", -2, HIGH, 2, "content", text="""
        Ranges for five kinds of work, from what we really invoiced in the last two years.

        | work | from | to | weeks |
        |---|---:|---:|---:|
        | Accessibility audit | 12,000 € | 28,000 € | 4 to 8 |
        | Brand refresh | 40,000 € | 75,000 € | 10 to 16 |
        | Online shop | 70,000 € | 130,000 € | 12 to 20 |
        """),
    Task("Home page", DOING, "yuki", 5, HIGH, 5, "design", key="sw-home"),
    Task("Template for case studies", DONE, "yuki", -6, MEDIUM, 5, "design", after=("sw-case",)),
    Task("Build with the static generator", DOING, "tomas", 12, MEDIUM, 5, "frontend", after=("sw-home",), key="sw-build",
         text="""
        No cookies, no banner, nothing from third parties. Budget for the home page: **90 kB** without pictures.

        ```sh
        npm run build && npx size-limit
        ```
        """),
    Task("Contact form that ends in our own inbox", TODO, "jonas", 15, MEDIUM, 2, "backend"),
    Task("Words for the home page, at most eighty", DOING, "olivia", 1, MEDIUM, 1, "content", text="""
        Who we are for, what we do well, what we leave to others. Ingrid cuts it afterwards.
        """),
    Task("Interviews with two front-end developers", TODO, "olivia", 4, HIGH, 1, "hiring",
         checklist=("+ Invitations sent", "Task to talk about", "Tomás and Priya in the second half")),
    Task("Jobs page: front-end developer, project manager", TODO, "hannah", 6, HIGH, 1, "content hiring"),
    Task("Carbon per page view, measured", BACKLOG, "daniel", None, LOW, 1, "platform"),
    Task("Swedish version", BACKLOG, "ingrid", 40, LOW, 3, "content"),
    Task("Accessibility statement for ourselves", TODO, "max", 19, MEDIUM, 1, "accessibility", after=("sw-build",)),
    Task("Move mail signatures to the new type", DONE, "yuki", -15, LOW, 1, "design"),
    Task("Pictures for sharing on social networks", BACKLOG, "luca", 25, LOW, 2, "design"),
    Task("Redirect the old blog to the archive", TODO, "daniel", 20, LOW, 1, "platform"),
    Task("Ask five clients for one sentence each", DOING, "hannah", 10, MEDIUM, 1, "content",
         checklist=("+ Harbour & Vale", "+ Atelier Verre", "Nordlys Energi", "Bramble Foods", "Museum of Northern Seas")),
)  # fmt: skip

PROJECT = Project(
    key="website",
    name="Northwind website",
    text="Our own site, in time that is free between client projects. Live before the new year, finished never.",
    status=ProjectStatus.ACTIVE,
    manager="hannah",
    start=-30,
    end=38,
    budget="25000.00",
    spent="9400.00",
    teams=("design", "engineering", "research"),
    members=("olivia",),
    tags=("internal",),
    tasks=TASKS,
    milestones=(
        Milestone("Three case studies ready", 14, MilestoneStatus.IN_PROGRESS),
        Milestone("Live", 36, MilestoneStatus.PLANNED),
    ),
    risks=(
        Risk("Client work always comes first and the site is never done.", RiskLevel.HIGH, RiskLevel.LOW,
             "Friday afternoons are blocked for it until the new year."),
    ),
    insights=(
        Insight("Two of five open case studies wait for the approval of a client.", 0.64, True),
    ),
)  # fmt: skip
