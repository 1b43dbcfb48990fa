"""What pages of others show of the state of the work."""
