"""Starts a world of its own for each submission, where no warm process can be forked: a bubblewrap or a container.

Runs as a process of the launcher and speaks to it, and to workers, as the warm process does. It holds no secret and
executes nothing of a student's; the files of a submission pass through it as bytes.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, cast

from fairgrade.sandbox import container
from fairgrade.sandbox.inside import supervisor
from fairgrade.sandbox.inside.relay import CHANNEL, CONTROL, Pipe, into
from fairgrade.sandbox.inside.world import CRASHED
from fairgrade.sandbox.policy import Limits, Policy

_KILL_SECONDS = 3.0
"""After a worker asked for the end; a world whose pipes are full cannot hear of it."""
_REAP_SECONDS = 1.0
Config = dict[str, Any]


def main() -> None:
    """Read the configuration from standard input, which stays open as long as the launcher lives; then serve."""
    config: Config = json.loads(sys.stdin.buffer.readline())
    with World(config, Limits()) as world:
        answer = world.greeting()
    os.write(1, json.dumps(answer).encode() + b"\n")
    if "tier" in answer:
        _serve(socket.socket(fileno=config["listen"]), config | {"found": answer["tier"]})


class World:
    """The process that starts bubblewrap or the container's engine, with pipes to the first process inside.

    Args:
        config: of the launcher.
        limits: of the submission.
    """

    def __init__(self, config: Config, limits: Limits) -> None:
        uids = Policy().student_uids
        uid = uids[os.getpid() % len(uids)]  # the kernel counts a user's processes in all worlds together
        self._engine: str | None = config["engine"]
        self._name = f"fairgrade-{os.getpid()}-{os.urandom(4).hex()}"
        command = config["world"]
        if self._engine:
            command = container.run_command(self._engine, self._name, uid, limits, command)
        environment: dict[str, str] | None = None if self._engine else {}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd="/"
        )
        self.inward = cast(BinaryIO, self._process.stdout)
        self.outward = cast(BinaryIO, self._process.stdin)
        inside = ("tier", "entry", "preload", "roots", "course", "scratch")
        self._write(json.dumps({name: config[name] for name in inside} | {"uid": uid}).encode() + b"\n")

    def _write(self, data: bytes) -> None:
        with contextlib.suppress(BrokenPipeError):  # it ended already, which reading will show
            self.outward.write(data)
            self.outward.flush()

    def greeting(self) -> dict[str, Any]:
        """What its first process says of itself: the tier that holds, or an error; empty where it did not start."""
        line = self.inward.readline()
        return json.loads(line) if line.endswith(b"\n") else {}

    def begin(self, request: dict[str, Any], contents: list[bytes]) -> Pipe:
        """Send the request and the files it announces."""
        self._write(b"".join([json.dumps(request).encode() + b"\n", *contents]))
        return Pipe(self.inward, self.outward.fileno())

    def kill(self) -> None:
        """End all of it now."""
        if self._engine:
            subprocess.run([self._engine, "kill", self._name], capture_output=True, check=False, timeout=30)
        self._process.kill()

    def __enter__(self) -> World:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(BrokenPipeError):
            self.outward.close()
        try:
            self._process.wait(_KILL_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()
        self.inward.close()


def _serve(listener: socket.socket, config: Config) -> None:
    while True:
        ready, _, _ = select.select([0, listener.fileno()], [], [], _REAP_SECONDS)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        if 0 in ready:  # the launcher is gone, or asks for the end by closing
            return
        if listener.fileno() in ready:
            control, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                _host(control, config)
            control.close()


def _host(control: socket.socket, config: Config) -> NoReturn:
    """Serve one accepted connection; runs in a fork and never returns."""
    try:
        request, (channel, files) = supervisor.receive(control)
        with (
            socket.socket(fileno=channel) as sock,
            open(files, "rb") as source,
            World(config, Limits.from_dict(request["limits"])) as world,
        ):
            _check_tier(world.greeting(), config["found"])
            own = {name: source.read(size) for name, size in request["files"]}
            contents = {name: Path(path).read_bytes() for name, path in config["sent"].items()} | own
            request["files"] = [[name, len(data)] for name, data in contents.items()]
            _carry(world, world.begin(request, list(contents.values())), sock, control)
    except Exception as error:
        supervisor.send(control, {"error": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(0)


def _check_tier(answer: dict[str, Any], found: dict[str, Any]) -> None:
    """No submission runs behind less than the first world had."""
    if "tier" not in answer or answer["tier"] | {"uid": 0} != found | {"uid": 0}:
        raise OSError(answer.get("error", "a world did not start as the first one did"))


def _carry(world: World, pipe: Pipe, channel: socket.socket, control: socket.socket) -> None:
    """Carry both streams until the world has ended, and see to it that the worker hears how."""
    told, stopped = bytearray(), threading.Event()

    def stop() -> None:
        control.recv(1, socket.MSG_PEEK)  # a worker sends nothing but `kill`, or hangs up
        stopped.set()
        timer = threading.Timer(_KILL_SECONDS, world.kill)
        timer.daemon = True
        timer.start()
        pipe.carry_out(CONTROL, control)

    def take(data: bytes) -> None:
        told.extend(data)
        into(control)(data) if data else None

    for target, arguments in ((pipe.carry_out, (CHANNEL, channel)), (stop, ())):
        threading.Thread(target=target, args=arguments, daemon=True).start()
    pipe.carry_in({CHANNEL: into(channel), CONTROL: take})
    if b'"cause"' not in told and b'"error"' not in told:
        killed = CRASHED | {"cause": "killed"}
        supervisor.send(control, killed if stopped.is_set() else {"error": "its world ended by itself"})
