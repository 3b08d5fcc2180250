"""What the bench needs: compiled parts, peers, a JDK 25, the program. All of it is made under target/bench."""

import functools
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
    if not mosquitto_client("pub"):
        install("mosquitto-clients")


def mosquitto():
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")


def mosquitto_client(what):
    """The path of mosquitto_pub or mosquitto_sub."""
    return shutil.which(f"mosquitto_{what}")


@functools.cache
def jdk():
    """The folder of a JDK 25 or newer."""
    return run([os.path.join(ROOT, "scripts", "find-jdk")]).split()[-1]


def java():
    return os.path.join(jdk(), "bin", "java")


def build_program():
    """An old build would be measured silently: newer sources make a new one."""
    built = os.path.getmtime(JAR) if os.path.exists(JAR) else 0
    sources = [os.path.join(ROOT, "pom.xml")]
    for top in ("src/main", "web"):
        for folder_path, _, names in os.walk(os.path.join(ROOT, top)):
            sources += [os.path.join(folder_path, name) for name in names]
    if any(os.path.getmtime(source) > built for source in sources):
        print("building target/otgw-pi.jar", file=sys.stderr)
        run(["mvn", "-B", "-q", "-DskipTests", "package"], cwd=ROOT, env={**os.environ, "JAVA_HOME": jdk()})


@functools.cache
def port_options():
    """Those options of the program that name a port: it must not take the standard ones."""
    help_text = run([java(), "-jar", JAR, "--help"])
    return sorted(set(re.findall(r"--[a-z]+-port\b", help_text)))


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
        build_program()


def folder():
    """A new folder for one server; it goes when the server is closed."""
    return tempfile.mkdtemp(prefix="otgw-pi-bench-")
