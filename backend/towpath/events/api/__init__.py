"""Events over HTTP: taking them in, reading them, and files of contacts or events."""

from litestar.types import ControllerRouterHandler

from towpath.events.api.events import EventNames, Events
from towpath.events.api.imports import Imports, lifespan

__all__ = ["ROUTES", "lifespan"]

ROUTES: list[ControllerRouterHandler] = [Events, EventNames, Imports]
