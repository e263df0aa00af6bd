"""Trello's board export (board menu, Print, export and share, Export as JSON).

A card becomes a task under its id. Its status is its list's, by the same names as Jira's statuses (`fields.status_of`):
"To Do", "Doing", "Done", "Code review", "Ideas"; an unknown list is to do, and is reported once. A card that is
marked complete is done. What is archived, card or list, is done where it was done, else cancelled. Cards come in the order of the board; `row` is a card's place in the file's `cards`, from 1.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping
from typing import BinaryIO

import msgspec

from vistone.project.contracts import TaskStatus
from vistone.project.contracts.documents import DocumentStatus
from vistone.project.importing import fields, markup
from vistone.project.importing.csvtable import decodable
from vistone.project.importing.found import LONGEST_NAME, said
from vistone.project.importing.model import (
    Frame,
    ImportedChecklistItem,
    ImportedStatus,
    ImportedTask,
    ImportRefused,
    ReadOptions,
    RowError,
)
from vistone.project.importing.model import Record as Outcome

_MAX_ID = 255
_TRELLO_ID = re.compile(r"[0-9a-f]{24}\Z")
_ID_TIME = 8  # digits: a Trello id starts with its seconds since 1970 in hex, as MongoDB's do


class _List(msgspec.Struct, frozen=True):
    id: str
    name: str = ""
    closed: bool = False
    pos: float = 0.0


class _Member(msgspec.Struct, frozen=True, rename="camel"):
    id: str = ""
    full_name: str | None = None
    username: str | None = None


class _Label(msgspec.Struct, frozen=True):
    name: str | None = None
    color: str | None = None


class _Item(msgspec.Struct, frozen=True):
    name: str = ""
    state: str = "incomplete"
    pos: float = 0.0


class _Checklist(msgspec.Struct, frozen=True, rename="camel"):
    name: str = ""
    id_card: str = ""
    pos: float = 0.0
    check_items: tuple[_Item, ...] = ()


class _Card(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    name: str
    id_list: str = ""
    desc: str | None = None
    due: str | None = None
    due_complete: bool | None = None
    closed: bool = False
    pos: float = 0.0
    id_members: tuple[str, ...] = ()
    labels: tuple[_Label, ...] = ()
    short_url: str = ""
    checklists: tuple[_Checklist, ...] = ()  # where the API nests them; the export has them beside the cards


class _Board(msgspec.Struct, frozen=True):
    """The parts that are read; each card and checklist is decoded on its own, so that a broken one stays alone."""

    cards: list[msgspec.Raw]
    lists: list[_List]
    name: str | None = None
    members: list[_Member] = []
    checklists: list[msgspec.Raw] = []


def read(file: BinaryIO, options: ReadOptions) -> Iterator[Outcome]:
    """The board's cards, list by list, top to bottom.

    Raises ImportRefused at once for what is wrong with the whole file: no JSON, no board, no card, too big, a mapping
    (there are no columns to map). The file's bytes and its cards are in memory while it is read.
    """
    if options.mapping:
        raise ImportRefused("map", "A Trello board has no columns to map.")
    board = _board(file, options)
    if not board.cards:
        raise ImportRefused("file", "The board has no card.")
    return _read(board, options)


def project_name(file: BinaryIO, options: ReadOptions) -> str | None:
    """The board's name."""
    return fields.title_and_rest(_board(file, options).name or "")[0] or None


def frame(file: BinaryIO, options: ReadOptions) -> Frame:
    """The board's open lists as statuses, from left to right; those without a card too."""
    lists = sorted((one for one in _board(file, options).lists if not one.closed), key=lambda one: one.pos)
    names = ((markup.clean_line(one.name)[:LONGEST_NAME], fields.status_of(one.name)[0]) for one in lists)
    return Frame(
        statuses=tuple(DocumentStatus(name=name, category=TaskStatus(own.value)) for name, own in names if name)
    )


def count(file: BinaryIO, options: ReadOptions) -> int:
    """How many cards the board has. Raises ImportRefused as `read` does."""
    return len(_board(file, options).cards)


def _board(file: BinaryIO, options: ReadOptions) -> _Board:
    encoding = decodable(file, options)
    data = file.read()
    if encoding != "utf-8":
        data = data.decode(encoding).encode()
    try:
        return msgspec.json.decode(data, type=_Board)
    except msgspec.ValidationError as error:
        raise ImportRefused("file", f"This is JSON, but no Trello board: {error}.") from None
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise ImportRefused("file", f"This is no JSON: {error}.") from None


def _read(board: _Board, options: ReadOptions) -> Iterator[Outcome]:
    order = {own.id: (own.pos, index) for index, own in enumerate(board.lists)}
    last = (float("inf"), len(board.lists))
    cards: list[tuple[tuple[tuple[float, int], float, int], _Card]] = []
    seen: set[str] = set()
    for row, raw in enumerate(board.cards, 1):
        card = _card(raw, row, seen)
        if isinstance(card, RowError):
            yield card
            continue
        seen.add(card.id)
        cards.append(((order.get(card.id_list, last), card.pos, row), card))
    checklists = yield from _checklists(board)
    lists = {own.id: own for own in board.lists}
    members = {member.id: member for member in board.members}
    unknown: set[str] = set()
    for (_, _, row), card in sorted(cards, key=lambda entry: entry[0]):
        notes: list[RowError] = []
        yield _task(card, row, lists.get(card.id_list), members, checklists.get(card.id, []), options, notes)
        for note in notes:
            if note.message not in unknown:
                unknown.add(note.message)
                yield note


def _card(raw: msgspec.Raw, row: int, seen: set[str]) -> _Card | RowError:
    try:
        card = msgspec.json.decode(raw, type=_Card)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        return RowError(row, "card", f"This card cannot be read: {error}.")
    if not card.id.strip() or len(card.id) > _MAX_ID or card.id != markup.clean_line(card.id):
        return RowError(row, "id", "The card has no id of one word.")
    if card.id in seen:
        return RowError(row, "id", f"The id {fields.shown(card.id)} stands on an earlier card; that one was taken.")
    if not markup.clean_line(card.name):
        return RowError(row, "name", f"The card {fields.shown(card.id)} has no name.")
    return card


def _checklists(board: _Board) -> Generator[RowError, None, dict[str, list[_Checklist]]]:
    """Yields what is broken, as row 0 because it is no card; its value is card id -> checklists."""
    found: dict[str, list[_Checklist]] = defaultdict(list)
    for number, raw in enumerate(board.checklists, 1):
        try:
            checklist = msgspec.json.decode(raw, type=_Checklist)
        except (msgspec.MsgspecError, RecursionError, ValueError) as error:
            yield RowError(0, f"checklists[{number}]", f"This checklist cannot be read: {error}.", skipped=False)
        else:
            found[checklist.id_card].append(checklist)
    return found


def _task(
    card: _Card,
    row: int,
    own: _List | None,
    members: Mapping[str, _Member],
    checklists: list[_Checklist],
    options: ReadOptions,
    notes: list[RowError],
) -> ImportedTask:
    title, rest = fields.title_and_rest(card.name)
    body = markup.to_markdown(card.desc or "", markup.Markup.MARKDOWN).strip()
    people = [name for member in card.id_members if (name := _name(members.get(member)))]
    archived = card.closed or (own is not None and own.closed)
    status, status_name = _status(card, row, own, notes, archived=archived)
    link = card.short_url if card.short_url.startswith("https://trello.com/") else ""
    return ImportedTask(
        source_id=card.id,
        title=title,
        row=row,
        description="\n\n".join(part for part in (markup.literal(rest), body) if part) or None,
        status=status,
        status_name=status_name,
        assignee=people[0] if people else None,
        due_date=_due(card, row, options, notes),
        created_at=_created(card.id),
        labels=tuple(
            dict.fromkeys(label for one in card.labels if (label := markup.clean_line(one.name or one.color or "")))
        ),
        checklist=_items(checklists or list(card.checklists)),
        fields=said(other_members=people[1:], link=link),
    )


def _status(
    card: _Card, row: int, own: _List | None, notes: list[RowError], *, archived: bool
) -> tuple[ImportedStatus, str | None]:
    """The status, and the list that is one on the board; None where a card ended elsewhere than its list is."""
    if own is None:
        notes.append(RowError(row, "idList", "The card's list is not in the file; it became todo.", skipped=False))
    status, certain = fields.status_of(own.name if own else "")
    if card.due_complete or archived:
        ended = ImportedStatus.DONE if card.due_complete or status is ImportedStatus.DONE else ImportedStatus.CANCELLED
        return ended, markup.clean_line(own.name) if own is not None and ended is status and not own.closed else None
    if not certain and own is not None:
        message = f"The list {fields.shown(own.name)!r} is no status we know; its cards count as {status.value}."
        notes.append(RowError(row, "idList", message, skipped=False))
    return status, markup.clean_line(own.name) or None if own is not None else None


def _due(card: _Card, row: int, options: ReadOptions, notes: list[RowError]) -> dt.datetime | None:
    try:
        return fields.date_of(card.due, options.zone) if card.due else None
    except ValueError as error:
        message = f"{fields.shown(card.due or '')!r} {error}; it was left empty."
        notes.append(RowError(row, "due", message, skipped=False))
        return None


def _created(card_id: str) -> dt.datetime | None:
    if not _TRELLO_ID.match(card_id):
        return None
    return dt.datetime.fromtimestamp(int(card_id[:_ID_TIME], 16), dt.UTC)


def _name(member: _Member | None) -> str:
    return markup.clean_line(member.full_name or member.username or "") if member else ""


def _items(checklists: list[_Checklist]) -> tuple[ImportedChecklistItem, ...]:
    """All items in order. Of several checklists each item names its own, since a task has one list."""
    several = len(checklists) > 1
    return tuple(
        ImportedChecklistItem(
            item=f"{name}: {text}" if several and name else text, is_completed=item.state == "complete"
        )
        for checklist in sorted(checklists, key=lambda one: one.pos)
        for name in (markup.clean_line(checklist.name),)
        for item in sorted(checklist.check_items, key=lambda one: one.pos)
        if (text := markup.clean_line(item.name))
    )
