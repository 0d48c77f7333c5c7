"""Background work of projects."""

from app.projects import services


def run_clock() -> int:
    """Do what is due: closed calls, lapsed invitations and answers, late commitments."""
    return services.run_clock()
