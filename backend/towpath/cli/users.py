"""`towpath users`: accounts, for whoever sits at the machine."""

from datetime import datetime

import click

from towpath.cli.connecting import with_wiring
from towpath.kit.errors import NotFound
from towpath.team import actions, people, store
from towpath.team.model import Role
from towpath.team.sign_in import invitation
from towpath.wiring import Wiring


@click.group()
def users() -> None:
    """Add accounts, and make links to get in."""


@users.command()
@click.argument("email")
@click.option("--name", default="", help="As colleagues see it. Default: the address.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="editor", show_default=True)
def add(email: str, name: str, role: str) -> None:
    """Add an account; print a link where its owner chooses a password."""

    async def command(wiring: Wiring) -> None:
        async with wiring.db.transaction() as conn:
            person = await people.invite(conn, email=email, name=name or email, role=Role(role))
            _show(wiring, person, await wiring.clock.real(conn))

    with_wiring(command)


@users.command()
@click.argument("email", required=False)
def link(email: str | None) -> None:
    """Print a new link: to sign up, while nobody has an account, or for EMAIL to choose a new password."""

    async def command(wiring: Wiring) -> None:
        async with wiring.db.transaction() as conn:
            if email is None:
                click.echo(await actions.new_setup_link(conn, wiring.settings.base_url))
                click.echo("It works once, for half an hour. Earlier links have ended.")
                return
            found = await store.person_by_email(conn, email)
            if found is None:
                raise NotFound(f"Nobody with the address {email} has an account here.")
            _show(wiring, found[0], await wiring.clock.real(conn))

    with_wiring(command)


def _show(wiring: Wiring, person: store.Person, now: datetime) -> None:
    click.echo(invitation(wiring.signer, wiring.settings.base_url, person, int(now.timestamp())))
    click.echo(f"There {person.email} chooses a password. It works once, for 7 days.")


@users.command("list")
def list_() -> None:
    """List the accounts."""

    async def command(wiring: Wiring) -> None:
        async with wiring.db.transaction() as conn:
            found = await store.people(conn, after=0, limit=1000)
        for person in found:
            click.echo(f"{person.email}  {person.role}  {person.name}")

    with_wiring(command)
