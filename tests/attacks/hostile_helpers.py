"""What several hostile programs use; written into their folder."""

import ctypes
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


def syscall(x86_64, aarch64, *arguments):
    """Make a system call by its number; raises OSError. `None` for a call that the machine does not have."""
    number = {"x86_64": x86_64, "aarch64": aarch64}[platform.machine()]
    if number is None:
        raise PermissionError("not on this machine")
    wide = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    result = libc.syscall(ctypes.c_long(number), *wide)
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def reaches(x86_64, aarch64, *arguments):
    """Whether the kernel looks at a call at all: any answer but "not permitted" and "no such call"."""
    import errno

    try:
        syscall(x86_64, aarch64, *arguments)
    except OSError as error:
        if error.errno in (errno.EPERM, errno.ENOSYS):
            raise
    return True
