"""What a role may do: the defaults of the four, and the bounds within which an organization may change them.

An Organizer has everything, always. A Manager may be given anything. A Contributor or a Client never gets more than
their default; a Manager who holds `manage_permissions` may take from Contributors and give back within that.
"""

from collections.abc import Mapping

from vistone.kernel.errors import Forbidden, Invalid
from vistone.kernel.scope import ACTIONS, META_PERMISSIONS, RESOURCES, RoleName, Scope

META = "_meta"
_EVERYTHING = ["create", "read", "update", "delete", "assign"]
_CONTENT = ["create", "read", "update", "delete"]
_USE = ["create", "read", "update"]

DEFAULTS: Mapping[RoleName, Mapping[str, list[str]]] = {
    RoleName.ORGANIZER: {**dict.fromkeys(RESOURCES, _EVERYTHING), META: list(META_PERMISSIONS)},
    RoleName.MANAGER: {
        "users": ["read"],
        "teams": _EVERYTHING,
        "projects": _EVERYTHING,
        "tasks": _EVERYTHING,
        "clients": _USE,
        "wiki": _CONTENT,
        "documents": _CONTENT,
        "channels": _CONTENT,
        "settings": ["read"],
        "reports": _CONTENT,
        "automation": _CONTENT,
        "assistant": _USE,
        "notifications": _CONTENT,
        META: [],
    },
    RoleName.CONTRIBUTOR: {
        "users": ["read"],
        "teams": ["read"],
        "projects": ["read"],
        "tasks": ["read", "update"],
        "clients": ["read"],
        "wiki": _USE,
        "documents": _USE,
        "channels": _USE,
        "settings": ["read"],
        "reports": ["read"],
        "automation": [],
        "assistant": _USE,
        "notifications": ["read", "update", "delete"],
        META: [],
    },
    RoleName.CLIENT: {
        "users": ["read"],
        "teams": [],
        "projects": ["read"],
        "tasks": ["read"],
        "clients": ["read", "update"],
        "wiki": ["read"],
        "documents": ["read"],
        "channels": ["read", "update"],
        "settings": ["read"],
        "reports": [],
        "automation": [],
        "assistant": ["create", "read"],
        "notifications": ["read", "update", "delete"],
        META: [],
    },
}


def bounds(name: RoleName) -> dict[str, list[str]]:
    """The most that a role may be given."""
    if name in {RoleName.CONTRIBUTOR, RoleName.CLIENT}:
        return {resource: list(actions) for resource, actions in DEFAULTS[name].items()}
    return {**dict.fromkeys(RESOURCES, _EVERYTHING), META: list(META_PERMISSIONS)}


def checked(name: RoleName, permissions: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The permissions in full and in order. Invalid for an unknown resource or action, or beyond the role's bounds."""
    known = {**dict.fromkeys(RESOURCES, ACTIONS), META: META_PERMISSIONS}
    for resource, actions in permissions.items():
        if resource not in known:
            raise Invalid(f"permissions.{resource}", f"There is no such resource; there are {', '.join(known)}.")
        if strangers := [action for action in actions if action not in known[resource]]:
            raise Invalid(f"permissions.{resource}", f"{strangers[0]!r} is none of {', '.join(known[resource])}.")
    full = {resource: [a for a in actions if a in permissions.get(resource, ())] for resource, actions in known.items()}
    if name is RoleName.ORGANIZER and full != DEFAULTS[name]:
        raise Invalid("permissions", "An Organizer has every permission; take the role from the person instead.")
    most = bounds(name)
    for resource, actions in full.items():
        if beyond := set(actions) - set(most[resource]):
            raise Invalid(f"permissions.{resource}", f"A {name.value} never gets {min(beyond)!r} here.")
    return full


def check_may_change(scope: Scope, name: RoleName) -> None:
    """Forbidden unless the scope may change what the role of that name may do."""
    if scope.role is RoleName.ORGANIZER:
        return
    if scope.role is RoleName.MANAGER and name is RoleName.CONTRIBUTOR and scope.may(META, "manage_permissions"):
        return
    raise Forbidden("Only an Organizer changes roles; a Manager, with manage_permissions, those of Contributors.")
