"""Kernels that no other user of the machine can reach."""

from jupyter_client.manager import AsyncKernelManager
from traitlets import default


class LocalKernelManager(AsyncKernelManager):
    """Start kernels that talk through sockets of the user, not through TCP ports."""

    @default("transport")
    def _default_transport(self) -> str:
        return "ipc"
