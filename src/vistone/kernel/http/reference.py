"""The reference page of the API: the OpenAPI document for people, one page without scripts."""

from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
_METHODS = ("get", "post", "patch", "put", "delete")


def page(document: dict[str, Any]) -> str:
    """The page for that document."""
    environment = Environment(loader=PackageLoader("vistone.kernel.http", "."), autoescape=select_autoescape())
    return environment.get_template("reference.html").render(
        info=document["info"],
        services=_services(document),
        schemas=dict(sorted(document["components"]["schemas"].items())),
    )


def _services(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                found.setdefault(item[method].get("tags", ["other"])[0], []).append(
                    _operation(path, method, item[method])
                )
    return found


def _operation(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": operation.get("parameters", []),
        "body": next((one["schema"] for one in content.values()), None),
        "answers": [
            (status, next((one.get("schema") for one in answer.get("content", {}).values()), None))
            for status, answer in operation["responses"].items()
            if status < "300"
        ],
    }
