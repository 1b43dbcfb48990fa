"""Reporting a month: what is whose to do, the officer's form, the head's decision, the closes."""
