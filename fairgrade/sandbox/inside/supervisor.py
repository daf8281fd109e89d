"""Watches one submission from outside its namespaces, ends it at any limit, and says which limit it was.

Student code cannot see, signal or trace this process, and it ends with its worker: when the control channel closes,
everything it watches is killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from fairgrade.sandbox.inside import confine, disk, kernel, nest
from fairgrade.sandbox.inside.tree import Tree
from fairgrade.sandbox.policy import Limits, Policy, Tier

_TICK = 0.05
_MAPS_EVERY = 20
_REQUEST_SECONDS = 10.0


@dataclass(frozen=True)
class Warm:
    """What the warm process hands to every supervisor."""

    policy: Policy
    tier: Tier
    roots: list[str]
    """Folders and files that student code may read, besides those of the policy."""
    course: dict[str, str]
    """Course files: name to path behind the wall."""
    scratch: str
    """Where folders of submissions are made when they have no mounts of their own."""
    inherited: int
    """Anonymous bytes of the warm process."""
    load: Callable[[bool], Callable[[socket.socket, Path], None]]
    """Called in the confined process with whether it is the self-check; returns what it then runs."""


def supervise(control: socket.socket, warm: Warm) -> NoReturn:
    """Serve one accepted connection; runs in a fork of the warm process and never returns."""
    try:
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
        control.settimeout(_REQUEST_SECONDS)
        request, descriptors = receive(control)
        _Supervisor(control, warm, request, descriptors).run()
    except Exception as error:
        send(control, {"error": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(0)


def receive(control: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """A worker's request, with the descriptors of its channel and of the submission's files."""
    data, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 2)
    while data and not data.endswith(b"\n"):
        more = control.recv(1 << 16)
        if not more:
            raise ConnectionError("the worker hung up")
        data += more
    request: dict[str, Any] = json.loads(data)
    return request, descriptors


def send(control: socket.socket, message: dict[str, Any]) -> None:
    """Tell the worker something."""
    with contextlib.suppress(OSError):  # the worker is gone; nobody is left to be told
        control.sendall(json.dumps(message).encode() + b"\n")


class _Supervisor:
    def __init__(
        self, control: socket.socket, warm: Warm, request: dict[str, Any], descriptors: list[int]
    ) -> None:
        self.control, self.warm = control, warm
        self.limits = Limits.from_dict(request["limits"])
        self.probing: bool = request["probe"]
        self.channel, self.files = descriptors
        self.names: list[tuple[str, int]] = request["files"]
        self.proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self.scratch = nest.SCRATCH
        self.peak = 0
        self.precise_after = 0.0
        self.ticks = 0

    def run(self) -> None:
        """Make the submission's world, start it, watch it, report."""
        if self.warm.tier.nested:
            nest.nest()
            nest.mount_scratch(self.limits)
        else:
            self.scratch = Path(self.warm.scratch) / str(os.getpid())
            self.scratch.mkdir(mode=0o700)
        try:
            self._write_files()
            self._start_and_watch()
        finally:
            if not self.warm.tier.nested:
                _kill_descendants(self.proc)
                disk.remove(self.scratch)

    def _write_files(self) -> None:
        with open(self.files, "rb") as source:
            for name, size in self.names:
                (self.scratch / name).write_bytes(source.read(size))
        for name, path in self.warm.course.items():
            if "/" not in name and not (self.scratch / name).exists():
                (self.scratch / name).symlink_to(path)

    def _start_and_watch(self) -> None:
        started = time.monotonic()
        ready, tell = os.pipe()
        tasks = (
            self.limits.tasks + 1 if self.warm.tier.nested else _tasks_of_user(self.proc) + self.limits.tasks
        )
        child = os.fork()
        if child == 0:
            os.close(ready)
            self._become_student(tell, tasks)
        os.close(tell)
        os.close(self.channel)
        kernel.drop_capabilities()
        _write_score(self.proc, child)
        with open(ready, "rb") as pipe:
            problem = pipe.read().decode()
        if problem != "ok":
            _kill(child)
            os.waitpid(child, 0)
            raise OSError(problem or "the sandboxed process ended before it was confined")
        send(self.control, {"started": True})
        self._watch(child, started)

    def _become_student(self, tell: int, tasks: int) -> NoReturn:
        """Runs in the first process of the submission: confine it, then run its entry."""
        try:
            tier = self.warm.tier
            if tier.nested:
                own_proc = nest.mount_proc(hide=not tier.landlock)
                if own_proc != tier.own_proc:
                    raise OSError("/proc is not what the self-check found")
            self.control.detach()
            tell = _rearrange(self.channel, tell)
            os.environ.update(HOME=str(self.scratch), TMPDIR=str(self.scratch))
            os.chdir(self.scratch)
            confine.confine(self.warm.policy, self.limits, tier, self.scratch, self.warm.roots, tasks)
            entry = self.warm.load(self.probing)
            os.write(tell, b"ok")
            os.close(tell)
        except BaseException as error:
            os.write(tell, f"{type(error).__name__}: {error}".encode())
            os._exit(1)
        try:
            entry(socket.socket(fileno=confine.CHANNEL), self.scratch)
        except BaseException:
            os._exit(1)
        os._exit(0)

    def _watch(self, child: int, started: float) -> None:
        tree = Tree(self.proc, child, self.warm.inherited)
        descriptor = os.pidfd_open(child)
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        poll.register(self.control, select.POLLIN)
        self.control.setblocking(False)
        cause = None
        while cause is None:
            events = dict(poll.poll(_TICK * 1000))
            if descriptor in events:
                break
            if self.control.fileno() in events:
                cause = self._command()
            cause = cause or self._limit_reached(tree, time.monotonic() - started)
        self.control.setblocking(True)
        sample = tree.sample()
        if cause is not None:
            _kill(child)
        _, status, usage = os.wait4(child, 0)
        cpu = max(sample.cpu_seconds, usage.ru_utime + usage.ru_stime)
        if not self.warm.tier.nested:
            _kill_descendants(self.proc)
        code = os.waitstatus_to_exitcode(status)
        report = {
            "cause": cause or self._own_end(code, cpu),
            "peak_memory": self.peak,
            "cpu_seconds": round(cpu, 3),
            "wall_seconds": round(time.monotonic() - started, 3),
            "exit_code": code if code >= 0 else None,
            "signal": -code if code < 0 else None,
        }
        send(self.control, report)

    def _command(self) -> str:
        """A worker sends nothing but `kill`, or hangs up; both end the submission."""
        with contextlib.suppress(OSError):
            self.control.recv(64)
        return "killed"

    def _own_end(self, code: int, cpu: float) -> str:
        if code == 0:
            return "finished"
        if code in (-signal.SIGKILL, -signal.SIGXCPU):  # not by us, so by the kernel
            return "cpu" if cpu >= self.limits.cpu_seconds else "memory"
        return "crashed"

    def _limit_reached(self, tree: Tree, wall: float) -> str | None:
        if wall > self.limits.session_seconds:
            return "wall"
        sample = tree.sample()
        if sample.cpu_seconds > self.limits.cpu_seconds:
            return "cpu"
        if sample.tasks > self.limits.tasks + 1:
            return "processes"
        memory = sample.own
        if sample.anonymous - self.warm.inherited > self.limits.tree_bytes and wall >= self.precise_after:
            begun = time.monotonic()
            memory = tree.proportional()
            self.precise_after = wall + 4 * (time.monotonic() - begun)
            if memory > self.limits.tree_bytes:
                self.peak = max(self.peak, memory)
                return "memory"
        self.peak = max(self.peak, memory)
        if not self.warm.tier.nested and self._over_disk(tree):
            return "disk"
        return None

    def _over_disk(self, tree: Tree) -> bool:
        self.ticks += 1
        unlinked = disk.unlinked_bytes(self.proc, tree.processes(), maps=self.ticks % _MAPS_EVERY == 0)
        return disk.over_limit(self.scratch, self.limits, unlinked)


def _rearrange(channel: int, tell: int) -> int:
    """Make the channel descriptor 3 and close all others but `tell`; returns the new number of `tell`."""
    tell = os.dup(tell) if tell <= confine.CHANNEL else tell
    if channel != confine.CHANNEL:
        os.dup2(channel, confine.CHANNEL)
    confine.close_descriptors({confine.CHANNEL, tell})
    return tell


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _write_score(proc: int, pid: int) -> None:
    """Let the kernel end student code first when the host runs out of memory."""
    try:
        descriptor = os.open(f"{pid}/oom_score_adj", os.O_WRONLY, dir_fd=proc)
    except OSError:
        return
    try:
        os.write(descriptor, b"1000")
    except OSError:
        pass
    finally:
        os.close(descriptor)


def _kill_descendants(proc: int) -> None:
    """End all that is left; orphans belong to this process, their sub-reaper."""
    for _ in range(1000):
        for pid in Tree(proc, os.getpid(), 0).processes()[1:]:
            _kill(pid)
        try:
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        except ChildProcessError:
            return
        time.sleep(0.002)


def _tasks_of_user(proc: int) -> int:
    """Processes and threads that this user id has now; the kernel counts them all against one limit."""
    total, uid = 0, os.getuid()
    for name in os.listdir(proc):
        if not name.isdigit():
            continue
        try:
            if os.stat(name, dir_fd=proc).st_uid == uid:
                total += Tree(proc, int(name), 0).threads(int(name))
        except OSError:
            continue
    return total
