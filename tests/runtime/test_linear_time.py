"""Parsers of what others send take time in proportion to its length.

Each is given a megabyte in a process that may compute for 20 seconds: they need a second or two, and
would need hours if they looked at everything again for each character.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

N = 1_000_000
LINK = "from oasmith.runtime.pages import next_link as parse"
PREFER = "from oasmith.mock.preferences import preferences as parse"
LINES = """
from oasmith.runtime.streaming import Lines
def parse(data):
    lines = Lines()
    for start in range(0, len(data), 100):
        list(lines.feed(data[start:start + 100]))
    list(lines.feed(b"", is_last=True))
"""
EVENTS = """
from oasmith.runtime.streaming import Events
def parse(lines):
    events = Events()
    for line in lines:
        events.feed(line)
    events.feed("")
"""
PARTS = """
from oasmith.mock.multipart import parts
def parse(header):
    try:
        body = b"--b\\r\\n" + header + b"\\r\\n\\r\\nx\\r\\n--b--\\r\\n"
        list(parts(body, "multipart/form-data; boundary=b"))
    except ValueError:
        pass
"""
BODY = """
from oasmith.mock.multipart import parts
def parse(body):
    try:
        list(parts(body, "multipart/form-data; boundary=b"))
    except ValueError:
        pass
"""
SIGNATURE = "from oasmith.mock.signatures import _FORM\nparse = _FORM.fullmatch"
PATH = """
import re
from oasmith.mock.routing import _segment_pattern
def parse(text):
    for segment in ("{a}.{b}", "{a}-{b}.json", "{a}-{b}.{c}", "{a}.{b}-{c}.{d}x", "{a}{b}{c}"):
        re.compile(_segment_pattern(segment)).fullmatch(text)
"""
ACCEPT = "from oasmith.mock.media import best\ndef parse(text): best(text, ['application/json', 'text/*'])"

INPUTS = {
    "link": (
        LINK,
        r"""
        '<' * n, '>' * n, '"' * n, '<a>;' * (n // 4), '<a>' + '; ' * (n // 2), '<a>;rel="' * (n // 9),
        '<a>; ' + '=' * n, '<a>' + ' ' * n, '<a>; x="' + '\\"' * (n // 2), '<a>, ' * (n // 5),
        '<a>;rel=x' + ' ' * n + ';',
        """,
    ),
    "prefer": (
        PREFER,
        r"""
        '\\"' * (n // 2), '"' * n, ',' * n, 'a="' * (n // 3), 'a=b;' * (n // 4), '\\' * n, ' ' * n,
        """,
    ),
    "lines": (LINES, r"b'a' * n, b'\r' * n, b'\n' * n, b'\xe2' * n, b'\r\n' * (n // 2),"),
    "events": (EVENTS, r"['data: x'] * (n // 8), ['data'] * (n // 5), [':' * n], ['data:' + ' ' * n],"),
    "part": (
        PARTS,
        r"""
        b'Content-Disposition: form-data; name="a"' + b';a' * (n // 2), b'Content-Disposition: ' + b'"' * n,
        b'Content-Disposition: form-data; name="' + b'\\"' * (n // 2), b'x' * n, b'a: b\r\n' * (n // 6),
        """,
    ),
    "parts": (
        BODY,
        r"""
        b'--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n' * (n // 50) + b'--b--',
        b'--b\r\n\r\n' + b'\r\n--' * (n // 4), b'--' * (n // 2), b'\r' * n,
        """,
    ),
    "signature": (
        SIGNATURE,
        r"""
        'SDK-HMAC-SHA256 Access=' + 'a,SignedHeaders=' * (n // 16), 'SDK-HMAC-SHA256 Access=' + 'a' * n,
        """,
    ),
    "path": (
        PATH,
        r"'-' * n, '.' * n, '.-' + '-' * n, 'x' * n, 'a-b.c' + '-' * n, '.-' * (n // 2),",
    ),
    "accept": (
        ACCEPT,
        r"'a/b;q=0.1,' * (n // 10), ';' * n, ',' * n, 'a/b' + ';q=1' * (n // 4),",
    ),
}
LIMIT = "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (20, 20))\n"
PROGRAM = """
{parser}
n = {n}
for text in ({inputs}):
    parse(text)
print("done")
"""


@pytest.mark.parametrize("name", INPUTS)
def test_a_megabyte(name: str) -> None:
    parser, inputs = INPUTS[name]
    program = LIMIT + PROGRAM.format(parser=parser, n=N, inputs=inputs)
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "done\n"), ran.stderr


CLIENT = """
import sys
sys.path.insert(0, sys.argv[1])
import httpx2
from courier_client import CourierClient
for header in ("<" * 90_000, '<a>;rel="' * 10_000, "<a>" + "; " * 45_000, '"' * 90_000):
    def answer(request):
        return httpx2.Response(200, json=[{"id": "1"}], headers={"Link": header})
    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    assert len(list(CourierClient(base_url="http://courier.example", http_client=http).iter_depots())) == 1
print("done")
"""


def test_the_pages_of_a_client(courier: object) -> None:
    folder = str(Path(str(vars(courier)["__file__"])).parents[1])
    ran = subprocess.run(
        [sys.executable, "-c", LIMIT + CLIENT, folder], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "done\n", "")
