# SPDX-License-Identifier: Apache-2.0
"""The cases that do not have to pass: ``exclusions.toml`` gives each a way to fail, and the reason."""

import pathlib
import tomllib

__all__ = ["Exclusions", "NATIVE", "NOT_RUN", "SLOW", "UNSHAREABLE", "WAYS"]

# Fails on GraalPy's own types too; is not run at all; runs in the long form only; stores what cannot be shared, and ends
# with NotShareableError; fails for another reason.
NATIVE, NOT_RUN, SLOW, UNSHAREABLE, DIFFERS = "native", "not run", "slow", "unshareable", "differs"
WAYS = (NATIVE, NOT_RUN, SLOW, UNSHAREABLE, DIFFERS)

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
        """How the case is excluded, or None."""
        return self._ways.get(case)

    def of(self, module, *ways):
        """The excluded cases of a module."""
        return [case for case, way in self._ways.items() if case.partition(".")[0] == module and way in ways]
