"""All settings, read once from the environment; every field says its meaning and unit."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


def _setting(default: Any, doc: str) -> Any:
    return field(default=default, metadata={"doc": doc})


class BadSetting(ValueError):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every field is read from TOWPATH_<NAME>, for example TOWPATH_DATABASE_URL."""

    database_url: str = _setting(
        "", "PostgreSQL 15 or newer, postgresql://user:password@host/database. Empty: embedded."
    )
    redis_url: str = _setting(
        "", "Redis 6.2 or Valkey, redis://host:6379/0 or unix:///path. Empty: embedded."
    )
    smtp_url: str = _setting(
        "",
        "Outgoing mail, smtp://user:password@host:587 (STARTTLS when offered), smtps:// or smtp+starttls://. Empty: the captive mailbox; nothing leaves this machine.",
    )
    data_dir: Path = _setting(
        Path(".towpath"), "Folder of the embedded servers, the secret key, journals and error files."
    )
    host: str = _setting("127.0.0.1", "Address the API listens on. The default answers this machine only.")
    port: int = _setting(8020, "Port the API listens on.")
    public_url: str = _setting(
        "", "Address that recipients' links point at, https://… Empty: http://host:port."
    )
    secret_key: str = _setting(
        "",
        "Signs links and cookies; at least 32 characters, the same on all machines. Empty: made once in the data folder.",
    )
    mailbox_port: int = _setting(0, "Port of the captive mailbox on 127.0.0.1. 0: any free one.")
    batch_size: int = _setting(5000, "Enrollments walked in one transaction.")
    send_batch: int = _setting(200, "Messages leased by a sender at once.")
    smtp_connections: int = _setting(10, "Open connections to the mail server per worker.")
    worker_memory_mb: int = _setting(
        1024, "Memory limit of one worker's address space above start, MB; 0: none."
    )
    dkim_domain: str = _setting("", "Domain that signs outgoing mail (DKIM d=). Empty: the relay signs.")
    dkim_selector: str = _setting("towpath", "DKIM selector (s=).")
    dkim_key_file: Path | None = _setting(
        None, "PEM file with the RSA or Ed25519 private key of the DKIM selector."
    )
    trusted_proxies: int = _setting(
        0, "How many reverse proxies stand in front and set X-Forwarded-For. 0: none is believed."
    )
    log_level: str = _setting("info", "debug, info, warning or error.")

    @property
    def base_url(self) -> str:
        """The address of links, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def is_captive(self) -> bool:
        """Mail stays in the captive mailbox."""
        return not self.smtp_url


def read_settings(env: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Build Settings from `env` (default: the process environment).

    Raises BadSetting naming the variable.
    """
    env = os.environ if env is None else env
    values: dict[str, Any] = {}
    for spec in fields(Settings):
        name = f"TOWPATH_{spec.name.upper()}"
        if name in env and env[name] != "":
            values[spec.name] = _parse(name, env[name], spec.type)
    return Settings(**{**values, **overrides})


def _parse(name: str, value: str, kind: Any) -> Any:
    if kind is int:
        try:
            return int(value)
        except ValueError:
            raise BadSetting(f"{name} must be a whole number, not {value!r}.") from None
    if kind is Path or kind == (Path | None):
        return Path(value)
    return value
