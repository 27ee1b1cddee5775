"""The Papermill engine ``warm``: as the ordinary one, with kernels that need not import anything.

Usable on its own as ``papermill --engine warm``. Where a process cannot be forked, or the fork
server does not come up, the kernels are ordinary ones; the results are the same.
Papermill imports this module while it looks for engines; nothing else should.
"""

from __future__ import annotations

from typing import Any

from papermill.engines import NBClientEngine

from wir.run.kernel import kernel_manager


class WarmEngine(NBClientEngine):
    """Execute a notebook in a forked kernel."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Execute with the manager of forked kernels; all else is Papermill's."""
        kwargs.setdefault("kernel_manager_class", kernel_manager())
        return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
