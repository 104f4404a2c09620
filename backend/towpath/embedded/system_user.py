"""Whose processes the embedded servers are: PostgreSQL refuses to run as root, so root lends it a system user."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from towpath.kit.errors import Unavailable

SYSTEM_USER: Final = "embedded_postgres"


class CannotStart(Unavailable):
    """An embedded server did not start."""

    code = "embedded-server"


def is_root() -> bool:
    return os.geteuid() == 0


@dataclass(frozen=True)
class Owner:
    """A user of this machine; `is_lent`: not the one we are."""

    name: str
    is_lent: bool

    @classmethod
    def of(cls, folder: Path) -> "Owner":
        """Return who runs the servers of `folder`: whoever made it, and root never."""
        made_by = _user_name(folder.stat().st_uid) if folder.exists() else None
        if is_root():
            return cls(SYSTEM_USER if made_by is None or made_by == "root" else made_by, is_lent=True)
        me = _user_name(os.geteuid())
        if made_by not in {None, me}:
            raise CannotStart(
                f"The folder {folder.parent} belongs to the user {made_by}, and you are {me}. "
                f"Run Towpath as {made_by}, or choose another folder: TOWPATH_DATA_DIR=…"
            )
        return cls(me, is_lent=False)

    def make_ready(self, *places: Path) -> None:
        """Make sure that the user exists and can reach these places."""
        if not self.is_lent:
            return
        if sys.platform == "darwin":
            raise CannotStart(
                "PostgreSQL refuses to run as root. Run Towpath as a normal user, or set TOWPATH_DATABASE_URL."
            )
        try:
            pwd.getpwnam(self.name)
        except KeyError:
            _create_user(self.name)
        for place in places:
            _let_through(place.resolve())

    def popen_words(self) -> dict[str, Any]:
        """Return subprocess arguments that make a process this user's."""
        return {"user": self.name, "group": self._group, "extra_groups": []} if self.is_lent else {}

    def give(self, folder: Path) -> None:
        """Make `folder` this user's own, for nobody else."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.is_lent:
            shutil.chown(folder, self.name, self._group)
        folder.chmod(0o700)

    @property
    def _group(self) -> int:
        return pwd.getpwnam(self.name).pw_gid


def private_folder(path: Path, owner: Owner) -> None:
    """Make `path` the owner's alone; refuse one that somebody else put there (it may lie in /tmp)."""
    if path.exists() and _user_name(path.lstat().st_uid) not in {owner.name, _user_name(os.geteuid())}:
        raise CannotStart(f"{path} belongs to somebody else; remove it, or choose another TOWPATH_DATA_DIR.")
    owner.give(path)


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _create_user(name: str) -> None:
    command = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        name,
    ]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=30)
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotStart(
            f"PostgreSQL refuses to run as root, and the system user {name} for it could not be created "
            f"({error}). Run Towpath as a normal user, or set TOWPATH_DATABASE_URL."
        ) from error


def _let_through(path: Path) -> None:
    """Let other users pass through to `path`; that does not let them list or read anything on the way."""
    for folder in (path, *path.parents):
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
