# SPDX-License-Identifier: Apache-2.0
"""Reads JSON lines `{"peer": …, "round": …, "case": …}` and prints a table: median over rounds, and ratios to CPython.

usage: report.py RESULTS.jsonl
"""

import json
import statistics
import sys

peers, cases = {}, {}
for line in open(sys.argv[1], encoding="utf-8"):
    result = json.loads(line)
    peers.setdefault(result["peer"])
    cases.setdefault(result["case"], {}).setdefault(result["peer"], []).append(result)


def faster_after(results, limit):
    """Seconds of running until the code was faster than CPython's median and stayed so; None if never."""
    times = []
    for result in results:
        slow = [at for at, ns in result.get("warm_up", []) if ns > limit]
        later = [at for at, _ in result.get("warm_up", []) if not slow or at > slow[-1]]
        times.append(later[0] if later else None)
    return None if None in times or not times else statistics.median(times)


def collector_share(results):
    shares = [r["collector_share"] for r in results or [] if "collector_share" in r]
    return f"{statistics.median(shares):.1%}" if shares else "–"


print("| case | " + " | ".join(peers) + " | shared / CPython | faster than CPython after | collector's CPU time |")
print("|---" * (len(peers) + 4) + "|")
for case, by_peer in cases.items():
    medians = {peer: statistics.median(r["median_ns"] for r in results) for peer, results in by_peer.items()}
    cells = []
    for peer in peers:
        results = by_peer.get(peer)
        cells.append(f"{medians[peer]:.1f} ns (best {min(r['best_ns'] for r in results):.1f})" if results and medians[peer] else "–")
    shared, cpython = medians.get("shared"), medians.get("CPython private")
    ratio = f"{shared / cpython:.2f}" if shared and cpython else "–"
    after = faster_after(by_peer["shared"], cpython) if shared and cpython else None
    faster = f"{after:.1f} s" if after is not None else "–"
    print(f"| {case} | " + " | ".join(cells) + f" | {ratio} | {faster} | {collector_share(by_peer.get('shared'))} |")
for result in cases.get("speed-up", {}).get("shared", []):
    print(f"\nTwo interpreters do CPU-bound Python {result['ratio']} times as fast as one (best round {result['best_ratio']}).")
