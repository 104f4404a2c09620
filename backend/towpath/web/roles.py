"""Who may do what: roles of people, and the permissions that roles and API keys are made of."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do; each includes the ones below it."""

    OWNER = "owner"
    APPROVER = "approver"
    EDITOR = "editor"
    VIEWER = "viewer"

    def includes(self, other: "Role") -> bool:
        """Tell whether this role may do whatever `other` may."""
        ranks = list(Role)
        return ranks.index(self) <= ranks.index(other)


class Permission(StrEnum):
    """One thing that can be allowed. The same words are the scopes of API keys."""

    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"
    EVENTS_WRITE = "events:write"
    SEGMENTS_READ = "segments:read"
    SEGMENTS_WRITE = "segments:write"
    MESSAGES_READ = "messages:read"
    MESSAGES_WRITE = "messages:write"
    JOURNEYS_READ = "journeys:read"
    JOURNEYS_WRITE = "journeys:write"
    JOURNEYS_PUBLISH = "journeys:publish"
    MAILBOX_READ = "mailbox:read"
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"
    TEAM_WRITE = "team:write"

    @property
    def role(self) -> Role:
        """The lowest role that has it."""
        if self in (Permission.SETTINGS_WRITE, Permission.TEAM_WRITE):
            return Role.OWNER
        if self is Permission.JOURNEYS_PUBLISH:
            return Role.APPROVER
        return Role.VIEWER if self.value.endswith(":read") else Role.EDITOR


def permissions_of(role: Role) -> frozenset[Permission]:
    return frozenset(p for p in Permission if role.includes(p.role))
