"""Where the plan stands as of a day: work, money and indicators, each work with three lights."""
