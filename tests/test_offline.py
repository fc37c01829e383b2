"""Nothing the program does touches the network. Textual's own loop may open a pair of sockets to wake itself."""

import subprocess
import sys
from pathlib import Path

import pytest

FORBIDDEN = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
             "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")  # fmt: skip

GUARD = f"""
import os, sys
from pathlib import Path

def guard(event, arguments):
    if event in {FORBIDDEN!r} or (event.startswith(("subprocess.", "os.exec", "os.posix_spawn")) and FORKS_ARE_BAD):
        print("NETWORK", event, arguments, file=sys.stderr, flush=True)
        os._exit(99)

FORKS_ARE_BAD = True
sys.addaudithook(guard)
"""

COMMANDS = """
from pmark_check.cli import main

def run(*arguments):
    try:
        main(list(arguments))
    except SystemExit as leaving:
        assert leaving.code == 0, arguments

run("new", "A社")
run("answer", "A社", "test-data.deleted-on-time", "no", "--note", "棚", "--by", "山田")
run("score", "A社", "--json")
run("report", "A社")
run("report", "A社", "--lang", "en")
run("demo")
run("list")
run("doctor")
run("verify", "A社")
run("checklist", "list")
"""

SCREENS = """
import asyncio
from pmark_check.cli.program import Desk
from pmark_check.tui.app import PmarkApp
from pmark_check.tui.desk import Desk as Screens

async def use():
    desk = Desk()
    path = desk.workspace.create("A社", desk.workspace.chosen())
    app = PmarkApp(Screens(desk.around, desk.workspace, desk.settings, desk.background), open_path=path)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        for key in ("enter", "1", "2", "tab", "f5", "escape"):
            await pilot.press(key)
            await pilot.pause()

asyncio.run(use())
"""


def guarded(script: str, workspace: Path) -> "subprocess.CompletedProcess[str]":
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(workspace), "PMARK_CHECK_WORKSPACE": str(workspace),
               "PYTHONUTF8": "1", "TERM": "xterm-256color"}  # fmt: skip
    command = [sys.executable, "-c", GUARD + script]
    return subprocess.run(command, capture_output=True, text=True, env=environ, check=False, timeout=120)


@pytest.mark.parametrize("script", [COMMANDS, SCREENS], ids=["commands", "screens"])
def test_the_program_opens_no_connection(script: str, tmp_path: Path) -> None:
    ran = guarded(script, tmp_path)
    assert ran.returncode == 0, ran.stderr[-3000:]


@pytest.mark.parametrize(
    "call",
    [
        "socket.socket().connect(('127.0.0.1', 9))",
        "socket.socket().bind(('127.0.0.1', 0))",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
        "socket.getaddrinfo('localhost', 80)",
        "socket.gethostbyname('localhost')",
    ],
)
def test_the_guard_sees_every_way_out(call: str, tmp_path: Path) -> None:
    ran = guarded(f"import socket\n{call}\n", tmp_path)
    assert ran.returncode == 99
    assert "NETWORK socket." in ran.stderr
