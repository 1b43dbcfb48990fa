"""Acts upon indicators, and what offices report of them."""
