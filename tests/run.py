"""What `make test` runs: all tests but the journeys, then the browser journeys where there is a Chromium; each in two processes."""

import os
import subprocess
import sys

from tests.browser import find_chromium

NO_CHROMIUM = """
******************************************************************************
  BROWSER JOURNEYS WERE NOT RUN: no Chromium was found.
  Debian and Ubuntu: apt-get install chromium   (or set CHROMIUM to its path)
******************************************************************************
"""


def main() -> int:
    """The exit status, of a run that failed if one did."""
    chromium = find_chromium()
    required = os.environ.get("MUSUBI_REQUIRE_JOURNEYS") == "1"
    if chromium is None and required:
        sys.stderr.write(NO_CHROMIUM)
        return 1
    pytest = [sys.executable, "-m", "pytest", *sys.argv[1:]]
    status = subprocess.call([*pytest, "-n", "2", "--dist", "loadgroup", "-m", "not journey"])
    if chromium is None:
        sys.stderr.write(NO_CHROMIUM)
        return status
    # A process of their own: the browser's driver keeps an event loop running, in which the worker's library refuses to work.
    return subprocess.call([*pytest, "-n", "2", "--dist", "loadfile", "-m", "journey"]) or status


if __name__ == "__main__":
    sys.exit(main())
