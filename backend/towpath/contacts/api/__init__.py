"""Contacts over HTTP: people, their consent, and the words a workspace has for them."""

from litestar.types import ControllerRouterHandler

from towpath.contacts.api.consent import ContactTopics, Suppressions, Topics
from towpath.contacts.api.people import Contacts
from towpath.contacts.api.words import Attributes, ContactFields, ContactTags, Tags

ROUTES: list[ControllerRouterHandler] = [
    Contacts, ContactTags, ContactTopics, Attributes, ContactFields, Tags, Topics, Suppressions,
]  # fmt: skip
