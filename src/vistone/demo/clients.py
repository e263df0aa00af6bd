"""Five clients, what was offered to them, and what they say of the work."""

from msgspec import Struct

from vistone.client import actions
from vistone.client.contracts import ProposalStatus
from vistone.client.schemas import (
    ClientContactCreate,
    ClientCreate,
    ClientFeedbackCreate,
    ClientFeedbackPatch,
    ProposalCreate,
)
from vistone.demo.company import Company, prose


class Client(Struct, frozen=True):
    """A client. `people` of ours who sign in for it, with what they are there."""

    key: str
    name: str
    looked_after_by: str
    info: dict[str, object]
    people: dict[str, str] = {}


CLIENTS = (
    Client("harbour", "Harbour & Vale Credit Union", "marcus", {
        "industry": "Financial services",
        "website": "https://harbourvale.example",
        "email": "digital@harbourvale.example",
        "phone": "+353 1 555 0142",
        "address": "14 Custom House Quay, Dublin, Ireland",
        "since": "2024",
        "people": [{"name": "Niamh Doyle", "role": "Chief operating officer", "email": "niamh@harbourvale.example"}],
    }, {"samuel": "Product owner, digital channels"}),
    Client("verre", "Atelier Verre", "hannah", {
        "industry": "Retail and crafts",
        "website": "https://atelierverre.example",
        "email": "bonjour@atelierverre.example",
        "phone": "+33 4 55 50 01 18",
        "address": "9 rue des Verriers, Lyon, France",
        "since": "2025",
        "people": [{"name": "Étienne Roux", "role": "Head of the atelier", "email": "etienne@atelierverre.example"}],
    }, {"claire": "Marketing director"}),
    Client("nordlys", "Nordlys Energi", "marcus", {
        "industry": "Energy",
        "website": "https://nordlysenergi.example",
        "email": "prosjekt@nordlysenergi.example",
        "phone": "+47 55 50 17 00",
        "address": "Sjøgata 8, Tromsø, Norway",
        "since": "2025",
        "people": [
            {"name": "Ragnhild Moe", "role": "Head of customer service", "email": "ragnhild@nordlysenergi.example"},
            {"name": "Aslak Nilsen", "role": "IT architect", "email": "aslak@nordlysenergi.example"},
        ],
    }),
    Client("bramble", "Bramble Foods", "hannah", {
        "industry": "Food",
        "website": "https://bramblefoods.example",
        "email": "hello@bramblefoods.example",
        "phone": "+44 1432 555 019",
        "address": "The Old Jam Works, Ledbury, United Kingdom",
        "since": "2026",
        "people": [{"name": "Edith Bramble", "role": "Owner", "email": "edith@bramblefoods.example"}],
    }),
    Client("museum", "Museum of Northern Seas", "hannah", {
        "industry": "Culture",
        "website": "https://northernseas.example",
        "email": "guide@northernseas.example",
        "phone": "+46 8 555 012 40",
        "address": "Skeppsbron 22, Stockholm, Sweden",
        "since": "2026",
        "people": [{"name": "Dr. Sigrid Lund", "role": "Director of exhibitions", "email": "sigrid@northernseas.example"}],
    }),
)  # fmt: skip

PROPOSALS = (
    ("harbour", "marcus", "Accessibility audit of online banking", ProposalStatus.ACCEPTED, """
        ## What you get
        Twelve pages, three journeys and both apps against WCAG 2.2 AA, sessions with people who use assistive technology,
        a report by effort and effect, a workshop, and a re-test.

        ## Price
        | part | days | € |
        |---|---:|---:|
        | Audit | 14 | 12,600 |
        | Sessions | 4 | 4,000 |
        | Workshop and re-test | 6 | 5,800 |
        | **Total** | **24** | **22,400** |

        Valid for 30 days. Half on order, half with the report.
        """),
    ("harbour", "marcus", "Mobile banking redesign", ProposalStatus.ACCEPTED, """
        ## Goal
        An app in which members find what they came for, and in which people over 65 dare to pay.

        ## Steps
        1. Research and concept, 6 weeks
        2. Design and component library, 8 weeks
        3. App and interfaces, 14 weeks, beside the design
        4. Beta and release, 6 weeks

        ## Price
        **184,000 €**, fixed, in five parts with the milestones. Changes are agreed in writing before work on them begins.
        """),
    ("harbour", "marcus", "Branch screens in the new design", ProposalStatus.DRAFT, """
        ## Idea
        The screens in the nineteen branches show rates of last quarter. One layout, fed by the same content as the app.

        *To be completed: cost of the players, Daniel has asked two suppliers.*
        """),
    ("verre", "hannah", "Online shop relaunch", ProposalStatus.ACCEPTED, """
        ## Goal
        Conversion from 0.9 to 1.6 % in the first quarter after launch; no piece sold twice.

        ## Price
        By time and material, estimated at **96,500 €**; we tell you when three quarters are used.
        """),
    ("verre", "hannah", "Film series: six glassblowers", ProposalStatus.VIEWED, """
        ## What you get
        Six portraits of ninety seconds, shot in two days in the atelier, each with a silent version of twenty seconds.

        ## Price
        **18,900 €** including travel and music rights for five years. A second language version is 1,200 € each.
        """),
    ("nordlys", "marcus", "Change request: billing interface in EHF", ProposalStatus.SENT, """
        ## Why
        The agreement names JSON with lines; the vendor delivers EHF 3.0 in XML with 61 charge codes.

        ## Effect
        Eleven more days of development, two of testing. The pilot moves by two weeks.

        ## Price
        **14,000 €**, to be released by the steering group.
        """),
    ("nordlys", "marcus", "Outage map, full version", ProposalStatus.DECLINED,
     "Declined by agreement after the prototype. The rest of the budget went into the portal."),
    ("bramble", "hannah", "Brand refresh", ProposalStatus.ACCEPTED, """
        ## What you get
        Positioning, logo, labels for 24 kinds in two sizes, tone of voice, brand book.

        ## How we decide
        Three directions at the start. One person has the last word, and is in the room.

        ## Price
        **58,000 €** in three parts. Printing is not included; we accompany the proofs.
        """),
    ("bramble", "hannah", "Online shop for jam", ProposalStatus.EXPIRED,
     "A small shop for gift boxes before Christmas, 24,000 €. Expired in September; to be taken up again after the refresh."),
    ("museum", "hannah", "Exhibition guide, smaller version", ProposalStatus.REVISED, """
        ## In case the foundation declines
        Without loan phones and sign language videos, with everything else: **41,000 €**, ready in nine weeks.

        Version 2 of this proposal adds three years of running costs, as Dr. Lund asked.
        """),
)  # fmt: skip

# client, project, who says it, stars, what, who answers, the answer
FEEDBACK = (
    ("harbour", "audit", "samuel", 5,
     "Our developers still talk about the session with the screen reader. The report was clear enough for the board.",
     "marcus", "Thank you. The recordings stay with us; the participants have agreed to one more showing for new colleagues."),
    ("harbour", "banking", "samuel", 4,
     "The prototype of account opening is excellent. The reviews run over time; could we have the agenda a day earlier?",
     "marcus", "Yes. From the next review on you have the agenda and the build on Wednesday by noon."),
    ("harbour", "banking", "samuel", 3,
     "Two dates for the identity check have moved. I learned of the second one in the meeting.",
     None, None),
    ("verre", "shop", "claire", 5,
     "The photographs made our glassblowers cry, in the good way. Étienne wants prints for the workshop.",
     "hannah", "They are on the way, 50 by 70 on cotton paper."),
    ("verre", "shop", "claire", 4,
     "I like the checkout. Delivery by date is what our customers ask for every day. Insurance should be a line of its own.",
     None, None),
    ("nordlys", "portal", "marcus", 2,
     "Taken down after the steering group: Ragnhild is worried about the pilot and wants one person to call, not three.",
     "marcus", "Marcus is the one to call from now on, on Fridays also without a reason."),
    ("museum", "museum", "hannah", 5,
     "Dr. Lund by phone: the audio sample convinced the foundation's jury more than the written application.",
     None, None),
)  # fmt: skip


async def win(company: Company) -> None:
    """The clients with their contacts and what was offered to them."""
    for client in CLIENTS:
        tx = await company.by(client.looked_after_by)
        body = ClientCreate(name=client.name, contact_info=client.info, portal_access=bool(client.people))
        company.clients[client.key] = (await actions.create_client(tx, body)).id
        for who, title in client.people.items():
            contact = ClientContactCreate(
                client_id=company.clients[client.key], user_id=company.people[who], title=title
            )
            await actions.add_contact(tx, contact)
    company.unsettle()
    for key, who, title, status, content in PROPOSALS:
        proposal = ProposalCreate(client_id=company.clients[key], title=title, content=prose(content), status=status)
        await actions.create_proposal(await company.by(who), proposal)


async def listen(company: Company) -> None:
    """What clients say of the projects, and the answers."""
    for client, project, who, rating, comment, answered_by, answer in FEEDBACK:
        body = ClientFeedbackCreate(
            client_id=company.clients[client], project_id=company.projects[project], rating=rating, comment=comment
        )
        feedback = await actions.give_feedback(await company.by(who), body)
        if answered_by:
            patch = ClientFeedbackPatch(response=answer)
            await actions.update_feedback(await company.by(answered_by), feedback.id, patch, None)
