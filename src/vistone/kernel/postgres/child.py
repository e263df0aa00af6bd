"""Start one program tied to the life of its parent: `python -I -S child.py SIGNAL PARENT UID GID PROGRAM ARGUMENT…`.

Run as a file of its own, not as a function between fork and exec: the parent may have threads, and Python code after a
fork of a threaded process can deadlock. It imports nothing of Vistone, because as root the code may lie in a folder
that is closed to the account it changes to.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def main(arguments: list[str]) -> None:
    """Change account (UID `-` keeps it), ask the kernel for SIGNAL when PARENT ends, become PROGRAM."""
    death, parent, uid, gid, *program = arguments
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    # After the change of account, which would clear it.
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(death), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != int(parent):  # it ended before we could ask
        sys.exit(1)
    os.umask(0o077)
    for number in (signal.SIGPIPE, signal.SIGXFSZ):  # Python ignores these two, and exec would pass that on
        signal.signal(number, signal.SIG_DFL)
    os.execv(program[0], program)  # noqa: S606 -- becoming the program is what this file is for


if __name__ == "__main__":
    main(sys.argv[1:])
