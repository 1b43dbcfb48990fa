"""How gunicorn serves the site; it reads this file from the folder that it is started in."""

import os
import signal
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


def when_ready(server: Arbiter) -> None:
    """Say where the site is, once it answers."""
    print(f"The site: http://{bind}/   (Ctrl-C stops it)", os.environ.get("WELCOME", ""), sep="\n")
    sys.stdout.flush()


def post_worker_init(worker: Worker) -> None:
    """Leave Ctrl-C, which a terminal sends to workers too, to the server, which then ends them.

    A worker that is told to stop twice at once may hang.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
