"""How gunicorn serves the site; it reads this file from the folder that it is started in."""

import os
import signal
import subprocess
import sys

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 2
threads = 4
timeout = 120  # seconds: the PDF of a whole plan takes its time
preload_app = True
control_socket_disable = True
loglevel = "warning"

beside: list[subprocess.Popen[bytes]] = []
"""What runs beside the server: what is due, every RUN_DUE_SECONDS, where they are set."""


def when_ready(server: Arbiter) -> None:
    """Say where the site is, once it answers, and begin to do what is due."""
    if seconds := os.environ.get("RUN_DUE_SECONDS"):
        run_due = [sys.executable, "manage.py", "run_due"]
        command = [*run_due, "--every", seconds, "--beside", str(os.getpid())]
        beside.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=ignore_ctrl_c))
    print(f"The site: http://{bind}/   (Ctrl-C stops it)", os.environ.get("WELCOME", ""), sep="\n")
    sys.stdout.flush()


def on_exit(server: Arbiter) -> None:
    """End what runs beside; where the server is killed, that notices by itself."""
    for process in beside:
        process.terminate()


def post_worker_init(worker: Worker) -> None:
    """Leave Ctrl-C to the server: a worker that is told to stop twice at once may hang."""
    ignore_ctrl_c()


def ignore_ctrl_c() -> None:
    """Ignore what a terminal sends to the server's children too; the server ends them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
