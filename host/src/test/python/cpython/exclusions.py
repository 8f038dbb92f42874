# SPDX-License-Identifier: Apache-2.0
"""The cases that do not have to pass: ``exclusions.toml`` gives each a way to fail, and the reason."""

import pathlib
import tomllib

__all__ = ["ABORTS", "BETTER", "DIFFERS", "Exclusions", "NATIVE", "NOT_RUN", "SLOW", "UNSHAREABLE", "WAYS"]

# Ends GraalPy with a Java error on its own types too, and is not run; fails on GraalPy's own types too; fails, perhaps not always, on those
# only; is not run at all; runs in the long form only; stores what cannot be shared, and ends with NotShareableError; fails for another reason.
ABORTS, NATIVE, BETTER, NOT_RUN = "aborts", "native", "better", "not run"
SLOW, UNSHAREABLE, DIFFERS = "slow", "unshareable", "differs"
WAYS = (ABORTS, NATIVE, BETTER, NOT_RUN, SLOW, UNSHAREABLE, DIFFERS)

_FILE = pathlib.Path(__file__).with_name("exclusions.toml")


class Exclusions:
    def __init__(self):
        self._ways = {}
        for group in tomllib.loads(_FILE.read_text())["group"]:
            assert group["way"] in WAYS and group["reason"], group
            for case in group["cases"]:
                assert case not in self._ways, f"twice in {_FILE.name}: {case}"
                self._ways[case] = group["way"]

    def way(self, case):
        """How the case, or the class it is of, is excluded, or None."""
        return self._ways.get(case) or self._ways.get(case.rpartition(".")[0])

    def without_cases(self, module, names):
        """What is listed for a module but is none of its cases, or classes with cases."""
        known = {*names, *(name.rpartition(".")[0] for name in names)}
        return [listed for listed in self._ways if listed.partition(".")[0] == module and listed not in known]
