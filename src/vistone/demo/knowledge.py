"""The wiki, and the documents in their folders."""

from uuid import UUID

from vistone.auth import queries
from vistone.demo.company import Company, prose
from vistone.demo.pages import PAGES, REVISIONS
from vistone.kernel.scope import RoleName
from vistone.knowledge.actions import document_parts, documents, wiki
from vistone.knowledge.contracts import Permission
from vistone.knowledge.schemas import (
    DocumentCreate,
    DocumentFolderCreate,
    DocumentLinkCreate,
    DocumentPermissionCreate,
    WikiPageCreate,
    WikiPagePatch,
)

FOLDERS = (
    ("clients", None, "Clients"),
    ("harbour", "clients", "Harbour & Vale"),
    ("verre", "clients", "Atelier Verre"),
    ("nordlys", "clients", "Nordlys Energi"),
    ("contracts", None, "Contracts"),
    ("templates", None, "Templates"),
    ("reference", None, "Laws and standards"),
)
FILES = "https://files.northwind.example/"

# name, address, folder, project, who keeps it, media type, kilobytes
DOCUMENTS = (
    ("Interview findings.pdf", FILES + "banking/interview-findings.pdf", "harbour", "banking", "amara", "application/pdf", 840),
    ("Tree test report.pdf", FILES + "banking/tree-test-report.pdf", "harbour", "banking", "amara", "application/pdf", 412),
    ("Account opening, flow v7.pdf", FILES + "banking/account-opening-v7.pdf", "harbour", "banking", "priya", "application/pdf", 2210),
    ("Audit report.pdf", FILES + "audit/report.pdf", "harbour", "audit", "max", "application/pdf", 3480),
    ("Findings.xlsx", FILES + "audit/findings.xlsx", "harbour", "audit", "max",
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 96),
    ("Photo direction.pdf", FILES + "shop/photo-direction.pdf", "verre", "shop", "yuki", "application/pdf", 5120),
    ("Range plan spring.xlsx", FILES + "shop/range-plan-spring.xlsx", "verre", "shop", "hannah",
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 61),
    ("Home film, first cut.mp4", FILES + "shop/film-cut-1.mp4", "verre", "shop", "luca", "video/mp4", 18400),
    ("Options for the pilot.pdf", FILES + "portal/options-pilot.pdf", "nordlys", "portal", "marcus", "application/pdf", 220),
    ("Charge codes.csv", FILES + "portal/charge-codes.csv", "nordlys", "portal", "jonas", "text/csv", 9),
    ("Framework agreement Harbour & Vale.pdf", FILES + "contracts/harbour-vale.pdf", "contracts", None, "olivia", "application/pdf", 610),
    ("Framework agreement Nordlys.pdf", FILES + "contracts/nordlys.pdf", "contracts", None, "olivia", "application/pdf", 580),
    ("Proposal, four pages.docx", FILES + "templates/proposal.docx", "templates", None, "hannah",
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 88),
    ("Consent form for interviews.docx", FILES + "templates/consent.docx", "templates", None, "amara",
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 54),
    ("WCAG 2.2", "https://www.w3.org/TR/WCAG22/", "reference", None, "max", "text/html", None),
    ("European Accessibility Act", "https://eur-lex.europa.eu/eli/dir/2019/882/oj", "reference", None, "max", "text/html", None),
    ("GDPR", "https://eur-lex.europa.eu/eli/reg/2016/679/oj", "reference", None, "daniel", "text/html", None),
)  # fmt: skip

# Document, who is named on it (a person, or everybody of a role), what they may. Others do not see it then.
PERMISSIONS = (
    ("Framework agreement Harbour & Vale.pdf", "marcus", Permission.READ),
    ("Framework agreement Nordlys.pdf", "marcus", Permission.READ),
    ("Framework agreement Nordlys.pdf", "hannah", Permission.READ),
    ("Audit report.pdf", "samuel", Permission.READ),
    ("Audit report.pdf", RoleName.CONTRIBUTOR, Permission.COMMENT),
    ("Audit report.pdf", RoleName.MANAGER, Permission.WRITE),
    ("Account opening, flow v7.pdf", "samuel", Permission.COMMENT),
    ("Account opening, flow v7.pdf", RoleName.CONTRIBUTOR, Permission.WRITE),
    ("Account opening, flow v7.pdf", RoleName.MANAGER, Permission.MANAGE),
    ("Photo direction.pdf", "claire", Permission.COMMENT),
    ("Photo direction.pdf", RoleName.CONTRIBUTOR, Permission.WRITE),
    ("Photo direction.pdf", RoleName.MANAGER, Permission.MANAGE),
)

# Document, and the task that it belongs to.
LINKS = (
    ("Tree test report.pdf", "mb-tree"),
    ("Account opening, flow v7.pdf", "mb-onboarding"),
    ("Audit report.pdf", "aa-report"),
    ("Charge codes.csv", "cp-billing"),
)


async def write_down(company: Company) -> None:
    """Pages, then what others changed in them, then folders and documents."""
    for key, above, title, who, text in PAGES:
        page = WikiPageCreate(title=title, content=prose(text), parent_id=company.pages[above] if above else None)
        company.pages[key] = (await wiki.create_page(await company.by(who), page)).id
    texts = {key: prose(text) or "" for key, _, _, _, text in PAGES}
    for key, who, old, new in REVISIONS:
        patch = WikiPagePatch(content=texts[key].replace(old, new))
        await wiki.update_page(await company.by(who), company.pages[key], patch, None)
    await _file(company)


async def _file(company: Company) -> None:
    folders: dict[str, UUID] = {}
    for key, above, name in FOLDERS:
        folder = DocumentFolderCreate(name=name, parent_id=folders[above] if above else None)
        folders[key] = (await documents.create_folder(await company.by("hannah"), folder)).id
    made: dict[str, tuple[str, UUID]] = {}
    for name, url, folder_key, project, who, media_type, size in DOCUMENTS:
        body = DocumentCreate(
            name=name,
            url=url,
            folder_id=folders[folder_key],
            project_id=company.projects[project] if project else None,
            metadata={"mediaType": media_type, "kilobytes": size} if size else {"mediaType": media_type},
        )
        made[name] = (who, (await documents.create_document(await company.by(who), body)).id)
    for name, named, permission in PERMISSIONS:
        keeper, id = made[name]
        tx = await company.by(keeper)
        role = await queries.role_named(company.owner, named) if isinstance(named, RoleName) else None
        user_id = None if isinstance(named, RoleName) else company.people[named]
        body_ = DocumentPermissionCreate(
            document_id=id, permission=permission, user_id=user_id, role_id=role.id if role else None
        )
        await document_parts.add_permission(tx, body_)
    for name, task in LINKS:
        keeper, id = made[name]
        link = DocumentLinkCreate(document_id=id, entity_type="project.Task", entity_id=company.tasks[task])
        await document_parts.add_link(await company.by(keeper), link)
