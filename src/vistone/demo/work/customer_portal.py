"""Nordlys Energi: the portal for its customers, behind schedule."""

from vistone.demo.shapes import (
    BACKLOG,
    DOING,
    DONE,
    HIGH,
    LOW,
    MEDIUM,
    REVIEW,
    TODO,
    URGENT,
    Insight,
    Milestone,
    Project,
    Risk,
    Task,
)
from vistone.project.contracts import MilestoneStatus, ProjectStatus, RiskLevel, RiskStatus

UNDERSTAND = (
    Task("Analyse 1,400 calls to the service centre", DONE, "amara", -70, HIGH, 8, "research", text="""
        Sample of two weeks, coded by two people (kappa 0.82).

        | reason | share |
        |---|---:|
        | "Why is my bill so high?" | 34 % |
        | moving house | 19 % |
        | meter reading | 14 % |
        | payment date | 11 % |
        | everything else | 22 % |

        **Four pages would answer two thirds of the calls.**
        """),
    Task("Service blueprint for moving house", DONE, "amara", -61, MEDIUM, 5, "research"),
    Task("Concept: the bill that explains itself", DONE, "priya", -52, HIGH, 8, "design", key="cp-bill"),
    Task("Tone of voice in Norwegian, Bokmål and Nynorsk", DONE, "ingrid", -48, MEDIUM, 3, "content"),
)  # fmt: skip

BUILD = (
    Task("Sign-in with BankID", DONE, "jonas", -33, HIGH, 8, "backend", key="cp-bankid"),
    Task("Consumption chart: hour, day, month, year", REVIEW, "tomas", -3, HIGH, 8, "frontend charts", text="""
        Hourly values arrive with a day's delay; the chart says so instead of drawing zero.

        - Prices as a second layer, off by default
        - Table behind the chart for screen readers and for copying
        - Keyboard: arrow keys walk the hours, `Home` and `End` the day
        """, checklist=("+ Hour and day", "+ Month and year", "+ Daylight saving: 23 and 25 hours",
                       "Print style", "Empty state for new customers")),
    Task("Explain the bill: why more than last month", DOING, "tomas", -5, URGENT, 13, "frontend billing",
         after=("cp-bill",), key="cp-explain", text="""
        Splits the difference to the month before into **price**, **consumption** and **number of days**.

        ```text
        +412 kr   of which  +268 kr price, +171 kr consumption, less 27 kr for two days fewer
        ```

        Blocked in part: the billing system rounds per line, we round at the end, and customers notice one øre.
        """),
    Task("Billing API: lines instead of a PDF", DOING, "jonas", -8, URGENT, 13, "backend billing", key="cp-billing",
         text="""
        Nordlys' billing vendor delivers XML in EHF 3.0; the agreement said JSON.

        1. Parser for the EHF lines (done)
        2. Map 61 charge codes to words (38 done)
        3. Corrections and credit notes

        Escalated to Nordlys on Monday, see the communication log.
        """, checklist=("+ Parser", "+ Charge codes of the grid company", "Charge codes of the supplier",
                       "Credit notes", "Load three years of bills in staging")),
    Task("Moving house: five questions, one confirmation", TODO, "tomas", 6, HIGH, 8, "frontend moving", key="cp-move"),
    Task("Moving house: notify the grid company", TODO, "jonas", 11, HIGH, 5, "backend moving"),
    Task("Meter reading by photo", BACKLOG, None, None, LOW, 8, "frontend"),
    Task("Change the payment date", TODO, "jonas", 13, MEDIUM, 3, "backend billing", after=("cp-billing",)),
    Task("Household sharing: two people, one contract", BACKLOG, None, None, MEDIUM, 8, "backend"),
    Task("Notification before an expensive hour", BACKLOG, None, None, LOW, 5, "backend"),
    Task("Design system package, version 1.4", DONE, "tomas", -19, MEDIUM, 3, "frontend design-system"),
    Task("Illustrations for empty states", DONE, "luca", -27, LOW, 3, "design"),
    Task("Dark theme", BACKLOG, "yuki", None, LOW, 5, "design"),
)  # fmt: skip

RUN = (
    Task("Move staging to Nordlys' own cloud", DOING, "daniel", -2, HIGH, 8, "platform", key="cp-cloud", text="""
        Their security team wants everything in their tenant before real data is loaded.

        - Terraform state handed over
        - Private endpoints only; our build runners reach it through the bastion
        - Open: who rotates the certificates?
        """, checklist=("+ Network", "+ Database", "+ Build runners", "Certificates", "Backup restore drill")),
    Task("Observability: traces from browser to billing", TODO, "daniel", 9, MEDIUM, 5, "platform",
         after=("cp-cloud",)),
    Task("Write the operations handbook", BACKLOG, "daniel", 27, MEDIUM, 3, "platform documentation"),
    Task("Decide on the change request for billing", TODO, "olivia", 2, URGENT, 1, "planning", text="""
        14,000 € for eleven more days. If Nordlys declines: pilot without bill explanations, see *New schedule for the
        steering group*.
        """),
    Task("Network and access in Nordlys' tenant", DONE, "daniel", -9, HIGH, 5, "platform"),
    Task("Sessions, time-outs, sign-out everywhere", DONE, "jonas", -24, HIGH, 3, "backend security"),
    Task("Caching of consumption data", DONE, "jonas", -14, MEDIUM, 3, "backend"),
    Task("Rate limits for the public API", DONE, "daniel", -11, MEDIUM, 2, "platform security"),
)  # fmt: skip

CHECK = (
    Task("Usability test with nine customers in Tromsø and Bergen", DONE, "amara", -13, HIGH, 5, "research"),
    Task("Contract page and documents", DONE, "tomas", -21, MEDIUM, 5, "frontend"),
    Task("Address book of grid companies", DONE, "jonas", -17, LOW, 3, "backend moving"),
    Task("Words for 38 charge codes", DONE, "ingrid", -4, MEDIUM, 3, "content billing"),
    Task("Reword the tariff page after the test", REVIEW, "ingrid", -1, MEDIUM, 2, "content"),
    Task("Accessibility statement for the authority", TODO, "max", 16, HIGH, 3, "accessibility compliance", text="""
        Required by *Forskrift om universell utforming*; WCAG 2.1 AA, statement in the authority's own form.

        Template: <https://www.uutilsynet.no/tilgjengelighetserklaering>
        """),
    Task("Regression tests for billing explanations", TODO, "max", 4, HIGH, 5, "testing", after=("cp-explain",)),
    Task("Acceptance by the service centre", BACKLOG, "marcus", 23, HIGH, 3, "launch", after=("cp-explain", "cp-move")),
    Task("Pilot with 500 customers in Senja", BACKLOG, "marcus", 30, HIGH, 5, "launch"),
    Task("New schedule for the steering group", DOING, "marcus", 0, URGENT, 2, "planning", text="""
        The pilot moves from week 49 to week 52 unless billing lines are complete by Friday.

        Three options for Wednesday's meeting:

        1. **Pilot without bill explanations**, they follow in January
        2. Pilot three weeks later with everything
        3. Second backend developer for four weeks, 21,000 €
        """, checklist=("+ Effects on the budget", "+ Options agreed with Olivia", "Slides", "Call Ragnhild before the meeting")),
)  # fmt: skip

PROJECT = Project(
    key="portal",
    name="Customer portal",
    text="""
        **Nordlys Energi** supplies 180,000 households in the north of Norway. The portal explains bills, shows consumption
        by the hour and takes over what two thirds of the calls to the service centre are about.

        The billing interface came six weeks late and not as agreed; the plan is being made anew.
        """,
    status=ProjectStatus.ACTIVE,
    manager="marcus",
    start=-84,
    end=40,
    budget="142000.00",
    spent="107900.00",
    client="nordlys",
    teams=("engineering", "research"),
    members=("priya", "yuki", "luca"),
    viewers=("olivia",),
    tags=("energy", "portal", "fixed price"),
    tasks=(*UNDERSTAND, *BUILD, *RUN, *CHECK),
    milestones=(
        Milestone("Concept approved", -50, MilestoneStatus.COMPLETED),
        Milestone("Sign-in and consumption on staging", -12, MilestoneStatus.COMPLETED),
        Milestone("Bills explained", -4, MilestoneStatus.MISSED, "Waits for the billing lines."),
        Milestone("Pilot in Senja", 30, MilestoneStatus.PLANNED),
        Milestone("All customers", 40, MilestoneStatus.PLANNED),
    ),
    risks=(
        Risk("Billing lines stay incomplete; the pilot starts without bill explanations.",
             RiskLevel.VERY_HIGH, RiskLevel.HIGH, "Options for the steering group on Wednesday.", RiskStatus.OCCURRED),
        Risk("The budget does not last until the pilot: 76 % are spent with less than half of the tasks done.",
             RiskLevel.HIGH, RiskLevel.HIGH, "Change request for the billing interface, 14,000 €.", RiskStatus.MITIGATING),
        Risk("Nordlys' security team has no capacity before the holidays.",
             RiskLevel.MEDIUM, RiskLevel.MEDIUM, "Appointments booked now for weeks 48 and 50.", RiskStatus.ACCEPTED),
    ),
    insights=(
        Insight("At the present rate the budget is used up 19 days before the planned pilot.", 0.83, True),
        Insight("Billing has been in progress for 16 working days; comparable tasks of this team took 6.",
                0.77, True, "cp-billing"),
    ),
)  # fmt: skip
