"""Attacks over networks, and on the ways processes talk to each other."""

from __future__ import annotations

from tests.attacks.harness import Attack

_NO_SOCKET = ("PermissionError",)


def _family(name: str, family: int, kind: int, protocol: int = 0, open: bool = True) -> Attack:
    return Attack(
        f"open a {name} socket", "seccomp, network namespace",
        f"got = socket.socket({family}, {kind}, {protocol})", _NO_SOCKET, open=open,
    )  # fmt: skip


NETWORK = [
    Attack("connect to a local service", "seccomp, network namespace, Landlock",
           "got = socket.create_connection(tuple(facts['tcp4']), 2)", _NO_SOCKET),
    Attack("send a datagram", "seccomp, network namespace",
           "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); got = s.sendto(b'x', tuple(facts['udp4']))",
           _NO_SOCKET),
    Attack("connect to a socket file", "seccomp, mounts",
           "s = socket.socket(socket.AF_UNIX); s.connect(facts['unix_path']); got = True", _NO_SOCKET),
    Attack("connect to an abstract socket", "seccomp, network namespace, Landlock",
           "s = socket.socket(socket.AF_UNIX); s.connect(facts['unix_abstract']); got = True", _NO_SOCKET),
    Attack("listen for others", "seccomp",
           "s = socket.socket(socket.AF_INET); s.bind(('127.0.0.1', 0)); s.listen(); got = True", _NO_SOCKET),
    Attack("resolve a name", "seccomp, network namespace",
           "got = socket.getaddrinfo('localhost', 80, proto=6) and socket.socket()", ("gaierror", "PermissionError")),
    _family("IPv6", 10, 1, open=False), _family("netlink", 16, 3), _family("packet", 17, 3, open=False),
    _family("raw", 2, 3, 1, open=False), _family("vsock", 40, 1, open=False),
    _family("kernel cryptography", 38, 5, open=False), _family("Bluetooth", 31, 3, open=False),
    _family("express data path", 44, 3, open=False), _family("QIPC router", 42, 2, open=False),
    Attack("make a pair of internet sockets", "seccomp", "got = socket.socketpair(socket.AF_TIPC, socket.SOCK_STREAM)",
           ("PermissionError",), open=False),
    Attack("take a foreign descriptor through its own channel", "descriptors closed",
           "import array; s = socket.socket(fileno=os.dup(3)); s.setblocking(False)\n"
           "got = [x for x in s.recvmsg(1, socket.CMSG_SPACE(64))[1]]", ("BlockingIOError", "[]"), open=False),
]  # fmt: skip

IPC = [
    Attack("attach the grader's System V shared memory", "seccomp, IPC namespace",
           "from hostile_helpers import syscall; got = syscall(29, 194, facts['sysv_shm'], 4096, 0) >= 0",
           ("PermissionError",)),
    Attack("open the grader's message queue", "seccomp, IPC namespace",
           "from hostile_helpers import syscall; got = syscall(68, 186, facts['sysv_msg'], 0) >= 0",
           ("PermissionError",)),
    Attack("open the grader's semaphores", "seccomp, IPC namespace",
           "from hostile_helpers import syscall; got = syscall(64, 190, facts['sysv_sem'], 1, 0) >= 0",
           ("PermissionError",)),
    Attack("open the grader's POSIX shared memory", "mounts, Landlock",
           "got = open(facts['posix_shm']).read()", ("PermissionError", "FileNotFoundError")),
    Attack("make a POSIX message queue", "seccomp, IPC namespace",
           "from hostile_helpers import reaches; got = reaches(240, 180, 0, 0, 0, 0)", ("PermissionError",)),
    Attack("map shared memory", "seccomp", "import mmap; got = mmap.mmap(-1, 4096)", ("PermissionError",)),
    Attack("map a file shared and writable", "seccomp",
           "import mmap; f = open('f', 'w+b'); f.write(bytes(4096)); f.flush(); got = mmap.mmap(f.fileno(), 4096)",
           ("PermissionError",)),
    Attack("make a file that only memory holds", "seccomp", "got = os.memfd_create('x')",
           ("PermissionError", "OSError")),
    Attack("leave a secret in a keyring", "seccomp",
           "from hostile_helpers import libc, reaches; got = reaches(248, 217, 0, 0, 0, 0, 0)", ("PermissionError",)),
    Attack("read the keyring", "seccomp",
           "from hostile_helpers import reaches; got = reaches(250, 219, 0, -3, 0)", ("PermissionError",)),
    Attack("open the terminal", "new session, mounts, Landlock", "got = os.open('/dev/tty', os.O_RDWR)",
           ("PermissionError", "FileNotFoundError", "OSError"), open=False),
    Attack("type into the terminal", "new session, seccomp",
           "import fcntl; fcntl.ioctl(0, 0x5412, b'x'); got = True", ("OSError", "PermissionError"), open=False),
    Attack("list pseudo-terminals", "mounts, Landlock", "got = os.listdir('/dev/pts')",
           ("PermissionError", "FileNotFoundError")),
    Attack("open a pseudo-terminal", "mounts, Landlock", "import pty; got = pty.openpty()",
           ("OSError", "PermissionError", "FileNotFoundError")),
]  # fmt: skip
