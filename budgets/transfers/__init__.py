"""What the pages of transfers show: the list, and one transfer as a memo."""
