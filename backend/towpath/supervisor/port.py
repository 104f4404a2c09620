"""The one door to the outside: a listening socket, or a plain sentence why there is none."""

import errno
import socket

from towpath.kit.errors import Unavailable
from towpath.settings import Settings


class NoPort(Unavailable):
    """The API's port cannot be opened."""

    code = "no-port"


def listen(settings: Settings) -> socket.socket:
    """Return a socket that listens on the API's address. Raises NoPort."""
    where = (settings.host, settings.port)
    try:
        family = socket.getaddrinfo(*where, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server(where, family=family, backlog=2048)
    except OverflowError:
        raise NoPort(f"TOWPATH_PORT={settings.port} is no port: choose one from 1024 to 65535.") from None
    except OSError as error:
        raise NoPort(_sentence(settings, error)) from error


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def _sentence(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.port} on {settings.host} is taken by another program. "
            f"Stop it, or choose another port: TOWPATH_PORT={settings.port + 1}"
        )
    if error.errno == errno.EACCES:
        return f"Only root may open port {settings.port}. Choose one from 1024 up: TOWPATH_PORT=8020"
    return (
        f"Nothing can listen on {settings.host}, port {settings.port} ({error.strerror}). "
        "Set TOWPATH_HOST to an address of this machine; 127.0.0.1 answers this machine only."
    )
