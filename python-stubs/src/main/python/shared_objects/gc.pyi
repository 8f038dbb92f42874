# SPDX-License-Identifier: Apache-2.0
import builtins

__all__ = ["collect", "stats"]

def collect() -> int: ...
def stats() -> builtins.dict[str, int]: ...
