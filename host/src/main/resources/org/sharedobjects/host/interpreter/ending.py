# SPDX-License-Identifier: Apache-2.0
"""The end of a program, as far as it may take long: its threads end, then the functions registered with atexit run."""

import atexit
import sys


def _end():
    """To be called again where it has not come to its end, since a signal's handler has raised something in between."""
    threading = sys.modules.get("threading")
    if threading is not None:
        _tell(threading._shutdown, f"Exception ignored in: {threading!r}")
    _tell(atexit._run_exitfuncs, "Error in atexit._run_exitfuncs:")


def _tell(function, headline):
    """What a signal's handler raises must not keep the rest from being done."""
    try:
        function()
    except BaseException as error:
        import traceback

        if sys.stderr is not None:
            print(headline, file=sys.stderr)
            traceback.print_exception(error)


_end
