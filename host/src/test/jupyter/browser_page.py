# SPDX-License-Identifier: Apache-2.0
"""A notebook's page in headless Chromium: cells are typed, run and interrupted. Writes a picture of it in the end.

    python3 browser_page.py PSO PICTURE.png

needs Debian's chromium and jupyter-notebook. Not part of the build: it takes a minute, and wants to be looked at.
"""

import asyncio
import base64
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from tornado.websocket import websocket_connect

LIMIT = 240
EMPTY = {
    "cells": [{"cell_type": "code", "id": "first", "source": "", "metadata": {}, "outputs": [], "execution_count": None}],
    "metadata": {"kernelspec": {"name": "pso", "display_name": "Python (shared objects)", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}
SHOWN = "[...document.querySelectorAll('.output')].map(each => each.innerText).join('\\n')"
INTERRUPT = "document.querySelector('[data-jupyter-action=\"jupyter-notebook:interrupt-kernel\"]').click()"
READY = "typeof Jupyter == 'object' && !!Jupyter.notebook && !!Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()"
EDIT = "Jupyter.notebook.edit_mode(); Jupyter.notebook.get_selected_cell().focus_editor()"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Page:
    """A page of the browser that listens at a port."""

    def __init__(self, connection):
        self._connection = connection
        self._count = 0

    @classmethod
    async def of(cls, port):
        begun = time.monotonic()
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
                    pages = [page for page in json.load(answer) if page["type"] == "page"]
                return cls(await websocket_connect(pages[0]["webSocketDebuggerUrl"], max_message_size=1 << 26))
            except (OSError, IndexError):
                if time.monotonic() > begun + LIMIT:
                    raise
                await asyncio.sleep(0.5)

    async def ask(self, method, **parameters):
        self._count += 1
        await self._connection.write_message(json.dumps({"id": self._count, "method": method, "params": parameters}))
        while (answer := json.loads(await self._connection.read_message())).get("id") != self._count:
            pass
        return answer["result"]

    async def value(self, script):
        return (await self.ask("Runtime.evaluate", expression=script))["result"].get("value")

    async def until(self, script):
        begun = time.monotonic()
        while not await self.value(script):
            if time.monotonic() > begun + LIMIT:
                raise AssertionError(f"never: {script}; shown: {await self.value(SHOWN)}")
            await asyncio.sleep(0.3)

    async def run_cell(self, code):
        await self.value(EDIT)
        await self.ask("Input.insertText", text=code)
        for kind in ("keyDown", "keyUp"):
            await self.ask(
                "Input.dispatchKeyEvent", type=kind, modifiers=8, key="Enter", code="Enter", windowsVirtualKeyCode=13
            )

    async def until_shown(self, text):
        await self.until(f"({SHOWN}).includes({json.dumps(text)})")


async def look(port, address, picture):
    page = await Page.of(port)
    await page.ask("Page.navigate", url=address)
    await page.until(READY)
    await page.run_cell("seen = so.root['seen'] = {'n': 0, 'list': [1, 2]}; seen = so.root['seen']; so.watch(seen)")
    await page.until_shown("dict of 2")
    await page.run_cell("print('be' + 'gun')\nwhile True: seen['n'] += 1")
    await page.until_shown("begun")
    await page.value(INTERRUPT)
    await page.until_shown("KeyboardInterrupt")
    await page.run_cell("seen['n'] = 'the last'; 6 * 7")
    await page.until_shown("42")
    await page.until_shown("'the last'")
    await page.run_cell("so.graph(seen)")
    await page.until("document.querySelector('.output img, .output svg') != null")
    shot = await page.ask("Page.captureScreenshot")
    picture.write_bytes(base64.b64decode(shot["data"]))


def main(pso, picture):
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "page.ipynb").write_text(json.dumps(EMPTY))
        ports = free_port(), free_port()
        server = subprocess.Popen(
            [pso, "notebook", "--no-browser", "--allow-root", f"--port={ports[0]}", "--NotebookApp.token=t", folder]
        )
        browser = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1100,1500"]
            + [f"--remote-debugging-port={ports[1]}", f"--user-data-dir={folder}/browser", "about:blank"],
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{ports[0]}/notebooks/page.ipynb?token=t"
            begun = time.monotonic()
            while True:
                try:
                    urllib.request.urlopen(address).close()
                    break
                except OSError:
                    if time.monotonic() > begun + LIMIT:
                        raise
                    time.sleep(0.5)
            asyncio.run(look(ports[1], address, pathlib.Path(picture)))
        finally:
            browser.terminate()
            browser.wait()
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
