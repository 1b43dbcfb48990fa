"""What changes activities and their months."""
