"""How far a personal API token goes, by the address that it asks for.

Most rules look at the scope's permissions, which the token has narrowed already. Some go by the role alone ("an Organizer
may"): so that the token's bounds hold there too, they are looked at once more, before anything of the request is read.
"""

from collections.abc import Mapping

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from vistone.kernel.errors import Forbidden
from vistone.kernel.scope import Scope

_READING = {"GET", "HEAD", "OPTIONS"}
_WRITES = ("create", "update", "delete", "assign")


def resources_of(app: Litestar) -> dict[str, str]:
    """The resource that the permissions on a collection are about, by the collection's address."""
    return {
        route.path_format: collection.resource
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if isinstance(handler, HTTPRouteHandler) and (collection := handler.opt.get("collection")) is not None
    }


def check_bounds(scope: Scope, method: str, path: str, resources: Mapping[str, str]) -> None:
    """Forbidden where the scope stands on a token that does not go so far.

    Reading needs `read` on the resource of the address; adding to a collection `create`, DELETE `delete`, every other
    write `update`. Where the role itself has no such right and other rules let it in (a Contributor comments), the
    token needs some right to write there. What belongs to no collection is only read.
    """
    token = scope.token
    if token is None:
        return
    home, reading = _home(path, resources), method in _READING
    if home is None:
        if not reading:
            raise Forbidden("Sign in as a person for this; a token may not.")
        return
    resource, action = resources[home], _action(method, in_collection=path.rstrip("/") == home)
    writes = reading or any(scope.may(resource, one) for one in _WRITES)
    if f"{resource}:{action}" in token.withheld or not writes:
        raise Forbidden(f"This token may not {action} {resource}.")


def _home(path: str, resources: Mapping[str, str]) -> str | None:
    """The address of the collection that the path lies in."""
    while path and path not in resources:
        path = path.rpartition("/")[0]
    return path or None


def _action(method: str, *, in_collection: bool) -> str:
    if method in _READING:
        return "read"
    if method == "DELETE":
        return "delete"
    return "create" if method == "POST" and in_collection else "update"
