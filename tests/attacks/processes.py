"""Attacks on other processes, identities and descriptors."""

from __future__ import annotations

from tests.attacks.harness import Attack

_GONE = ("ProcessLookupError", "PermissionError")
_HIDDEN = ("PermissionError", "FileNotFoundError", "False", "StopIteration", "[]")

PROCESSES = [
    Attack("signal the grader", "namespaces, Landlock", "[os.kill(pid, 0) for pid in facts['pids']]; got = True",
           _GONE),
    Attack("signal its supervisor", "namespaces, Landlock",
           "got = os.getppid() > 0 and os.kill(os.getppid(), 0) is None", (*_GONE, "False")),
    Attack("signal another session", "namespaces, Landlock",
           "pid = facts['bystander']['pid']; got = pid != os.getpid() and os.kill(pid, 0) is None", (*_GONE, "False"),
           open=False),  # in the open tier ids are the host's, and the next one shows it
    Attack("signal every process", "namespaces, Landlock",
           "for pid in {*range(2, 400), *facts['pids']} - {os.getpid()}:\n    try:\n        os.kill(pid, 0); got = True\n"
           "    except OSError:\n        pass", ("False",)),
    Attack("see the command lines of others", "own /proc, Landlock",
           "import glob\nfor path in glob.glob('/proc/[0-9]*/cmdline'):\n    try:\n"
           "        got = got or 'sleep' in open(path).read()\n    except OSError:\n        pass", ("False",)),
    Attack("read the grader's environment", "own /proc, Landlock",
           "got = [facts['canary'] in open(f'/proc/{pid}/environ').read() for pid in facts['pids']][-1]", _HIDDEN),
    Attack("find the grader's environment anywhere", "empty environment, own /proc",
           "import glob\ngot = facts['canary'] in os.environ\nfor path in glob.glob('/proc/[0-9]*/environ'):\n"
           "    try:\n        got = got or facts['canary'] in open(path).read()\n    except OSError:\n        pass",
           ("False",)),
    Attack("open the grader's memory", "own /proc, Landlock, ptrace rules",
           "got = [open(f'/proc/{pid}/mem', 'rb') for pid in facts['pids']]", _HIDDEN),
    Attack("trace the supervisor", "seccomp, Landlock",
           "from hostile_helpers import syscall; got = syscall(101, 117, 0x4206, os.getppid(), 0, 0) == 0",
           ("PermissionError",), open=False),
    Attack("let itself be traced", "seccomp",
           "from hostile_helpers import reaches; got = reaches(101, 117, 0x4200, os.getpid(), 0, 0)",
           ("PermissionError",)),
    Attack("read another process's memory", "seccomp",
           "from hostile_helpers import reaches; got = reaches(310, 270, os.getpid(), 0, 0, 0, 0, 0)",
           ("PermissionError",)),
    Attack("write another process's memory", "seccomp",
           "from hostile_helpers import reaches; got = reaches(311, 271, os.getpid(), 0, 0, 0, 0, 0)",
           ("PermissionError",)),
    Attack("take a descriptor of another process", "seccomp",
           "from hostile_helpers import reaches; got = reaches(438, 438, -1, 0, 0)", ("PermissionError",)),
    Attack("hold on to a process by descriptor", "seccomp",
           "from hostile_helpers import reaches; got = reaches(434, 434, os.getppid() or 1, 0)", ("OSError",)),
    Attack("become root", "own user id, no capabilities, seccomp", "os.setuid(0); got = os.getuid() == 0",
           ("PermissionError",), open=False),
    Attack("become another user", "seccomp, no capabilities", "os.setresuid(12, 12, 12); got = True",
           ("PermissionError",), open=False),
    Attack("have root's user id", "own user id",
           "got = 0 in (*os.getresuid(), *os.getresgid())", ("False",), open=False),
    Attack("join the first process's namespaces", "seccomp",
           "from hostile_helpers import reaches; got = reaches(308, 268, -1, 0)", ("PermissionError",)),
    Attack("make a user namespace", "seccomp",
           "from hostile_helpers import syscall; got = syscall(272, 97, 0x10000000) == 0", ("PermissionError",),
           open=False),
    Attack("clone into a user namespace", "seccomp",
           "from hostile_helpers import syscall\npid = syscall(56, 220, 0x10000000 | 17, 0, 0, 0, 0)\n"
           "if pid == 0: os._exit(0)\nos.waitpid(pid, 0); got = True", ("PermissionError",), open=False),
    Attack("clone with arguments no filter can read", "seccomp",
           "from hostile_helpers import reaches; got = reaches(435, 435, 0, 0)", ("OSError",)),
    Attack("make itself more important", "no capabilities",
           "got = os.setpriority(os.PRIO_PROCESS, 0, -10) is None", ("PermissionError",), open=False),
    Attack("become a real-time process", "seccomp",
           "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)); os.sched_setscheduler(0, os.SCHED_OTHER, "
           "os.sched_param(0)); got = True", ("PermissionError",), open=False),
    Attack("raise its own limits", "hard limits, seccomp",
           "import resource; resource.setrlimit(resource.RLIMIT_NPROC, (10**5, 10**5)); got = True",
           ("PermissionError", "ValueError"), open=False),
    Attack("lower another process's limits", "seccomp",
           "import resource; got = resource.prlimit(facts['pids'][0], resource.RLIMIT_NOFILE)",
           ("PermissionError", "ProcessLookupError")),
    Attack("dump core", "limits",
           "import resource; got = resource.getrlimit(resource.RLIMIT_CORE)[0] not in (0, 1)", ("False",), open=False),
    Attack("find an inherited descriptor", "descriptors closed",
           "got = [n for n in range(4, 256) if not __import__('contextlib').suppress(OSError).__enter__() "
           "and os.path.exists(f'/dev/fd/{n}')]", ("[]", "False"), open=False),
    Attack("find the supervisor's channel", "descriptors closed",
           "found = []\nfor n in range(4, 256):\n    try:\n        os.fstat(n); found.append(n)\n"
           "    except OSError:\n        pass\ngot = found", ("[]", "False"), open=False),
    Attack("outlive the supervisor's death signal", "seccomp",
           "from hostile_helpers import libc; got = libc.prctl(1, 0, 0, 0, 0) == 0", ("False",)),
    Attack("leave a daemon behind", "namespaces, supervisor",
           "import time\npid = os.fork()\nif pid == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
           "        time.sleep(600)\n    os._exit(0)\nos.waitpid(pid, 0)\ngot = False", ("False",), open=False),
    Attack("kill its first process from a child", "namespaces, Landlock",
           "pid = os.fork()\nif pid == 0:\n    os.kill(os.getppid(), 9)\n    os._exit(0)\nos.waitpid(pid, 0)\ngot = False",
           ("False", "crashed", "memory"), open=False),
]  # fmt: skip
