"""The command line: `python -m machine up`, and the others of `python -m machine --help`."""

import argparse
import os
import sys

from machine.checkout import HOMES, Home
from machine.commands import down, outside_data, require_nothing_in_the_way, run_with_servers, tell, up
from machine.failure import CannotRunError
from machine.interrupts import StopRequested

STOPPED = 130


def main() -> int:
    """Do what the arguments say; the exit status for the shell."""
    arguments = _parse()
    os.environ.pop("PYTHONPATH", None)  # it led here; the programs that are started find their own way
    try:
        return _run(arguments)
    except CannotRunError as error:
        tell(f"\n{error}")
        return 1
    except StopRequested:
        return 0 if arguments.command == "up" else STOPPED


def _run(arguments: argparse.Namespace) -> int:
    homes = [Home(name) for name in HOMES]
    match arguments.command:
        case "up":
            up(Home("up"))
        case "look":
            require_nothing_in_the_way(Home("up"))
        case "down":
            down(homes)
        case "outside-data":
            sys.stdout.writelines(f"{path}\n" for path in outside_data(homes))
        case "with-servers":
            return run_with_servers(
                Home(arguments.home),
                arguments.run,
                is_durable=not arguments.throwaway,
                redis_count=arguments.redis,
            )
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="machine")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("up", "look", "down", "outside-data"):
        commands.add_parser(name)
    servers = commands.add_parser("with-servers")
    servers.add_argument("home", choices=HOMES[1:])
    servers.add_argument("--throwaway", action="store_true", help="nothing need survive a power cut")
    servers.add_argument(
        "--redis", type=int, default=1, help="how many Redis servers: REDIS_URL, REDIS_URL_2 ..."
    )
    servers.add_argument("run", nargs="+")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
