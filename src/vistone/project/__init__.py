"""Projects and the work in them: tasks, their order, subtasks, checklists and dependencies, milestones, risks, insights, and imports from other trackers."""
