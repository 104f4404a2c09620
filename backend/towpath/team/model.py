"""The workspace and who may act in it."""

from datetime import timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, Interval, SmallInteger, String, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from towpath.kit.db import Base, BigKey, Moment
from towpath.web.roles import Role as Role


class Workspace(Base):
    """The one row of facts about this installation. One workspace is one database."""

    __tablename__ = "workspace"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, server_default=text("1"))
    name: Mapped[str] = mapped_column(server_default="Towpath")
    time_zone: Mapped[str] = mapped_column(server_default="UTC")
    from_name: Mapped[str] = mapped_column(server_default="")
    from_address: Mapped[str] = mapped_column(server_default="")
    reply_to: Mapped[str] = mapped_column(server_default="")
    postal_address: Mapped[str] = mapped_column(server_default="")
    # Moves the time that journeys live by (demo, training); true time stays true.
    clock_offset: Mapped[timedelta] = mapped_column(Interval, server_default=text("'0'"))
    sending_paused: Mapped[bool] = mapped_column(server_default=text("false"))
    # Names this installation in Message-IDs and notices a restored snapshot.
    epoch: Mapped[str] = mapped_column(server_default=text("gen_random_uuid()::text"))


class User(Base):
    """A person who signs in."""

    __tablename__ = "app_user"

    id: Mapped[BigKey]
    email: Mapped[str]
    name: Mapped[str] = mapped_column(server_default="")
    password_hash: Mapped[str]
    role: Mapped[str] = mapped_column(String(16))
    # Raised by a change of password or role: older sessions die.
    epoch: Mapped[int] = mapped_column(server_default=text("1"))
    disabled_at: Mapped[Moment | None]
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())


Index("uq_app_user_email", func.lower(User.email), unique=True)


class UserSession(Base):
    """A browser that is signed in. Only the digest of its cookie is kept."""

    __tablename__ = "user_session"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    user_epoch: Mapped[int]
    csrf_token: Mapped[str]
    user_agent: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    seen_at: Mapped[Moment] = mapped_column(server_default=func.now())
    expires_at: Mapped[Moment]


class ApiKey(Base):
    """A program's way in: a public prefix and the digest of its secret."""

    __tablename__ = "api_key"

    id: Mapped[BigKey]
    name: Mapped[str]
    prefix: Mapped[str] = mapped_column(unique=True)
    secret_digest: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String))
    created_by: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    expires_at: Mapped[Moment | None]
    used_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]


class SetupToken(Base):
    """The one-time sign-up link that the console prints; dies on use or after 30 minutes."""

    __tablename__ = "setup_token"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[Moment]


class SignInTry(Base):
    """A failed sign-in, kept an hour: throttles survive Redis and restarts."""

    __tablename__ = "sign_in_try"

    id: Mapped[BigKey]
    subject: Mapped[str]
    at: Mapped[Moment] = mapped_column(server_default=func.now())


Index("ix_sign_in_try_subject_at", SignInTry.subject, SignInTry.at)


class IdempotentAnswer(Base):
    """The first answer to a request that carried an Idempotency-Key; kept 24 hours."""

    __tablename__ = "idempotent_answer"

    actor: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int | None]
    headers: Mapped[dict[str, str] | None] = mapped_column(JSONB)
    body: Mapped[bytes | None]
    created_at: Mapped[Moment] = mapped_column(server_default=func.now(), index=True)
