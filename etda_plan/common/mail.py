"""Mail on a site without a mail server."""

from typing import Any

from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend


class PrivateFolderBackend(EmailBackend):
    """Keeps each mail as a file that only the site's own user can read: links in it are secrets."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        settings.EMAIL_FILE_PATH.mkdir(mode=0o700, exist_ok=True)
        super().__init__(*args, **kwargs)
