"""What the pages of monthly spending plans show: all allocations, and one's versions."""
