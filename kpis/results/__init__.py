"""Where indicators stand: results of the reports in force, and how each is judged.

``read_results`` reads a plan's targets once; pages, files and lights draw from that reading.
"""

from kpis.results.reading import Light, MonthResult, Results, TargetResult, read_results

__all__ = ["Light", "MonthResult", "Results", "TargetResult", "read_results"]
