"""All settings, read once from the environment; every field says its meaning and unit."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


def _setting(default: Any, doc: str, **bounds: Any) -> Any:
    """`bounds`: least, most (numbers), one_of (words), starts (of an address), length (at least)."""
    return field(default=default, metadata={"doc": doc, **bounds})


class BadSetting(ValueError):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every field is read from TOWPATH_<NAME>, for example TOWPATH_DATABASE_URL."""

    database_url: str = _setting(
        "",
        "PostgreSQL 15 or newer, postgresql://user:password@host/database. Empty: embedded.",
        starts=("postgresql://", "postgres://", "postgresql+asyncpg://"),
    )
    redis_url: str = _setting(
        "",
        "Redis 6.2 or Valkey, redis://host:6379/0 or unix:///path. Empty: embedded.",
        starts=("redis://", "rediss://", "unix://"),
    )
    smtp_url: str = _setting(
        "",
        "Outgoing mail, smtp://user:password@host:587 (STARTTLS when offered), smtps:// or smtp+starttls://. Empty: the captive mailbox; nothing leaves this machine.",
        starts=("smtp://", "smtps://", "smtp+starttls://"),
    )
    data_dir: Path = _setting(
        Path(".towpath"), "Folder of the embedded servers, the secret key, journals and error files."
    )
    host: str = _setting("127.0.0.1", "Address the API listens on. The default answers this machine only.")
    port: int = _setting(8020, "Port the API listens on.", least=1, most=65535)
    workers: int = _setting(1, "Worker processes that `towpath up` runs on this machine.", least=1, most=64)
    public_url: str = _setting(
        "",
        "Address that recipients' links point at, https://… Empty: http://host:port.",
        starts=("https://", "http://"),
    )
    secret_key: str = _setting(
        "",
        "Signs links and cookies; at least 32 characters, the same on all machines. Empty: made once in the data folder.",
        length=32,
    )
    mailbox_port: int = _setting(
        0, "Port of the captive mailbox on 127.0.0.1. 0: any free one.", least=0, most=65535
    )
    batch_size: int = _setting(5000, "Enrollments walked in one transaction.", least=1, most=100_000)
    send_batch: int = _setting(200, "Messages leased by a sender at once.", least=1, most=10_000)
    smtp_connections: int = _setting(
        10, "Open connections to the mail server per worker.", least=1, most=1000
    )
    worker_memory_mb: int = _setting(
        1024, "Memory limit of one worker's address space above start, MB; 0: none.", least=0
    )
    dkim_domain: str = _setting("", "Domain that signs outgoing mail (DKIM d=). Empty: the relay signs.")
    dkim_selector: str = _setting("towpath", "DKIM selector (s=).")
    dkim_key_file: Path | None = _setting(
        None, "PEM file with the RSA or Ed25519 private key of the DKIM selector."
    )
    unsubscribe_mailto: str = _setting(
        "",
        "Mailbox whose readers carry out unsubscribe mails; offered beside the one-click link. Empty: none.",
    )
    trusted_proxies: int = _setting(
        0, "How many reverse proxies stand in front and set X-Forwarded-For. 0: none is believed.", least=0
    )
    log_level: str = _setting(
        "info", "debug, info, warning or error.", one_of=("debug", "info", "warning", "error")
    )

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
            values[spec.name] = _checked(name, _parse(name, env[name], spec.type), spec.metadata)
    return Settings(**{**values, **overrides})


def names() -> list[str]:
    """Return all variables that are read."""
    return [f"TOWPATH_{spec.name.upper()}" for spec in fields(Settings)]


def _parse(name: str, value: str, kind: Any) -> Any:
    if kind is int:
        try:
            return int(value)
        except ValueError:
            raise BadSetting(f"{name} must be a whole number, not {value!r}.") from None
    if kind is Path or kind == (Path | None):
        return Path(value)
    return value


def _checked(name: str, value: Any, bounds: Mapping[str, Any]) -> Any:
    if "least" in bounds and value < bounds["least"]:
        raise BadSetting(f"{name} must be at least {bounds['least']}, not {value}.")
    if "most" in bounds and value > bounds["most"]:
        raise BadSetting(f"{name} must be at most {bounds['most']}, not {value}.")
    if "one_of" in bounds and value not in bounds["one_of"]:
        raise BadSetting(f"{name} must be one of {', '.join(bounds['one_of'])}, not {value!r}.")
    if "starts" in bounds and not value.startswith(bounds["starts"]):
        # The value may hold a password: it is not repeated.
        raise BadSetting(f"{name} must begin with {' or '.join(bounds['starts'])}")
    if len(str(value)) < bounds.get("length", 0):
        raise BadSetting(f"{name} must be at least {bounds['length']} characters long; it has {len(value)}.")
    return value
