"""The server is killed amid work: nothing acknowledged is lost, nothing is half done."""

from tests.living import LivingSite
from tests.operations.crashing import Storm


def test_the_site_killed_amid_work_has_done_all_that_it_said(
    living: str, living_site: LivingSite
) -> None:
    storm = Storm(living_site, seed=1)
    for seconds in (0.5, 0.8):
        storm.prepare()
        storm.break_out(living_site.kill, seconds, acts=4)
        assert list(storm.wrongs()) == []
        living_site.start()
        assert storm.send_again() == []
        assert list(storm.wrongs()) == []
    assert storm.done.count >= 8
