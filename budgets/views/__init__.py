"""The pages of the money, one module for each."""
