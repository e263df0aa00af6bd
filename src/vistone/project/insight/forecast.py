"""When will it be done? Simulated from what was done before (Monte Carlo).

Two methods, both resampling history as it was instead of assuming a distribution (bootstrap: B. Efron, "Bootstrap
methods: another look at the jackknife", 1979):

- `by_throughput`: draws how many tasks were finished on past days until the remaining ones are done (T. Magennis,
  "Forecasting and Simulating Software Development Projects", 2011; D. Vacanti, "Actionable Agile Metrics for
  Predictability", 2015). Long forecasts draw blocks of days (moving blocks: H. Künsch, 1989).
- `by_durations`: draws how long past tasks took, and lets so many people work side by side: the sum over people, and
  never less than the longest single task (R. Graham's bounds of list scheduling, 1969).

Neither knows of dependencies or absences; the schedule does. Both are exact repeats for the same seed.
"""

import math
import random
from collections.abc import Sequence

from msgspec import Struct

RUNS = 2_000
FEWEST_RUNS = 200
DRAWS_AT_MOST = 1_000_000
STEPS_PER_RUN = 200
LONGEST_DAYS = 3_650
ENOUGH_HISTORY = 8
"""Fewer finished tasks than these say nothing."""
_HALF_TRUST = 20


class Forecast(Struct, frozen=True):
    """Days from now, in quantiles of the runs: half of them were done by `p50`. `history` counts past tasks."""

    p50: float
    p80: float
    p95: float
    runs: int
    seed: int
    history: int
    method: str

    @property
    def confidence(self) -> float:
        """More with more history, less the further p95 lies beyond p50; runs that were cut off say nothing of how far."""
        steadiness = 0.0 if self.p95 >= LONGEST_DAYS else (self.p50 + 1) / (self.p95 + 1)
        return confidence(self.history, steadiness=steadiness)


def confidence(history: int, *, steadiness: float = 1.0) -> float:
    """From 0 to 1: n / (n + 20) of the history, of which half depends on how steady it was (0 to 1)."""
    return round(history / (history + _HALF_TRUST) * (0.5 + 0.5 * max(0.0, min(1.0, steadiness))), 2)


def by_throughput(remaining: int, finished_per_day: Sequence[int], *, seed: int, runs: int = RUNS) -> Forecast | None:
    """The days until `remaining` tasks are done, at the pace of past days, those without any included.

    None when fewer than `ENOUGH_HISTORY` were ever finished. A run that is not done in ten years counts as ten years.
    """
    done, days = sum(finished_per_day), len(finished_per_day)
    if done < ENOUGH_HISTORY:
        return None
    block = min(days, max(1, math.ceil(remaining * days / done / STEPS_PER_RUN)))
    around = [*finished_per_day, *finished_per_day[:block]]
    sums = [sum(around[first : first + block]) for first in range(days)]
    chance = random.Random(seed)  # noqa: S311 -- a simulation that has to repeat itself, no secret
    draw = chance.choice
    results = []
    for _ in range(runs):
        left, spent = remaining, 0
        while left > 0 and spent < LONGEST_DAYS:
            left -= draw(sums)
            spent += block
        results.append(float(spent))
    return _forecast(results, seed=seed, history=done, method="throughput")


def by_durations(remaining: int, took_days: Sequence[float], people: int, *, seed: int) -> Forecast | None:
    """The days until `remaining` tasks are done, each as long as some past one, by so many people side by side.

    None with fewer than `ENOUGH_HISTORY` durations. Draws a million at most, in 200 to 2,000 runs.
    """
    if len(took_days) < ENOUGH_HISTORY:
        return None
    runs = max(FEWEST_RUNS, min(RUNS, DRAWS_AT_MOST // max(1, remaining)))
    chance = random.Random(seed)  # noqa: S311 -- a simulation that has to repeat itself, no secret
    results = []
    for _ in range(runs):
        drawn = chance.choices(took_days, k=remaining)
        results.append(min(max(sum(drawn) / max(1, people), max(drawn, default=0.0)), float(LONGEST_DAYS)))
    return _forecast(results, seed=seed, history=len(took_days), method="durations")


def of_one(
    took_days: Sequence[float], waited_days: Sequence[float], *, elapsed: float | None, seed: int
) -> Forecast | None:
    """The days until one task is done. `elapsed`: the days it is at work already; None: it waits to be started.

    A started task is compared with past ones that took longer than it has so far; if hardly any did, with all.
    """
    if len(took_days) < ENOUGH_HISTORY:
        return None
    chance = random.Random(seed)  # noqa: S311 -- a simulation that has to repeat itself, no secret
    longer = [days - elapsed for days in took_days if days > elapsed] if elapsed is not None else list(took_days)
    if len(longer) < ENOUGH_HISTORY:
        longer = list(took_days)
    results = chance.choices(longer, k=RUNS)
    if elapsed is None and len(waited_days) >= ENOUGH_HISTORY:
        results = [a + b for a, b in zip(results, chance.choices(waited_days, k=RUNS), strict=True)]
    return _forecast(results, seed=seed, history=len(longer), method="durations")


def quantile(ordered: Sequence[float], share: float) -> float:
    """The smallest value that at least that share of the sorted values do not exceed (inverse of the distribution)."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _forecast(results: list[float], *, seed: int, history: int, method: str) -> Forecast:
    results.sort()
    p50, p80, p95 = (round(quantile(results, share), 1) for share in (0.5, 0.8, 0.95))
    return Forecast(p50, p80, p95, len(results), seed, history, method)
