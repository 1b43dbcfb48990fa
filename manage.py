#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etda_plan.settings")
    from django.core.management import execute_from_command_line

    from etda_plan.common.lost_database import is_lost, reason

    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        if not is_lost(error):
            raise
        sys.exit(f"The database cannot be reached: {reason(error)}")


if __name__ == "__main__":
    main()
