"""Pages of the indicators, and the evidence of their results."""
