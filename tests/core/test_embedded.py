"""The server that comes with the application: started by several processes at the same instant, it is one."""

import subprocess
import sys

from config import ROOT

START = "import sys; from pathlib import Path; from app.core import embedded; print(embedded.start(Path(sys.argv[1]), 'postgres'))"


def test_processes_that_start_at_once_share_one_server(tmp_path):
    command = [sys.executable, "-c", START, str(tmp_path / "pg")]
    started = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    told = [process.communicate(timeout=60) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], told
    assert len({address for address, _ in told}) == 1
