# SPDX-License-Identifier: Apache-2.0
"""What `pso` runs once to learn which Java classes Python programs need: common imports, and loops hot enough to be compiled."""

import importlib
import io
import sys

import shared_objects as so

_COMMON = """
argparse array ast asyncio base64 bisect collections concurrent.futures contextlib copy csv ctypes dataclasses datetime decimal
difflib enum fractions functools glob hashlib heapq inspect io itertools json linecache logging math operator os pathlib
pickle pprint queue random re secrets shutil signal socket sqlite3 statistics string struct subprocess tempfile textwrap
threading time timeit traceback types typing unicodedata unittest urllib.parse uuid warnings weakref zlib
""".split()


@so.shared
class Account:
    owner: str
    balance: int = 0

    def deposit(self, amount):
        self.balance += amount


@so.atomic
def transfer(source, target, amount):
    source.deposit(-amount)
    target.deposit(amount)


def transfers(accounts, rounds):
    for i in range(rounds):
        transfer(accounts[i % 10], accounts[(i + 1) % 10], 1)


def read_and_write(numbers, rounds):
    total = 0
    for i in range(rounds):
        total += numbers[i % 100]
        numbers[i % 100] = i
    return total


def count_words(text, counts):
    for word in text.lower().split():
        counts[word] = counts.get(word, 0) + 1


def find_words(lines):
    import re

    return sum(len(re.findall(r"\w+", line)) for line in lines)


def records(rounds):
    import json

    rows = [{"name": f"n{i}", "value": i / 3, "tags": ("a", str(i))} for i in range(rounds)]
    return sorted(json.loads(json.dumps(rows)), key=lambda row: -row["value"])


def fail():
    try:
        raise ValueError("expected")
    except ValueError:
        import traceback

        traceback.print_exc(file=io.StringIO())


def be_a_kernel():
    """What happens until a notebook's kernel says what it is: Jupyter waits for that."""
    import hashlib
    import hmac
    import json
    import os
    import socket
    import tempfile

    import java

    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(5)]
    names = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"]
    said = {name: each.getsockname()[1] for name, each in zip(names, sockets)}
    said |= {"ip": "127.0.0.1", "transport": "tcp", "key": "k", "signature_scheme": "hmac-sha256"}
    for each in sockets:
        each.close()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "connection.json")
        with open(path, "w") as file:
            json.dump(said, file)
        file = java.type("org.sharedobjects.host.kernel.ConnectionFile").read(java.type("java.nio.file.Path").of(path))
    parts = [b'{"msg_id": "1", "msg_type": "kernel_info_request"}', b"{}", b"{}", b"{}"]
    signature = hmac.new(b"k", b"".join(parts), hashlib.sha256).hexdigest()
    kernel = java.type("org.sharedobjects.host.kernel.Kernel")(file, "", "")
    context = java.type("org.zeromq.ZContext")()
    try:
        page = context.createSocket(java.type("org.zeromq.SocketType").DEALER)
        page.connect(f"tcp://127.0.0.1:{said['shell_port']}")
        for part in ["<IDS|MSG>", signature, *map(bytes.decode, parts[:-1])]:
            page.sendMore(part)
        page.send(parts[-1].decode())
        page.recvStr()
    finally:
        context.close()
        kernel.close()


def repeat(seconds, work, *arguments):
    import time

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        work(*arguments)


def main():
    for name in _COMMON:
        try:
            importlib.import_module(name)
        except Exception as error:
            print(name, error, file=sys.stderr)
    so.root["accounts"] = [Account(f"owner {i}") for i in range(10)]
    so.root["numbers"] = list(range(100))
    so.root["counts"] = {}
    text = "the quick brown fox jumps over the lazy dog\n" * 2000
    fail()
    be_a_kernel()
    repeat(1, count_words, text, {})
    repeat(1, count_words, text, so.root["counts"])
    repeat(1, find_words, text.splitlines())
    repeat(1, records, 500)
    repeat(1, read_and_write, so.root["numbers"], 10_000)
    repeat(2, transfers, so.root["accounts"], 1_000)
    for worker in [so.spawn(transfers, so.root["accounts"], 10_000) for _ in range(2)]:
        worker.result()


if __name__ == "__main__":
    main()
