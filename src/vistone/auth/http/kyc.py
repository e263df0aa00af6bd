"""The check of people's documents, over HTTP. Only a person who is signed in hands in, opens and decides."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from vistone.auth import queries
from vistone.auth.actions import kyc as actions
from vistone.auth.contracts import KycData, KycDocumentLink, KycStatus
from vistone.auth.schemas import KycCreate, KycDocumentCreate, KycPatch, KycRefusal
from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.guard import SESSION
from vistone.kernel.http.openapi import lists
from vistone.kernel.http.uploads import form, received
from vistone.kernel.runtime import Runtime

LINK_SECONDS = 120
KNOWINGLY = SESSION | {"if_match": True}


class KycController(Controller):
    """The documents that people hand in."""

    path = "/api/auth/kyc-data"
    tags = ("auth",)

    @get(opt=lists(queries.KYC_DATA))
    async def list_kyc_records(self, call: Call) -> Page[KycData]:
        """Your own KYC record; an Organizer sees those of the organization's people."""
        return await call.page(queries.KYC_DATA)

    @get("/{id:uuid}")
    async def get_kyc_record(self, call: Call, id: FromPath[UUID]) -> KycData:
        """One KYC record."""
        return await call.get(queries.KYC_DATA, id)

    @post(opt=SESSION)
    async def create_kyc_record(self, call: Call, data: JSONBody[KycCreate]) -> KycData:
        """Begins your KYC record, of which there is one; upload the files then, and submit it."""
        return await call.write(actions.begin, data)

    @patch("/{id:uuid}", opt=SESSION)
    async def update_kyc_record(self, call: Call, id: FromPath[UUID], data: JSONBody[KycPatch]) -> KycData:
        """Changes what you tell and which files you keep; by an Organizer, decides with a `status` and a `reason`."""
        return await call.write(actions.update, id, data, call.if_match)

    # `received` has a limit of its own, and refuses what is larger by the field's name.
    @post("/{id:uuid}/documents", opt=SESSION | form(KycDocumentCreate), request_max_body_size=None)
    async def add_kyc_document(self, call: Call, state: State, id: FromPath[UUID]) -> KycData:
        """Adds a document: PDF, PNG, JPEG, WebP or HEIC by its content, up to 15 MB; ten at most."""
        runtime: Runtime = state.runtime
        await call.read(actions.documents_to_come, id)
        async with received(call.request, max_bytes=actions.LARGEST_BYTES) as sent:
            data = sent.read(KycDocumentCreate)
            stored = await runtime.files.store(
                sent.chunks(),
                organization_id=call.scope.organization_id,
                name=sent.name,
                max_bytes=actions.LARGEST_BYTES,
                allowed=actions.CONTENT_TYPES,
            )
        kept = False
        try:
            changed = await call.write(actions.add_document, id, data.kind, stored)
            kept = isinstance(changed, KycData)  # else the first answer again, to an Idempotency-Key
        finally:
            if not kept:
                await runtime.files.delete(stored.key)
        return changed

    @get("/{id:uuid}/documents/{document_id:uuid}", opt=SESSION)
    async def get_kyc_document(
        self, call: Call, state: State, id: FromPath[UUID], document_id: FromPath[UUID]
    ) -> KycDocumentLink:
        """An address that opens the document, good for two minutes. The log tells who opened somebody else's."""
        runtime: Runtime = state.runtime
        file = await call.write(actions.open_document, id, document_id)
        return KycDocumentLink(await runtime.files.link(file, seconds=LINK_SECONDS), LINK_SECONDS)

    @delete("/{id:uuid}/documents/{document_id:uuid}", opt=SESSION, status_code=200)
    async def delete_kyc_document(self, call: Call, id: FromPath[UUID], document_id: FromPath[UUID]) -> KycData:
        """Takes a document away; what was handed in has to be handed in again."""
        return await call.write(actions.remove_document, id, document_id, call.if_match)

    @post("/{id:uuid}/submit", opt=KNOWINGLY, status_code=200)
    async def submit_kyc_record(self, call: Call, id: FromPath[UUID]) -> KycData:
        """Hands your documents in: from now on an Organizer can decide."""
        return await call.write(actions.submit, id, call.if_match)

    @post("/{id:uuid}/approve", opt=KNOWINGLY, status_code=200)
    async def approve_kyc_record(self, call: Call, id: FromPath[UUID]) -> KycData:
        """Finds somebody's documents good; they are told by mail."""
        return await call.write(actions.decide, id, KycStatus.APPROVED, None, call.if_match)

    @post("/{id:uuid}/reject", opt=KNOWINGLY, status_code=200)
    async def reject_kyc_record(self, call: Call, id: FromPath[UUID], data: JSONBody[KycRefusal]) -> KycData:
        """Finds somebody's documents not good, and says why; they are told by mail and may hand in others."""
        return await call.write(actions.decide, id, KycStatus.REJECTED, data.reason, call.if_match)

    @post("/{id:uuid}/request-again", opt=KNOWINGLY, status_code=200)
    async def request_kyc_again(self, call: Call, id: FromPath[UUID], data: JSONBody[KycRefusal]) -> KycData:
        """Asks somebody for other documents, and says why; they are told by mail. With `If-Match` also after a decision."""
        return await call.write(actions.decide, id, KycStatus.RESUBMISSION_REQUESTED, data.reason, call.if_match)
