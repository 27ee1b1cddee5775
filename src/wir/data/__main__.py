"""Rebuild the processed tables from upstream (``python -m wir.data``), or check them."""

from __future__ import annotations

import argparse
import errno
import sys
import tempfile
from pathlib import Path

from wir import config
from wir.data.errors import DataError


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="python -m wir.data", description=__doc__)
    parser.add_argument("--mirror", type=Path, help="folder that holds the upstream files")
    parser.add_argument("--out", type=Path, default=config.PROCESSED, help="folder of the tables")
    parser.add_argument(
        "--check",
        action="store_true",
        help="rebuild in a temporary folder and compare with the committed tables",
    )
    parser.add_argument(
        "--describe",
        action="store_true",
        help="write the descriptions anew after an edit of codebook or facts; no upstream needed",
    )
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; return the exit code (0 fine, 1 a problem that the message names)."""
    from wir.data import rebuild

    options = arguments(argv)
    try:
        if options.describe:
            rebuild.describe(options.out)
            return 0
        if options.check:
            with tempfile.TemporaryDirectory(prefix="wir-data-") as folder:
                return rebuild.check(options.mirror, options.out, Path(folder))
        rebuild.rebuild(options.mirror, options.out)
    except DataError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is complete is kept; run again to go on.", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EPERM}:
            raise
        print(f"\n{_disk(error)}", file=sys.stderr)
        return 1
    return 0


def _disk(error: OSError) -> str:
    place = Path(str(error.filename)).parent if error.filename else "the target folder"
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk is full while writing to {place}. Make room and run again."
    return f"{place} cannot be written ({error.strerror}). Check its rights and run again."


if __name__ == "__main__":
    sys.exit(main())
