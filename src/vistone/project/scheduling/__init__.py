"""When work can be done: the critical path over working days, and what shifts when something moves.

Pure: no database, no HTTP; dates and numbers in, dates and numbers out. The sources:

- J. E. Kelley, M. R. Walker, "Critical-Path Planning and Scheduling", Proc. Eastern Joint Computer Conference, 1959:
  forward and backward pass, total and free float, the critical path.
- J. J. Moder, C. R. Phillips, E. W. Davis, "Project Management with CPM, PERT and Precedence Diagramming", 3rd ed.,
  1983: the four kinds of links (FS, SS, FF, SF) with lag, as one inequality between starts (`network`).
- PMI, "Practice Standard for Scheduling", 2nd ed., 2011: what the early and late dates, slack and constraints mean.
- Microsoft, "Introduction to Project XML Data" (MSPDI): the constraint types, milestones of no duration, summary tasks.

What was chosen where these differ stands in `docs/decisions/0008-scheduling.md`.
"""

from vistone.project.scheduling.calendar import STANDARD, BeyondCalendarError, WorkCalendar
from vistone.project.scheduling.critical_path import Schedule, schedule
from vistone.project.scheduling.model import Activity, CircleError, Link, Standing
from vistone.project.scheduling.moving import Move, Moved, MoveError, move

__all__ = [
    "STANDARD",
    "Activity",
    "BeyondCalendarError",
    "CircleError",
    "Link",
    "Move",
    "MoveError",
    "Moved",
    "Schedule",
    "Standing",
    "WorkCalendar",
    "move",
    "schedule",
]
