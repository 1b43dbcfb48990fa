"""Pages of activities, their months and the state of the work."""
