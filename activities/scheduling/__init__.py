"""What the pages of monthly plans of work show and take in: the grid, the form, the versions."""
