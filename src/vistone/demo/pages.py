"""The pages of the wiki: key, the page above, title, who writes it, text."""

PAGES = (
    ("handbook", None, "Handbook", "olivia", """
        How we work at Northwind. Short pages, kept by name: whoever finds something wrong corrects it.

        ## Start here
        - *Working hours and leave*: when we are there, and how to be away
        - *How a project runs*: from the first call to the last invoice
        - *Security at work*: laptops, passwords, what never leaves the building

        ## Rules for this wiki
        1. One page, one topic
        2. The date of a decision belongs beside the decision
        3. A page without a reader for a year is deleted
        """),
    ("hours", "handbook", "Working hours and leave", "olivia", """
        Forty hours, most of them between 9 and 17. Who works part-time is in *People* with their days.

        ## Leave
        Thirty days. Ask your team's manager **three weeks** before for a week or more, the day before for a day.
        Enter it under availability yourself; planning reads it from there.

        ## Ill
        Write one line in #general before 9:30. From the fourth day on we need a certificate.
        """),
    ("onboarding", "handbook", "Your first two weeks", "hannah", """
        | day | what | with whom |
        |---|---|---|
        | 1 | Laptop, keys, lunch | Hannah |
        | 2 | Sit in on two project meetings | your team |
        | 3 to 5 | A first small task, from start to release | your buddy |
        | 6 | Read three case studies and ask about them | Olivia |
        | 10 | What surprised you? Thirty minutes | Olivia |
        """),
    ("security", "handbook", "Security at work", "daniel", """
        ## Always
        - Full disk encryption, screen lock after three minutes
        - The password manager, and a second factor wherever there is one
        - Real member or customer data stays in the client's systems

        ## Never
        - Data of clients in tools that we have no agreement with
        - Secrets in a repository, also not in a private one

        ## When something went wrong
        Call Daniel, day or night. The first hour matters more than whose fault it was.
        """),
    ("projects", None, "How a project runs", "marcus", """
        Five steps. Each ends with something that the client has seen.

        1. **First talk.** Do we fit? If not, we name somebody who does
        2. **Proposal.** At most four pages, with what is *not* included
        3. **Kick-off.** On site, if at all possible
        4. **Sprints.** Two weeks, review with the client, no surprises
        5. **Handover.** Documentation, accounts, a date three months later
        """),
    ("estimates", "projects", "Estimates and budgets", "marcus", """
        We estimate in days and in three values: best, likely, worst. The budget is the likely one plus a third of the way to
        the worst.

        ## Traffic lights
        - **Green**: spent share is at most 10 points above the finished share
        - **Amber**: 10 to 20 points; the manager tells the client
        - **Red**: more than 20; Olivia tells the client, with options
        """),
    ("review", "projects", "Sprint review with a client", "priya", """
        Sixty minutes, never more.

        - 5 min: what we said two weeks ago
        - 35 min: the build, on a phone, in the client's hands
        - 15 min: decisions, each with a name
        - 5 min: what comes next

        Agenda and build go out **the day before by noon**. No slides.
        """),
    ("done", "projects", "Definition of done", "tomas", """
        A task is done when

        - [x] the code is reviewed and on `main`
        - [x] it has a test that fails without it
        - [x] it works with the keyboard and with a screen reader
        - [x] it is on staging, and somebody other than the author has used it
        - [x] the texts come from Ingrid or have been read by her
        """),
    ("research", None, "Research", "amara", """
        What we have learned about the people who use what we build, by client. Raw recordings are deleted after six months;
        what is written here stays.
        """),
    ("interviews", "research", "How we interview", "amara", """
        ## Before
        Screener, consent form, incentive agreed. Two people of ours at most: one talks, one writes.

        ## Questions that work
        - *Tell me about the last time you …*
        - *What did you expect to happen?*
        - *What would you have done without it?*

        ## Questions that do not
        - *Would you use this?*
        - Anything with *feature* in it
        """),
    ("members", "research", "Members of Harbour & Vale", "amara", """
        From twelve interviews, a tree test with 60 people and eight usability sessions.

        > I do not fear the app. I fear that I press something and it is gone.

        ## What holds for nearly all
        - They come for the balance, and leave within forty seconds
        - Payments are found by **whom**, not by when
        - A confirmation that can be printed is worth more than an animation

        ## Over 65
        31 % of logins. Larger text is switched on by four in ten; we test at 200 %.
        """),
    ("design", None, "Design and content", "hannah", """
        The component library, the tone of voice, and how we review. Reviews are on Tuesdays at 10, open to everybody.
        """),
    ("voice", "design", "Tone of voice", "ingrid", """
        We sound like a colleague who knows the matter: friendly, exact, brief.

        | instead of | we write |
        |---|---|
        | An error has occurred | We could not save the payment. Nothing was sent. |
        | Please note that | *(nothing; say it)* |
        | Successfully completed | Done |

        ## Error messages
        What happened, then what to do. In this order, in two sentences.
        """),
    ("components", "design", "Component library", "priya", """
        Forty components, in Figma and as a package. Version 1.4.

        ```sh
        npm install @northwind/ui@1.4
        ```

        - New components are proposed with **three** places where they are needed
        - Each has a note for developers and one for writers
        - Deprecated ones stay for two versions
        """),
    ("quality", None, "Quality", "max", """
        ## Before every release
        1. Journeys on the three phones of the lab, one of them small
        2. Keyboard only, then with NVDA and VoiceOver
        3. Text at 200 %, contrast in both themes
        4. Load: twice the usual peak for ten minutes
        5. Somebody who has not worked on it uses it for a quarter of an hour

        While I am away, Daniel signs off.
        """),
    ("oncall", "quality", "On-call and incidents", "daniel", """
        The phone goes from Monday 9:00 to Monday 9:00. Who has it is in #engineering.

        | severity | means | first answer |
        |---|---|---|
        | 1 | people cannot pay or sign in | 15 minutes |
        | 2 | a journey is broken, there is a way around | 2 hours |
        | 3 | everything else | next working day |

        After every severity 1 there is a page here: what happened, what we change. No names.
        """),
)  # fmt: skip

REVISIONS = (
    ("done", "max", "- [x] the texts come from Ingrid or have been read by her",
     "- [x] the texts come from Ingrid or have been read by her\n- [x] the release note says it in one sentence"),
    ("hours", "hannah", "Write one line in #general before 9:30.", "Write one line in #general before 9:30, or call Hannah."),
    ("oncall", "jonas", "| 3 | everything else | next working day |",
     "| 3 | everything else | next working day |\n\nThe runbooks are linked from each alert."),
)  # fmt: skip
"""Page, who changes it, what was there, what is there now."""
