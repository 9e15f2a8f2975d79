"""Nothing leaves the laptop: in a network of its own, what the app sends outside is counted."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# A network with one cable that leads to nobody: every packet that wants out is counted on it.
NETWORK = """
set -e
ip link set lo up
ip link add outside type veth peer name nobody
sysctl -qw net.ipv6.conf.outside.disable_ipv6=1 net.ipv6.conf.nobody.disable_ipv6=1 2>/dev/null \\
  || { echo 1 > /proc/sys/net/ipv6/conf/outside/disable_ipv6;
       echo 1 > /proc/sys/net/ipv6/conf/nobody/disable_ipv6; } 2>/dev/null || true
ip address add 10.9.0.1/24 dev outside
ip link set outside up
ip link set nobody up
ip neighbour add 10.9.0.2 lladdr 02:00:00:00:00:01 dev outside
ip route add default via 10.9.0.2
exec "$@"
"""

INSIDE = r"""
import http.client, re, socket, subprocess, sys, time
from pathlib import Path

def sent():
    line = next(l for l in Path("/proc/net/dev").read_text().splitlines() if "outside:" in l)
    return int(line.partition(":")[2].split()[9])

def ask(port, path="/", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Host": f"localhost:{port}", **headers})
    status = connection.getresponse().status
    connection.close()
    return status

before = sent()
probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
probe.sendto(b"?", ("192.0.2.1", 53))
assert sent() == before + 1, "the cable does not count"
start = sent()
app = subprocess.Popen(
    [sys.executable, "-m", "coding", "open", sys.argv[1], "--no-browser"],
    stdout=subprocess.PIPE, text=True,
)
try:
    port = int(re.search(r":(\d+) ", app.stdout.readline())[1])
    wire = {
        "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    assert ask(port) == 200
    assert ask(port, "/_stcore/stream", **wire, Origin=f"http://localhost:{port}") == 101
    foreign = ["http://evil.example", f"http://localhost:{port + 1}", "http://10.9.0.1", "null"]
    for origin in foreign:
        assert ask(port, "/_stcore/stream", **wire, Origin=origin) == 403, origin
        assert ask(port, Origin=origin) == 403, origin
    time.sleep(1)
finally:
    app.terminate()
    app.wait(20)
print("packets out:", sent() - start)
"""


_APART = ("unshare", "-rn", "sh", "-c", NETWORK, "sh")


def _own_network() -> bool:
    if not (shutil.which("unshare") and shutil.which("ip")):
        return False
    done = subprocess.run(
        ["unshare", "-rn", "sh", "-c", NETWORK, "sh", "true"], capture_output=True
    )
    return done.returncode == 0


@pytest.mark.skipif(not _own_network(), reason="needs `unshare`, `ip` and a network of its own")
def test_opening_the_app_and_refusing_foreign_pages_sends_no_packet_out(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "coding", "new", str(tmp_path / "study")],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    done = subprocess.run(
        [*_APART, sys.executable, "-c", INSIDE, str(tmp_path / "study")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert (done.stdout, done.returncode) == ("packets out: 0\n", 0), done.stderr
