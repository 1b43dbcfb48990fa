"""Files that hold a whole plan: Excel, PDF and JSON, all drawn from one reading."""
