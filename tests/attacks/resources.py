"""Attacks on memory, disk, processes and time; each is bounded by limits far below the machine's."""

from __future__ import annotations

from tests.attacks.harness import Attack

_MIB = 1 << 20
_SMALL = {"data_bytes": 512 * _MIB, "tree_bytes": 600 * _MIB}

RESOURCES = [
    Attack("fill the memory with one process", "limit of data", "got = len(bytearray(2 << 30))", ("MemoryError",),
           limits=_SMALL, open=False),
    Attack("map much memory", "limit of data", "import mmap; m = mmap.mmap(-1, 2 << 30, mmap.MAP_PRIVATE); got = True",
           ("OSError", "MemoryError", "PermissionError"), limits=_SMALL, open=False),
    Attack("share out the memory among processes", "supervisor: memory",
           "import time\nfor _ in range(8):\n    if os.fork() == 0:\n        x = b'x' * (120 << 20); time.sleep(60); "
           "os._exit(0)\ntime.sleep(30); got = True", ("memory",), limits=_SMALL, open=False),
    Attack("fill the folder", "size of the folder",
           "for i in range(20):\n    open(f'f{i}', 'wb').write(bytes(8 << 20))\ngot = True",
           ("No space left", "disk"), open=False),
    Attack("make endless files", "number of files",
           "import time\nfor i in range(6000):\n    open(f'f{i}', 'w').close()\ntime.sleep(2)\ngot = True",
           ("No space left", "disk"), open=False),
    Attack("make endless folders within folders", "number of files",
           "import time\nfor i in range(6000):\n    os.mkdir('d'); os.chdir('d')\ntime.sleep(2)\ngot = True",
           ("No space left", "File name too long", "disk"), open=False),
    Attack("hold files without names", "size of the folder",
           "import time\nkept = []\nfor i in range(20):\n    f = open('f', 'wb'); f.write(bytes(8 << 20)); f.flush()\n"
           "    os.unlink('f'); kept.append(f)\ntime.sleep(2)\ngot = True", ("No space left", "disk"), open=False),
    Attack("map files without names", "size of the folder",
           "import mmap, time\nkept = []\nfor i in range(20):\n    f = open('f', 'w+b'); f.write(bytes(8 << 20))\n"
           "    f.flush(); kept.append(mmap.mmap(f.fileno(), 0, mmap.MAP_SHARED, mmap.PROT_READ))\n"
           "    os.unlink('f'); f.close()\ntime.sleep(3)\ngot = True", ("No space left", "disk"), open=False),
    Attack("hide files in a folder nobody may list", "size of the folder",
           "import time\nos.mkdir('d')\nfor i in range(20):\n    open(f'd/f{i}', 'wb').write(bytes(8 << 20))\n"
           "    os.chmod('d', 0o300)\ntime.sleep(2)\ngot = True", ("No space left", "disk"), open=False),
    Attack("write one huge file", "limit of a file",
           "f = open('big', 'wb'); f.seek(1 << 30); f.write(b'x'); f.flush(); got = True", ("File too large",),
           open=False),
    Attack("reserve a huge file", "limit of a file",
           "f = open('big', 'wb'); os.posix_fallocate(f.fileno(), 0, 1 << 30); got = True",
           ("File too large", "No space left"), open=False),
    Attack("write into memory that looks like a file system", "mounts, Landlock",
           "got = os.open('/dev/shm/fairgrade-attack-fill', os.O_CREAT | os.O_WRONLY); "
           "os.unlink('/dev/shm/fairgrade-attack-fill')",
           ("PermissionError", "Read-only", "FileNotFoundError")),
    Attack("open endless files", "limit of descriptors",
           "kept = [open('/dev/null') for _ in range(2000)]; got = True", ("Too many open files",), open=False),
    Attack("fill endless pipes", "limit of descriptors",
           "kept = [os.pipe() for _ in range(2000)]; got = True", ("Too many open files",), open=False),
    Attack("fork without end", "limit of tasks",
           "import time\nfor _ in range(500):\n    if os.fork() == 0:\n        time.sleep(30); os._exit(0)\ngot = True",
           ("BlockingIOError", "processes"), open=False),
    Attack("fork a bomb", "limit of tasks",
           "import time\nend = time.monotonic() + 3\nwhile time.monotonic() < end:\n    try:\n        os.fork()\n"
           "    except OSError as error:\n        why = error\n        break\nelse:\n    got = True\n"
           "if not got: raise why", ("BlockingIOError", "processes", "crashed"), open=False),
    Attack("start endless threads", "limit of tasks",
           "import threading, time\nfor _ in range(500):\n    threading.Thread(target=time.sleep, args=(30,), daemon=True)"
           ".start()\ngot = True", ("RuntimeError", "processes"), open=False),
    Attack("leave endless zombies", "limit of tasks",
           "for _ in range(500):\n    if os.fork() == 0:\n        os._exit(0)\ngot = True",
           ("BlockingIOError", "processes"), open=False),
    Attack("recurse without end", "interpreter, stack limit",
           "sys.setrecursionlimit(10**9)\ndef f(): f()\nf(); got = True",
           ("RecursionError", "SystemError", "crashed", "MemoryError"), limits=_SMALL, open=False),
    Attack("lock memory", "limits, seccomp",
           "from hostile_helpers import libc; b = bytearray(4096 * 100)\nimport ctypes\n"
           "got = libc.mlockall(1) == 0", ("False",), open=False),
    Attack("flush all disks", "seccomp", "os.sync(); from hostile_helpers import syscall; got = syscall(162, 81) == 0",
           ("PermissionError",), open=False),
    Attack("queue endless signals", "seccomp",
           "from hostile_helpers import reaches; got = reaches(129, 138, os.getpid(), 0, 0)", ("PermissionError",)),
]  # fmt: skip

TIME = [
    Attack("compute without end", "supervisor or kernel: cpu", "while True: pass", ("cpu",),
           limits={"cpu_seconds": 1, "session_seconds": 20}, open=False),
    Attack("share out endless computing among processes", "supervisor: cpu",
           "for _ in range(3):\n    if os.fork() == 0: break\nwhile True: pass", ("cpu",),
           limits={"cpu_seconds": 2, "session_seconds": 20}, open=False),
    Attack("hide computing in short-lived children", "supervisor: cpu",
           "import time\nwhile True:\n    pid = os.fork()\n    if pid == 0:\n        end = time.process_time() + 0.2\n"
           "        while time.process_time() < end: pass\n        os._exit(0)\n    os.waitpid(pid, 0)", ("cpu",),
           limits={"cpu_seconds": 1, "session_seconds": 20}, open=False),
    Attack("sleep without end", "supervisor: wall", "import time; time.sleep(600)", ("wall",),
           limits={"session_seconds": 1}, open=False),
    Attack("stop itself", "supervisor: wall",
           "import signal, time\nif os.fork() == 0:\n    os.kill(os.getpid(), signal.SIGSTOP)\ntime.sleep(600)", ("wall",),
           limits={"session_seconds": 1}, open=False),
    Attack("ignore every signal", "supervisor: wall",
           "import signal, time\nfor n in range(1, 32):\n    try: signal.signal(n, signal.SIG_IGN)\n"
           "    except OSError: pass\ntime.sleep(600)", ("wall",), limits={"session_seconds": 1}, open=False),
    Attack("wait on a pipe nobody writes to", "supervisor: wall", "r, w = os.pipe(); os.read(r, 1)", ("wall",),
           limits={"session_seconds": 1}, open=False),
    Attack("compute where no signal handler runs", "kernel: cpu", "sum(range(10**12))", ("cpu",),
           limits={"cpu_seconds": 1, "session_seconds": 20}, open=False),
    Attack("set the clock", "seccomp, no capabilities",
           "import time; time.clock_settime(time.CLOCK_REALTIME, time.time()); got = True", ("PermissionError",),
           open=False),
    Attack("slew the clock", "seccomp", "from hostile_helpers import reaches; got = reaches(159, 171, 0)",
           ("PermissionError",)),
]  # fmt: skip
