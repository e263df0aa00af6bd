"""Harbour & Vale Credit Union: the mobile app, designed and built anew."""

from vistone.demo.shapes import (
    BACKLOG,
    DOING,
    DONE,
    DROPPED,
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

FOUNDATIONS = (
    Task("Kick-off workshop with Harbour & Vale", DONE, "amara", -58, HIGH, 3, "research", shared=True, text="""
        Half a day on site, seven people of theirs and four of ours.

        ## What we agreed
        - The app keeps its name; the branches get the same visual language later
        - Members over 65 are a **first-class audience**: 31 % of all logins
        - No feature leaves the old app before its replacement has been live for a month

        Notes are in the wiki under *Clients / Harbour & Vale*.
        """),
    Task("Interview twelve members about everyday banking", DONE, "amara", -47, HIGH, 8, "research", shared=True, text="""
        Twelve interviews of 45 minutes, six in branches and six by phone.

        | group | people | main worry |
        |---|---|---|
        | under 30 | 4 | splitting bills without another app |
        | families | 4 | one overview of shared and own accounts |
        | over 65 | 4 | doing something that cannot be undone |
        """, checklist=("+ Recruit through the branches", "+ Consent forms signed", "+ Recordings transcribed",
                       "+ Findings presented to the product council")),
    Task("Map the present app: 84 screens, what stays and what goes", DONE, "priya", -44, MEDIUM, 5, "design"),
    Task("Information architecture for accounts, cards and payments", DONE, "priya", -38, HIGH, 8, "design",
         key="mb-ia", shared=True),
    Task("Tree test of the new navigation with 60 members", DONE, "amara", -31, MEDIUM, 5, "research",
         after=("mb-ia",), key="mb-tree", shared=True, text="""
        Direct success **78 %** (target 75 %). Two labels failed:

        1. *Standing orders* was looked for under Cards by a third of the people. Now *Regular payments*.
        2. *Documents* was read as account statements only. Statements moved there.
        """),
    Task("Colour and type for the app, checked at 200 % text size", DONE, "yuki", -28, MEDIUM, 5, "design accessibility"),
    Task("Component library in Figma, first forty components", DONE, "priya", -22, HIGH, 13, "design design-system",
         key="mb-library", checklist=("+ Buttons, fields, lists", "+ Cards and account tiles", "+ Sheets and dialogs",
                                      "+ Dark theme", "+ Handover notes for each component")),
)  # fmt: skip

ONBOARDING = (
    Task("Onboarding: account opening in under six minutes", DOING, "priya", 9, URGENT, 13, "design onboarding",
         key="mb-onboarding", shared=True, text="""
        A new member opens an account in the app, without a visit to a branch.

        ## Done when
        - Median time in the usability test is below **6:00**
        - Nobody needs help at the identity check
        - Every step can be left and taken up again on another day

        ## Out of scope
        Joint accounts and accounts for minors; they stay in the branch until spring.
        """, parts=(
            Task("Flow and copy for the identity check", DONE, "ingrid", -6, HIGH, 3, "content", shared=True),
            Task("Prototype for the second usability round", DONE, "priya", -3, HIGH, 5, "design"),
            Task("Error states: blurred photo, expired document, name mismatch", REVIEW, "priya", 2, HIGH, 3, "design"),
            Task("Motion for the progress between steps", TODO, "luca", 11, LOW, 2, "motion"),
        )),
    Task("Usability test, second round: eight new members", DOING, "amara", 4, HIGH, 5, "research onboarding",
         key="mb-test-2", shared=True, text="""
        Moderated, 40 minutes each, on the tester's own phone.

        1. Open an account
        2. Find out why the identity check failed
        3. Freeze a card

        Sessions: Tuesday and Thursday. Stream link in the channel one hour before.
        """, checklist=("+ Screener answered by 22 people", "+ Eight people booked", "+ Two spare sessions",
                       "Incentives handed over", "Clips for the product council")),
    Task("Identity check: connect the provider's test environment", REVIEW, "jonas", -1, URGENT, 8, "backend onboarding",
         key="mb-idcheck", text="""
        The provider answers asynchronously; the app must not poll.

        ```http
        POST /v2/checks
        Idempotency-Key: 7c0a…

        {"applicant": "…", "callback": "https://api.harbourvale.example/identity/callback"}
        ```

        - Callback is signed with HMAC-SHA-256, header `X-Signature`
        - A check that is older than 30 minutes is asked for again, once
        - Their documentation: <https://docs.identity.example/checks>
        """, checklist=("+ Credentials for the test environment", "+ Signature check with unit tests",
                       "+ Retry when no callback arrives", "Log without personal data", "Runbook for the help desk")),
    Task("Save and resume account opening across devices", TODO, "jonas", 14, HIGH, 8, "backend onboarding",
         after=("mb-idcheck",)),
    Task("Sanctions and politically exposed person screening", TODO, "jonas", 18, HIGH, 5, "backend compliance",
         after=("mb-idcheck",)),
    Task("Copy review by Harbour & Vale's legal team", TODO, "ingrid", 8, MEDIUM, 2, "content compliance",
         after=("mb-onboarding",), shared=True),
)  # fmt: skip

APP = (
    Task("App skeleton: navigation, sign-in, session handling", DONE, "tomas", -18, HIGH, 13, "app", key="mb-skeleton"),
    Task("Account overview with pull to refresh", DONE, "tomas", -8, HIGH, 8, "app", after=("mb-skeleton", "mb-library"),
         shared=True),
    Task("Transaction list: search, filter, 24 months back", REVIEW, "tomas", -2, HIGH, 8, "app", shared=True, text="""
        Virtualised; scrolling stays at 60 frames per second with 12,000 transactions on the Galaxy A14 from the lab.

        ```ts
        const page = useInfiniteQuery({
          queryKey: ['transactions', account, filter],
          queryFn: ({ pageParam }) => api.transactions(account, { ...filter, before: pageParam }),
          getNextPageParam: (last) => last.nextCursor,
        });
        ```

        Still open: the filter chip for *Card payments* is read out twice by VoiceOver.
        """),
    Task("Card controls: freeze, limits, replace", DOING, "tomas", 6, HIGH, 8, "app cards", key="mb-cards", shared=True),
    Task("Card limits in steps of 50 €", DOING, "priya", 0, HIGH, 2, "design cards", shared=True, text="""
        Decided in the review: steps instead of free amounts. The slider needs a field beside it for screen readers.
        """),
    Task("Design of regular payments", TODO, "priya", 7, MEDIUM, 5, "design payments", key="mb-regular", shared=True),
    Task("First screens for members without any transaction", TODO, "priya", 12, LOW, 2, "design"),
    Task("Regular payments: create, pause, end", TODO, "tomas", 17, MEDIUM, 8, "app payments",
         after=("mb-regular",), shared=True),
    Task("Biometric sign-in with fallback to PIN", DOING, "tomas", 3, HIGH, 5, "app security", text="""
        Face ID and fingerprint unlock the refresh token in the device's secure store.

        - After five failures: PIN, then full sign-in
        - A newly enrolled finger invalidates the key; the member is told why
        - Never offered on rooted devices
        """),
    Task("Push notifications for incoming payments", BACKLOG, None, None, LOW, 5, "app"),
    Task("Split a bill between members", BACKLOG, None, None, LOW, 13, "app payments"),
    Task("Widget with the balance on the lock screen", DROPPED, None, None, LOW, 3, "app", text="""
        Dropped after the security review: a balance on the lock screen cannot be hidden reliably on older Android phones.
        """),
)  # fmt: skip

PLATFORM = (
    Task("Accounts API: read model over the core banking export", DONE, "jonas", -15, HIGH, 13, "backend"),
    Task("Load test: 400 logins a minute on pay day", DOING, "daniel", -4, URGENT, 5, "platform", key="mb-load", text="""
        Pay day is the 25th. Last month's peak was 310 logins a minute, with a p95 of 1.9 s.

        **Target:** 400 a minute, p95 below 800 ms, no errors.

        Findings so far:
        - The connection pool of the gateway was the limit, not the database
        - Raising it from 20 to 60 gives 360 a minute
        """, checklist=("+ Script with realistic think times", "+ Test members in the staging core",
                       "Run with cold caches", "Report to Harbour & Vale")),
    Task("Alerts for failed logins and slow payments", TODO, "daniel", 5, MEDIUM, 3, "platform", after=("mb-load",)),
    Task("Penetration test: hand over build and test accounts", TODO, "daniel", 12, HIGH, 2, "security", shared=True),
    Task("Steering group: agree the date of the beta", TODO, "olivia", 6, HIGH, 1, "planning", shared=True, text="""
        Harbour & Vale wants to announce it in the members' magazine, which goes to print on the 12th.

        We commit to a **week**, not to a day.
        """),
    Task("Fix the findings of the first security scan", DONE, "jonas", -9, URGENT, 5, "security backend"),
    Task("Data protection impact assessment", REVIEW, "marcus", 1, HIGH, 3, "compliance", shared=True, text="""
        Draft with Harbour & Vale's data protection officer. Open points:

        - Retention of identity photos: they ask for 90 days, the provider keeps 30
        - Legal basis for device fingerprints

        Reference: [GDPR, article 35](https://eur-lex.europa.eu/eli/reg/2016/679/oj)
        """),
)  # fmt: skip

QUALITY = (
    Task("Accessibility pass on sign-in and overview", DONE, "max", -5, HIGH, 5, "accessibility", shared=True),
    Task("VoiceOver and TalkBack: transaction list and cards", TODO, "max", 8, HIGH, 5, "accessibility",
         after=("mb-cards",)),
    Task("Automated tests for the ten most used journeys", DOING, "max", 2, MEDIUM, 8, "testing"),
    Task("Device lab: add two phones with small screens", DONE, "max", -20, LOW, 1, "testing"),
    Task("Beta with 200 members through TestFlight and Play", BACKLOG, "marcus", 32, HIGH, 8, "launch",
         after=("mb-test-2",), key="mb-beta", shared=True),
    Task("Store listings in English and Irish", BACKLOG, "ingrid", 38, MEDIUM, 3, "content launch", shared=True),
    Task("Name ten branches that invite members to the beta", TODO, "samuel", 9, MEDIUM, None, "launch", shared=True, text="""
        From Harbour & Vale, please: ten branches, a mix of towns and villages, with one person to call in each.

        Twenty members per branch are enough; we send the invitations.
        """),
    Task("Answer of the legal team to the copy of account opening", TODO, "samuel", 5, HIGH, None, "compliance", shared=True),
    Task("Training for the branch staff", BACKLOG, "amara", 41, MEDIUM, 3, "launch", after=("mb-beta",), shared=True),
    Task("Switch-over plan: old and new app side by side", BACKLOG, "marcus", 45, HIGH, 5, "launch", after=("mb-beta",)),
)  # fmt: skip

PROJECT = Project(
    key="banking",
    name="Mobile banking redesign",
    text="""
        The app of **Harbour & Vale Credit Union** (210,000 members) designed and built anew: account opening without a
        visit to a branch, payments that can be found, and an app that members over 65 trust.

        - Two-week sprints, review with Harbour & Vale every second Thursday at 14:00
        - Beta in January, release in all stores by the end of February
        - Steering group: Samuel Osei, Olivia Lindqvist, Marcus Adeyemi
        """,
    status=ProjectStatus.ACTIVE,
    manager="marcus",
    start=-62,
    end=68,
    budget="184000.00",
    spent="97450.00",
    client="harbour",
    shared=True,
    teams=("engineering",),
    members=("priya", "amara", "ingrid", "luca", "yuki"),
    viewers=("hannah",),
    tags=("mobile", "fintech", "fixed price"),
    tasks=(*FOUNDATIONS, *ONBOARDING, *APP, *PLATFORM, *QUALITY),
    milestones=(
        Milestone("Research and concept approved", -36, MilestoneStatus.COMPLETED, "Signed off by the product council."),
        Milestone("Design of accounts and cards complete", -10, MilestoneStatus.COMPLETED),
        Milestone("Account opening ready for test", 12, MilestoneStatus.IN_PROGRESS,
                  "Identity check, save and resume, all error states."),
        Milestone("Closed beta with 200 members", 33, MilestoneStatus.PLANNED),
        Milestone("Release in both stores", 66, MilestoneStatus.PLANNED),
    ),
    risks=(
        Risk("The identity provider's test environment is unstable and delays account opening.",
             RiskLevel.HIGH, RiskLevel.HIGH, "Recorded answers for development; weekly call with the provider.",
             RiskStatus.MITIGATING),
        Risk("The penetration test finds something that touches the session handling.",
             RiskLevel.MEDIUM, RiskLevel.VERY_HIGH, "Test before the beta, not before the release; ten days in reserve."),
        Risk("Core banking export changes its format with the year-end update.",
             RiskLevel.LOW, RiskLevel.HIGH, "Contract test against the staging core each night."),
        Risk("Tomás is the only one who knows the native modules.",
             RiskLevel.MEDIUM, RiskLevel.MEDIUM, "Jonas pairs on card controls and biometric sign-in."),
    ),
    insights=(
        Insight("Two tasks that account opening waits for are overdue: the load test and the identity check. "
                "If both close this week, the milestone holds with two days in reserve.", 0.81, True, "mb-idcheck"),
        Insight("Tomás has 29 story points open until the beta and is away for three days next week. "
                "Jonas has skills in Kotlin and 11 points.", 0.74, True),
        Insight("More than half of the budget is spent with two fifths of the work done: amber by the rule in the handbook.", 0.66, True),
    ),
)  # fmt: skip
