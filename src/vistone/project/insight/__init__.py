"""What can be said about a project without a language model: forecasts, likenesses, findings. Pure functions.

Nothing here reads a database or a clock: `Snapshot` brings in all that is known, and the same snapshot with the same
seed gives the same answer. Each answer carries the numbers it stands on and a confidence from 0 to 1: how much those
numbers carry, not a probability.
"""
