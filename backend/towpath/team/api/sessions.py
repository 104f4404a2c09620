"""Setting up, signing in and out, choosing a password."""

from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from towpath.kit.clock import Clock
from towpath.kit.db import Conn, Database
from towpath.kit.errors import NotAllowed, NotFound
from towpath.kit.tokens import Signer
from towpath.settings import Settings
from towpath.team import actions, people, sign_in
from towpath.team.sessions import LIFETIME, close_session, open_session
from towpath.web.auth import Actor, Permission, Role, permissions_of, signed_in
from towpath.web.browser import from_this_site, session_cookie
from towpath.web.client import client_address

Email = Annotated[
    str, msgspec.Meta(max_length=254, description="E-mail address.", examples=["anna@example.com"])
]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100, examples=["Anna Berg"])]
Password = Annotated[
    str,
    msgspec.Meta(
        max_length=1000, description="At least 10 characters.", examples=["correct horse battery staple"],
        extra_json_schema={"format": "password"},
    ),
]  # fmt: skip
Token = Annotated[str, msgspec.Meta(max_length=500, description="The token of the one-time link.")]
# They sign somebody in (or say who asks), so a second answer out of the drawer would be wrong.
_PUBLIC = {"public": True, "idempotent": False}


class SetupIn(msgspec.Struct, forbid_unknown_fields=True):
    """The first account."""

    token: Token
    email: Email
    name: Name
    password: Password


class SignInIn(msgspec.Struct, forbid_unknown_fields=True):
    """An e-mail address and its password."""

    email: Email
    password: Password


class PasswordIn(msgspec.Struct, forbid_unknown_fields=True):
    """The password that a one-time link asks for."""

    token: Token
    password: Password


class PasswordChangeIn(msgspec.Struct, forbid_unknown_fields=True):
    """The present password and the next one."""

    current_password: Password
    new_password: Password


class SessionOut(msgspec.Struct, kw_only=True):
    """Who is signed in, and what they may do."""

    kind: Annotated[str, msgspec.Meta(description="user: a person; key: a program.", examples=["user"])]
    id: int
    name: str
    role: Role | None
    permissions: list[Permission]
    csrf_token: Annotated[
        str | None, msgspec.Meta(description="Browsers send it back as X-CSRF-Token with every change.")
    ]


class SetupOut(msgspec.Struct):
    """Whether the first account still waits to be made."""

    is_open: bool


class Setup(Controller):
    """The first account of a fresh installation."""

    path = "/setup"
    tags = ["Signing in"]

    @get(summary="Ask whether the first account is missing", operation_id="setup_status", opt=_PUBLIC)
    async def status(self, conn: NamedDependency[Conn]) -> SetupOut:
        if await actions.is_set_up(conn):
            raise NotFound("This installation is set up; sign in.")
        return SetupOut(is_open=True)

    @post(summary="Make the first account", operation_id="set_up", opt=_PUBLIC, guards=[from_this_site])
    async def create(
        self, data: JSONBody[SetupIn], request: Request[Any, Any, Any], db: NamedDependency[Database],
        settings: NamedDependency[Settings],
    ) -> Response[SessionOut]:  # fmt: skip
        """The token comes from the one-time link on the console; it ends on use or after 30 minutes."""
        owner = await actions.set_up(
            db, token=data.token, email=data.email, name=data.name, password=data.password
        )
        async with db.transaction() as conn:
            session = await open_session(conn, owner, browser_of(request, settings).user_agent)
            person = await people.person(conn, owner)
        return _answer(settings, sign_in.SignedIn(person=person, session=session))


class Sessions(Controller):
    """Signing in and out. Programs use API keys instead."""

    path = "/session"
    tags = ["Signing in"]

    @post(summary="Sign in", operation_id="sign_in", opt=_PUBLIC, guards=[from_this_site])
    async def create(
        self, data: JSONBody[SignInIn], request: Request[Any, Any, Any], db: NamedDependency[Database],
        settings: NamedDependency[Settings],
    ) -> Response[SessionOut]:  # fmt: skip
        """Answers with a session cookie. After five failures it asks you to wait; after twenty, 15 minutes."""
        browser = browser_of(request, settings)
        entered = await sign_in.sign_in(db, email=data.email, password=data.password, browser=browser)
        return _answer(settings, entered)

    @get(summary="Ask who is signed in", operation_id="get_session", guards=[signed_in])
    async def show(self, actor: NamedDependency[Actor]) -> SessionOut:
        return SessionOut(
            kind=actor.kind, id=actor.id, name=actor.name, role=actor.role, permissions=sorted(actor.permissions),
            csrf_token=actor.csrf_token or None,
        )  # fmt: skip

    @delete(summary="Sign out", operation_id="sign_out", guards=[signed_in])
    async def end(
        self, actor: NamedDependency[Actor], conn: NamedDependency[Conn], settings: NamedDependency[Settings]
    ) -> Response[None]:
        await close_session(conn, actor.session_digest)
        return Response(None, status_code=204, cookies=[session_cookie(settings, "", 0)])

    @put("/password", summary="Change one's own password", operation_id="change_password", guards=[signed_in])
    async def change_password(
        self, data: JSONBody[PasswordChangeIn], request: Request[Any, Any, Any], actor: NamedDependency[Actor],
        db: NamedDependency[Database], settings: NamedDependency[Settings],
    ) -> Response[SessionOut]:  # fmt: skip
        """Ends all other sessions of this account; this browser gets a new one."""
        if actor.kind != "user":
            raise NotAllowed("An API key has no password.")
        browser = browser_of(request, settings)
        entered = await sign_in.change_password(
            db, actor.id, current=data.current_password, new=data.new_password, browser=browser
        )
        return _answer(settings, entered, status_code=200)


class Passwords(Controller):
    """Choosing a password by a one-time link."""

    path = "/passwords"
    tags = ["Signing in"]

    @post(
        summary="Choose a password by a one-time link", operation_id="choose_password", opt=_PUBLIC,
        guards=[from_this_site],
    )  # fmt: skip
    async def create(
        self, data: JSONBody[PasswordIn], request: Request[Any, Any, Any], db: NamedDependency[Database],
        settings: NamedDependency[Settings], signer: NamedDependency[Signer], clock: NamedDependency[Clock],
    ) -> Response[SessionOut]:  # fmt: skip
        """Signs in, too. The link comes with a new account; it ends on use or after 7 days."""
        async with db.transaction() as conn:
            now_s = int((await clock.real(conn)).timestamp())
        entered = await sign_in.accept_invitation(
            db, signer, token=data.token, password=data.password, browser=browser_of(request, settings), now_s=now_s
        )  # fmt: skip
        return _answer(settings, entered)


def browser_of(request: Request[Any, Any, Any], settings: Settings) -> sign_in.Browser:
    return sign_in.Browser(
        address=client_address(request, settings.trusted_proxies), user_agent=request.headers.get("user-agent", "")
    )  # fmt: skip


def _answer(settings: Settings, entered: sign_in.SignedIn, *, status_code: int = 201) -> Response[SessionOut]:
    person, session = entered.person, entered.session
    content = SessionOut(
        kind="user", id=person.id, name=person.name or person.email, role=person.role,
        permissions=sorted(permissions_of(person.role)), csrf_token=session.csrf_token,
    )  # fmt: skip
    cookie = session_cookie(settings, session.token, int(LIFETIME.total_seconds()))
    return Response(content, status_code=status_code, cookies=[cookie])
