"""What the bench needs: compiled parts, peers, a JDK 25, the program. All of it is made under target/bench."""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(SOURCE))
TARGET = os.path.join(ROOT, "target", "bench")
JAR = os.path.join(ROOT, "target", "otgw-pi.jar")
PI_FLAGS = os.path.join(SOURCE, "pi.flags")

# What stands around a line in the text that viewers get: the same length as our own log line, for every server.
TEXT_BEFORE = "12:34:56.789012 Request Boiler     "
TEXT_AFTER = "  24 Write-Data      > Tr = 60.50 °C\r\n"


class Missing(Exception):
    """The bench cannot run; the text says what to do."""


def run(command, **options):
    """Runs a command that prepares something; its output is shown only when it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode != 0:
        raise Missing(f"{' '.join(command)} failed:\n{done.stdout.strip()}")
    return done.stdout


def compile_parts():
    parts = {"load": ["load.c", "clients.c", "feed.c", "ws.c", "mqtt.c", "process.c"], "floor": ["floor.c", "sha1.c"]}
    if not shutil.which("gcc"):
        install("gcc", "libc6-dev")
    for name, sources in parts.items():
        paths = [os.path.join(SOURCE, source) for source in sources]
        command = ["gcc", "-O2", "-Wall", "-Wextra", "-std=gnu11", "-o", os.path.join(TARGET, name), *paths]
        warnings = run(command)
        if warnings:
            print(warnings, file=sys.stderr)


def install(*packages):
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Missing(f"install {' '.join(packages)} first (apt-get install {' '.join(packages)})")
    print(f"installing {' '.join(packages)}", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    try:
        run(command, env=environment)
    except Missing:
        run(["apt-get", "update", "-q"], env=environment)
        run(command, env=environment)


def install_node():
    if not shutil.which("node") or not shutil.which("npm"):
        install("nodejs", "npm")
    folder = os.path.join(TARGET, "node")
    os.makedirs(folder, exist_ok=True)
    for name in ("package.json", "package-lock.json", "peer.js"):
        shutil.copy(os.path.join(SOURCE, "node", name), folder)
    if not os.path.isdir(os.path.join(folder, "node_modules", "ws")):
        run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder)


def install_python():
    """Debian's own library, hence Debian's own interpreter."""
    check = ["/usr/bin/python3", "-c", "import websockets"]
    if subprocess.run(check, stderr=subprocess.DEVNULL).returncode != 0:
        install("python3", "python3-websockets")


def install_mosquitto():
    if not mosquitto():
        install("mosquitto")


def mosquitto():
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")


def java():
    """The path of a java of version 25 or newer."""
    homes = [os.environ.get("JAVA_HOME", ""), *sorted(glob.glob("/usr/lib/jvm/*25*"))]
    for home in homes:
        try:
            with open(os.path.join(home, "release"), encoding="utf-8") as release:
                version = re.search(r'JAVA_VERSION="(\d+)', release.read())
        except OSError:
            continue
        if home and version and int(version.group(1)) >= 25:
            return os.path.join(home, "bin", "java")
    raise Missing("no JDK 25: install openjdk-25-jdk-headless, or set JAVA_HOME to one")


def build_program():
    if os.path.exists(JAR):
        return
    print("building target/otgw-pi.jar", file=sys.stderr)
    run(["mvn", "-B", "-q", "-DskipTests", "package"], cwd=ROOT)


def prepare(servers):
    os.makedirs(TARGET, exist_ok=True)
    compile_parts()
    if "node" in servers:
        install_node()
    if "websockets" in servers:
        install_python()
    if "mosquitto" in servers:
        install_mosquitto()
    if "otgw-pi" in servers:
        java()
        build_program()


def folder():
    """A new folder for one server; it goes when the server is closed."""
    return tempfile.mkdtemp(prefix="otgw-pi-bench-")
