"""Who changed what, when, from what, to what, and why: one list over every record there is."""
