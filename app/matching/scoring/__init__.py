"""How well an organisation fits as a counterpart, as a sum of reasons. Pure: no database, no framework, no clock.

Start with `fit.rank`. `evidence` names the kinds and their weights, `record` reads past work and the network,
`texts` compares texts, `learning` finds weights from outcomes.
"""

from app.matching.scoring.evidence import Evidence, Weights, starting_weights
from app.matching.scoring.fit import Finding, Fit, Profile, Reason, degrees, rank
from app.matching.scoring.record import History, Questions, Record

__all__ = [
    "Evidence", "Finding", "Fit", "History", "Profile", "Questions", "Reason", "Record", "Weights", "degrees", "rank", "starting_weights",
]
