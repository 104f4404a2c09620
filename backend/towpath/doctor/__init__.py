"""`towpath doctor`: what is wrong with an installation, and what to do about it, in plain words."""

from collections.abc import AsyncIterator, Mapping

from towpath.doctor.finding import Finding, bad, good
from towpath.doctor.here import look_here
from towpath.doctor.servers import look_at_servers
from towpath.doctor.variables import unknown_variables
from towpath.settings import BadSetting, read_settings

__all__ = ["Finding", "examine"]


async def examine(env: Mapping[str, str]) -> AsyncIterator[Finding]:
    """Yield one finding for each thing looked at, as it is looked at. Changes nothing."""
    for finding in unknown_variables(env):
        yield finding
    try:
        settings = read_settings(env)
    except BadSetting as error:
        yield bad(
            "Settings", str(error), "Mend it and run `towpath doctor` again; the rest was not looked at."
        )
        return
    yield good("Settings", "can be read")
    for finding in look_here(settings):
        yield finding
    async for finding in look_at_servers(settings):
        yield finding
