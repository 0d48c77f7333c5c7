"""What `make test` runs: all tests in parallel, then the browser journeys where there is a Chromium."""

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
    """The exit status: that of the first run that failed."""
    chromium = find_chromium()
    required = os.environ.get("MUSUBI_REQUIRE_JOURNEYS") == "1"
    if chromium is None and required:
        sys.stderr.write(NO_CHROMIUM)
        return 1
    selection = [] if chromium else ["-m", "not journey"]
    status = subprocess.call([sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *selection, *sys.argv[1:]])
    if chromium is None:
        sys.stderr.write(NO_CHROMIUM)
    return status


if __name__ == "__main__":
    sys.exit(main())
