"""The policy is plain data that says what it means."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from fairgrade.sandbox import policy
from fairgrade.sandbox.inside import confine, kernel
from fairgrade.sandbox.policy import TIERS, Limits, Policy, Tier, at_least
from fairgrade.sandbox.syscalls import ABSENT, CONDITIONAL, NUMBERS, SEALED, allowed

FORBIDDEN = {
    "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "io_uring_setup", "userfaultfd", "keyctl", "bpf",
    "add_key", "request_key", "perf_event_open", "mount", "umount2", "pivot_root", "chroot", "setns", "unshare", "socket",
    "connect", "bind", "listen", "accept", "accept4", "setuid", "setresuid", "capset", "shmget", "shmat", "msgget", "semget",
    "mq_open", "memfd_create", "mknod", "mknodat", "open_by_handle_at", "name_to_handle_at", "kexec_load", "reboot",
    "init_module", "finit_module", "swapon", "syslog", "acct", "quotactl", "fanotify_init", "splice", "vmsplice",
    "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal", "setpriority", "sched_setscheduler", "sched_setattr",
    "clock_settime", "settimeofday", "adjtimex", "sync", "io_setup",
}  # fmt: skip


@pytest.mark.parametrize("machine", sorted(NUMBERS))
def test_dangerous_calls_are_on_no_list_of_allowed_calls(machine: str) -> None:
    names = {name for name, number in NUMBERS[machine].items() if number in allowed(machine)}
    assert not names & FORBIDDEN
    assert not names & {*ABSENT, *CONDITIONAL}


@pytest.mark.parametrize("machine", sorted(NUMBERS))
def test_no_two_calls_share_a_number(machine: str) -> None:
    numbers = list(NUMBERS[machine].values())
    assert len(numbers) == len(set(numbers))
    for name in (*CONDITIONAL, *ABSENT):
        assert name in NUMBERS[machine]
    assert {name for name in SEALED if name in NUMBERS[machine]}


def test_limits_are_read_from_plain_numbers_and_nothing_else() -> None:
    assert Limits.from_dict({"call_seconds": 3}).call_seconds == 3
    assert Limits.from_dict(Limits().to_dict()) == Limits()
    for bad in (
        {"unknown": 3},
        {"call_seconds": 0},
        {"call_seconds": -1},
        {"call_seconds": 1.5},
        {"tasks": True},
    ):
        with pytest.raises(ValueError, match="limit"):
            Limits.from_dict(bad)  # type: ignore[arg-type]


def test_every_limit_says_what_the_program_sees() -> None:
    body = next(
        node for node in ast.parse(inspect.getsource(policy)).body if getattr(node, "name", "") == "Limits"
    ).body  # type: ignore[attr-defined]
    fields = [node for node in body if isinstance(node, ast.AnnAssign)]
    texts = [body[body.index(field) + 1] for field in fields]
    assert len(fields) == len(Limits.__dataclass_fields__)
    for field, text in zip(fields, texts, strict=True):
        assert isinstance(text, ast.Expr), ast.unparse(field)


def test_tier_says_loudly_that_nothing_protects() -> None:
    assert "WITHOUT ANY PROTECTION" in Tier("open", 0, False, False, 1000).describe()
    assert "Landlock 7" in Tier("namespaces", 7, True, True, 1000).describe()


def test_a_result_counts_as_good_as_the_tier_it_names() -> None:
    described = [Tier(name, 7, True, True, 1000).describe() for name in TIERS]
    for place, text in enumerate(described):
        assert [at_least(text, asked) for asked in TIERS] == [place <= other for other in range(len(TIERS))]


def test_only_the_scratch_folder_and_plain_devices_may_be_written(tmp_path: Path) -> None:
    rules = confine.file_rules(Policy(), tmp_path, ["/opt"], Tier("namespaces", 7, True, True, 1000))
    written = {
        path for path, rights in rules if rights & (kernel.WRITE_FILE | kernel.MAKE_REG | kernel.TRUNCATE)
    }
    assert written == {str(tmp_path), *Policy().devices}
    scratch = dict(rules)[str(tmp_path)]
    assert not scratch & kernel.EXECUTE


def test_sandbox_shows_no_grading_code() -> None:
    visible = " ".join(Policy().own_modules)
    for hidden in (
        "grad",
        "check",
        "adapters",
        "worker",
        "pipeline",
        "export",
        "records",
        "server",
        "client",
    ):
        assert hidden not in visible
