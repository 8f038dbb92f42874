# SPDX-License-Identifier: Apache-2.0
"""What `python` itself does around a program: streams, __main__, exit codes. Run inside each interpreter."""

import _frozen_importlib_external
import atexit
import builtins
import errno
import io
import os
import sys

_HERE = "<pso>"
_INTERRUPTED = -2  # by signal 2, as subprocess has it


class _Output(io.RawIOBase):
    """A standard stream of this interpreter; the host keeps lines of several interpreters apart."""

    def __init__(self, fd, sink):
        self._fd = fd
        self._sink = sink
        self.name = "<stdout>" if fd == 1 else "<stderr>"
        self.mode = "wb"

    def writable(self):
        return True

    def fileno(self):
        return self._fd

    def isatty(self):
        return os.isatty(self._fd)

    def write(self, data):
        data = bytes(data)
        if data:
            error = self._sink(data)
            if error:
                raise OSError(error, os.strerror(error))
        return len(data)


def _stream(fd, sink, old, line_buffering, unbuffered):
    raw = _Output(fd, sink)
    buffer = raw if unbuffered else io.BufferedWriter(raw)
    stream = io.TextIOWrapper(
        buffer,
        old.encoding,
        "backslashreplace" if fd == 2 else old.errors,
        line_buffering=line_buffering and not unbuffered,
        write_through=unbuffered,
    )
    stream.mode = "w"
    return stream


def _is_closed(fd):
    """Whether the caller had closed a standard stream: pso has put the null device there, opened the wrong way."""
    try:
        is_null = os.path.samestat(os.fstat(fd), os.stat(os.devnull))
    except (OSError, ValueError):
        return False
    try:
        if is_null:
            os.write(fd, b"") if fd else os.read(fd, 0)
    except OSError:
        return True
    return False


def _serve(environment, end_process):
    """Takes the caller's place: this interpreter was made before it was known for whom."""
    import posix

    try:
        os.chdir(os.getcwd())  # files of this interpreter that the host opens follow from now on
    except OSError:
        pass
    pairs = (entry.partition(b"=") for entry in environment.encode("latin-1").split(b"\0") if entry)
    variables = {name: value for name, _, value in pairs if name}
    # putenv is not needed: the host has set the process's own environment.
    for names in (posix.environ, os.environ._data):
        names.clear()
        names.update(variables)
    posix.execv = os.execv = _execv(end_process)
    sys.stdin = sys.__stdin__ = _stdin(sys.stdin)


def _execv(end_process):
    def execv(path, argv, /):
        """Execute an executable path with arguments, replacing current process; here as a child, since the host goes on."""
        end_process(_run_instead(path, argv))

    return execv


def _set_exit(end_process):
    """Where the host sees SystemExit, that comes from Python's ``sys.exit`` then, and from nothing else."""
    import posix

    def _exit(status):
        """Exit to the system with specified status, without normal exit processing."""
        import operator

        end_process(operator.index(status) & 0xFF)

    posix._exit = os._exit = _exit


def _run_instead(path, argv):
    """Runs a command that gets this program's signals; returns its status, as subprocess has it."""
    import signal
    import subprocess

    if not argv:
        raise ValueError("exec: argv must not be empty")
    child = None
    early = []

    def forward(number, frame):
        early.append(number) if child is None else child.send_signal(number)

    passed = (signal.SIGHUP, signal.SIGINT, signal.SIGUSR1, signal.SIGALRM, signal.SIGTERM, signal.SIGWINCH)
    before = [signal.signal(number, forward) for number in passed]
    try:
        child = subprocess.Popen(argv, executable=path, close_fds=False)
    except OSError:
        for number, handler in zip(passed, before):
            signal.signal(number, handler)
        raise
    for number in early:
        child.send_signal(number)
    return child.wait()


def _stdin(old):
    raw = io.FileIO(0, "r", closefd=False)
    stream = io.TextIOWrapper(io.BufferedReader(raw), old.encoding, old.errors)
    stream.mode = "r"
    raw.name = "<stdin>"
    return stream


def _set_streams(out, err, several, reads_stdin):
    unbuffered = isinstance(getattr(sys.stdout, "buffer", None), io.FileIO)
    stdout = _stream(1, out, sys.stdout, several or os.isatty(1), unbuffered)
    stderr = _stream(2, err, sys.stderr, True, unbuffered)
    sys.stdout = sys.__stdout__ = None if _is_closed(1) else stdout
    sys.stderr = sys.__stderr__ = None if _is_closed(2) else stderr
    if not reads_stdin:
        sys.stdin = sys.__stdin__ = stdin = open(os.devnull, encoding=sys.stdin.encoding)  # any other imports locale
        atexit.register(stdin.close)
    elif _is_closed(0):
        sys.stdin = sys.__stdin__ = None


def _own_frames_removed(error):
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_frame.f_code.co_filename == _HERE:
        traceback = traceback.tb_next
    return error.with_traceback(traceback)


def _report(error):
    """Prints an uncaught exception as sys.excepthook does, in one piece."""
    _own_frames_removed(error)
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
    sys.last_exc = error
    try:
        sys.stdout.flush()
    except Exception:
        pass
    stderr = sys.stderr
    whole = io.StringIO()
    if stderr is sys.__stderr__:
        sys.stderr = whole
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except SystemExit as nested:
        return _exit_status(nested)
    except BaseException as nested:
        print("Error in sys.excepthook:", file=sys.stderr)
        sys.__excepthook__(type(nested), nested, nested.__traceback__)
        print("\nOriginal exception was:", file=sys.stderr)
        sys.__excepthook__(type(error), error, error.__traceback__)
    finally:
        if sys.stderr is whole:
            sys.stderr = stderr
            _try_write(stderr, whole.getvalue())
    return 1


def _try_write(stream, text):
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError, AttributeError):
        pass


def _exit_status(exit):
    code = exit.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF if -(2**63) <= code < 2**63 else 0xFF
    _try_write(sys.stderr, f"{code}\n")
    return 1


def _has_importer(path):
    for hook in sys.path_hooks:
        try:
            hook(path)
            return True
        except ImportError:
            pass
    return False


class _LinecacheFinder:
    """Gives linecache the source that is in no file once somebody imports it; at every start that would take too long."""

    def __init__(self):
        self._sources = {}

    def find_spec(self, name, path=None, target=None):
        if name != "linecache":
            return None
        from _frozen_importlib_external import PathFinder

        spec = PathFinder.find_spec(name)
        if spec is not None:
            execute = spec.loader.exec_module
            spec.loader.exec_module = lambda module: (execute(module), self._fill(module))
        return spec

    def remember(self, name, text):
        self._sources[name] = text
        before = [finder for finder in sys.meta_path if hasattr(finder, "early_modules")]
        for finder in before:
            if "linecache" in finder.early_modules:
                self._enter(finder.early_modules["linecache"])
        if "linecache" in sys.modules:
            self._fill(sys.modules["linecache"])
        elif self not in sys.meta_path:
            sys.meta_path.insert(sys.meta_path.index(before[0]) + 1 if before else 0, self)

    def _enter(self, linecache):
        for name, text in self._sources.items():
            linecache.cache[name] = (len(text), None, text.splitlines(True), name)

    def _fill(self, linecache):
        self._enter(linecache)
        self._sources.clear()
        if self in sys.meta_path:
            sys.meta_path.remove(self)


remember_source = _LinecacheFinder().remember


_keep = None


def _compiled(source, name):
    """Compiles text or bytes so that the host keeps the code, with what becomes of it, for the next interpreter."""
    try:
        text = source if isinstance(source, str) else str(source, "utf-8-sig")
    except UnicodeDecodeError:
        text = None
    if text is None or "coding" in text[:200]:
        return compile(source, name, "exec", dont_inherit=True, optimize=_optimization())  # which knows how to decode it
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _keep(text, name)
    return compile(text, name, "exec", dont_inherit=True, optimize=_optimization())


def _optimization():
    return min(sys.flags.optimize, 1)  # GraalPy's own default is 0, whatever the flag says


def _optimize_modules():
    def source_to_code(self, data, path, *, _optimize=-1):
        """Return the code object compiled from source, without asserts."""
        return compile(data, path, "exec", dont_inherit=True, optimize=_optimization() if _optimize < 0 else _optimize)

    _frozen_importlib_external.SourceLoader.source_to_code = source_to_code


def _share_modules():
    """Lets code of modules be shared as well; from a .pyc file it comes sooner the first time, but new in each interpreter."""

    def get_code(self, fullname):
        """Concrete implementation of InspectLoader.get_code."""
        path = self.get_filename(fullname)
        return _compiled(self.get_data(path), path)

    _frozen_importlib_external.SourceFileLoader.get_code = get_code


def _execute(source, name):
    exec(_compiled(source, name), sys.modules["__main__"].__dict__)


def _run_text(text, name):
    import _frozen_importlib

    sys.modules["__main__"].__loader__ = _frozen_importlib.BuiltinImporter
    remember_source(name, text)
    _execute(text, name)


def _run_module(name, set_argv0=True):
    import runpy

    runpy._run_module_as_main(name, set_argv0)


def _run_file(path, safe_path):
    path = os.path.abspath(path)
    if _has_importer(path):
        sys.path.insert(0, path)
        return _run_module("__main__", False)
    try:
        with open(path, "rb") as file:
            source = file.read()
    except OSError as error:
        message = f"pso: can't open file {path!r}: [Errno {error.errno}] {error.strerror}\n"
        _try_write(sys.stderr, message)
        return 2
    if not safe_path:
        sys.path.insert(0, os.path.dirname(os.path.realpath(path)))
    main = sys.modules["__main__"]
    main.__file__ = path
    main.__cached__ = None
    main.__loader__ = _frozen_importlib_external.SourceFileLoader("__main__", path)
    _execute(source, path)


def _is_open_block(source):
    """Whether the input is a compound statement that no empty line has ended yet; GraalPy's codeop misses some."""
    import ast

    lines = source.split("\n")
    if len(lines) < 2 or not lines[-1].strip():
        return False
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return False
    return bool(statements) and any(hasattr(statements[-1], name) for name in ("body", "cases"))


def _interact(banner):
    import code

    class Console(code.InteractiveConsole):
        inputs = 0

        def runsource(self, source, filename="<stdin>", symbol="single"):
            if _is_open_block(source):
                return True
            name = f"<stdin-{self.inputs}>"
            remember_source(name, source + "\n")
            more = super().runsource(source, name, symbol)
            if not more:
                self.inputs += 1
            return more

    try:
        import readline
    except ImportError:
        pass
    startup = os.environ.get("PYTHONSTARTUP")
    if startup and not sys.flags.ignore_environment and banner:
        with open(startup, "rb") as file:
            _execute(file.read(), startup)
    Console(sys.modules["__main__"].__dict__).interact(banner=banner, exitmsg="")


def _run(kind, target, arguments, banner):
    safe_path = sys.flags.safe_path
    first = {"command": "-c", "module": "-m", "interactive": ""}.get(kind, target)
    sys.argv[:] = [first, *arguments]
    if kind == "file":
        return _run_file(target, safe_path)
    if not safe_path:
        sys.path.insert(0, os.getcwd() if kind == "module" else "")
    if kind == "command":
        return _run_text(target + "\n", "<string>")
    if kind == "module":
        return _run_module(target)
    if kind == "stdin":
        return _run_text("" if sys.stdin is None else sys.stdin.read(), "<stdin>")
    return _interact(banner)


def launch(kind, target, arguments, banner, inspect, program_ended, reports_interrupt):
    """Runs a program to its end in this interpreter; returns the exit status python would give.

    From ``program_ended()`` on no handler of a signal runs. One that raises just before that ends this function: ``launch.failed``
    does the rest.
    """
    asks = inspect and kind != "interactive"
    if asks:
        _guarded(lambda: _run(kind, target, list(arguments), banner), _report, reports_interrupt)
    program = (lambda: _interact("")) if asks else lambda: _run(kind, target, list(arguments), banner)

    def last():
        try:
            return program()
        finally:
            program_ended()

    return _flushed(_guarded(last, _exit_status, reports_interrupt) or 0)


def _guarded(program, exited, reports_interrupt):
    try:
        return program()
    except SystemExit as exit:
        return exited(exit)
    except KeyboardInterrupt as error:
        if reports_interrupt():
            _report(error)
        return _INTERRUPTED
    except BaseException as error:
        return _report(error)


def _failed(error, reports_interrupt):
    """The status of a program that this exception has ended."""

    def end():
        raise error

    return _flushed(_guarded(end, _exit_status, reports_interrupt))


launch.failed = _failed


def _flushed(status):
    """What is still in the buffer goes out before anybody waits for workers; python's status where that fails."""
    try:
        if sys.stdout is not None and not sys.stdout.closed:
            sys.stdout.flush()
    except Exception as error:
        _try_write(sys.stderr, f"Exception ignored in: {sys.stdout!r}\n{type(error).__name__}: {error}\n")
        sys.stdout = None
        return status or 120
    return status


def prepare(out, err, several, reads_stdin, caller, end_process, keep):
    global _keep
    _keep = keep
    if end_process is not None:
        _set_exit(end_process)
    if sys.flags.optimize:
        _optimize_modules()
    if caller is not None:
        _serve(caller, end_process)
        _share_modules()
    _set_streams(out, err, several, reads_stdin)
    return launch


def warm_up(keep):
    """Does for an interpreter that nobody has asked for yet what most programs would wait for."""
    global _keep
    _keep = keep
    _share_modules()
    import shared_objects


prepare.warm_up = warm_up
prepare
