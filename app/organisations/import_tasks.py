"""The worker's part of imports."""

from app.core import outbox, transaction
from app.organisations import import_services


def run_owed() -> int:
    """Run the imports that were started."""
    return outbox.deliver(import_services.TOPIC, import_services.deliver, limit=20)


def forget_files() -> int:
    """Let go of files that were checked and never imported."""
    with transaction.unit():
        return import_services.forget_files()
