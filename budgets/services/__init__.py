"""What writes the money: each act is one transaction, with who did it and why."""
