"""The team over HTTP: setting up, signing in, accounts, API keys, the workspace."""

from litestar.types import ControllerRouterHandler

from towpath.team.api.keys import ApiKeys
from towpath.team.api.sessions import Passwords, Sessions, Setup
from towpath.team.api.users import Users
from towpath.team.api.workspace import WorkspaceController

ROUTES: list[ControllerRouterHandler] = [Setup, Sessions, Passwords, Users, ApiKeys, WorkspaceController]
