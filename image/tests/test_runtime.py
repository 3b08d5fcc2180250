"""The modules of the image's Java runtime: a runtime of this machine with the same list starts all there is."""

import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request

from machine import PROJECT, free_port, java


class Runtime(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not os.path.exists(os.path.join(PROJECT, "target/otgw-pi.jar")):
            raise AssertionError("the program is not built: run scripts/run or mvn package first")
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        with open(os.path.join(PROJECT, "image/runtime/modules.list")) as file:
            modules = [line.strip() for line in file if line.strip() and not line.startswith("#")]
        cls.runtime = os.path.join(cls.folder, "runtime")
        subprocess.run([os.path.join(os.path.dirname(java()), "jlink"), "--add-modules", ",".join(modules),
                        "--output", cls.runtime], check=True, capture_output=True)

    def started(self, *options, settings=None):
        """Starts the program as the unit does, with a simulated gateway; its process and the port of its page."""
        data = tempfile.mkdtemp(dir=self.folder)
        if settings:
            with open(os.path.join(data, "settings.ini"), "w") as file:
                json.dump(settings, file)
        port = free_port()
        process = subprocess.Popen(
            [os.path.join(self.runtime, "bin/java"), "@" + os.path.join(PROJECT, "src/bench/pi.flags"), "-cp",
             os.path.join(PROJECT, "target/otgw-pi.jar"), "org.otgwpi.Main", "--simulate", "--data", data,
             "--http-port", str(port), "--ws-port", "0", "--bridge-port", "0", "--console-port", "0", *options],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = []
        reader = threading.Thread(target=lambda: said.extend(process.stdout), daemon=True)
        reader.start()

        def end():
            process.terminate()
            process.wait(30)
            reader.join(10)
            process.stdout.close()
        self.addCleanup(end)
        return process, port, said

    def wait_for_page(self, process, port, said):
        for _ in range(600):
            self.assertIsNone(process.poll(), "".join(said))
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_pi/status", timeout=10) as answer:
                    return json.loads(answer.read())
            except urllib.error.URLError:
                time.sleep(0.2)
        raise AssertionError("the page did not come: " + "".join(said))

    def test_every_personality_starts(self):
        usage = subprocess.run([java(), "-cp", os.path.join(PROJECT, "target/otgw-pi.jar"), "org.otgwpi.Main", "--help"],
                               capture_output=True, text=True).stdout
        names = re.search(r"stand in for:\s*([^.]+)\.", usage).group(1).replace("\n", " ").split(",")
        names = [name.strip() for name in names]
        self.assertIn("railhub32", names)
        for name in names:
            with self.subTest(name):
                process, port, said = self.started("--personality", name)
                self.assertEqual(name, self.wait_for_page(process, port, said)["personality"])
                self.assertNotRegex("".join(said), "NoClassDefFoundError|ClassNotFoundException")
        print(", ".join(names), end=" ")

    def test_mqtt_over_tls_reaches_its_broker(self):
        certificate, key = (os.path.join(self.folder, name) for name in ("broker.pem", "broker.key"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days",
                        "5", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
                       check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(120)
            self.started(settings={"MQTTenable": True, "MQTTbroker": "localhost", "MQTTbrokerPort": server.getsockname()[1],
                                   "mqtttls": True, "mqttcafile": certificate})
            connection, _ = server.accept()
            connection.settimeout(60)
            with context.wrap_socket(connection, server_side=True) as secure:
                self.assertEqual(b"\x10", secure.recv(1), "an MQTT CONNECT packet")
                print(secure.version(), end=" ")
