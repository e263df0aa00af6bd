"""The work that the service does later."""

from vistone.project.actions.imports import run_import

JOBS = (run_import,)
