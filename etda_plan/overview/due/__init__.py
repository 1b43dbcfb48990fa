"""What is done when its time has come, by ``manage.py run_due``: each task safe to do twice.

A task finds out by itself what is due. What it tells is told once by its key, whatever runs
beside it; a run that is killed leaves nothing half done.
"""

from etda_plan.overview.due.running import Outcome, run_due

__all__ = ["Outcome", "run_due"]
