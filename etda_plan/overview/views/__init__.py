"""The pages of the top floor, a file each."""
