"""A year of random work on the ledger, held against a model in whole numbers.

The model knows nothing of the product but its rules. What it says is refused must be refused, and
the rest must be carried out; whatever happens, each figure is the same on both sides.
"""

from tests.simulator.beginning import begin
from tests.simulator.playing import Disagreement, Simulation
from tests.simulator.year_end import end_year

__all__ = ["Disagreement", "Simulation", "begin", "end_year"]
