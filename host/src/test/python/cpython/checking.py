# SPDX-License-Identifier: Apache-2.0
"""Compares how cases ended with how they must end, and counts."""

import dataclasses

from .exclusions import ABORTS, BETTER, DIFFERS, NATIVE, NOT_RUN, SLOW, UNSHAREABLE, Exclusions
from .running import names_of, run
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
    def of(cls, module, names, outcomes, exclusions, failed):
        ways = [exclusions.way(name) for name in names]
        skipped = sum(outcome.how == "skipped" for outcome in outcomes.values())
        better = ways.count(BETTER)
        native = len(names) - skipped - ways.count(NATIVE) - ways.count(ABORTS) - better
        unshareable, excluded = ways.count(UNSHAREABLE), ways.count(DIFFERS) + ways.count(NOT_RUN)
        passed = native + better - unshareable - excluded - failed
        return cls(module, len(names), native, passed, unshareable, excluded, failed)


def _problem(case, way, outcome):
    """What is wrong with how a case ended, or None."""
    if way in (None, SLOW, BETTER):
        return f"{case} fails:\n{outcome.why}" if outcome.how == "failed" else None
    if way == NATIVE or outcome.how == "skipped":
        return None
    if outcome.how == "passed":
        return f"{case} passes: strike it off exclusions.toml"
    if way == UNSHAREABLE and _REFUSAL not in outcome.why:
        return f"{case} fails otherwise than by storing what cannot be shared:\n{outcome.why}"
    return None


def _left_out(everything):
    return (ABORTS, NOT_RUN) if everything else (ABORTS, NOT_RUN, SLOW)


def check(module, everything):
    """Run a module against the shared types; return its Row and what is wrong. Slow cases only if ``everything``."""
    exclusions = Exclusions()
    names = names_of(module)
    outcomes = run(module, SUITES[module], lambda case: exclusions.way(case) not in _left_out(everything))
    problems = [_problem(case, exclusions.way(case), outcome) for case, outcome in outcomes.items()]
    problems = [problem for problem in problems if problem]
    row = Row.of(module, names, outcomes, exclusions, len(problems))
    return row, problems + [f"no such case: {case}" for case in exclusions.without_cases(module, names)], outcomes


def check_native(module, everything):
    """Run a module as it is; return what is wrong with the list of cases that fail on native GraalPy. Slow cases as above."""
    exclusions = Exclusions()
    outcomes = run(module, None, lambda case: exclusions.way(case) not in _left_out(everything))
    problems = []
    for case, outcome in outcomes.items():
        listed = exclusions.way(case)
        if outcome.how == "failed" and listed not in (NATIVE, BETTER):
            problems.append(f"{case} fails on native GraalPy:\n{outcome.why}")
        elif outcome.how == "passed" and listed == NATIVE:
            problems.append(f"{case} passes on native GraalPy: strike it off exclusions.toml")
    return problems
