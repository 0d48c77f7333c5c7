"""The sample's real organisations: excerpts of the two public registers, imported as any register is."""

from sqlalchemy import select

from app.accounts.rights import CLOCK
from app.cli.sample.source import FOLDER, PROGRAMME, Source
from app.extensions import db
from app.organisations.enums import TrackLinkState
from app.organisations.import_services import import_from_command
from app.organisations.importing.formats import formats
from app.organisations.models import Organisation, TrackLink
from app.programmes.models import Programme, Track

FILES = {"il_companies.csv": "il-companies", "jp_filers.csv": "jp-filers"}
REASON = "In this sample only, by the industry in the register: {industry}"


def load(source: Source) -> None:
    """Import both excerpts, and put organisations without a category label under a track by their industry."""
    for name, form in FILES.items():
        with (FOLDER / name).open("rb") as stream:
            import_from_command(stream, name, formats()[form], programme_code=PROGRAMME, by=CLOCK, dry_run=False, progress=_quiet)
    _place_by_industry(source["industries"])


def _quiet(_rows: int) -> None:
    """The excerpts are short."""


def _place_by_industry(industries: dict[str, str]) -> None:
    tracks = select(Track).join(Track.programme).where(Programme.code == PROGRAMME)
    by_code = {track.code: track for track in db.session.scalars(tracks)}
    statement = select(Organisation).where(Organisation.industry.in_(industries), Organisation.import_id.is_not(None))
    for organisation in db.session.scalars(statement):
        track = by_code[industries[organisation.industry or ""]]
        link = next((link for link in organisation.track_links if link.track_id == track.id), None)
        if link is None:
            link = TrackLink(track_id=track.id)
            organisation.track_links.append(link)
        link.state, link.reason = TrackLinkState.CONFIRMED, REASON.format(industry=organisation.industry)
    db.session.flush()
