"""Attacks on files: graders, reference, gradebook, other submissions, the system, the next submission."""

from __future__ import annotations

from tests.attacks.harness import Attack

_HIDDEN = ("PermissionError", "FileNotFoundError", "NotADirectoryError")
_READ_ONLY = ("PermissionError", "Read-only file system", "FileNotFoundError")

FILES = [
    Attack("read a hidden grader", "mounts, Landlock", "got = open(facts['graders']).read()", _HIDDEN),
    Attack("read the reference", "mounts, Landlock", "got = open(facts['reference']).read()", _HIDDEN),
    Attack("open the gradebook for writing", "mounts, Landlock", "got = open(facts['gradebook'], 'r+')", _HIDDEN),
    Attack("read another submission", "mounts, Landlock", "got = open(facts['student01']).read()", _HIDDEN),
    Attack("list the course's folder", "mounts, Landlock", "got = os.listdir(facts['folder'])", _HIDDEN),
    Attack("list the home folder", "mounts, Landlock", "got = os.listdir(facts['home'])", _HIDDEN),
    Attack(
        "list the project's folder", "mounts, Landlock", "got = 'tests' in os.listdir(facts['project'])", _HIDDEN
    ),
    Attack(
        "climb out of the folder", "mounts, Landlock",
        "got = open(os.path.relpath(facts['graders'], scratch)).read()", _HIDDEN,
    ),
    Attack(
        "read through a symbolic link", "mounts, Landlock",
        "os.symlink(facts['graders'], 'link'); got = open('link').read()", _HIDDEN,
    ),
    Attack(
        "make a hard link to a grader", "mounts, Landlock",
        "os.link(facts['graders'], 'hard'); got = open('hard').read()", (*_HIDDEN, "Invalid cross-device link"),
        open=False,  # only works where scratch and the target share a file system
    ),
    Attack(
        "read through the first process's root", "own /proc, Landlock",
        "got = open('/proc/1/root' + facts['graders']).read()", _HIDDEN, open=False,
    ),
    Attack(
        "read through another process's folder", "own /proc, Landlock",
        "got = [open(f'/proc/{pid}/root' + facts['graders']).read() for pid in facts['pids']]", _HIDDEN,
    ),
    Attack(
        "reach a file by its handle", "seccomp",
        "from hostile_helpers import reaches\ngot = reaches(304, 265, -1, 0, 0)", ("PermissionError",),
    ),
    Attack("read the password hashes", "mounts, Landlock", "got = open('/etc/shadow').read()", _HIDDEN, open=False),
    Attack("read the user list", "mounts, Landlock", "got = open('/etc/passwd').read()", _HIDDEN),
    Attack("read the network's settings", "mounts, Landlock", "got = open('/etc/resolv.conf').read()", _HIDDEN),
    Attack("list the root folder", "Landlock", "got = os.listdir('/')", _HIDDEN),
    Attack("list the logs", "mounts, Landlock", "got = os.listdir('/var/log')", _HIDDEN),
    Attack("list the kernel's devices", "mounts, Landlock", "got = os.listdir('/sys/class')", _HIDDEN),
    Attack(
        "see another session's folder", "namespaces, Landlock",
        "got = open(facts['bystander']['folder'] + '/mine.txt').read()", _HIDDEN,
    ),
    Attack(
        "plant code for the next run in the environment", "read-only mounts, Landlock",
        "import sysconfig; got = os.open(sysconfig.get_paths()['purelib'] + '/sitecustomize.py', os.O_CREAT | "
        "os.O_EXCL | os.O_WRONLY); os.unlink(sysconfig.get_paths()['purelib'] + '/sitecustomize.py')", _READ_ONLY,
        open=False,  # would touch the real environment
    ),
    Attack(
        "change fairgrade's own code", "read-only mounts, Landlock",
        "import fairgrade; got = open(fairgrade.__file__, 'r+')", _READ_ONLY,
    ),
    Attack(
        "change a course file", "read-only mounts, Landlock", "got = open('hostile_entry.py', 'r+')", _READ_ONLY
    ),
    Attack("write beside the system's programs", "read-only mounts, Landlock",
           "open('/usr/bin/fairgrade-attack', 'x')", _READ_ONLY, open=False),
    Attack(
        "leave a file for the next submission", "own mounts, Landlock",
        "import tempfile; open(tempfile.gettempdir() + '/poison', 'w').write('x')",
        ("FileNotFoundError", "False"),
        later="import tempfile; got = os.path.exists(tempfile.gettempdir() + '/poison')", open=False,
    ),
    Attack(
        "leave a file in /tmp for the next submission", "own mounts, Landlock",
        "try:\n    open('/tmp/fairgrade-attack-poison', 'w').write('x')\nexcept OSError:\n    pass", ("False",),
        later="got = os.path.exists('/tmp/fairgrade-attack-poison') and not os.unlink('/tmp/fairgrade-attack-poison')",
    ),
    Attack(
        "leave a start-up hook in the home folder", "own mounts, Landlock",
        "home = os.path.expanduser('~'); open(home + '/.fairgrade-attack', 'w').write('x')",
        ("False", "PermissionError"),
        later="got = os.path.exists(os.path.expanduser('~/.fairgrade-attack'))", open=False,
    ),
    Attack(
        "leave a file in shared memory", "mounts, Landlock",
        "got = os.open('/dev/shm/fairgrade-attack-poison', os.O_CREAT | os.O_WRONLY); "
        "os.unlink('/dev/shm/fairgrade-attack-poison')", _READ_ONLY,
    ),
    Attack("make a device", "seccomp", "got = os.mknod('device', 0o020666, os.makedev(1, 3)) is None",
           ("PermissionError",), open=False),
    Attack("open the memory of the machine", "mounts, Landlock", "got = open('/dev/mem', 'rb')", _HIDDEN, open=False),
    Attack("read the kernel's log", "mounts, Landlock", "got = os.open('/dev/kmsg', os.O_RDONLY)", _HIDDEN, open=False),
    Attack("set the handler of core dumps", "own user id, /proc, Landlock",
           "got = os.open('/proc/sys/kernel/core_pattern', os.O_WRONLY)", _HIDDEN, open=False),
    Attack("run a program of its own", "no execution in the folder",
           "import shutil, subprocess; shutil.copy('/usr/bin/env', 'env'); os.chmod('env', 0o755); "
           "got = subprocess.run(['./env'], capture_output=True).stdout", ("PermissionError",)),
    Attack("gain rights through a set-user-id program", "no_new_privs",
           "import subprocess; got = b'Uid:\\t0' in subprocess.run(['/usr/bin/su', '-c', 'grep Uid /proc/self/status'],"
           " capture_output=True, stdin=subprocess.DEVNULL).stdout", ("False", "PermissionError", "FileNotFoundError"),
           open=False),
    Attack("mount over a folder", "seccomp, no capabilities",
           "from hostile_helpers import reaches; got = reaches(165, 40, 0, 0, 0, 0, 0)", ("PermissionError",)),
    Attack("change the root folder", "seccomp, no capabilities",
           "os.mkdir('root'); os.chroot('root')", ("PermissionError",), open=False),
    Attack("unmount the cover of a folder", "seccomp, no capabilities",
           "from hostile_helpers import reaches; got = reaches(166, 39, 0, 0)", ("PermissionError",)),
    Attack("use the new mount calls", "seccomp",
           "from hostile_helpers import reaches; got = reaches(430, 430, 0, 0)", ("PermissionError",), root=True),
]  # fmt: skip
