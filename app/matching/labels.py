"""What the taxonomy that comes with the application is called, for measuring without a database."""

from app.core.db import Texts
from app.programmes.bundle import packaged, read_bundle
from app.programmes.toml_table import Faults
from app.programmes.vocabulary import automation_levels, readiness_levels


def packaged_labels() -> list[Texts]:
    """Tracks, subtopics and levels of all programme files, each once, in all their languages."""
    faults = Faults()
    tracks = [track for name in packaged() for programme in read_bundle(name, faults).programmes for track in programme.tracks]
    faults.refuse_any()
    named = [facts["names"] for track in tracks for facts in (track.values, *track.subtopics)]
    labels: list[Texts] = [*named, *readiness_levels().values(), *automation_levels().values()]
    return list({tuple(sorted(texts.items())): texts for texts in labels}.values())
