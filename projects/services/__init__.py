"""What is written into the plan: amendments, monthly reports, and their months' closes."""
