#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etda_plan.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from etda_plan.common.lost_database import is_lost, lacks_tables, reason

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"The settings cannot be used: {reason(error)}")
    except Exception as error:
        if lacks_tables(error):
            sys.exit("The database has no tables yet: run “manage.py migrate” first.")
        if not is_lost(error):
            raise
        sys.exit(f"The database cannot be reached: {reason(error)}")


if __name__ == "__main__":
    main()
