"""A mail server that takes what it is given, or stops in the midst of it."""

from __future__ import annotations

import re
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a port of its own; ``taken`` holds to whom each mail went, in order.

    ``seconds`` is how long it thinks before it takes one.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[str] = []
        self.stop_at = -1
        self.seconds = 0.0
        self.stopped = threading.Event()
        self.go_on = threading.Event()

    @property
    def environment(self) -> dict[str, str]:
        """What a site is told of it."""
        port = str(self.server_address[1])
        return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port, "SITE_URL": "https://plan.example"}

    def take(self, address: str) -> None:
        """Keep a mail; at ``stop_at``, wait before that without a word."""
        if len(self.taken) == self.stop_at:
            self.stopped.set()
            self.go_on.wait()
            return
        time.sleep(self.seconds)
        self.taken.append(address)


class _Conversation(socketserver.StreamRequestHandler):
    """The few words of SMTP that a sender needs."""

    server: MailServer

    def handle(self) -> None:
        with suppress(ConnectionError):  # the sender was killed amid a word
            self.converse()

    def converse(self) -> None:
        self.say("220 here")
        recipient = ""
        for line in iter(self.rfile.readline, b""):
            word = line[:4].upper()
            if word == b"RCPT":
                recipient = "".join(re.findall(r"<(.+?)>", line.decode()))
            if word == b"DATA":
                self.say("354 go on")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
                self.server.take(recipient)
            self.say("250 well")

    def say(self, words: str) -> None:
        try:
            self.wfile.write(f"{words}\r\n".encode())
        except OSError:
            return


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Start a mail server, and stop it."""
    with MailServer() as server:
        thread: Any = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.go_on.set()
        server.shutdown()
