# SPDX-License-Identifier: Apache-2.0
"""Kernels as a page sees them, for the tests beside this file."""

import queue
import signal
import time

from jupyter_client.manager import KernelManager

LIMIT = 120

# What a shell has started in the background ignores Ctrl-C, and so would the kernels.
signal.signal(signal.SIGINT, signal.default_int_handler)


class Kernel:
    """A kernel of this name, and a page that looks at it."""

    def __init__(self, name):
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel()
        self.page = self.manager.blocking_client()
        self.page.start_channels()

    def ready(self):
        self.page.wait_for_ready(timeout=LIMIT)
        return self

    def restart(self):
        self.manager.restart_kernel()
        self.ready()

    def stop(self):
        self.page.stop_channels()
        self.manager.shutdown_kernel()

    def begin(self, code):
        """Start a cell that prints something, and wait until it does."""
        cell = self.page.execute(code)
        while (message := self.told(cell))["msg_type"] != "stream":
            pass
        return cell, message["content"]["text"]

    def told(self, cell):
        """The next message about a cell."""
        while True:
            message = self.page.get_iopub_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") == cell:
                return message

    def end(self, cell):
        """The messages until a cell has ended, and the reply."""
        messages = []
        while (message := self.told(cell)).get("content") != {"execution_state": "idle"}:
            messages.append(message)
        while (reply := self.page.get_shell_msg(timeout=LIMIT))["parent_header"].get("msg_id") != cell:
            pass
        return messages, reply["content"]

    def run(self, code):
        """The text of a cell's value, or the name of its error."""
        messages, reply = self.end(self.page.execute(code))
        for message in messages:
            if message["msg_type"] == "execute_result":
                return message["content"]["data"]["text/plain"]
        return reply.get("ename")

    def is_quiet(self):
        try:
            return self.page.get_iopub_msg(timeout=0.2) is None
        except queue.Empty:
            return True


def timed(action):
    """How many seconds it takes."""
    begun = time.monotonic()
    action()
    return time.monotonic() - begun
