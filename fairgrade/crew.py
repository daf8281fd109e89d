"""Warm workers and the sandbox they share; what dies is started anew, and no submission is lost."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import active_children, forkserver, get_context, resource_tracker
from types import TracebackType
from typing import Any, TypeVar

from fairgrade.config import Course
from fairgrade.errors import FairgradeError, GraderError, SandboxError
from fairgrade.sandbox.server import SandboxServer
from fairgrade.worker import collect, sandbox_of, start_worker

MAX_RESTARTS = 8
"""Restarts without a single result in between, after which the run gives up."""
_WORKER_DIED = "the process that graded it died twice; if this machine is short of memory, use fewer --jobs"

J = TypeVar("J")
R = TypeVar("R")


class Crew:
    """The processes of one run; a context manager that leaves none behind.

    Args:
        course: the checked course.
        assignment: its name.
        jobs: worker processes.
        tier: the protections to insist on; the strongest that hold by default.

    Raises:
        IsolationUnavailable: on entering, where this host cannot isolate student code.
        GraderError: on entering, where the hidden graders cannot be collected.
    """

    def __init__(self, course: Course, assignment: str, jobs: int, tier: str | None) -> None:
        self._course, self._assignment, self._jobs, self._tier = course, assignment, jobs, tier
        self._others = set(active_children())
        self._pool: ProcessPoolExecutor | None = None
        self._server: SandboxServer | None = None
        self._restarts = 0

    def __enter__(self) -> Crew:
        try:
            _start_fork_server()
            self._start_server()
            self._start_pool().submit(collect, self._course.root, self._assignment).result()
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:  # nobody waits for what is still being graded
            for process in set(active_children()) - self._others:
                process.kill()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        if self._server is not None:
            self._server.close()

    @property
    def protections(self) -> str:
        """What student code runs behind, in one line."""
        assert self._server is not None
        return self._server.tier.describe()

    @property
    def weaker_because(self) -> tuple[str, ...]:
        """Why each stronger kind of sandbox is not used."""
        assert self._server is not None
        return tuple(self._server.problems)

    def run(
        self, work: Callable[[J], R], names: Sequence[str], task_of: Callable[[str, str], J]
    ) -> Iterator[tuple[str, R | str]]:
        """Do tasks in the workers; each comes back once, with its result or why there is none.

        What was in flight when a process of ours failed is tried once more at the end, alone, so that
        whoever brings processes down costs nobody else.

        Args:
            work: done in a worker; a function of a module.
            names: of the tasks, in order.
            task_of: the task of a name, given the address of the sandbox as it is then.
        """
        suspects: list[str] = []
        for name, outcome in self._run(work, names, task_of, self._jobs):
            if isinstance(outcome, BaseException):
                suspects.append(name)
            else:
                yield name, outcome
        for suspect in suspects:
            for name, outcome in self._run(work, [suspect], task_of, 1):
                yield name, _reason(outcome) if isinstance(outcome, BaseException) else outcome

    def _run(
        self, work: Callable[[J], R], names: Sequence[str], task_of: Callable[[str, str], J], at_once: int
    ) -> Iterator[tuple[str, R | str | BaseException]]:
        """Each name with its result, why there is none, or the failure that deserves a second try."""
        waiting, running = deque(names), dict[Future[R], str]()
        while waiting or running:
            with suppress(BrokenProcessPool):  # seen and mended below, or at the next round
                while waiting and len(running) < at_once:
                    assert self._pool is not None
                    assert self._server is not None
                    future = self._pool.submit(work, task_of(waiting[0], self._server.address))
                    running[future] = waiting.popleft()
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            if any(isinstance(future.exception(), BrokenProcessPool) for future in done) or not running:
                done, _ = wait(running)
                self._start_pool()
            finished = [(running.pop(future), _outcome(future)) for future in done]
            self._restart_what_died(any(not isinstance(outcome, BaseException) for _, outcome in finished))
            yield from finished

    def _start_pool(self) -> ProcessPoolExecutor:
        if self._pool is not None:
            self._count_restart("worker processes")
            self._pool.shutdown()
        self._pool = ProcessPoolExecutor(self._jobs, get_context("forkserver"), initializer=start_worker)
        return self._pool

    def _start_server(self) -> None:
        self._server = sandbox_of(self._course, self._assignment, self._tier).__enter__()
        self._tier = self._server.tier.name  # never a weaker one after a restart

    def _restart_what_died(self, got_results: bool) -> None:
        if got_results:
            self._restarts = 0
        if self._server is not None and not self._server.alive:
            self._count_restart("sandbox")
            self._server.close()
            self._start_server()

    def _count_restart(self, what: str) -> None:
        self._restarts += 1
        if self._restarts > MAX_RESTARTS:
            raise SandboxError(
                f"The {what} died {MAX_RESTARTS} times without grading anything; what was graded is kept: "
                "look at this machine's memory and kernel log, then run the command again."
            )


def _start_fork_server() -> None:
    """Let the process that workers are forked from import torch meanwhile, out of reach of Ctrl-C."""
    get_context("forkserver").set_forkserver_preload(["fairgrade.preload"])
    resource_tracker.ensure_running()  # the fork server would start it, and it unblocks the signal
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _outcome(future: Future[Any]) -> Any:
    error = future.exception()
    if error is None:
        return future.result()
    return str(error) if isinstance(error, GraderError) else error


def _reason(error: BaseException) -> str:
    if isinstance(error, BrokenProcessPool):
        return _WORKER_DIED
    return str(error) if isinstance(error, FairgradeError) else f"{type(error).__name__}: {error}"
