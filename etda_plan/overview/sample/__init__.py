"""The made-up year of the sample database: what happens in it, and playing it day by day."""
