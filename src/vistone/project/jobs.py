"""The work that the service does later."""

from vistone.project.actions.daily import compute_again
from vistone.project.actions.imports import run_import
from vistone.project.actions.recurring import make_next

JOBS = (compute_again, run_import, make_next)
