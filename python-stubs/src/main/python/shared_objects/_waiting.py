# SPDX-License-Identifier: Apache-2.0
"""Waiting for a condition on shared objects from asyncio, without blocking its loop."""

from ._transactions import atomically, retry, within

__all__ = ["until"]

# How long a thread may go on waiting for somebody who was cancelled, in seconds.
_ABANDONED = 0.5


def _require(condition):
    if not condition():
        retry()


def _watch(owner, condition, loop, future):
    def tell(error=None):
        if future.done():
            return
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(error)

    while not future.done():
        error = None
        try:
            within(owner, atomically, _require, condition, timeout=_ABANDONED)
        except TimeoutError:
            continue
        except Exception as failure:
            error = failure
        try:
            loop.call_soon_threadsafe(tell, error)
        except RuntimeError:
            pass  # the loop has ended, and the one who waited with it
        return


async def until(owner, condition):
    """Let other tasks run until the condition, a function that reads the owner, may be true."""
    import asyncio
    import threading

    loop = asyncio.get_running_loop()
    future = loop.create_future()
    threading.Thread(target=_watch, args=(owner, condition, loop, future), daemon=True).start()
    await future
