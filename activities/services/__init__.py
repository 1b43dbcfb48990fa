"""What changes activities and their months, and what is reported of them."""
