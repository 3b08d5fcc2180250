"""Chromium, driven through chromedriver: the few commands of W3C WebDriver that the tests need."""

import base64
import json
import subprocess
import time
import urllib.error
import urllib.request

from machine import free_port

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"

# What a person does who drops a file: the file comes out of a field of the page's own, since a script has no other.
DROP = """
const [field, zone] = arguments;
const data = new DataTransfer();
data.items.add(field.files[0]);
for (const kind of ['dragover', 'drop']) {
  document.querySelector(zone).dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
}
field.remove();
"""


class Browser:
    """One window; an error of the page's script is an error of the test."""

    def __init__(self, width=1280, height=1000):
        self.port = free_port()
        self.process = subprocess.Popen(["chromedriver", f"--port={self.port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.session = None
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", f"--window-size={width},{height}", "--lang=en"],
                   "prefs": {"intl.accept_languages": "en"}}
        end = time.monotonic() + 120
        while self.session is None:
            try:
                self.session = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {
                    "browserName": "chrome", "goog:chromeOptions": options, "unhandledPromptBehavior": "accept",
                    "timeouts": {"script": 120_000, "pageLoad": 300_000}}}})["sessionId"]
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.3)

    def ask(self, method, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=600) as answer:
                return json.loads(answer.read())["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"the browser refused {path}: {error.read().decode()[:600]}") from error

    def command(self, method, path, body=None):
        return self.ask(method, f"/session/{self.session}{path}", body)

    def open(self, address):
        self.command("POST", "/url", {"url": address})

    def run(self, script, *arguments):
        return self.command("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, selector):
        return self.command("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.command("POST", f"/element/{self.find(selector)}/click", {})

    def drop(self, file, zone):
        self.run("document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'fromOutside' }))")
        field = self.find("#fromOutside")
        self.command("POST", f"/element/{field}/value", {"text": file})
        self.run(DROP, {ELEMENT: field}, zone)

    def text(self, selector):
        """What an element says; empty while it is not there."""
        return self.run("return document.querySelector(arguments[0])?.innerText.replace(/\\s+/g, ' ').trim() ?? ''", selector)

    def visible(self, selector):
        return self.run("return document.querySelector(arguments[0])?.checkVisibility() ?? false", selector)

    def wait(self, what, test, seconds):
        end = time.monotonic() + seconds
        while True:
            result = test()
            if result:
                return result
            if time.monotonic() > end:
                raise AssertionError(f"{what} did not come within {seconds} s; the page says: "
                                     + self.run("return document.body.innerText")[:1500])
            time.sleep(0.5)

    def picture(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.command("GET", "/screenshot")))

    def close(self):
        try:
            if self.session:
                self.command("DELETE", "")
        finally:
            self.process.terminate()
            self.process.wait(30)
