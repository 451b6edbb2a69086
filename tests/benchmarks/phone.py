"""`python -m tests.benchmarks.phone <address> <path> <cookies>`: what the form of a contact costs on a slow telephone.

A process of its own, as a browser wants a loop of its own. Everything that the browser fetches (the worker's files too) goes through a
proxy that counts: bytes of the answers, with their headers, as they come over the line. Prints JSON.
"""

from __future__ import annotations

import json
import shutil
import socket
import statistics
import sys
import threading
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.conftest import BROWSER, FLAGS

CPU_SLOWDOWN = 4
BITS_PER_SECOND = 1_600_000
LATENCY_MS = 150
#: The worker's cache is full and the names are on the phone.
INSTALLED = """async () => {
  const [name] = await caches.keys();
  return Boolean(name) && (await (await caches.open(name)).keys()).length > 3 && (await indexedDB.databases()).length === 1;
}"""
#: The form stands on the screen and its script listens.
USABLE = """() => Math.max(performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
  performance.getEntriesByName("first-contentful-paint")[0].startTime)"""


class Meter:
    """Passes bytes between browser and server, and counts those that come back."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.count = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            near, _address = self.listener.accept()
            far = socket.create_connection(("127.0.0.1", self.target))
            threading.Thread(target=self._pass, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(far, near, True), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, is_answer: bool) -> None:
        try:
            while data := source.recv(65536):
                if is_answer:
                    self.count += len(data)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            sink.close()


def telephone(browser: Browser, base: str, cookies: list[Any]) -> tuple[BrowserContext, Page]:
    context = browser.new_context(base_url=base, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    context.add_cookies([{"name": one["name"], "value": one["value"], "url": base} for one in cookies])
    page = context.new_page()
    page.set_default_timeout(60_000)
    return context, page


def measure(address: str, path: str, cookies: list[Any], *, rounds: int) -> dict[str, Any]:
    meter = Meter(urlsplit(address).port or 80)
    base = f"http://127.0.0.1:{meter.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which(BROWSER), args=FLAGS)
        context, page = telephone(browser, base, cookies)
        page.goto(path)
        page.wait_for_function(INSTALLED)
        page.wait_for_load_state("networkidle")
        first = meter.count
        page.goto(path)
        page.get_by_role("button", name="Bewaar").wait_for()
        page.wait_for_load_state("networkidle")
        later = meter.count - first
        context.close()
        times = [_slow(browser, base, path, cookies) for _round in range(rounds)]
        browser.close()
    return {"first_bytes": first, "later_bytes": later, "usable_ms": statistics.median(times), "slowest_ms": max(times)}


def _slow(browser: Browser, base: str, path: str, cookies: list[Any]) -> float:
    """A first visit: nothing in any cache."""
    context, page = telephone(browser, base, cookies)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    line = BITS_PER_SECOND / 8
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY_MS, "downloadThroughput": line, "uploadThroughput": line / 2},
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    page.goto(path)
    page.get_by_role("button", name="Bewaar").wait_for()
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    took: float = page.evaluate(USABLE)
    context.close()
    return took


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), rounds=int(sys.argv[4]))))
