# SPDX-License-Identifier: Apache-2.0
"""The command, as tests run it in processes of their own."""

import pathlib
import subprocess

PSO = str(pathlib.Path(__file__).resolve().parents[4] / "pso")


def run(words, **options):
    """As ``subprocess.run`` of words that start pso; what it writes is text, without Java's note on options from the environment."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, **options)
    done.stderr = "".join(line for line in done.stderr.splitlines(True) if not line.startswith("Picked up _JAVA_OPTIONS: "))
    return done
