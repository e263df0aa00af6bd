"""What people are told: their notifications, what they want to be told and how, and the templates of it."""
