"""The table of rights, tried: each act by its services, each address by each role."""
