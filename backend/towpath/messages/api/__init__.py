"""Messages over HTTP: what is written, what is owed, what the captive mailbox kept, and the public unsubscribe page."""

from litestar.types import ControllerRouterHandler

from towpath.messages.api.deliveries import DeliveriesController
from towpath.messages.api.mailbox import MailboxController
from towpath.messages.api.messages import MessagesController
from towpath.messages.api.trying import TryingController
from towpath.messages.api.unsubscribe import UnsubscribeController

ROUTES: list[ControllerRouterHandler] = [
    MessagesController, TryingController, DeliveriesController, MailboxController,
]  # fmt: skip
PUBLIC_ROUTES: list[ControllerRouterHandler] = [UnsubscribeController]
