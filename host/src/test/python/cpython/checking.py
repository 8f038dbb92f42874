# SPDX-License-Identifier: Apache-2.0
"""Compares how cases ended with how they must end, and counts."""

import dataclasses

from .exclusions import DIFFERS, NATIVE, NOT_RUN, SLOW, UNSHAREABLE, Exclusions
from .running import run
from .suites import SUITES

__all__ = ["Row", "check", "check_native"]

_REFUSAL = "shared_objects.NotShareableError"


@dataclasses.dataclass(frozen=True)
class Row:
    """A line of the table: of these cases native GraalPy passes ``native``; the others are those of the shared types."""

    suite: str
    cases: int
    native: int
    passed: int
    unshareable: int
    excluded: int
    failed: int

    @classmethod
    def of(cls, module, outcomes, exclusions, failed):
        def count(*ways):
            return len(exclusions.of(module, *ways))

        skipped = sum(outcome.how == "skipped" for outcome in outcomes.values())
        cases = len(outcomes) + count(NOT_RUN) + len([case for case in exclusions.of(module, SLOW) if case not in outcomes])
        native = cases - skipped - count(NATIVE)
        unshareable, excluded = count(UNSHAREABLE), count(DIFFERS, NOT_RUN)
        return cls(module, cases, native, native - unshareable - excluded - failed, unshareable, excluded, failed)


def _problem(case, way, outcome):
    """What is wrong with how a case ended, or None."""
    if way in (None, SLOW):
        return f"{case} fails:\n{outcome.why}" if outcome.how == "failed" else None
    if way == NATIVE or outcome.how == "skipped":
        return None
    if outcome.how == "passed":
        return f"{case} passes: strike it off exclusions.toml"
    if way == UNSHAREABLE and _REFUSAL not in outcome.why:
        return f"{case} fails otherwise than by storing what cannot be shared:\n{outcome.why}"
    return None


def check(module, everything):
    """Run a module against the shared types; return its Row and what is wrong. Slow cases only if ``everything``."""
    exclusions = Exclusions()
    left_out = {*exclusions.of(module, *((NOT_RUN,) if everything else (NOT_RUN, SLOW)))}
    outcomes = run(module, SUITES[module], lambda case: case not in left_out)
    known = {*outcomes, *left_out}
    problems = [_problem(case, exclusions.way(case), outcome) for case, outcome in outcomes.items()]
    problems += [f"no such case: {case}" for case in exclusions.of(module, NATIVE, UNSHAREABLE, DIFFERS) if case not in known]
    problems = [problem for problem in problems if problem]
    return Row.of(module, outcomes, exclusions, len(problems)), problems, outcomes


def check_native(module):
    """Run a module as it is; return what is wrong with the list of cases that fail on native GraalPy."""
    exclusions = Exclusions()
    outcomes = run(module, None, lambda case: exclusions.way(case) != NOT_RUN)
    failed = {case for case, outcome in outcomes.items() if outcome.how == "failed"}
    listed = {*exclusions.of(module, NATIVE)}
    problems = [f"{case} fails on native GraalPy:\n{outcomes[case].why}" for case in sorted(failed - listed)]
    return problems + [f"{case} passes on native GraalPy: strike it off exclusions.toml" for case in sorted(listed - failed)]
