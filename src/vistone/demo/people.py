"""Who works at Northwind Studio, and the two people of its clients who look in."""

from uuid import UUID

from msgspec import Struct

from vistone.auth import queries
from vistone.auth.actions import kyc, organizations, sessions
from vistone.auth.contracts import KycDocumentKind, KycStatus
from vistone.auth.events import UserCreated
from vistone.auth.queries import MFA, USER
from vistone.auth.schemas import KycCreate, OrganizationPatch, Register
from vistone.auth.tokens import Keyring
from vistone.demo.company import MONEY_EUR, Company
from vistone.kernel.events import publish
from vistone.kernel.files import Files
from vistone.kernel.ids import new_id
from vistone.kernel.rows import add
from vistone.kernel.scope import Origin, RoleName

ORGANIZATION = "Northwind Studio"
SETTINGS = {
    "timeZone": "Europe/Stockholm",
    "currency": MONEY_EUR,
    "weekStart": "monday",
    "workingHours": {"from": "09:00", "to": "17:00"},
    "website": "https://northwind.example",
}


class Person(Struct, frozen=True):
    """A person with a role."""

    key: str
    role: RoleName
    first_name: str
    last_name: str
    email: str

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first_name} {self.last_name}"


_ORGANIZER, _MANAGER, _CONTRIBUTOR, _CLIENT = RoleName

PEOPLE = (
    Person("olivia", _ORGANIZER, "Olivia", "Lindqvist", "olivia@northwind.example"),
    Person("marcus", _MANAGER, "Marcus", "Adeyemi", "marcus@northwind.example"),
    Person("hannah", _MANAGER, "Hannah", "Brandt", "hannah@northwind.example"),
    Person("priya", _CONTRIBUTOR, "Priya", "Raman", "priya@northwind.example"),
    Person("tomas", _CONTRIBUTOR, "Tomás", "Herrera", "tomas@northwind.example"),
    Person("yuki", _CONTRIBUTOR, "由紀", "田中", "yuki@northwind.example"),
    Person("jonas", _CONTRIBUTOR, "Jonas", "Weber", "jonas@northwind.example"),
    Person("amara", _CONTRIBUTOR, "Amara", "Okafor", "amara@northwind.example"),
    Person("luca", _CONTRIBUTOR, "Luca", "Moretti", "luca@northwind.example"),
    Person("ingrid", _CONTRIBUTOR, "Ingrid", "Solheim", "ingrid@northwind.example"),
    Person("max", _CONTRIBUTOR, "Maximiliane-Theodora", "von Hohenberg-Schwarzenfels", "maximiliane@northwind.example"),
    Person("daniel", _CONTRIBUTOR, "Daniel", "Kowalski", "daniel@northwind.example"),
    Person("samuel", _CLIENT, "Samuel", "Osei", "samuel@harbourvale.example"),
    Person("claire", _CLIENT, "Claire", "Beaumont", "claire@atelierverre.example"),
)
STAFF = tuple(person.key for person in PEOPLE if person.role is not _CLIENT)
BY_KEY = {person.key: person for person in PEOPLE}
ORGANIZER = BY_KEY["olivia"]

# Whose papers were looked at, and what came of it.
PAPERS = (
    (
        "tomas",
        KycDocumentKind.RESIDENCE_PERMIT,
        "Right to work in the EU, certificate of 2025",
        KycStatus.APPROVED,
        None,
    ),
    ("yuki", KycDocumentKind.RESIDENCE_PERMIT, "Residence permit and work permit", KycStatus.APPROVED, None),
    (
        "amara",
        KycDocumentKind.PASSPORT,
        "Passport, scanned without its second page",
        KycStatus.RESUBMISSION_REQUESTED,
        "The second page of the passport is missing. Please scan it too.",
    ),
    ("daniel", KycDocumentKind.ID_CARD, "Identity card", KycStatus.PENDING, None),
)


async def found(company: Company, password_hash: str, keyring: Keyring) -> None:
    """The organization, made by its Organizer; the transaction's scope is hers."""
    tx = company.owner
    body = Register(
        email=ORGANIZER.email,
        password="",
        first_name=ORGANIZER.first_name,
        last_name=ORGANIZER.last_name,
        organization_name=ORGANIZATION,
    )
    await organizations.register(tx, body, password_hash, keyring)
    company.people[ORGANIZER.key] = tx.scope.user_id
    settings = OrganizationPatch(settings=SETTINGS)
    await organizations.update_organization(await company.by("olivia"), tx.scope.organization_id, settings, None)


async def hire(company: Company, password_hash: str) -> None:
    """Everybody else. As by invitation, but without the mail: nobody's address is real."""
    for person in PEOPLE:
        if person.key not in company.people:
            company.people[person.key] = await _join(company, person, password_hash)


async def _join(company: Company, person: Person, password_hash: str) -> UUID:
    organization_id, user_id = company.owner.scope.organization_id, new_id()
    tx = await company.acting(sessions.acting(user_id, organization_id, Origin(request_id="demo")))
    names = {"first_name": person.first_name, "last_name": person.last_name}
    user = await add(tx, USER, {"id": user_id, "email": person.email, "password": password_hash, **names})
    await publish(tx, UserCreated(record=user))
    role = await queries.role_named(tx, person.role)
    if role is None:
        raise LookupError(f"there is no role {person.role}")
    await organizations.join(tx, user_id, role)
    return user_id


async def check_papers(company: Company, files: Files) -> None:
    """People hand in papers and the Organizer decides; nobody has a second factor yet."""
    for who, kind, title, status, reason in PAPERS:
        record = await kyc.begin(await company.by(who), KycCreate(documents={"country": "SE"}))
        organization_id = company.owner.scope.organization_id
        paper = await files.store(
            _pdf(title), organization_id=organization_id, name=f"{title}.pdf", max_bytes=kyc.LARGEST_BYTES
        )
        await kyc.add_document(await company.by(who), record.id, kind, paper)
        await kyc.submit(await company.by(who), record.id, None)
        if status is not KycStatus.PENDING:
            await kyc.decide(await company.by("olivia"), record.id, status, reason, None)
    for who in ("olivia", "marcus", "hannah"):
        await add(await company.by(who), MFA, {"user_id": company.people[who], "enabled": False})


def _pdf(line: str) -> bytes:
    """A page with one line on it (PDF 1.4)."""
    text = f"BT /F1 16 Tf 60 760 Td ({line}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    )
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(made) + end % (table, len(made))
