"""Who may import whom across services, as a contract of import-linter (`docs/architecture.md` gives the rule in words).

What its own contracts say well (the kernel below everything, the layers inside a service) stands in pyproject.toml.
This one says the rest: of another service only its public modules, its `api` only from above, services as a whole only
from the composition roots. Services are found by their folder, so that a tenth one is held to it unasked.
"""

from collections.abc import Iterator
from pathlib import Path

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class ServiceBoundaries(Contract):
    """The borders between services.

    `public`: the modules of a service that others may import. `api_order`: the services whose `api` may be called, the
    lowest first, siblings joined by `|`; a service calls those before it, one that is not named calls none. `roots`:
    the modules outside of all services that may import them.
    """

    type_name = "service_boundaries"

    public = fields.ListField(subfield=fields.StringField())
    api_order = fields.ListField(subfield=fields.StringField())
    roots = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001 -- import-linter's signature
        """Every import that crosses a border where it may not."""
        broken = sorted(
            (importer, imported, reason)
            for service in services(graph)
            for importer, imported in _imports_of(graph, service)
            if (reason := self._refused(importer, imported, service))
        )
        found = [(a, b, reason, graph.get_import_details(importer=a, imported=b)) for a, b, reason in broken]
        return ContractCheck(kept=not found, metadata={"broken": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Each broken import with its line and the rule."""
        for importer, imported, reason, details in check.metadata["broken"]:
            lines = ", ".join(str(one["line_number"]) for one in details)
            output.print_error(f"{importer}:{lines} imports {imported}: {reason}")

    def _refused(self, importer: str, imported: str, service: str) -> str | None:
        """Why the import is refused; None when it may be."""
        at_home, module = importer.split(".")[1], imported.split(".")[2] if imported.count(".") > 1 else ""
        if at_home in {root.split(".")[1] for root in self.roots}:  # type: ignore[attr-defined]  # a field, read as its list
            return None
        if not is_service(at_home):
            return "only the composition roots see a service"
        if module not in self.public:  # type: ignore[operator]  # as above
            return f"of another service only {', '.join(self.public)} may be imported"  # type: ignore[arg-type]  # as above
        if module == "api" and not self._above(at_home, service):
            return f"calls go down the order {' < '.join(self.api_order)}"  # type: ignore[arg-type]  # as above
        return None

    def _above(self, caller: str, called: str) -> bool:
        rank = {name: place for place, names in enumerate(self.api_order) for name in _siblings(names)}  # type: ignore[arg-type,var-annotated]  # as above
        return caller in rank and called in rank and rank[called] < rank[caller]


def _siblings(names: str) -> list[str]:
    return [name.strip() for name in names.split("|")]


SOURCES = Path(__file__).resolve().parents[1] / "src" / "vistone"


def is_service(name: str) -> bool:
    """Whether the package of that name declares a service."""
    return name != "kernel" and (SOURCES / name / "service.py").is_file()


def services(graph: ImportGraph) -> list[str]:
    """The names of all services."""
    return sorted(
        name for module in graph.find_children("vistone") if is_service(name := module.removeprefix("vistone."))
    )


def _imports_of(graph: ImportGraph, service: str) -> Iterator[tuple[str, str]]:
    """Imports of the service's modules from outside of it."""
    inside = {f"vistone.{service}", *graph.find_descendants(f"vistone.{service}")}
    for imported in inside:
        for importer in graph.find_modules_that_directly_import(imported):
            if importer not in inside:
                yield importer, imported
