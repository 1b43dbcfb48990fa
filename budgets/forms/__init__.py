"""The forms of the money's pages, one module for each."""
