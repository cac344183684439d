"""The command `packbuilder`: reads the command line, prints, and alone decides how a run ends.

Each module holds a few commands, `problems` and `results` what they say. What a command needs is
imported when it runs, so that help, completion and a build with nothing to do come at once.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from packbuilder import __version__
from packbuilder.cli.shared import ARGUMENTS

if TYPE_CHECKING:
    from packbuilder.diagnostics import PackError

EXIT_HELP = "\b\nThe README lists what each exit code means: 0 is success, 3 a mistake in content."


_MODULES: Mapping[str, str] = MappingProxyType(
    {
        "build": "making",
        "check": "looking",
        "clean": "folders",
        "collect": "collecting",
        "import": "importing",
        "init": "folders",
        "inspect": "looking",
        "list": "looking",
        "open": "opening",
        "order": "ordering",
        "proof": "proofing",
        "pull": "pulling",
        "status": "looking",
        "stop": "making",
        "version": "versioning",
        "watch": "watching",
    }
)
"""Which module of this folder has each command: it is imported when the command is asked for."""


class Main(click.Group):
    """Finds commands, and turns what stops a run into messages and an exit code, in one place."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        del ctx
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; nothing when there is none of this name."""
        del ctx
        if cmd_name not in _MODULES:
            return None
        module = import_module(f"packbuilder.cli.{_MODULES[cmd_name]}")
        named = getattr(module, cmd_name, None)
        found = (
            named if isinstance(named, click.Command) else getattr(module, f"{cmd_name}_command")
        )
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; of one that does not exist, say which was likely meant."""
        name = args[0]
        if self.get_command(ctx, name) is None:
            from packbuilder.diagnostics import suggest

            help = suggest(name, self.list_commands(ctx))
            ctx.fail(f"there is no command “{name}”; {help}")
        return super().resolve_command(ctx, args)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Keep the words of the command line, for a process that runs it in place of this one."""
        given = tuple(args)
        context = super().make_context(info_name, args, parent, **extra)
        context.meta[ARGUMENTS] = given
        return context

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        os.environ["PYTHONSAFEPATH"] = "1"  # worker processes run no module of this folder
        try:
            signal.signal(signal.SIGTERM, _terminate)
            if ctx.obj is not None:  # a copy of a warm process, which has held them back
                signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))
            return super().invoke(ctx)
        except (KeyboardInterrupt, Terminated) as stop:
            raise _stopped(ctx, isinstance(stop, Terminated)) from None
        except click.Abort:  # a question that nobody answers
            raise _stopped(ctx, asked=False) from None
        except Exception as error:
            from packbuilder.diagnostics import PackError, printable

            if isinstance(error, PackError):
                raise _reported(error) from None
            if isinstance(error, click.ClickException):
                error.message = printable(error.message)  # type: ignore[misc]
            raise


def _reported(error: PackError) -> Exception:
    """Show the problems that stopped a run, and return how it ends."""
    from packbuilder.cli.problems import show_all

    show_all(error.diagnostics)
    return click.exceptions.Exit(error.exit_code)


def _stopped(context: click.Context, asked: bool) -> Exception:
    """Say what holds of packs when somebody, or the system, stopped a run; return how it ends."""
    from packbuilder.cli.results import say_stopped
    from packbuilder.diagnostics import ExitCode

    click.echo(f"\n{say_stopped(context)}", err=True)
    return click.exceptions.Exit(ExitCode.TERMINATED if asked else ExitCode.INTERRUPTED)


class Terminated(BaseException):
    """The system asks for the end; like Ctrl+C, but Python never takes it for that."""


def _terminate(*_: object) -> None:
    raise Terminated


@click.group(cls=Main, epilog=EXIT_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="packbuilder")
def main() -> None:
    """Make HTML, PDF and Word packs from the Markdown and YAML files in content/.

    Work in the folder that holds content/. Start with “packbuilder build”.
    """
