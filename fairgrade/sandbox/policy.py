"""What student code may do, as plain data; `inside/` enforces it.

Nothing here starts a process or asks the host, so all of it can be read, printed and tested on any machine.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

MIB = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True)
class Limits:
    """Limits of one submission; the text below each says what the student's program sees when it is reached."""

    notebook_seconds: int = 60
    """Wall time of all cells together. The running cell is interrupted, later ones do not run, then the process ends."""
    cell_seconds: int = 20
    """Wall time of one cell. An exception is raised in it, and again every second; the next cells run."""
    call_seconds: int = 10
    """Wall time of one call by a hidden test. The call's process ends; the notebook's state and later tests are kept."""
    session_seconds: int = 600
    """Wall time of the whole session, notebook and tests. Every process of the submission is killed; cause `wall`."""
    cpu_seconds: int = 300
    """CPU time of all processes together. Every process is killed; cause `cpu`."""
    data_bytes: int = 3 * GIB
    """Memory one process may allocate. The allocation fails: `MemoryError`, or `RuntimeError` from torch."""
    tree_bytes: int = 4 * GIB
    """Resident memory of all processes together. Every process is killed; cause `memory`."""
    tasks: int = 64
    """Processes and threads together. `fork` and thread starts fail: `BlockingIOError`, or `RuntimeError`."""
    descriptors: int = 256
    """Open files of one process. `open` fails: `OSError: Too many open files`."""
    file_bytes: int = 64 * MIB
    """Size of one file. The write fails: `OSError: File too large`."""
    scratch_bytes: int = 64 * MIB
    """All files together. The write fails: `OSError: No space left on device`; without namespaces, cause `disk`."""
    inodes: int = 4096
    """Number of files and folders. Creating one more fails: `OSError: No space left on device`, as above."""
    output_bytes: int = MIB
    """What one cell may print and display. The rest is counted and thrown away; the program sees nothing."""
    frame_bytes: int = 256 * MIB
    """Size of one message to or from the sandbox. The reply is refused; the test reports a reply that is too large."""

    def to_dict(self) -> dict[str, int]:
        """The limits by name."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, int]) -> Limits:
        """Limits from names and values; the defaults stand for what is missing.

        Raises:
            ValueError: a name is unknown, or a value is no positive integer.
        """
        known = {field.name for field in fields(cls)}
        for name, value in values.items():
            if name not in known:
                raise ValueError(
                    f"there is no limit named '{name}'; known limits are {', '.join(sorted(known))}."
                )
            if type(value) is not int or value < 1:
                raise ValueError(f"limit '{name}' is {value!r}; give a positive integer.")
        return cls(**values)


@dataclass(frozen=True)
class Policy:
    """What is visible behind the wall and how its process starts; the same for all submissions of a run."""

    system_folders: tuple[str, ...] = ("/usr", "/etc/alternatives", "/nix/store")
    """Mounted read-only at their own paths, where they exist."""
    system_links: tuple[str, ...] = ("/bin", "/lib", "/lib32", "/lib64", "/sbin")
    """Copied as links where they are links on the host, mounted read-only where they are folders."""
    system_files: tuple[str, ...] = (
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/etc/mime.types",
        "/etc/nsswitch.conf",
    )
    """Mounted read-only where they exist; nothing else of /etc is visible."""
    own_modules: tuple[str, ...] = (
        "__init__.py", "errors.py", "wire", "sandbox/__init__.py", "sandbox/policy.py", "sandbox/syscalls.py",
        "sandbox/inside",
    )  # fmt: skip
    """The part of fairgrade that is visible; graders, reference and gradebook code are not."""
    devices: tuple[str, ...] = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
    """Devices that may be opened."""
    environment: tuple[tuple[str, str], ...] = (
        ("LANG", "C.UTF-8"), ("USER", "student"), ("LOGNAME", "student"), ("MPLBACKEND", "Agg"),
        ("OMP_NUM_THREADS", "1"), ("OPENBLAS_NUM_THREADS", "1"), ("MKL_NUM_THREADS", "1"), ("NUMEXPR_NUM_THREADS", "1"),
        ("PYTHONHASHSEED", "0"), ("PYTHONDONTWRITEBYTECODE", "1"), ("CUDA_VISIBLE_DEVICES", ""),
    )  # fmt: skip
    """The whole environment, but for PATH, HOME and TMPDIR; nothing of the launcher's is passed on."""
    preload: tuple[str, ...] = (
        "numpy", "torch", "torch.nn.functional", "torch.utils.data", "torch.optim", "matplotlib.pyplot", "tqdm.auto",
        "IPython.core.interactiveshell",
    )  # fmt: skip
    """Modules imported before a submission arrives, where they are installed."""
    student_uids: range = range(60600, 60700)
    """Real user ids that student code gets when root starts the run; no distribution gives them to anyone."""
    entry: str = "fairgrade.sandbox.inside.runner:serve"
    """`module:function` that the confined process runs, called with its socket and its folder."""


@dataclass(frozen=True)
class Tier:
    """Which protections hold for a run; found by trying, and printed in every report."""

    name: str
    """One of `TIERS`."""
    landlock: int
    """Version of the kernel's Landlock interface that is in force; 0 for none."""
    nested: bool
    """Whether each submission has user, process, mount, network, IPC and host-name namespaces of its own."""
    own_proc: bool
    """Whether each submission has a /proc that shows its own processes only; otherwise it has none."""
    uid: int
    """Real user id of student code, as the host sees it."""

    def describe(self) -> str:
        """One line for reports."""
        if self.name == "open":
            return "open: student code ran WITHOUT ANY PROTECTION, as asked for"
        parts = [_TITLES[self.name]]
        if self.nested:
            parts.append(
                "namespaces for each submission" + (", own /proc" if self.own_proc else ", no /proc")
            )
        parts.append(f"Landlock {self.landlock}" if self.landlock else "no Landlock")
        parts += ["seccomp", "limits", "supervisor", "never root"]
        return ", ".join(parts)


def at_least(described: str, asked: str) -> bool:
    """Whether a result's protections, as `Tier.describe` put them, are no weaker than those of a tier."""
    found = next((name for name, title in _TITLES.items() if described.startswith(title)), "open")
    return TIERS.index(found) <= TIERS.index(asked)


TIERS: tuple[str, ...] = ("namespaces", "landlock", "cold", "container", "open")
"""Names of the tiers, strongest first; `open` is used only when asked for by name."""

ALONE: tuple[str, ...] = ("cold", "container")
"""The tiers in which every submission has a world of its own, and nothing is imported before it starts."""

_TITLES = {
    "namespaces": "tier 1: bubblewrap",
    "landlock": "tier 2: no namespaces",
    "cold": "tier 3: a bubblewrap and a cold Python for each submission",
    "container": "tier 4: a container and a cold Python for each submission",
}
