"""All tables.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SEQUENCE event_id")
    op.create_table(
        "app_user",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_user")),
    )
    op.create_index("uq_app_user_email", "app_user", [sa.literal_column("lower(email)")], unique=True)
    op.create_table(
        "attribute",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("is_searchable", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attribute")),
        sa.UniqueConstraint("key", name=op.f("uq_attribute_key")),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("first_name", sa.String(), nullable=True),
        sa.Column("last_name", sa.String(), nullable=True),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column(
            "attributes",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        postgresql_with={"fillfactor": "85"},
    )
    op.create_index(
        "uq_contact_email",
        "contact",
        [sa.literal_column("lower(email)")],
        unique=True,
        postgresql_where=sa.text("email IS NOT NULL"),
    )
    op.create_index(
        "uq_contact_external_id",
        "contact",
        ["external_id"],
        unique=True,
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    op.create_table("contact_change", sa.Column("contact_id", sa.BigInteger(), nullable=False))
    op.create_table(
        "event_inbox",
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("name_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("properties", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    )
    op.create_table(
        "event_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_event_key")),
    )
    op.create_index("ix_event_key_at", "event_key", ["at"], unique=False, postgresql_using="brin")
    op.create_table(
        "event_name",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_name")),
        sa.UniqueConstraint("name", name=op.f("uq_event_name_name")),
    )
    op.create_table(
        "idempotent_answer",
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name=op.f("pk_idempotent_answer")),
    )
    op.create_index(
        op.f("ix_idempotent_answer_created_at"), "idempotent_answer", ["created_at"], unique=False
    )
    op.create_table(
        "import_job",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), server_default="running", nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("bytes_total", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("bytes_done", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("rows_done", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("rows_created", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("rows_updated", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("rows_unchanged", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("rows_bad", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("error_file", sa.String(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_job")),
    )
    op.create_table(
        "journey",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=16), server_default="draft", nullable=False),
        sa.Column("draft", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("fingerprint", sa.String(), server_default="", nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("live_version_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey")),
        sa.UniqueConstraint("slug", name=op.f("uq_journey_slug")),
    )
    op.create_table(
        "flow_import",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("journey_id", sa.BigInteger(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journey.id"], name=op.f("fk_flow_import_journey_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flow_import")),
    )
    op.create_index(op.f("ix_flow_import_journey_id"), "flow_import", ["journey_id"], unique=False)
    op.create_table(
        "entered_day",
        sa.Column("journey_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journey.id"], name=op.f("fk_entered_day_journey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("journey_id", "day", name=op.f("pk_entered_day")),
        postgresql_with={"fillfactor": "50"},
    )
    op.create_table(
        "sent_day",
        sa.Column("journey_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sent", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("journey_id", "day", name=op.f("pk_sent_day")),
        postgresql_with={"fillfactor": "50"},
    )
    op.create_table(
        "mailbox_item",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox_item")),
    )
    op.create_index(op.f("ix_mailbox_item_message_id"), "mailbox_item", ["message_id"], unique=False)
    op.create_index(op.f("ix_mailbox_item_recipient"), "mailbox_item", ["recipient"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("channel", sa.String(length=16), server_default="email", nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("slug", name=op.f("uq_message_slug")),
    )
    op.create_table(
        "run",
        sa.Column("enrollment_id", sa.BigInteger(), nullable=False),
        sa.Column("path_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        postgresql_partition_by="RANGE (at)",
    )
    op.create_index("ix_run_enrollment_id", "run", ["enrollment_id"], unique=False)
    op.create_table(
        "segment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), server_default="", nullable=False),
        sa.Column("kind", sa.String(length=16), server_default="dynamic", nullable=False),
        sa.Column("condition", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("is_watched", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("watched_as", sa.String(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_to", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sa.UniqueConstraint("slug", name=op.f("uq_segment_slug")),
    )
    op.create_table(
        "setup_token",
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_setup_token")),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_try")),
    )
    op.create_index("ix_sign_in_try_subject_at", "sign_in_try", ["subject", "at"], unique=False)
    op.create_table(
        "suppression",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_suppression")),
    )
    op.create_table(
        "tag",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
    )
    op.create_index("uq_tag_name", "tag", [sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "topic",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("slug", name=op.f("uq_topic_slug")),
    )
    op.create_table(
        "watched_fact",
        sa.Column("fact", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_watched_fact")),
    )
    op.create_table(
        "workspace",
        sa.Column("id", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("name", sa.String(), server_default="Towpath", nullable=False),
        sa.Column("time_zone", sa.String(), server_default="UTC", nullable=False),
        sa.Column("from_name", sa.String(), server_default="", nullable=False),
        sa.Column("from_address", sa.String(), server_default="", nullable=False),
        sa.Column("reply_to", sa.String(), server_default="", nullable=False),
        sa.Column("postal_address", sa.String(), server_default="", nullable=False),
        sa.Column("clock_offset", sa.Interval(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("sending_paused", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("epoch", sa.String(), server_default=sa.text("gen_random_uuid()::text"), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_workspace_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
    )
    op.create_table(
        "api_key",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("secret_digest", sa.String(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.id"], name=op.f("fk_api_key_created_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("prefix", name=op.f("uq_api_key_prefix")),
    )
    op.create_index(op.f("ix_api_key_created_by"), "api_key", ["created_by"], unique=False)
    op.create_table(
        "consent_record",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_consent_record_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_consent_record_topic_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_record")),
    )
    op.create_index(op.f("ix_consent_record_contact_id"), "consent_record", ["contact_id"], unique=False)
    op.create_index(op.f("ix_consent_record_topic_id"), "consent_record", ["topic_id"], unique=False)
    op.create_table(
        "contact_tag",
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("tag_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_contact_tag_contact_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact_id", "tag_id", name=op.f("pk_contact_tag")),
    )
    op.create_index("ix_contact_tag_tag_id_contact_id", "contact_tag", ["tag_id", "contact_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), server_default=sa.text("nextval('event_id')"), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("name_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column(
            "properties",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_event_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["name_id"], ["event_name.id"], name=op.f("fk_event_name_id")),
        postgresql_partition_by="RANGE (at)",
    )
    op.create_index("ix_event_contact_id_name_id_at", "event", ["contact_id", "name_id", "at"], unique=False)
    op.create_table(
        "event_listener",
        sa.Column("name_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["name_id"], ["event_name.id"], name=op.f("fk_event_listener_name_id")),
        sa.PrimaryKeyConstraint("name_id", name=op.f("pk_event_listener")),
    )
    op.create_table(
        "event_stat",
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("name_id", sa.BigInteger(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_event_stat_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["name_id"], ["event_name.id"], name=op.f("fk_event_stat_name_id")),
        sa.PrimaryKeyConstraint("contact_id", "name_id", name=op.f("pk_event_stat")),
        postgresql_with={"fillfactor": "85"},
    )
    op.create_index("ix_event_stat_name_id_contact_id", "event_stat", ["name_id", "contact_id"], unique=False)
    op.create_table(
        "message_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("preheader", sa.String(), server_default="", nullable=False),
        sa.Column("mjml", sa.String(), nullable=True),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("from_name", sa.String(), server_default="", nullable=False),
        sa.Column("from_address", sa.String(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_version_message_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_version")),
        sa.UniqueConstraint("message_id", "number", name=op.f("uq_message_version_message_id_number")),
    )
    op.create_table(
        "segment_member",
        sa.Column("segment_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_segment_member_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name=op.f("fk_segment_member_segment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("segment_id", "contact_id", name=op.f("pk_segment_member")),
    )
    op.create_index("ix_segment_member_contact_id", "segment_member", ["contact_id"], unique=False)
    op.create_table(
        "segment_recheck",
        sa.Column("segment_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_segment_recheck_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name=op.f("fk_segment_recheck_segment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("segment_id", "contact_id", name=op.f("pk_segment_recheck")),
    )
    op.create_index("ix_segment_recheck_at", "segment_recheck", ["at"], unique=False)
    op.create_index("ix_segment_recheck_contact_id", "segment_recheck", ["contact_id"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("state IN ('subscribed', 'unsubscribed')", name=op.f("ck_subscription_state")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_subscription_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_subscription_topic_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact_id", "topic_id", name=op.f("pk_subscription")),
    )
    op.create_index(
        "ix_subscription_topic_id_state", "subscription", ["topic_id", "state", "contact_id"], unique=False
    )
    op.create_table(
        "user_session",
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("user_epoch", sa.Integer(), nullable=False),
        sa.Column("csrf_token", sa.String(), nullable=False),
        sa.Column("user_agent", sa.String(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_user_session_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_user_session")),
    )
    op.create_index(op.f("ix_user_session_user_id"), "user_session", ["user_id"], unique=False)
    op.create_table(
        "version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("journey_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("bindings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "published_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("published_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journey.id"], name=op.f("fk_version_journey_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["app_user.id"], name=op.f("fk_version_published_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("journey_id", "number", name=op.f("uq_version_journey_id_number")),
    )
    op.create_index(op.f("ix_version_published_by"), "version", ["published_by"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("enrollment_id", sa.BigInteger(), nullable=True),
        sa.Column("node_id", sa.BigInteger(), nullable=True),
        sa.Column("visit", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("channel", sa.String(length=16), server_default="email", nullable=False),
        sa.Column("message_version_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=True),
        sa.Column("is_test", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state", sa.String(length=16), server_default="queued", nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("attempt", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("fence", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_delivery_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_version_id"], ["message_version.id"], name=op.f("fk_delivery_message_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "enrollment_id", "node_id", "visit", name=op.f("uq_delivery_enrollment_id_node_id_visit")
        ),
        postgresql_with={"fillfactor": "80"},
    )
    op.create_index("ix_delivery_contact_id", "delivery", ["contact_id"], unique=False)
    op.create_index(
        "ix_delivery_in_doubt",
        "delivery",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state = 'in_doubt'"),
    )
    op.create_index(
        "ix_delivery_due",
        "delivery",
        ["due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state IN ('queued', 'deferred')"),
    )
    op.create_index(
        "ix_delivery_test",
        "delivery",
        ["id"],
        unique=False,
        postgresql_where=sa.text("is_test AND state IN ('queued', 'deferred')"),
    )
    op.create_index(
        "ix_delivery_lease",
        "delivery",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_table(
        "enrollment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("journey_id", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), server_default="", nullable=False),
        sa.Column("node_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wake_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("steps", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_enrollment_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journey.id"], name=op.f("fk_enrollment_journey_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_enrollment_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
        postgresql_with={"fillfactor": "90", "autovacuum_vacuum_scale_factor": "0.02"},
    )
    op.create_index(
        "ix_enrollment_contact_id_journey_id", "enrollment", ["contact_id", "journey_id"], unique=False
    )
    op.create_index(
        "ix_enrollment_due",
        "enrollment",
        ["version_id", "wake_at"],
        unique=False,
        postgresql_where=sa.text("status = 1"),
    )
    op.create_index(
        "ix_enrollment_set_aside",
        "enrollment",
        ["version_id", "node_id"],
        unique=False,
        postgresql_where=sa.text("status = 3"),
    )
    op.create_index(
        "uq_enrollment_inside",
        "enrollment",
        ["journey_id", "contact_id", "key"],
        unique=True,
        postgresql_where=sa.text("status <> 2"),
    )
    op.create_table(
        "path",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("steps", postgresql.ARRAY(sa.String()), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_path_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path")),
        sa.UniqueConstraint("version_id", "digest", name=op.f("uq_path_version_id_digest")),
    )
    op.create_table(
        "version_node",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_version_node_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_node")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_version_node_version_id_key")),
    )
    op.create_table(
        "journey_entry",
        sa.Column("node_id", sa.BigInteger(), nullable=False),
        sa.Column("journey_id", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=True),
        sa.Column("reentry", sa.String(length=16), nullable=False),
        sa.Column(
            "where", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journey.id"], name=op.f("fk_journey_entry_journey_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["node_id"], ["version_node.id"], name=op.f("fk_journey_entry_node_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_journey_entry_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("node_id", name=op.f("pk_journey_entry")),
    )
    op.create_index(op.f("ix_journey_entry_journey_id"), "journey_entry", ["journey_id"], unique=False)
    op.create_index(op.f("ix_journey_entry_version_id"), "journey_entry", ["version_id"], unique=False)
    op.create_index("ix_journey_entry_kind_target_id", "journey_entry", ["kind", "target_id"], unique=False)
    op.create_table(
        "node_count",
        sa.Column("node_id", sa.BigInteger(), nullable=False),
        sa.Column("port", sa.String(), nullable=False),
        sa.Column("passed", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["node_id"], ["version_node.id"], name=op.f("fk_node_count_node_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("node_id", "port", name=op.f("pk_node_count")),
        postgresql_with={"fillfactor": "50"},
    )
    for table in ("event", "run"):
        # Everything before 2024 shares one partition; later months are made as rows come (kit/partitions.py).
        op.execute(
            f"CREATE TABLE {table}_old PARTITION OF {table} FOR VALUES FROM (MINVALUE) TO ('2024-01-01T00:00Z')"
        )
    op.execute("INSERT INTO workspace DEFAULT VALUES")


def downgrade() -> None:
    op.drop_table("node_count")
    op.drop_index("ix_journey_entry_kind_target_id", table_name="journey_entry")
    op.drop_index(op.f("ix_journey_entry_journey_id"), table_name="journey_entry")
    op.drop_table("journey_entry")
    op.drop_table("version_node")
    op.drop_table("path")
    op.drop_index("uq_enrollment_inside", table_name="enrollment", postgresql_where=sa.text("status <> 2"))
    op.drop_index("ix_enrollment_set_aside", table_name="enrollment", postgresql_where=sa.text("status = 3"))
    op.drop_index("ix_enrollment_due", table_name="enrollment", postgresql_where=sa.text("status = 1"))
    op.drop_index("ix_enrollment_contact_id_journey_id", table_name="enrollment")
    op.drop_table("enrollment")
    op.drop_index(
        "ix_delivery_test",
        table_name="delivery",
        postgresql_where=sa.text("is_test AND state IN ('queued', 'deferred')"),
    )
    op.drop_index("ix_delivery_lease", table_name="delivery", postgresql_where=sa.text("state = 'sending'"))
    op.drop_index(
        "ix_delivery_due", table_name="delivery", postgresql_where=sa.text("state IN ('queued', 'deferred')")
    )
    op.drop_index(
        "ix_delivery_in_doubt", table_name="delivery", postgresql_where=sa.text("state = 'in_doubt'")
    )
    op.drop_index("ix_delivery_contact_id", table_name="delivery")
    op.drop_table("delivery")
    op.drop_index(op.f("ix_version_published_by"), table_name="version")
    op.drop_table("version")
    op.drop_index(op.f("ix_user_session_user_id"), table_name="user_session")
    op.drop_table("user_session")
    op.drop_index("ix_subscription_topic_id_state", table_name="subscription")
    op.drop_table("subscription")
    op.drop_index("ix_segment_recheck_contact_id", table_name="segment_recheck")
    op.drop_index("ix_segment_recheck_at", table_name="segment_recheck")
    op.drop_table("segment_recheck")
    op.drop_index("ix_segment_member_contact_id", table_name="segment_member")
    op.drop_table("segment_member")
    op.drop_table("message_version")
    op.drop_index("ix_event_stat_name_id_contact_id", table_name="event_stat")
    op.drop_table("event_stat")
    op.drop_table("event_listener")
    op.drop_index("ix_event_contact_id_name_id_at", table_name="event")
    op.drop_table("event")
    op.drop_index("ix_contact_tag_tag_id_contact_id", table_name="contact_tag")
    op.drop_table("contact_tag")
    op.drop_index(op.f("ix_consent_record_topic_id"), table_name="consent_record")
    op.drop_index(op.f("ix_consent_record_contact_id"), table_name="consent_record")
    op.drop_table("consent_record")
    op.drop_index(op.f("ix_api_key_created_by"), table_name="api_key")
    op.drop_table("api_key")
    op.drop_table("workspace")
    op.drop_table("watched_fact")
    op.drop_table("topic")
    op.drop_index("uq_tag_name", table_name="tag")
    op.drop_table("tag")
    op.drop_table("suppression")
    op.drop_index("ix_sign_in_try_subject_at", table_name="sign_in_try")
    op.drop_table("sign_in_try")
    op.drop_table("setup_token")
    op.drop_table("segment")
    op.drop_index("ix_run_enrollment_id", table_name="run")
    op.drop_table("run")
    op.drop_table("message")
    op.drop_index(op.f("ix_mailbox_item_recipient"), table_name="mailbox_item")
    op.drop_index(op.f("ix_mailbox_item_message_id"), table_name="mailbox_item")
    op.drop_table("mailbox_item")
    op.drop_table("sent_day")
    op.drop_table("entered_day")
    op.drop_index(op.f("ix_flow_import_journey_id"), table_name="flow_import")
    op.drop_table("flow_import")
    op.drop_table("journey")
    op.drop_table("import_job")
    op.drop_index(op.f("ix_idempotent_answer_created_at"), table_name="idempotent_answer")
    op.drop_table("idempotent_answer")
    op.drop_table("event_name")
    op.drop_table("event_key")
    op.drop_table("event_inbox")
    op.drop_table("contact_change")
    op.drop_index(
        "uq_contact_external_id", table_name="contact", postgresql_where=sa.text("external_id IS NOT NULL")
    )
    op.drop_index("uq_contact_email", table_name="contact", postgresql_where=sa.text("email IS NOT NULL"))
    op.drop_table("contact")
    op.drop_table("attribute")
    op.drop_index("uq_app_user_email", table_name="app_user")
    op.drop_table("app_user")
    op.execute("DROP SEQUENCE event_id")
