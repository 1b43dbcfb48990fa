"""Draw every page of the site, desktop and phone: ``python -m benchmarks.screenshots FOLDER``.

Starts a site of its own with the plan in it, follows its links, and writes PNG files. Options
choose some pages only, the language, and the dark theme.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Browser, StorageState

from tests.chromium import DESKTOP, PHONE, chromium

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etda_plan.settings")
os.environ.setdefault("SECRET_KEY", "only-for-screenshots-" * 4)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=["th", "en"], default="th")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--signed-in", action="store_true", help="as administrator")
    parser.add_argument(
        "--sample", metavar="WHO", help="of a sample database, as finance, planner, …, visitor"
    )
    parser.add_argument("--only", nargs="*", help="addresses, such as / /kpis/1/; else all pages")
    return parser.parse_args()


def file_name(address: str) -> str:
    return address.strip("/").replace("/", "-").replace("?", "-") or "home"


def draw(browser: Browser, url: str, pages: list[str], wanted: argparse.Namespace) -> None:
    cookies: StorageState = {
        "origins": [],
        "cookies": [
            {"name": "django_language", "value": wanted.language, "domain": "127.0.0.1",
             "path": "/", "expires": -1, "httpOnly": False, "secure": False, "sameSite": "Lax"},
            *wanted.cookies,
        ],
    }  # fmt: skip
    for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
        context = browser.new_context(
            viewport=size,
            color_scheme="dark" if wanted.dark else "light",
            storage_state=cookies,
        )
        page = context.new_page()
        for address in pages:
            page.goto(url + address)
            page.evaluate("document.fonts.ready")
            file = wanted.folder / f"{file_name(address)}-{name}.png"
            page.screenshot(path=file, full_page=True)
            print(file)
        context.close()


def main() -> None:
    django.setup()
    from tests.crawl import Visitor, public_pages
    from tests.server import ADMIN, PASSWORD, SampleSite, Site

    wanted = read_arguments()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        site = (SampleSite if wanted.sample else Site)(Path(folder))
        site.prepare()
        site.start()
        try:
            visitor = Visitor(site.url)
            wanted.cookies = []
            known = getattr(site, "passwords", {ADMIN: PASSWORD})
            who = wanted.sample or (ADMIN if wanted.signed_in else "visitor")
            if who != "visitor":
                visitor.sign_in(who, known[who])
                wanted.cookies = [
                    {"name": cookie.name, "value": cookie.value, "domain": "127.0.0.1",
                     "path": "/", "expires": -1, "httpOnly": True, "secure": False,
                     "sameSite": "Lax"}
                    for cookie in visitor.jar if cookie.name == "sessionid"
                ]  # fmt: skip
            pages = wanted.only or public_pages(visitor)
            with chromium() as browser:
                draw(browser, site.url, pages, wanted)
        finally:
            site.stop()
            print(site.stderr(), file=sys.stderr)


if __name__ == "__main__":
    main()
