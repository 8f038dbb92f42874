# SPDX-License-Identifier: Apache-2.0
import argparse
import sys

from . import loading, table
from .checking import check, check_native
from .suites import SUITES

parser = argparse.ArgumentParser(prog="pso -m cpython", description="Runs CPython's own tests against the shared types.")
parser.add_argument("suite", nargs="*", help=f"all of them by default: {' '.join(SUITES)}")
parser.add_argument("--short", action="store_true", help="without slow cases")
parser.add_argument("--native", action="store_true", help="run them on native types too, and compare with exclusions.toml")
parser.add_argument("--times", action="store_true", help="print the slowest cases")
arguments = parser.parse_args()

if not loading.SUITE.exists():
    sys.exit(f"CPython's tests are not there: {loading.SUITE} (Debian's libpython3.11-testsuite)")
rows, wrong = [], 0
for suite in arguments.suite or SUITES:
    row, problems, outcomes = check(suite, not arguments.short)
    if arguments.native:
        problems += check_native(suite, not arguments.short)
    rows.append(row)
    wrong += len(problems)
    print(*problems, sep="\n", end="\n" if problems else "", flush=True)
    if arguments.times:
        slowest = sorted(outcomes.items(), key=lambda item: -item[1].seconds)[:5]
        seconds = sum(outcome.seconds for outcome in outcomes.values())
        print(f"{suite}: {seconds:.1f} s", *(f"{case} {outcome.seconds:.1f}" for case, outcome in slowest), sep="\n  ", flush=True)
print(*table.lines(rows), sep="\n")
sys.exit(wrong > 0)
