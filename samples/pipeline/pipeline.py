# SPDX-License-Identifier: Apache-2.0
"""Producer and consumers over a shared queue: what goes through is passed by reference, nothing is copied or pickled.

usage: pso pipeline.py [JOBS]
"""

import sys

import shared_objects as so


@so.shared
class Job:
    number: int
    result: int = 0


def consumer(jobs, done):
    """Runs in a worker interpreter until it takes a None; returns how many jobs it did."""
    worked = 0
    while (job := jobs.get()) is not None:
        job.result = job.number**2
        worked += 1
        done.put(job)
    return worked


def main(count):
    jobs = so.Queue(maxsize=16)
    done = so.Queue()
    consumers = [so.spawn(consumer, jobs, done) for _ in range(2)]

    mine = [Job(number) for number in range(count)]
    for job in mine:
        jobs.put(job)
    for _ in consumers:
        jobs.put(None)

    finished = [done.get() for _ in range(count)]
    print("jobs done:", sum(worker.result() for worker in consumers))
    print("sum of squares:", sum(job.result for job in finished))
    print("the very objects that were sent:", {id(job) for job in finished} == {id(job) for job in mine})


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
