# SPDX-License-Identifier: Apache-2.0
"""Classes whose text changes, and work that uses them."""

import linecache

import shared_objects as so

TEXTS = {
    1: """
def helper():
    return 1

@so.shared(name=KEY)
class Changing:
    n: int = 0
    def value(self):
        return "one"
    def dropped(self):
        return helper()
""",
    2: """
def helper():
    return 2

@so.shared(name=KEY)
class Changing:
    n: int = 0
    added: bool = True
    def value(self):
        return f"two with helper {helper()}"
""",
    "only here": """
@so.shared(name=KEY)
class Changing:
    n: int = 0
    made = __import__("sys").only_here
    def value(self):
        return "never elsewhere"
""",
}


def define(key, text, more=""):
    """Run one of the texts, as if its file had been edited, and return the class."""
    file, source = f"<{key}>", (TEXTS[text] + more).replace("KEY", repr(key))
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    namespace = {"so": so, "__name__": "reloading_of_" + key}
    exec(compile(source, file, "exec"), namespace)
    return namespace["Changing" if not more else "Sub"]


def define_and_use(key, text):
    return define(key, text)().value()


def work(instance, seen, control):
    last = None
    while not control["stop"]:
        value = instance.value()
        if value != last:
            last = value
            seen.append(value)
    control["end"] = (instance.n, hasattr(instance, "dropped"), getattr(instance, "added", None))
    return last


def work_blocked(instance, queue, seen):
    seen.append(instance.value())
    queue.get()
    return instance.value()
