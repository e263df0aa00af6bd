"""Handing files out, where the store cannot sign links of its own (a folder): whoever has a good link has the file."""

from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Stream

from vistone.kernel import clock
from vistone.kernel.files import Link, OpenFile, read_link, response_headers
from vistone.kernel.http.request import ApiRequest
from vistone.kernel.runtime import Runtime
from vistone.kernel.startup import FILE_LINKS

# The outermost layer gives these two to every answer; a header sent twice would not count.
_GIVEN_TO_ALL = {"X-Content-Type-Options", "Cross-Origin-Resource-Policy"}


@get("/files/{organization_id:uuid}/{id:uuid}", opt={"public": True}, include_in_schema=False)
async def download(request: ApiRequest, state: State, organization_id: FromPath[UUID], id: FromPath[UUID]) -> Stream:
    """A file by its signed link, or the part of it that `Range` names."""
    runtime: Runtime = state.runtime
    key = f"{organization_id}/{id}"
    link = read_link(runtime.seal.key(FILE_LINKS), key, dict(request.query_params.items()), clock.now())
    opened = await runtime.files.open(key, request.headers.get("range"))
    return streamed(link, opened)


def streamed(link: Link, opened: OpenFile) -> Stream:
    """The answer that hands an opened file out, or the part of it that was asked for."""
    headers = response_headers(link, opened)
    part = opened.end - opened.start < opened.size
    return Stream(
        opened.chunks,
        status_code=206 if part else 200,
        media_type=headers.pop("Content-Type").partition(";")[0],  # Litestar names the charset of text itself
        headers={name: value for name, value in headers.items() if name not in _GIVEN_TO_ALL},
    )
