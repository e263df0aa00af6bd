"""Which finished tasks are like this one, and what follows: its effort, who might do it, its parts.

Likeness is the cosine of TF-IDF vectors over the words of title and labels (G. Salton, C. Buckley, "Term-weighting
approaches in automatic text retrieval", 1988): words that few tasks have weigh more. It knows words, not meanings.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import Struct

from vistone.project.insight.work import Piece

ALIKE = 0.25
"""The least likeness that counts."""
NEAREST = 20
FEWEST = 3
PARTS = 8
CANDIDATES = 3
_FULL_WEEK = 40 * 60
_WORD = re.compile(r"[^\W_]{2,}")


class Match(Struct, frozen=True):
    """A past task and how alike it is, from 0 to 1."""

    piece: Piece
    likeness: float


class Estimate(Struct, frozen=True):
    """The effort of tasks like it: median and the middle half, in minutes, and which tasks they are."""

    minutes: int
    confidence: float
    low: int
    high: int
    tasks: list[UUID]


class Candidate(Struct, frozen=True):
    """Somebody who might do it: tasks like it that they finished, and the work they have open."""

    user_id: UUID
    score: float
    alike: list[UUID]
    open_tasks: int
    open_minutes: int


class Part(Struct, frozen=True):
    """A subtask that tasks like it had; confidence is the share that had it."""

    title: str
    confidence: float


def words(piece: Piece) -> list[str]:
    """The words of title and labels, case-folded."""
    return _WORD.findall(" ".join((piece.title, *piece.labels)).casefold())


def like(task: Piece, past: Sequence[Piece], *, least: float = ALIKE, most: int = NEAREST) -> list[Match]:
    """The past tasks most like this one, the likest first. One pass over the past: 10,000 tasks in about 0.1 s."""
    bags = [Counter(words(one)) for one in past]
    seen = Counter(word for bag in bags for word in bag)
    weight = {word: math.log((1 + len(past)) / (1 + count)) + 1 for word, count in seen.items()}
    unseen = math.log(1 + len(past)) + 1
    mine = {word: count * weight.get(word, unseen) for word, count in Counter(words(task)).items()}
    length = math.sqrt(sum(value * value for value in mine.values()))
    found = []
    for one, bag in zip(past, bags, strict=True):
        shared = sum(mine[word] * count * weight[word] for word, count in bag.items() if word in mine)
        if shared and one.id != task.id:
            theirs = math.sqrt(sum((count * weight[word]) ** 2 for word, count in bag.items()))
            found.append(Match(one, min(1.0, shared / (length * theirs))))
    near = [match for match in found if match.likeness >= least]
    return sorted(near, key=lambda match: (-match.likeness, str(match.piece.id)))[:most]


def effort(piece: Piece) -> int | None:
    """The minutes that a task took: logged, else estimated; None when neither is known."""
    return piece.logged_minutes or piece.estimate_minutes or None


def estimate(matches: Iterable[Match]) -> Estimate | None:
    """Median, lower and upper quartile of the efforts of tasks like it, each weighing as much as it is alike.

    None with fewer than three: too little to say. Confidence: likeness, number of tasks and how close the efforts lie.
    """
    known = [(minutes, match) for match in matches if (minutes := effort(match.piece)) is not None]
    if len(known) < FEWEST:
        return None
    known.sort(key=lambda pair: pair[0])
    low, middle, high = (_weighted(known, share) for share in (0.25, 0.5, 0.75))
    likeness = sum(match.likeness for _, match in known) / len(known)
    closeness = middle / (middle + (high - low) / 2)
    sure = round(likeness * len(known) / (len(known) + FEWEST) * closeness, 2)
    return Estimate(middle, sure, low, high, [match.piece.id for _, match in known])


def _weighted(known: Sequence[tuple[int, Match]], share: float) -> int:
    wanted = share * sum(match.likeness for _, match in known)
    reached = 0.0
    for minutes, match in known:
        reached += match.likeness
        if reached >= wanted:
            return minutes
    return known[-1][0]


def candidates(matches: Sequence[Match], people: Iterable[UUID], load: Iterable[Piece]) -> list[Candidate]:
    """Who of the people finished tasks like it and has room: likeness they gathered, less with each week of open work.

    score = likeness / (1 + open work in weeks of 40 hours); the best three, of those who have done anything like it.
    """
    theirs: dict[UUID, list[Match]] = defaultdict(list)
    for match in matches:
        if match.piece.assignee_id is not None:
            theirs[match.piece.assignee_id].append(match)
    count: Counter[UUID] = Counter()
    minutes: Counter[UUID] = Counter()
    for piece in load:
        if piece.assignee_id is not None and piece.open:
            count[piece.assignee_id] += 1
            minutes[piece.assignee_id] += piece.left_minutes or 0
    found = []
    for user_id in set(people) & theirs.keys():
        gathered = sum(match.likeness for match in theirs[user_id])
        score = gathered / (1 + minutes[user_id] / _FULL_WEEK)
        alike = [match.piece.id for match in theirs[user_id]]
        found.append(Candidate(user_id, round(score, 3), alike, count[user_id], minutes[user_id]))
    return sorted(found, key=lambda one: (-one.score, str(one.user_id)))[:CANDIDATES]


def assignee_confidence(best: Candidate, others: Sequence[Candidate]) -> float:
    """How far the best stands out, and how much they did like it: their share of all scores, n / (n + 3)."""
    total = best.score + sum(one.score for one in others)
    done = len(best.alike)
    return round(best.score / total * done / (done + FEWEST), 2) if total else 0.0


def parts(matches: Sequence[Match], past: Iterable[Piece]) -> list[Part]:
    """Subtasks that at least two of the tasks like it had, by their titles, the commonest first."""
    parents = {match.piece.id for match in matches}
    having: dict[str, set[UUID]] = defaultdict(set)
    titles: dict[str, str] = {}
    for piece in past:
        if piece.parent_id is not None and piece.parent_id in parents:
            key = " ".join(words(piece))
            having[key].add(piece.parent_id)
            titles.setdefault(key, piece.title)
    with_parts = len(set().union(*having.values())) if having else 0
    common = [(len(who), key) for key, who in having.items() if len(who) >= 2]
    common.sort(key=lambda pair: (-pair[0], pair[1]))
    return [Part(titles[key], round(count / with_parts, 2)) for count, key in common[:PARTS]]
