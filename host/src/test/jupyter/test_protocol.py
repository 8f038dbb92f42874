# SPDX-License-Identifier: Apache-2.0
"""Jupyter's own test of kernels, on pso; nothing is left out."""

import unittest
from unittest.mock import patch

import jupyter_kernel_test
from jupyter_client.manager import start_new_kernel
from jupyter_client.utils import run_sync

LIMIT = 60
jupyter_kernel_test.TIMEOUT = LIMIT
jupyter_kernel_test.start_new_kernel = lambda **options: start_new_kernel(startup_timeout=2 * LIMIT, **options)


def patient(receive):
    """On a machine that is busy a message may take more than the tenth of a second that it is given."""
    return lambda timeout: run_sync(receive)(timeout=LIMIT)


class KernelShouldKeepTheProtocol(jupyter_kernel_test.KernelTests):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kc.execute("1", reply=True, timeout=2 * LIMIT)  # what a kernel is it says before Python is there

    def execute_helper(self, *arguments, **options):
        with patch.object(jupyter_kernel_test, "run_sync", patient):
            return super().execute_helper(*arguments, **options)

    kernel_name = "pso"
    language_name = "python"
    file_extension = ".py"
    code_hello_world = "print('hello, world')"
    code_stderr = "import sys; print('oops', file=sys.stderr)"
    code_generate_error = "raise ValueError('no')"
    code_execute_result = [
        {"code": "1+2", "result": "3"},
        {"code": "so.root['list'] = [1]; so.root['list']", "result": "[1]"},
        {"code": "so.root['list']", "mime": "text/html"},
    ]
    code_display_data = [{"code": "display(5)", "mime": "text/plain"}]
    code_history_pattern = "1+2"
    supported_history_operations = ("tail", "range", "search")
    completion_samples = [{"text": "whi", "matches": {"while"}}, {"text": "so.Bar", "matches": {"Barrier"}}]
    complete_code_samples = ["1", "def f(): return 1\n\n", "%gc", "len?"]
    incomplete_code_samples = ["for i in range(3):", "print(1,"]
    invalid_code_samples = ["1 1x $", "x = = 1"]
    code_inspect_sample = "print"
    code_page_something = "print?"
    code_clear_output = "from shared_objects.notebook import clear_output; clear_output()"


if __name__ == "__main__":
    unittest.main()
