"""A pytest plugin for machines that have everything: a skipped test is a failed run."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the session when any test was skipped or expected to fail."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # a worker: its controller reports
        return
    left_out = [*reporter.stats.get("skipped", []), *reporter.stats.get("xfailed", [])]
    if left_out and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"\n{len(left_out)} tests were left out, and none may be.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
