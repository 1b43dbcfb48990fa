"""The made-up year of the sample database."""
