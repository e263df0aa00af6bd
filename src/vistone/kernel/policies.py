"""Row level security as SQL, for migrations: which rows the app's role sees, by the tenancy of a table."""

from sqlalchemy import Table

ORGANIZATION = "nullif(current_setting('vistone.organization_id', true), '')::uuid"
PERSON = "nullif(current_setting('vistone.user_id', true), '')::uuid"
SYSTEM = "current_setting('vistone.system', true) = 'on'"


def protect(table: Table) -> list[str]:
    """The statements that switch row level security on for the table, by its tenancy, and let the app use it.

    `{app}` stands for the app's role.
    """
    name = table.fullname
    visible, writable = _conditions(table)
    grants = "SELECT, INSERT" if table.info.get("append_only") else "SELECT, INSERT, UPDATE, DELETE"
    return [
        f"GRANT {grants} ON {name} TO {{app}}",
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
        # What may be read and what may be changed are two policies: USING of one for both would let a row that can only
        # be read be deleted, or taken over by an UPDATE.
        f"CREATE POLICY reading ON {name} FOR SELECT USING ({visible})",
        f"CREATE POLICY writing ON {name} USING ({writable}) WITH CHECK ({writable})",
    ]


def _conditions(table: Table) -> tuple[str, str]:
    mine = f"organization_id = {ORGANIZATION}"
    also = table.info.get("also_visible")
    seen = f"{mine} OR {also}" if also else mine
    match table.info["tenancy"]:
        case "organization":
            return seen, mine
        case "shared":
            return f"{seen} OR organization_id IS NULL", mine
        case "log":
            return f"{mine} OR {SYSTEM}", f"{mine} OR {SYSTEM}"
        case "person":
            owner = f"{table.name}.{table.info['owner']}"
            member = (
                f"EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = {owner} "
                f"AND membership.organization_id = {ORGANIZATION})"
            )
            seen = f"{owner} = {PERSON} OR {SYSTEM} OR {member}"
            return seen, seen
        case "custom":
            return table.info["visible"], table.info["writable"]
    raise LookupError(f"{table.fullname} declares no tenancy that is known")
