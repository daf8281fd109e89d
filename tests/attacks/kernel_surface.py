"""Attacks on the kernel's less visited corners; each only asks whether the kernel would look at the call at all."""

from __future__ import annotations

from tests.attacks.harness import Attack


def _call(
    name: str, x86_64: int | None, aarch64: int | None, *arguments: int, open: bool = True, root: bool = False
) -> Attack:
    """A call with arguments that any kernel refuses, so that reaching it shows as another error than EPERM."""
    program = f"from hostile_helpers import reaches; got = reaches({x86_64}, {aarch64}, *{arguments})"
    return Attack(
        f"call {name}",
        "seccomp",
        program,
        ("PermissionError", "Function not implemented"),
        open=open,
        root=root,
    )


KERNEL = [
    _call("io_uring_setup", 425, 425, 0, 0),
    _call("io_uring_enter", 426, 426, -1, 0, 0, 0, 0),
    _call("io_uring_register", 427, 427, -1, 0, 0, 0),
    _call("userfaultfd", 323, 282, -1),
    _call("bpf", 321, 280, 9999, 0, 0),
    _call("perf_event_open", 298, 241, 0, 0, -1, -1, 0),
    _call("request_key", 249, 218, 0, 0, 0, 0),
    _call("fanotify_init", 300, 262, -1, 0, open=False),
    _call("inotify_init1", 294, 26, -1),
    _call("quotactl", 179, 60, -1, 0, 0, 0),
    _call("memfd_secret", 447, 447, -1, open=False),
    _call("vmsplice", 278, 75, -1, 0, 0, 0),
    _call("splice", 275, 76, -1, 0, -1, 0, 1, 0),
    _call("tee", 276, 77, -1, -1, 1, 0),
    _call("add a seccomp listener", 317, 277, 1, 8, 0),
    _call("kcmp", 312, 272, -1, -1, 0, 0, 0, open=False),
    _call("move_pages", 279, 239, 0, 0, 0, 0, 0, -1),
    _call("migrate_pages", 256, 238, 0, 0, 0, 0, open=False),
    _call("io_setup", 206, 0, 0, 0),
    _call("timerfd_create", 283, 85, -1, 0),
    _call("signalfd4", 289, 74, -1, 0, 0, 0),
    _call("personality", 135, 92, 0x0040000),
    _call("setxattr", 188, 5, 0, 0, 0, 0, 0),
    _call("pkey_alloc", 330, 289, -1, 0),
    _call("fsopen", 430, 430, 0, 0, root=True),
    _call("open_tree", 428, 428, -1, 0, -1),
    _call("mount_setattr", 442, 442, -1, 0, 0, 0, 0),
    _call("process_madvise", 440, 440, -1, 0, 0, 0, 0),
    _call("set_mempolicy", 238, 237, -1, 0, 0),
    _call("fspick", 433, 433, -1, 0, 0, open=False),
    _call("finit_module", 313, 273, -1, 0, -1, open=False),
    _call("delete_module", 176, 106, 0, 0, open=False),
    _call("swapon", 167, 224, 0, 0, open=False),
    _call("reboot", 169, 142, 0, 0, 0, 0, open=False),
    _call("sethostname", 170, 161, 0, -1, root=True),
    _call("acct", 163, 89, 1, root=True),
    _call("syslog", 103, 116, -1, 0, 0, root=True),
    _call("lookup_dcookie", 212, 18, 0, 0, 0, open=False),
    _call("iopl", 172, None, 9, open=False),
    _call("ioperm", 173, None, 0, -1, 1, open=False),
    _call("modify_ldt", 154, None, 99, 0, 0, open=False),
    _call("a number beyond the last", 9999, 9999, open=False),
    Attack("use the 32-bit system calls", "seccomp: other ABIs kill",
           "import ctypes, mmap, platform\nassert platform.machine() == 'x86_64', 'not on this machine'\n"
           "code = bytes.fromhex('b814000000cd80c3')  # mov eax, 20 (getpid); int 0x80; ret\n"
           "m = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 7); m.write(code)\n"
           "address = ctypes.addressof(ctypes.c_char.from_buffer(m))\n"
           "got = ctypes.CFUNCTYPE(ctypes.c_int)(address)() == os.getpid()", ("crashed", "AssertionError")),
    Attack("use the x32 system calls", "seccomp: other ABIs kill",
           "import platform\nassert platform.machine() == 'x86_64', 'not on this machine'\n"
           "from hostile_helpers import syscall; got = syscall(0x40000000 + 39, None) > 0",
           ("crashed", "AssertionError"), open=False),
    Attack("speak to a device by ioctl", "seccomp",
           "import fcntl; fcntl.ioctl(os.open('/dev/null', os.O_RDWR), 0x4B3A, 0); got = True",
           ("Inappropriate ioctl",), open=False),
    Attack("read the kernel's symbols", "own /proc, Landlock", "got = open('/proc/kallsyms').read(10)",
           ("PermissionError", "FileNotFoundError")),
    Attack("read the kernel's memory", "own /proc, Landlock", "got = open('/proc/kcore', 'rb')",
           ("PermissionError", "FileNotFoundError"), open=False),
    Attack("read other programs' mounts", "own /proc, Landlock", "got = open('/proc/mounts').read().count('ext4') > 0",
           ("PermissionError", "FileNotFoundError", "False"), open=False),
    Attack("gain capabilities", "no capabilities, seccomp",
           "import ctypes\nfrom hostile_helpers import libc\nh = ctypes.create_string_buffer((0x20080522).to_bytes(4, "
           "'little') + bytes(4), 8)\nd = ctypes.create_string_buffer(b'\\xff' * 24, 24)\n"
           "got = libc.capset(h, d) == 0", ("False",), open=False),
]  # fmt: skip

SEALED = [
    Attack(name, layer, program, stopped_by, before=before, sealed=True)
    for name, layer, program, stopped_by, before in (
        ("leave a file for the next test", "Landlock", "got = open('note', 'w')", ("PermissionError",), ""),
        ("change a file for the next test", "Landlock", "got = open('old', 'r+')", ("PermissionError",),
         "open('old', 'w').write('x')"),
        ("write through an inherited file", "limit of a file, descriptors replaced",
         "f.seek(0); f.write('y'); f.flush(); got = os.fstat(f.fileno()).st_size",
         ("OSError", "UnsupportedOperation", "0"), "f = open('old', 'w+'); f.write('x' * 100); f.flush()"),
        ("shorten an inherited file", "seccomp", "os.ftruncate(f.fileno(), 0); got = True", ("OSError", "PermissionError"),
         "f = open('old', 'w+'); f.write('x' * 100); f.flush()"),
        ("shorten a file by name", "Landlock, seccomp", "os.truncate('old', 1); got = True", ("PermissionError",),
         "open('old', 'w').write('xx')"),
        ("remove a file", "Landlock, seccomp", "os.unlink('old'); got = True", ("PermissionError",),
         "open('old', 'w').write('x')"),
        ("rename a file", "Landlock, seccomp", "os.rename('old', 'new'); got = True", ("PermissionError",),
         "open('old', 'w').write('x')"),
        ("leave a note in a file's rights", "seccomp", "os.chmod('old', 0o700); got = True", ("PermissionError",),
         "open('old', 'w').write('x')"),
        ("leave a note in a file's time", "seccomp", "os.utime('old', (1, 1)); got = True", ("PermissionError",),
         "open('old', 'w').write('x')"),
        ("leave a folder", "Landlock, seccomp", "os.mkdir('d'); got = True", ("PermissionError",), ""),
        ("leave a link", "Landlock, seccomp", "os.symlink('a', 'b'); got = True", ("PermissionError",), ""),
        ("write into the notebook's pipe", "descriptors replaced",
         "got = os.fstat(w).st_mode == mode", ("False",), "r, w = os.pipe(); mode = os.fstat(w).st_mode"),
        ("write into the notebook's socket", "descriptors replaced",
         "got = b.send(b'x')", ("OSError", "not a socket"), "a, b = socket.socketpair()"),
        ("signal the notebook's process", "seccomp, Landlock", "os.kill(os.getppid(), 0); got = True",
         ("PermissionError",), ""),
        ("leave a process behind", "seccomp", "os.fork(); got = True", ("PermissionError",), ""),
        ("run a program", "seccomp, Landlock", "os.execv('/usr/bin/true', ['true'])", ("PermissionError",), ""),
        ("open the notebook's memory", "Landlock",
         "got = open(f'/proc/{os.getppid()}/mem', 'rb')", ("PermissionError", "FileNotFoundError"), ""),
        ("set a limit of the notebook's process", "seccomp, Landlock",
         "import resource; got = resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)", ("PermissionError",), ""),
        ("undo the seal", "seccomp",
         "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20)); got = True",
         ("ValueError", "PermissionError"), ""),
    )
]  # fmt: skip
