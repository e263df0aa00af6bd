"""Whole projects as files, over HTTP."""

import tempfile
from typing import BinaryIO, cast
from uuid import UUID

from litestar import Controller, get
from litestar.params import FromPath
from litestar.response import Stream

from vistone.kernel.http.call import Call
from vistone.kernel.http.exports import IN_MEMORY_BYTES, attachment
from vistone.kernel.http.openapi import downloads
from vistone.project.exporting import write_document


class ProjectDocumentController(Controller):
    """Whole projects."""

    path = "/api/project/projects"
    tags = ("project",)

    @get("/{id:uuid}/document", opt=downloads("application/json"))
    async def get_project_document(self, call: Call, id: FromPath[UUID]) -> Stream:
        """The whole project as one JSON document, for staff. The import source `vistone-json` takes it in again."""
        # Beyond a megabyte on disk: read at once, so that the database waits for no slow reader.
        file = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 -- `attachment` closes it
        try:
            project = await call.read(write_document, id, cast("BinaryIO", file))
        except BaseException:
            file.close()
            raise
        return attachment(file, f"{project.name}.json", "application/json")
