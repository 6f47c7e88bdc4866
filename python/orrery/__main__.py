"""``python -m orrery replay [PATH]``: sends what the tracking server missed."""

import argparse
import sys
from typing import List, Optional

from .replay import replay
from .tracking import TrackingError


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m orrery", description=__doc__)
    commands = parser.add_subparsers(dest="command", metavar="command")
    command = commands.add_parser("replay", help="send the lines of a metrics file that the server does not have")
    command.add_argument("path", nargs="?", help="the file or its folder; the job's output folder by default")
    command.add_argument("--tracking-uri", help="instead of MLFLOW_TRACKING_URI")
    command.add_argument("--run-id", help="instead of the run that the file was written for")
    given = parser.parse_args(arguments)
    if given.command is None:
        parser.print_help()
        return 2
    try:
        sent = replay(given.path, tracking_uri=given.tracking_uri, run_id=given.run_id)
    except (OSError, ValueError, TrackingError) as error:
        print("orrery: %s" % error, file=sys.stderr)
        return 1
    print("%d points sent" % sent)
    return 0


if __name__ == "__main__":
    sys.exit(main())
