"""This machine: Python, the data folder, the secret, the addresses that others are told."""

import ipaddress
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from towpath.channels.dkim import BadKey, DkimSigner
from towpath.doctor.finding import Finding, bad, good
from towpath.settings import Settings

_PYTHONS: Final = ((3, 11), (3, 14))
_LEAST_FREE_MB: Final = 1024


def look_here(settings: Settings) -> Iterator[Finding]:
    yield _python()
    yield _folder(settings)
    yield _disk(settings)
    yield _secret(settings)
    yield _listens(settings)
    yield _public_address(settings)
    if settings.dkim_domain:
        yield _dkim(settings)


def _python() -> Finding:
    first, end = _PYTHONS
    if first <= sys.version_info[:2] < end:
        return good("Python", platform.python_version())
    return bad("Python", f"{platform.python_version()} is not tried out", "Use Python 3.11, 3.12 or 3.13.")


def _folder(settings: Settings) -> Finding:
    folder = settings.data_dir.resolve()
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        advice = "Give this user the right to write there, or choose another folder: TOWPATH_DATA_DIR."
        return bad("Data folder", f"{folder} cannot be written ({error.strerror})", advice)
    return good(
        "Data folder", str(folder) if nearest == folder else f"{folder}, will be made at the first start"
    )


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir.resolve()
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    free_mb = shutil.disk_usage(nearest).free // 2**20
    told = f"{free_mb / 1024:.1f} GB are free"
    if free_mb < _LEAST_FREE_MB:
        return bad("Disk", f"only {told} for {folder}", "Make room: a full disk stops every journey.")
    return good("Disk", told)


def _secret(settings: Settings) -> Finding:
    if settings.secret_key:
        return good("Secret key", "from TOWPATH_SECRET_KEY; all machines must have the same")
    path = settings.data_dir / "secret.key"
    if not path.exists():
        return good("Secret key", f"will be made at the first start, in {path}")
    if not os.access(path, os.R_OK):
        return bad("Secret key", f"{path} cannot be read by this user", f"chown {os.geteuid()} {path}")
    if path.stat().st_mode & 0o077:
        return bad("Secret key", f"others on this machine can read {path}", f"chmod 600 {path}")
    if len(path.read_text().strip()) < 32:
        return bad(
            "Secret key", f"{path} is too short to be safe", "Remove it; the next start makes a new one."
        )
    return good("Secret key", f"{path}; it belongs into your backup")


def _listens(settings: Settings) -> Finding:
    told = f"{settings.host}, port {settings.port}"
    if _is_loopback(settings.host) or settings.trusted_proxies or settings.public_url.startswith("https://"):
        return good("API listens on", told)
    return bad(
        "API listens on", f"{told}: other machines reach it without encryption",
        "Put a proxy with TLS in front (TOWPATH_PUBLIC_URL=https://…, TOWPATH_TRUSTED_PROXIES=1), or leave "
        "TOWPATH_HOST at 127.0.0.1.",
    )  # fmt: skip


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _public_address(settings: Settings) -> Finding:
    url = settings.public_url
    if not url and settings.is_captive:
        return good("Public address", f"{settings.base_url}, as no mail leaves this machine")
    if not url:
        return bad(
            "Public address", f"recipients would be sent to {settings.base_url}, which only this machine can open",
            "Set TOWPATH_PUBLIC_URL to the address at which the world reaches Towpath: unsubscribe links need it.",
        )  # fmt: skip
    parts = urlsplit(url)
    if not parts.hostname or parts.query or parts.fragment:
        return bad(
            "Public address", f"{url} is no address of a site", "Write it like https://mail.example.org"
        )
    if parts.scheme != "https" and not _is_loopback(parts.hostname):
        return bad(
            "Public address", f"{url} is not encrypted", "Use https://: mail programs distrust plain links."
        )
    return good("Public address", url)


def _dkim(settings: Settings) -> Finding:
    if settings.dkim_key_file is None:
        return bad(
            "DKIM", "there is a domain but no key", "Set TOWPATH_DKIM_KEY_FILE, or unset TOWPATH_DKIM_DOMAIN."
        )
    try:
        DkimSigner.from_file(settings.dkim_domain, settings.dkim_selector, settings.dkim_key_file)
    except OSError as error:
        return bad(
            "DKIM",
            f"{settings.dkim_key_file} cannot be read ({error.strerror})",
            "Mend TOWPATH_DKIM_KEY_FILE.",
        )
    except BadKey as error:
        return bad("DKIM", str(error), "Make one: openssl genrsa -out dkim.pem 2048")
    return good("DKIM", f"signs as {settings.dkim_selector}._domainkey.{settings.dkim_domain}")
