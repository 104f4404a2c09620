"""The command `towpath`: what people and services type."""

import importlib
import sys
from typing import Any, Final, NoReturn

import click

from towpath.kit.errors import DomainError
from towpath.settings import BadSetting

# Loaded when asked for, so that `towpath doctor` works in an installation where something else does not.
_COMMANDS: Final = {
    "up": "towpath.cli.running:up",
    "serve": "towpath.cli.running:serve",
    "work": "towpath.cli.running:work",
    "migrate": "towpath.cli.running:migrate",
    "doctor": "towpath.cli.checking:doctor",
    "users": "towpath.cli.users:users",
    "contacts": "towpath.cli.importing:contacts",
    "events": "towpath.cli.importing:events",
    "flow": "towpath.cli.flow:flow",
    "demo": "towpath.cli.demo:demo",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        return getattr(importlib.import_module(module), name)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="towpath", message="Towpath %(version)s")
def towpath() -> None:
    """Marketing automation that you draw: contacts walk journeys.

    Settings come from the environment (TOWPATH_…); `towpath doctor` checks them.
    """


def main(words: list[str] | None = None) -> NoReturn:
    """Run a command; what went wrong outside of us is said in one sentence, not as a traceback."""
    try:
        done: Any = towpath.main(words, prog_name="towpath", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except DomainError as error:
        _complain(error.detail, *(f"{fault.pointer}: {fault.detail}" for fault in error.faults))
    except BadSetting as error:
        _complain(str(error))
    except Exception as error:
        # Imported late: most commands need it never, and it takes the database's libraries along.
        from towpath.kit.reach import OUTSIDE, reason_of

        if not isinstance(error, OUTSIDE):
            raise
        _complain(f"{reason_of(error)} `towpath doctor` tells what is wrong with this installation.")
    sys.exit(done if isinstance(done, int) else 0)


def _complain(sentence: str, *details: str) -> NoReturn:
    click.secho(sentence, err=True, fg="red")
    for detail in details:
        click.echo(f"  {detail}", err=True)
    sys.exit(1)
