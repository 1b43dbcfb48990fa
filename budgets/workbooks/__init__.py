"""Excel both ways: the ledger and the monthly plan as workbooks that come back changed."""
