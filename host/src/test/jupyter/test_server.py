# SPDX-License-Identifier: Apache-2.0
"""``pso notebook`` itself: what it leaves behind when it is ended by a signal."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

PSO = pathlib.Path(__file__).resolve().parents[4] / "pso"
LIMIT = 120
TOKEN = "t"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def until(condition):
    begun = time.monotonic()
    while not condition():
        if time.monotonic() > begun + LIMIT:
            raise AssertionError("never")
        time.sleep(0.2)


def children(process):
    """The numbers of a process's children."""
    found = []
    for each in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(each.read_text().rpartition(")")[2].split()[1]) == process:
                found.append(int(each.parent.name))
        except OSError:
            pass  # it has ended meanwhile
    return found


class PsoNotebookShouldEnd(unittest.TestCase):
    def _ask(self, port, path, body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/{path}", data=body, headers={"Authorization": f"token {TOKEN}"}
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def _is_up(self, port):
        try:
            return self._ask(port, "status") is not None
        except OSError:
            return False

    def test_with_its_kernels_when_it_is_told_to(self):
        for ending in (signal.SIGTERM, signal.SIGHUP):
            port = free_port()
            with tempfile.TemporaryDirectory() as folder:
                notebook = subprocess.Popen(
                    [PSO, "notebook", "--no-browser", "--allow-root", f"--port={port}", f"--NotebookApp.token={TOKEN}", folder],
                    stderr=subprocess.DEVNULL,
                )
                until(lambda: self._is_up(port))
                self._ask(port, "kernels", json.dumps({"name": "pso"}).encode())
                kernels = children(notebook.pid)
                self.assertEqual(1, len(kernels))
                notebook.send_signal(ending)
                notebook.wait(LIMIT)
                until(lambda: not os.path.exists(f"/proc/{kernels[0]}"))


if __name__ == "__main__":
    unittest.main()
