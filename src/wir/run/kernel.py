"""Kernels that no other user of the machine can reach, and that start in milliseconds."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import default

START = 120.0
"""Seconds that the fork server may take to import everything, on a slow or busy machine."""


class LocalKernelManager(AsyncKernelManager):
    """Start kernels that talk through sockets of the user, not through TCP ports."""

    @default("transport")
    def _default_transport(self) -> str:
        return "ipc"

    @default("ip")
    def _default_ip(self) -> str:
        # The start of the sockets' names. Jupyter's own default is the same name for all kernels
        # of a folder, so that two which start at once get into each other's way.
        folder = tempfile.mkdtemp(prefix="wir-kernel-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return str(Path(folder) / "s")


class WarmKernelManager(LocalKernelManager):
    """Start kernels as forks of a process that has imported the heavy libraries."""

    async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
        assert self.kernel_spec is not None
        self.kernel_spec.metadata = {
            **self.kernel_spec.metadata,
            "kernel_provisioner": {"provisioner_name": "wir-warm"},
        }
        return await super()._async_pre_start_kernel(**kwargs)

    pre_start_kernel: Any = _async_pre_start_kernel


class WarmProvisioner(LocalProvisioner):
    """Give Jupyter a forked kernel where it would start a new process."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel; ``cmd`` is that of an ordinary one, of which only the arguments count."""
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        forked: Any = ForkServer.get().start(
            arguments,
            dict(kwargs.get("env") or os.environ),
            kwargs.get("cwd") or str(Path.cwd()) or str(Path.cwd()),
        )
        self.process = forked
        self.pid = self.pgid = forked.pid
        return self.connection_info


class ForkedKernel:
    """A forked kernel, with the part of ``subprocess.Popen`` that Jupyter uses."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._received = b""
        self.returncode: int | None = None
        self.pid = int(self._message(blocking=True)["pid"])

    def _message(self, *, blocking: bool) -> dict[str, Any]:
        """Return the next message of the server, or {} if there is none (yet)."""
        self._connection.setblocking(blocking)
        while b"\n" not in self._received:
            try:
                part = self._connection.recv(4096)
            except BlockingIOError:
                return {}
            if not part:
                return {"exit": -9}
            self._received += part
        line, _, self._received = self._received.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel runs."""
        if self.returncode is None:
            self.returncode = self._message(blocking=False).get("exit")
            if self.returncode is not None:
                self._connection.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; raise ``subprocess.TimeoutExpired`` if it does not come in time."""
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the kernel has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(15)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(9)


class ForkServer:
    """The fork server of this process, started when the first kernel is asked for."""

    _instance: ForkServer | None = None

    @classmethod
    def get(cls) -> ForkServer:
        """Return the running server; start one if there is none, or if it has died."""
        current = cls._instance
        if current is None or current.owner != os.getpid() or current.process.poll() is not None:
            cls._instance = current = cls()
        return current

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.folder = tempfile.mkdtemp(prefix="wir-")
        self.address = str(Path(self.folder) / "fork")
        lifeline, self._lifeline = os.pipe()
        environment = {
            **os.environ,
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "JE_ARROW_MALLOC_CONF": "background_thread:false",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wir.run.forkserver", self.address, str(lifeline)],
            pass_fds=[lifeline],
            stdin=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        os.close(lifeline)
        atexit.register(self.close)

    def close(self) -> None:
        """End the server and its kernels."""
        if os.getpid() == self.owner:
            with contextlib.suppress(OSError):
                os.close(self._lifeline)
            shutil.rmtree(self.folder, ignore_errors=True)

    def ready(self) -> None:
        """Wait until the server answers; raise OSError if it does not."""
        self._connect().close()

    def start(
        self, arguments: list[str], environment: dict[str, str], folder: str | None
    ) -> ForkedKernel:
        """Fork a kernel and return it.

        Raises
        ------
        OSError
            If the server does not come up or ends.
        """
        connection = self._connect()
        request = {"arguments": arguments, "environment": environment, "folder": folder}
        connection.sendall(json.dumps(request).encode() + b"\n")
        return ForkedKernel(connection)

    def _connect(self) -> socket.socket:
        end = time.monotonic() + START
        while True:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connection.connect(self.address)
            except (FileNotFoundError, ConnectionRefusedError):
                connection.close()
                if self.process.poll() is not None or time.monotonic() > end:
                    raise OSError(
                        f"the fork server did not start (exit code {self.process.poll()})"
                    ) from None
                time.sleep(0.02)
            else:
                return connection


def can_fork() -> bool:
    """Say whether this machine can fork kernels: Linux, with process descriptors."""
    return sys.platform == "linux" and hasattr(os, "fork") and hasattr(os, "pidfd_open")


def kernel_manager() -> type[LocalKernelManager]:
    """Return the manager of forked kernels, or of ordinary ones where forking is not possible."""
    if not can_fork():
        warnings.warn("Kernels cannot be forked here; ordinary ones are used.", stacklevel=2)
        return LocalKernelManager
    try:
        ForkServer.get().ready()
    except OSError as error:
        warnings.warn(f"Ordinary kernels are used, since {error}.", stacklevel=2)
        return LocalKernelManager
    return WarmKernelManager
