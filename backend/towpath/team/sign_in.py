"""Coming in with a password, choosing one, changing one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from towpath.kit.db import Conn, Database
from towpath.kit.errors import Fault, Invalid, NotAllowed, NotFound, NotSignedIn
from towpath.kit.tokens import Signer
from towpath.team import store, throttle
from towpath.team.passwords import hashed, is_outdated, matches, password_faults
from towpath.team.sessions import NewSession, open_session
from towpath.team.store import Person

INVITATION_LIFETIME: Final = timedelta(days=7)
_PURPOSE: Final = "set-password"


class WrongPassword(NotSignedIn):
    """E-mail address and password do not belong together."""

    code = "wrong-password"


class AccountDisabled(NotAllowed):
    """This account is switched off. An owner can switch it on again."""

    code = "account-disabled"


class InvitationUsed(NotFound):
    """This link has been used or is too old. Ask an owner for a new one."""

    code = "invitation-used"


@dataclass(frozen=True, kw_only=True)
class Browser:
    """Where somebody signs in from."""

    address: str
    user_agent: str


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A person and the session that was just opened."""

    person: Person
    session: NewSession


async def sign_in(db: Database, *, email: str, password: str, browser: Browser) -> SignedIn:
    """Open a session. Says the same, and takes as long, whether the account exists or not.

    Raises TooManyTries, WrongPassword or AccountDisabled.
    """
    subjects = throttle.subjects_of(email, browser.address)
    async with db.transaction() as conn:
        tries = await throttle.admit(conn, subjects)
        found = await store.person_by_email(conn, email)
    stored = found[1] if found else None
    # Without a transaction: hashing waits its turn, connections must not wait with it.
    if not await matches(stored, password) or found is None:
        raise WrongPassword
    person, password_hash = found
    if person.disabled_at is not None:
        raise AccountDisabled
    better = await hashed(password) if is_outdated(password_hash) else None
    async with db.transaction() as conn:
        await throttle.forgive(conn, subjects, tries)
        if better is not None:
            await store.refresh_hash(conn, person.id, password_hash, better)
        return SignedIn(person=person, session=await open_session(conn, person.id, browser.user_agent))


async def change_password(
    db: Database, user_id: int, *, current: str, new: str, browser: Browser
) -> SignedIn:
    """Change one's own password: every session ends, and this browser gets a new one.

    Raises TooManyTries or Invalid.
    """
    async with db.transaction() as conn:
        person = await store.person(conn, user_id)
        stored = await store.password_hash_of(conn, user_id)
        if person is None:
            raise NotSignedIn
        faults = password_faults(new, email=person.email, pointer="/new_password")
        if faults:
            raise Invalid(faults=faults)
        subjects = throttle.subjects_of(person.email, browser.address)
        tries = await throttle.admit(conn, subjects)
    if not await matches(stored, current):
        raise Invalid(faults=[Fault("/current_password", "This is not your present password.")])
    password_hash = await hashed(new)
    async with db.transaction() as conn:
        await throttle.forgive(conn, subjects, tries)
        return await _use_password(conn, person, password_hash, browser)


def invitation(signer: Signer, base_url: str, person: Person, now_s: int) -> str:
    """Return the address where a person chooses a password, once, within 7 days.

    It names the account's epoch: the first use, like any change of password or role, ends it.
    """
    until = now_s + int(INVITATION_LIFETIME.total_seconds())
    token = signer.make(_PURPOSE, f"{person.id}:{person.epoch}:{until}")
    return f"{base_url}/set-password?token={token}"


async def accept_invitation(
    db: Database, signer: Signer, *, token: str, password: str, browser: Browser, now_s: int
) -> SignedIn:
    """Set the password that an invitation asks for and sign in. Raises InvitationUsed or Invalid."""
    user_id, epoch = _read_invitation(signer, token, now_s)
    async with db.transaction() as conn:
        person = await store.person(conn, user_id)
    if person is None or person.epoch != epoch or person.disabled_at is not None:
        raise InvitationUsed
    faults = password_faults(password, email=person.email)
    if faults:
        raise Invalid(faults=faults)
    password_hash = await hashed(password)
    async with db.transaction() as conn:
        return await _use_password(conn, person, password_hash, browser)


async def _use_password(conn: Conn, person: Person, password_hash: str, browser: Browser) -> SignedIn:
    if not await store.set_password(conn, person.id, password_hash, epoch=person.epoch):
        raise InvitationUsed
    return SignedIn(person=person, session=await open_session(conn, person.id, browser.user_agent))


def _read_invitation(signer: Signer, token: str, now_s: int) -> tuple[int, int]:
    try:
        user_id, epoch, until = (int(part) for part in signer.read(_PURPOSE, token).split(":"))
    except (NotFound, ValueError):
        raise InvitationUsed from None
    if until < now_s:
        raise InvitationUsed
    return user_id, epoch
