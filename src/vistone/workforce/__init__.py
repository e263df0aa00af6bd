"""The company's people at work: teams and who is in them, what each person can do, and when they have time."""
