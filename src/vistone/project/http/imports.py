"""Imports over HTTP."""

import asyncio
from typing import BinaryIO, cast
from uuid import UUID

from litestar import Controller, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.kernel.http.uploads import form, received
from vistone.kernel.runtime import Runtime
from vistone.project import queries
from vistone.project.actions import imports as actions
from vistone.project.actions.import_preview import look_into
from vistone.project.contracts import ImportPreview, ProjectImport
from vistone.project.schemas import ImportCreate, ImportLook


class ImportController(Controller):
    """Imports."""

    path = "/api/project/imports"
    tags = ("project",)

    @get(opt=lists(queries.IMPORTS))
    async def list_imports(self, call: Call) -> Page[ProjectImport]:
        """Imports that you asked for; for Organizers all."""
        return await call.page(queries.IMPORTS)

    # `received` has a limit of its own, and refuses what is larger by the field's name.
    @post(status_code=202, opt=form(ImportCreate), request_max_body_size=None)
    async def create_import(self, call: Call, state: State) -> ProjectImport:
        """Takes in a file of tasks. Read the import again, or follow `import:<id>` live, to see how far it is."""
        runtime: Runtime = state.runtime
        call.scope.require("tasks", "create")
        async with received(call.request, max_bytes=runtime.settings.upload_bytes) as sent:
            data = sent.read(ImportCreate, json={"mapping"})
            await asyncio.to_thread(actions.check_file, cast("BinaryIO", sent.file), sent.size, data)
            stored = await runtime.files.store(
                sent.chunks(),
                organization_id=call.scope.organization_id,
                name=sent.name,
                max_bytes=runtime.settings.upload_bytes,
            )
        kept = False
        try:
            made = await call.write(actions.request_import, data, stored)
            kept = isinstance(made, ProjectImport)  # else the first answer again, to an Idempotency-Key
        finally:
            if not kept:
                await runtime.files.delete(stored.key)
        return made

    @post("/preview", status_code=200, opt=form(ImportLook), request_max_body_size=None)
    async def preview_import(self, call: Call, state: State) -> ImportPreview:
        """Looks into a file without keeping it: what it is, its columns and what they would become, what is wrong.

        Without `source` it is found out. Send the same file and mapping to import it.
        """
        runtime: Runtime = state.runtime
        call.scope.require("tasks", "create")
        async with received(call.request, max_bytes=runtime.settings.upload_bytes) as sent:
            data = sent.read(ImportLook, json={"mapping"})
            return await asyncio.to_thread(look_into, cast("BinaryIO", sent.file), data)

    @get("/{id:uuid}")
    async def get_import(self, call: Call, id: FromPath[UUID]) -> ProjectImport:
        """One import, and how far it is."""
        return await call.read(queries.IMPORTS.get, id)
