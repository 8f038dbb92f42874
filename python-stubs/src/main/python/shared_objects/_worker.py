# SPDX-License-Identifier: Apache-2.0
"""The worker's end of ``spawn``: the host calls ``run`` in a new interpreter."""

import sys

from . import _native
from ._calls.jobs import function_of, prepare
from ._calls.remote import bare, pack
from ._errors import HeapFullError
from ._transactions import within

__all__ = ["run"]


def _call(job):
    prepare(job)
    return function_of(job)(*job["args"], **dict(job["kwargs"]))


def _fail(job, error):
    for packed in (pack, bare):
        try:
            job["error"] = within(job, packed, error)
            job["state"] = "failed"
            return
        except HeapFullError:
            job["state"] = "full"  # so short a text needs no room
        except Exception:
            continue


def run(reference):
    """Do the job at this offset of the heap, and store result or error there. Raises nothing."""
    job = _native.object_at(reference)
    try:
        result = _call(job)
        job["result"] = result
        job["state"] = "done"
    except BaseException as error:
        if _native.in_transaction():
            _native.abort()
        _fail(job, error)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
