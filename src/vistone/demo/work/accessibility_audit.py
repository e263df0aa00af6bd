"""Harbour & Vale Credit Union: an audit that is done."""

from vistone.demo.shapes import DONE, DROPPED, HIGH, LOW, MEDIUM, Insight, Milestone, Project, Risk, Task
from vistone.project.contracts import MilestoneStatus, ProjectStatus, RiskLevel, RiskStatus

TASKS = (
    Task("Scope: twelve pages, three journeys, two apps", DONE, "max", -122, HIGH, 1, "audit", shared=True),
    Task("Automated scan of all 640 pages", DONE, "daniel", -118, MEDIUM, 2, "audit"),
    Task("Manual audit: sign-in and accounts", DONE, "max", -112, HIGH, 5, "audit", key="aa-manual", shared=True),
    Task("Manual audit: loans and mortgage calculator", DONE, "max", -108, HIGH, 5, "audit", shared=True),
    Task("Manual audit: documents and messages", DONE, "max", -105, MEDIUM, 3, "audit", shared=True),
    Task("Sessions with four people who use assistive technology", DONE, "amara", -101, HIGH, 5, "research", shared=True,
         text="""
        Two people with screen readers, one with magnification at 400 %, one with a switch.

        The session that changed minds: **eleven minutes** to find the one-time code field after it had taken the focus away.
        """),
    Task("Report with 71 findings, by effort and effect", DONE, "max", -95, HIGH, 5, "audit", after=("aa-manual",),
         key="aa-report", shared=True, text="""
        | severity | findings | fixed at re-test |
        |---|---:|---:|
        | blocks people | 9 | 9 |
        | serious | 23 | 21 |
        | moderate | 28 | 19 |
        | minor | 11 | 4 |

        Against [WCAG 2.2](https://www.w3.org/TR/WCAG22/), level AA.
        """),
    Task("Workshop with Harbour & Vale's developers", DONE, "max", -90, MEDIUM, 2, "training", shared=True,
         checklist=("+ Room with a projector", "+ Three findings to fix together", "+ Screen reader on every laptop")),
    Task("Fix: focus order in the payment dialog", DONE, "tomas", -86, HIGH, 3, "fix", after=("aa-report",), shared=True),
    Task("Fix: error messages tied to their fields", DONE, "tomas", -84, HIGH, 3, "fix", after=("aa-report",), shared=True),
    Task("Fix: contrast of secondary buttons", DONE, "yuki", -83, MEDIUM, 1, "fix", shared=True),
    Task("Re-test of all serious findings", DONE, "max", -75, HIGH, 3, "audit", shared=True),
    Task("Accessibility statement", DONE, "ingrid", -72, MEDIUM, 1, "content", shared=True),
    Task("Presentation to the board", DONE, "marcus", -70, MEDIUM, 1, "launch", shared=True),
    Task("Video of the sessions for the intranet", DROPPED, "amara", None, LOW, 2, "research", text="""
        Two participants did not want to be recognised. The clips stay with the research team.
        """),
)  # fmt: skip

PROJECT = Project(
    key="audit",
    name="Accessibility audit",
    text="""
        Online banking and both apps of **Harbour & Vale Credit Union** against WCAG 2.2 AA, with a re-test. The findings led
        to the redesign of the app.
        """,
    status=ProjectStatus.COMPLETED,
    manager="marcus",
    start=-125,
    end=-69,
    budget="35400.00",
    spent="21150.00",
    client="harbour",
    shared=True,
    teams=("quality",),
    members=("tomas", "yuki", "ingrid"),
    tags=("accessibility", "audit"),
    tasks=TASKS,
    milestones=(
        Milestone("Report delivered", -94, MilestoneStatus.COMPLETED),
        Milestone("Re-test passed", -74, MilestoneStatus.COMPLETED, "No finding left that blocks people."),
    ),
    risks=(
        Risk("Fixes are not deployed before the re-test.", RiskLevel.LOW, RiskLevel.MEDIUM,
             "Re-test on their staging environment.", RiskStatus.CLOSED),
    ),
    insights=(
        Insight("Finished 6 % below budget and on the planned day; the estimate is a good basis for further audits.", 0.79),
    ),
)  # fmt: skip
