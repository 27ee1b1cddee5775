"""A process that has imported the heavy libraries, and forks a kernel in milliseconds.

Importing pandas, statsmodels, geopandas and the plotting libraries costs a new kernel seconds, each
time. Here they are imported once, in a process with one thread and nothing else open. Every kernel
is a fork of it, so it starts with the libraries in memory and shares nothing else: it has its own
environment, working folder, signals, random state and session.

One connection over a socket in a private folder belongs to one kernel: the request goes in, the
process id comes back, and later its exit status. If the other end goes away, the kernel is ended;
if the process that started the server goes away, the server ends all of them and itself.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import random
import selectors
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

HEAVY = (
    "numpy",
    "scipy.stats",
    "pandas",
    "pyarrow.parquet",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "seaborn",
    "statsmodels.api",
    "shapely",
    "geopandas",
    "libpysal.weights",
    "esda",
    "pandera.pandas",
    "babel.numbers",
    "openpyxl.utils",
    "IPython.core.display",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
)
"""Modules that are imported before the first fork; one that is missing is left out."""


def import_heavy() -> None:
    """Import the heavy libraries, and see to it that a fork is safe afterwards."""
    for module in HEAVY:
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    # What is in memory now stays: the collector of a kernel need not look at it, nor copy it.
    gc.collect()
    gc.freeze()


def threads() -> int:
    """Return the number of threads of this process; a fork keeps only one of them."""
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208 - names only


def serve(address: str, lifeline: int) -> None:
    """Answer requests until ``lifeline`` (a pipe from the process that asked for us) is closed."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(address)
    listener.listen()
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ, ("accept", None))
    selector.register(lifeline, selectors.EVENT_READ, ("lifeline", None))
    running: dict[int, tuple[int, socket.socket]] = {}  # pidfd → (pid, connection)
    while True:
        for key, _ in selector.select():
            kind, extra = key.data
            if kind == "lifeline":
                for pid, _connection in running.values():
                    _end(pid)
                return
            if kind == "accept":
                connection, _address = listener.accept()
                pid = _fork(connection, listener, selector, running)
                if not pid:  # somebody only asked whether we are there
                    connection.close()
                    continue
                pidfd = os.pidfd_open(pid)
                running[pidfd] = (pid, connection)
                selector.register(pidfd, selectors.EVENT_READ, ("exit", None))
                selector.register(connection, selectors.EVENT_READ, ("gone", pid))
                _send(connection, {"pid": pid})
            elif kind == "exit":
                pidfd = key.fd
                pid, connection = running.pop(pidfd)
                _, status = os.waitpid(pid, 0)
                selector.unregister(pidfd)
                os.close(pidfd)
                with contextlib.suppress(KeyError):
                    selector.unregister(connection)
                _send(connection, {"exit": os.waitstatus_to_exitcode(status)})
                connection.close()
            elif kind == "gone":
                selector.unregister(key.fileobj)
                _end(extra)


def _send(connection: socket.socket, message: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):
        connection.sendall(json.dumps(message).encode() + b"\n")


def _end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _fork(
    connection: socket.socket,
    listener: socket.socket,
    selector: selectors.BaseSelector,
    running: dict[int, tuple[int, socket.socket]],
) -> int:
    """Read a request and fork; return the process id, 0 if nothing was asked for.

    Does not return in the child.
    """
    line = connection.makefile("rb").readline()
    if not line:
        return 0
    request = json.loads(line)
    pid = os.fork()
    if pid:
        # The child calls setsid too; whoever comes first, the group exists before it is needed.
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)
        return pid
    status = 1
    try:
        selector.close()
        listener.close()
        connection.close()
        for pidfd, (_, other) in running.items():
            os.close(pidfd)
            other.close()
        _become_kernel(request)
        status = 0
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _become_kernel(request: dict[str, Any]) -> None:
    """Turn a fresh fork into an ordinary IPython kernel."""
    with contextlib.suppress(OSError):
        os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    if request["folder"]:
        os.chdir(request["folder"])
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(None)
    # The kernel says how to connect to it, and that it is interrupted when it is stopped: not for
    # the user, who reads what went wrong in one message.
    sys.argv = ["ipykernel_launcher", *request["arguments"], "--log-level=50"]
    sys.path[:] = [entry for entry in sys.path if entry not in ("", str(Path.cwd()))]

    from ipykernel import kernelapp

    kernelapp.launch_new_instance()


def main() -> None:
    """Import, say that we are ready, serve."""
    address, lifeline = sys.argv[1], int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import_heavy()
    if threads() != 1:
        print(f"threads: {threads()}", flush=True)
        raise SystemExit(3)
    serve(address, lifeline)


if __name__ == "__main__":
    main()
