# SPDX-License-Identifier: Apache-2.0
"""Classes whose text changes, and an interpreter that changes them when it is told."""

import contextlib
import linecache
import sys
import time
import traceback
import warnings

import shared_objects as so
from shared_objects import _native

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
EXIT = """
import sys
@so.shared(name=KEY)
class Changing:
    if hasattr(sys, "here"):
        sys.exit("gone")
"""
LATER = """
import sys
@so.shared(name="for later")
class ForLater:
    if hasattr(sys, "here"):
        raise ImportError("not here")

@so.shared(name=KEY)
class Changing:
    if hasattr(sys, "here"):
        sys.here.append(1)

    def value(self):
        return ForLater()
"""
NEEDED = """
import sys, time
import shared_objects as so
if hasattr(sys, "slow"):
    sys.slow.set()
    time.sleep(0.2)

@so.shared
class Needed:
    pass

VALUE = 3
"""
NEEDING = """
import needed_by_text
@so.shared(name=KEY)
class Changing:
    def value(self):
        return needed_by_text.VALUE
"""
WITH_HELPERS = """
import shared_objects as so

class Failed(Exception):
    pass

def count():
    count.n = getattr(count, "n", 0) + 1

@so.shared
class Changing:
    n: int = 0

    def value(self):
        count()
        raise Failed(1)
"""
UNUSED = "def helper():\n    return 1\n"
IN_BODY = """
import sys
def helper():
    return 2

@so.shared(name=KEY)
class Changing:
    n: int = 0
    seen = sys.in_body()

    def value(self):
        return f"new with {self.seen} and {helper()}"
"""
AT_ONCE = """
@so.shared(name=KEY)
class Changing:
    made = helper()

    def value(self):
        return self.made
"""
IN_FUNCTION = """
PLACE = "here"
def helper():
    return 1

def make():
    @so.shared(name=KEY)
    class Changing:
        n: int = 0

        def place(self):
            return f"{PLACE} {helper()}"

    return Changing

Changing = make()
"""
GETTER = """
@so.shared(name=KEY)
class Changing:
    n: int = 0

    def __getattr__(self, name):
        return lambda: name
"""
SLOTS = """
@so.shared(name=KEY)
class Changing:
    __slots__ = ('a',)

    def value(self):
        return 1

@so.shared(name="sub of " + KEY)
class Sub(Changing):
    __slots__ = ("b",)
"""
IN_BETWEEN = """
import shared_objects as so

@so.shared
class Changing:
    n: int = 0

class Between(Changing):
    pass

@so.shared
class Sub(Between):
    m: int = 0
"""
SUB = """
@so.shared(name="sub of " + KEY)
class Sub(Changing):
    TEXT

    def more(self):
        return super().value() + "!"
"""


class Mixin:
    @property
    def n(self):
        return "of the mixin"


class Meta(type):
    pass


def define(key, text, sub=None, **replaced):
    """Run a text or one of those above, as if its file had been edited, and return its names."""
    source = HEAD + TEXTS.get(text, text)
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


def there(name, *args, **words):
    """Call a function in the other interpreter."""
    outcome, result = ask(name, *args, **words)
    if outcome != "done":
        raise AssertionError(result)
    return result


def record_of(key):
    return next(record for record in _native.system()["python.classes"].values() if record["key"] == key)


@contextlib.contextmanager
def here_only():
    """Texts see by ``sys.here`` that they are run in this interpreter, and can note it there."""
    sys.here = []
    try:
        yield sys.here
    finally:
        del sys.here


@contextlib.contextmanager
def importing_from(folder):
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        sys.path.remove(folder)


_other = []


def start():
    """Start the other interpreter, unless a module of tests before has left it running."""
    if not _other:
        _other.append(so.spawn(serve, daemon=True))


def stop():
    so.root["job"] = "end"
    _other.pop().result()


def serve():
    """Call what is asked for in this interpreter."""
    sys.only_there = True
    sys.in_body = lambda: None
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


def store_in(path, instance):
    """Store another instance of the class in that heap."""
    instance.value()
    with so.attach(path) as heap:
        heap.root["instance"] = type(instance)()


def instance_in(path):
    with so.attach(path) as heap:
        return heap.root["instance"].value()


def publish_from(folder, key, text):
    """The same with modules from that folder."""
    with importing_from(folder):
        define(key, text)


def load(folder, name):
    """Import a module of that folder as its file is now."""
    publish_from(folder, "loading", f"import importlib\nimportlib.invalidate_caches()\nimport {name}")
