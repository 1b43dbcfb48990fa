"""The database goes away while the site is served, and comes back."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.crawl import Links, Visitor
from tests.engines import postgres_programs, private_cluster, why_no_postgres
from tests.server import Site

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("crawl")]


Case = tuple[Site, Callable[[], object], Callable[[], object]]


@contextlib.contextmanager
def on_sqlite(folder: Path) -> Iterator[Case]:
    """A site on a file, a way to take the file away, and one to bring it back."""
    site = Site(folder)
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()

    def move(origin: Path, target: Path) -> None:
        for file in origin.glob("site.sqlite3*"):
            file.rename(target / file.name)

    yield site, lambda: move(folder, elsewhere), lambda: move(elsewhere, folder)


@contextlib.contextmanager
def on_postgres(folder: Path) -> Iterator[Case]:
    """A site on a server, a way to stop the server, and one to start it again."""
    reason, programs = why_no_postgres(), postgres_programs()
    if reason or not programs:
        pytest.skip(reason)
    with private_cluster(programs) as cluster:
        yield Site(folder, cluster.url), cluster.stop, cluster.start


@pytest.mark.parametrize("engine", [on_sqlite, on_postgres])
def test_a_lost_database_is_said_plainly_and_found_again(
    tmp_path: Path,
    engine: Callable[[Path], contextlib.AbstractContextManager[Case]],
) -> None:
    with engine(tmp_path) as (site, take_away, bring_back):
        site.prepare()
        site.start()
        try:
            visitor = Visitor(site.url)
            assert [visitor.get(address).status for address in ("/", "/healthz")] == [200, 200]
            take_away()
            for _ in range(8):  # each worker and thread holds a connection of its own
                answers = [visitor.get(address) for address in ("/", "/healthz", "/projects/EC/")]
                assert [answer.status for answer in answers] == [503, 503, 503]
            assert "ฐานข้อมูล" in answers[0].body.decode()
            parts = [each for each in Links(answers[0].body.decode()).found if "/static/" in each]
            assert {visitor.get(each).status for each in parts} == {200}
            bring_back()
            for _ in range(8):
                assert [visitor.get(address).status for address in ("/", "/healthz")] == [200, 200]
            assert "Traceback" not in site.stderr()
        finally:
            site.stop()
