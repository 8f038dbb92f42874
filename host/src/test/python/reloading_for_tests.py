# SPDX-License-Identifier: Apache-2.0
"""Classes whose text changes, and an interpreter that changes them when it is told."""

import linecache
import sys
import time
import traceback
import warnings

import shared_objects as so

HEAD = "import shared_objects as so\n"
TEXTS = {
    1: """
def helper():
    return 1

calls = []

@so.shared(name=KEY)
class Changing:
    '''First.'''
    n: int = 0

    def value(self):
        calls.append(1)
        return "one"

    def dropped(self):
        return helper()

    def steps(self):
        yield "one"
        yield "one"

    def __len__(self):
        return 1 + self.n

    @classmethod
    def made(cls):
        return cls
""",
    2: """
def helper():
    return 2

calls = []

@so.shared(name=KEY)
class Changing:
    '''Second.'''
    n: int = 0
    added: bool = True

    def value(self):
        calls.append(1)
        return f"two with helper {helper()}"

    def steps(self):
        yield "two"

    def __len__(self):
        return 2 + self.n

    @property
    def computed(self):
        return self.n + 1

    @classmethod
    def made(cls):
        return [cls]
""",
    "only there": """
def helper():
    return "never"

@so.shared(name=KEY)
class Changing:
    n: int = 0
    made_of = __import__("sys").only_there

    def value(self):
        return f"never with helper {helper()}"
""",
    "no default": """
@so.shared(name=KEY)
class Changing:
    n: int

    def value(self):
        return "one"
""",
    "constant": """
PLACE = "here"

@so.shared(name=KEY)
class Changing:
    seen = []

    def place(self):
        return PLACE
""",
    "default": """
@so.shared(name=KEY)
class Changing:
    n: int = 5

    def value(self):
        return "two"
""",
}
SUB = """
@so.shared(name="sub of " + KEY)
class Sub(Changing):
    TEXT

    def more(self):
        return super().value() + "!"
"""


def define(key, text, sub=None, **replaced):
    """Run one of the texts, as if its file had been edited, and return its names."""
    source = HEAD + TEXTS[text]
    if sub is not None:
        source += SUB.replace("TEXT", sub)
    for old, new in replaced.items():
        source = source.replace(old, new)
    file, source = f"<{key}>", source.replace("KEY", repr(key))
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    namespace = {"__name__": "reloading_of_" + "".join(filter(str.isalnum, key))}
    exec(compile(source, file, "exec"), namespace)
    return namespace


def ask(name, *args, **words):
    """Let the other interpreter call a function. Uses no instance, which would bring new texts here."""
    so.root["job"] = (name, args, words)
    while (outcome := so.root.pop("outcome", None)) is None:
        time.sleep(0.001)
    return outcome


def serve():
    """Call what is asked for in this interpreter."""
    sys.only_there = True
    while True:
        job = so.root.pop("job", None)
        if job is None:
            time.sleep(0.001)
        elif job == "end":
            return
        else:
            name, args, words = job
            so.root["outcome"] = _outcome(globals()[name], args, words)


def _outcome(function, args, words):
    try:
        return "done", function(*args, **words)
    except Exception:
        return "failed", traceback.format_exc()


def publish(key, text, sub=None, **replaced):
    define(key, text, sub, **replaced)


def publish_many(key, count):
    for number in range(count):
        define(key, 1, one=f"number {number}")


def call(instance, method, *args):
    return getattr(instance, method)(*args)


def use_of_own_text(key, text):
    """What a program sees that comes with this text."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = define(key, text)["Changing"]().value()
    return value, [str(each.message) for each in caught]


def publish_in(path, key, text):
    with so.attach(path):
        define(key, text)
