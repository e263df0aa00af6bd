"""Atelier Verre: the online shop for handmade glass, relaunched."""

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

DESIGN = (
    Task("Audit of the present shop: search, basket, checkout", DONE, "amara", -40, MEDIUM, 3, "research", shared=True),
    Task("Photo direction: glass on light and dark ground", DONE, "yuki", -34, HIGH, 5, "design photo", shared=True, text="""
        Glass needs edges. We tested four set-ups in the atelier:

        1. Back light through diffuser, dark edges (**chosen** for product pages)
        2. Dark field, light edges (chosen for the home page)
        3. Daylight on linen
        4. Plain white

        Claire has the reference prints; the stylist got the PDF.
        """),
    Task("Wireframes: home, category, product, basket", DONE, "priya", -30, HIGH, 8, "design", key="sv-wire", shared=True),
    Task("Product page design with size comparison", DONE, "yuki", -21, HIGH, 8, "design", key="sv-product",
         after=("sv-wire",), shared=True),
    Task("Category page: filter by colour, height, price", DONE, "yuki", -17, MEDIUM, 5, "design", shared=True),
    Task("Checkout in three steps", REVIEW, "yuki", 1, HIGH, 8, "design checkout", key="sv-checkout", shared=True, text="""
        Address, delivery, payment. No account needed.

        ## Decided
        - One page for each step, the summary always visible
        - Delivery shows a **date**, not a number of days
        - Gift wrapping and a handwritten card in the delivery step

        ## To decide with Claire
        - Is insurance for pieces above 400 € in the price, or a line of its own?
        """, checklist=("+ Phone layout", "+ Guest checkout", "+ Errors in the address", "Klarna and card side by side",
                       "Confirmation page")),
    Task("Home page film, 20 seconds, without sound", DOING, "luca", 7, MEDIUM, 8, "motion", shared=True, text="""
        The furnace, the pipe, the first breath of air. Loops; ends on the frame it began with.

        - 1920 by 1080 and 1080 by 1350, H.264 and AV1, below 2.5 MB each
        - Still image for people who asked for reduced motion
        """),
    Task("Type and spacing for French, Swedish and English", DONE, "yuki", -12, LOW, 3, "design"),
)  # fmt: skip

CONTENT = (
    Task("Product texts: 46 pieces in three languages", DOING, "ingrid", 10, HIGH, 13, "content", key="sv-texts",
         shared=True, text="""
        Each text answers four questions: what is it, who made it, how does one use it, how does one care for it.

        | collection | pieces | English | Swedish | French |
        |---|---:|:-:|:-:|:-:|
        | Écume | 14 | done | done | with Claire |
        | Sillage | 18 | done | in work | open |
        | Braise | 14 | in work | open | open |
        """, parts=(
            Task("Texts for Écume, 14 pieces", REVIEW, "ingrid", 2, HIGH, 5, "content", shared=True),
            Task("Texts for Sillage, 18 pieces", DOING, "ingrid", 6, MEDIUM, 5, "content", shared=True),
            Task("Texts for Braise, 14 pieces", TODO, "ingrid", 10, MEDIUM, 3, "content", shared=True),
        )),
    Task("Pages about the atelier and its glassblowers", DONE, "ingrid", -9, MEDIUM, 3, "content", shared=True),
    Task("Care instructions and returns, checked by a lawyer", TODO, "ingrid", 12, MEDIUM, 2, "content", shared=True),
    Task("Approve the French texts for Écume", TODO, "claire", 2, HIGH, None, "content", shared=True, text="""
        Fourteen texts, three questions about the names of colours in the margin. Please correct directly in the document.
        """),
    Task("Prices and sizes of the spring collection", TODO, "claire", 12, MEDIUM, None, "content", shared=True),
    Task("Redirects from 380 old addresses", TODO, "tomas", 19, HIGH, 3, "seo", text="""
        From the server log of the last 90 days. Order by visits; the first 60 carry 94 % of them.

        ```csv
        /shop/vase-ecume-grand,/en/vases/ecume-large
        /shop/lampe-sillage,/en/lamps/sillage
        ```
        """),
)  # fmt: skip

BUILD = (
    Task("Choose the shop system", DONE, "jonas", -32, HIGH, 5, "backend", text="""
        Compared three systems against 22 requirements with Claire and her accountant.

        **Decision:** headless, with the existing merchandise management as the source of stock. One piece is one piece:
        most of the range exists once, so overselling is worse than a slow page.
        """),
    Task("Stock synchronisation with the merchandise management", REVIEW, "jonas", -1, URGENT, 8, "backend",
         key="sv-stock", text="""
        Unique pieces must vanish from the shop **within five seconds** of a sale in the gallery.

        - Change feed instead of the nightly file
        - A reservation in the basket lasts 20 minutes
        - On conflict the gallery wins; the customer gets a personal mail
        """, checklist=("+ Change feed consumer", "+ Reservation with expiry", "+ Test with two tills at once",
                       "Alert when the feed is silent for a minute")),
    Task("Product page", DONE, "tomas", -6, HIGH, 8, "frontend", after=("sv-product",), shared=True),
    Task("Category page with filters in the address", DONE, "tomas", -3, MEDIUM, 5, "frontend", shared=True),
    Task("Basket and reservation", DOING, "tomas", 5, HIGH, 5, "frontend", after=("sv-stock",), shared=True),
    Task("Checkout", TODO, "tomas", 14, HIGH, 8, "frontend checkout", after=("sv-checkout",), key="sv-build-checkout",
         shared=True),
    Task("Payment: cards, Klarna, invoice for galleries", TODO, "jonas", 15, HIGH, 8, "backend checkout",
         after=("sv-checkout",), key="sv-payment"),
    Task("Delivery prices by size and country", TODO, "jonas", 16, MEDIUM, 5, "backend checkout"),
    Task("Images: 4,200 files, responsive, AVIF", DOING, "daniel", 3, MEDIUM, 5, "platform", text="""
        Derived once at upload, kept in object storage, addressed by content hash.

        | width | AVIF | JPEG |
        |---:|---:|---:|
        | 480 | 18 kB | 41 kB |
        | 960 | 44 kB | 112 kB |
        | 1920 | 121 kB | 340 kB |
        """),
    Task("Staging environment behind a password", DONE, "daniel", -25, MEDIUM, 2, "platform", shared=True),
    Task("Order mails in three languages", BACKLOG, "ingrid", 21, MEDIUM, 3, "content checkout", shared=True),
    Task("Gift vouchers", BACKLOG, None, None, LOW, 8, "checkout", shared=True),
    Task("Try it in your room: augmented reality", DROPPED, None, None, LOW, 13, "idea", text="""
        Dropped for the relaunch. Refraction looks wrong on today's phones and would do the pieces no favour.
        """),
)  # fmt: skip

LAUNCH = (
    Task("Test orders with the gallery in Lyon", BACKLOG, "max", 24, HIGH, 3, "testing",
         after=("sv-build-checkout", "sv-payment"), shared=True),
    Task("Keyboard and screen reader pass over the checkout", BACKLOG, "max", 22, HIGH, 3, "accessibility",
         after=("sv-build-checkout",)),
    Task("Launch checklist", BACKLOG, "hannah", 30, HIGH, 2, "launch", shared=True,
         checklist=("Certificates and DNS", "Redirects switched on", "Analytics without cookies",
                    "Stock counted in both galleries", "Newsletter scheduled", "Old shop in read-only mode")),
    Task("Newsletter to 8,400 subscribers", BACKLOG, "luca", 31, MEDIUM, 3, "launch", shared=True),
)  # fmt: skip

PROJECT = Project(
    key="shop",
    name="Online shop relaunch",
    text="""
        **Atelier Verre** sells handmade glass from two galleries and a shop that loses orders. The new one shows each
        piece as it is, knows at any second whether it is still there, and delivers on a date.

        Goal for the first quarter after launch: *conversion from 0.9 to 1.6 %*, no unique piece sold twice.
        """,
    status=ProjectStatus.ACTIVE,
    manager="hannah",
    start=-45,
    end=35,
    budget="96500.00",
    spent="51800.00",
    client="verre",
    shared=True,
    teams=("design", "research"),
    members=("tomas", "jonas", "daniel", "max"),
    tags=("e-commerce", "time and material"),
    tasks=(*DESIGN, *CONTENT, *BUILD, *LAUNCH),
    milestones=(
        Milestone("Design of catalogue approved", -16, MilestoneStatus.COMPLETED, "By Claire Beaumont, after two rounds."),
        Milestone("Catalogue on staging", -2, MilestoneStatus.COMPLETED),
        Milestone("First real order on staging", 16, MilestoneStatus.PLANNED, "Paid, packed and delivered to ourselves."),
        Milestone("Launch", 33, MilestoneStatus.PLANNED),
    ),
    risks=(
        Risk("The merchandise management is updated in December and its change feed with it.",
             RiskLevel.MEDIUM, RiskLevel.HIGH, "Vendor gives us a test instance two weeks earlier.", RiskStatus.MITIGATING),
        Risk("French texts come late: only Claire approves them, and the Christmas season takes her time.",
             RiskLevel.HIGH, RiskLevel.MEDIUM, "Approve by collection instead of all at once; launch without Braise if need be."),
        Risk("The film is too heavy for phones.", RiskLevel.LOW, RiskLevel.LOW,
             "Still image first, film after the page is idle.", RiskStatus.CLOSED),
    ),
    insights=(
        Insight("Checkout, payment and delivery prices all wait for the checkout design, which is in review. "
                "Each day it stays there moves the first order by a day.", 0.86, True, "sv-checkout"),
        Insight("Product texts: at the pace of the last two weeks the last collection is done four days late.",
                0.69, True, "sv-texts"),
    ),
)  # fmt: skip
