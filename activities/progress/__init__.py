"""The state of the work: what was planned by a day against what was reported by then."""
