"""The warm process: imports everything once, then forks a supervisor for each submission.

It holds no secret, reads no student byte and has one thread; what it says first is all that the launcher learns. In a
world made for one submission it imports nothing, and the submission's own process does, once it is confined.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from fairgrade.sandbox.inside import confine, kernel, nest, probe, supervisor, world
from fairgrade.sandbox.inside.pages import collapse
from fairgrade.sandbox.inside.tree import anonymous_bytes
from fairgrade.sandbox.policy import ALONE, Policy, Tier

SCOPES = 6
"""Version of Landlock from which it keeps signals to others back."""
_REAP_SECONDS = 1.0
_DONE = object()


def main() -> None:
    """Read the configuration from standard input, which stays open as long as the launcher lives; then serve."""
    config = json.loads(sys.stdin.buffer.readline())
    policy = Policy(entry=config["entry"], preload=tuple(config["preload"]))
    try:
        if os.getuid() == 0 and config["tier"] != "open":
            _become_unprivileged(config["uid"])
            _check_readable(config["roots"])
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        alone = config["tier"] in ALONE
        load = _later(policy) if alone else _now(policy)
        tier = _try_tier(config["tier"])
        warm = supervisor.Warm(
            policy,
            tier,
            config["roots"] or _own_folders(),
            config["course"],
            config["scratch"],
            anonymous_bytes(),
            load,
        )
    except Exception as error:
        _say({"error": f"{type(error).__name__}: {error}"})
        traceback.print_exc()
        return
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        _say({"error": f"the warm process has {threads} threads after its imports and cannot be forked"})
        return
    tempfile.tempdir = None
    gc.collect()
    gc.freeze()
    _say({"tier": tier.__dict__})
    if alone:
        world.serve(warm)
    _serve(socket.socket(fileno=config["listen"]), warm)


def _become_unprivileged(uid: int) -> None:
    """Leave root for good, before anything else happens."""
    kernel.drop_bounding_set()
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    kernel.drop_capabilities()
    if 0 in os.getresuid() or 0 in os.getresgid():
        raise PermissionError("could not leave user id 0")


def _check_readable(roots: list[str]) -> None:
    for path in roots:
        if not os.access(path, os.R_OK | os.X_OK):
            raise PermissionError(
                f"{path} can be entered by root only; install Python and the environment where every user may read them"
            )


def _preload(policy: Policy) -> None:
    """Import what notebooks import, and use it once: the first optimiser step and figure cost seconds otherwise."""
    for name in policy.preload:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    if "torch" in sys.modules:
        _one_training_step()
    if "matplotlib.pyplot" in sys.modules:
        _one_figure()


def _one_training_step() -> None:
    import torch

    torch.set_num_threads(1)
    layers = torch.nn.Conv2d(1, 2, 3, padding=1), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(32, 2)
    model = torch.nn.Sequential(*layers)
    optimizer = torch.optim.Adam(model.parameters())
    for _ in range(2):
        optimizer.zero_grad()
        logits = model(torch.zeros(2, 1, 4, 4))
        loss = torch.nn.functional.cross_entropy(logits, torch.zeros(2, dtype=torch.long))
        torch.autograd.backward([loss])
        optimizer.step()


def _one_figure() -> None:
    import io

    from matplotlib import pyplot

    figure, axes = pyplot.subplots()
    axes.imshow([[0.0, 1.0]], cmap="gray")
    axes.plot([0, 1], label=r"$\beta$")
    axes.legend()
    figure.tight_layout()
    figure.savefig(io.BytesIO(), format="png")
    pyplot.close(figure)


def _now(policy: Policy) -> Callable[[bool], Any]:
    _preload(policy)
    entry = _entry(policy.entry)
    return lambda probing: probe.serve if probing else entry


def _own_folders() -> list[str]:
    """What this Python needs, where the launcher cannot know it: in a container's image."""
    return [path for path in dict.fromkeys([sys.prefix, sys.base_prefix, *sys.path]) if os.path.isdir(path)]


def _later(policy: Policy) -> Callable[[bool], Any]:
    def load(probing: bool) -> Any:
        if probing:
            return probe.serve
        os.environ.pop("MPLCONFIGDIR", None)  # there is no folder of a warm process, so caches go home
        _preload(policy)
        sys.path.append(os.getcwd())  # where there are no mounts, course files lie here
        return _entry(policy.entry)

    return load


def _entry(name: str) -> Any:
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def _try_tier(name: str) -> Tier:
    """Find out what holds here, by doing it in a child."""
    if name == "open":
        return Tier("open", 0, False, False, os.getuid())
    version = kernel.landlock_version()
    nested, own_proc = _try_nesting() if name in ("namespaces", "cold") else (False, False)
    if name not in ALONE and not (version and (nested or version >= SCOPES)):
        raise OSError(f"submissions share a process here, and Landlock {version} does not keep them apart")
    return Tier(name, version, nested, own_proc and version > 0, os.getuid())


def _try_nesting() -> tuple[bool, bool]:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            from fairgrade.sandbox.policy import Limits

            nest.nest()
            nest.mount_scratch(Limits())
            if os.fork() == 0:
                os.write(writer, b"p" if nest.mount_proc() else b"n")
                os._exit(0)
            os.wait()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    answer = os.read(reader, 1)
    os.close(reader)
    return answer != b"", answer == b"p"


def _say(message: dict[str, Any]) -> None:
    os.write(1, json.dumps(message).encode() + b"\n")


def _serve(listener: socket.socket, warm: supervisor.Warm) -> None:
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    poll = select.poll()
    poll.register(0, select.POLLIN)
    poll.register(listener, select.POLLIN)
    idle_work: Iterator[None] | None = collapse()
    while True:
        ready = dict(poll.poll(0 if idle_work else _REAP_SECONDS * 1000))
        _reap()
        if not ready and idle_work and next(idle_work, _DONE) is _DONE:
            idle_work = None
        if 0 in ready:  # the launcher is gone, or asks for the end by closing
            return
        if listener.fileno() in ready:
            control, _ = listener.accept()
            _fork_supervisor(control, listener, warm)


def _fork_supervisor(control: socket.socket, listener: socket.socket, warm: supervisor.Warm) -> None:
    try:
        child = os.fork()
    except OSError as error:
        control.sendall(json.dumps({"error": f"fork: {error}"}).encode() + b"\n")
        control.close()
        return
    if child == 0:
        listener.close()
        confine.close_descriptors({2, control.fileno()})
        supervisor.supervise(control, warm)
    control.close()


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        pass
