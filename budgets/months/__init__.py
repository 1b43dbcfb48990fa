"""The page of a ledger's months."""
