"""The pages of commitments at the year's end, and of what is carried into the next year."""
