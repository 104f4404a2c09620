"""`towpath doctor`."""

import asyncio
import os

import click
from rich.console import Console

from towpath.doctor import Finding, examine


@click.command()
def doctor() -> int:
    """Say in plain words what is wrong with this installation. Changes nothing."""
    console = Console(highlight=False, soft_wrap=True)
    findings = asyncio.run(_show(console))
    ill = sum(not finding.is_well for finding in findings)
    if ill:
        console.print(
            f"\n{ill} {'thing needs' if ill == 1 else 'things need'} your attention.", style="bold red"
        )
        return 1
    console.print("\nAll is well.", style="bold green")
    return 0


async def _show(console: Console) -> list[Finding]:
    findings = []
    async for finding in examine(os.environ):
        findings.append(finding)
        mark, style = ("✔", "green") if finding.is_well else ("✘", "red")
        console.print(f"[{style}]{mark}[/] ", end="")
        console.print(f"{finding.what}: {finding.how}", markup=False)
        if finding.advice:
            console.print(f"    {finding.advice}", markup=False)
    return findings
