"""The hot statements on contacts, each for a whole set."""

from towpath.contacts.model import TEXT_FIELDS

# lock_watch
# Whoever changes contacts shares this lock; a segment that begins to be watched takes it alone, so that it
# sees every change that did not see it. Must be a statement of its own: the next one gets a new snapshot.
LOCK_WATCH = "SELECT pg_advisory_xact_lock_shared(hashtext('towpath.watch'))"

# lock_identities
# Whoever creates contacts or changes an external id or e-mail address holds this until commit:
# two of them never wait for each other's unique keys crosswise.
LOCK_IDENTITIES = "SELECT pg_advisory_xact_lock(hashtext('towpath.contact.identity'))"

# watched_facts
# Of some facts, those that a live segment depends on; 'contact' when there is any.
WATCHED_FACTS = """
SELECT fact
  FROM watched_fact
 WHERE fact = ANY ($1::text[])
UNION ALL
SELECT 'contact'
 WHERE 'contact' = ANY ($1::text[])
   AND EXISTS (SELECT FROM watched_fact)
"""

# note_changes
# Queue contacts to be looked at again.
NOTE_CHANGES = """
INSERT INTO contact_change (contact_id)
SELECT unnest($1::bigint[])
"""

# create_tags
# Make the tags that are missing; names compare without case.
CREATE_TAGS = """
INSERT INTO tag (name)
SELECT DISTINCT ON (lower(name)) name
  FROM unnest($1::text[]) AS n (name)
 ORDER BY lower(name), name
ON CONFLICT (lower(name)) DO NOTHING
"""

# find_tags
FIND_TAGS = """
SELECT n.name, tag.id
  FROM unnest($1::text[]) AS n (name)
  JOIN tag ON lower(tag.name) = lower(n.name)
"""

# add_tags
# Give tags to contacts, pair by pair; answers the pairs that are new. Contacts that are gone are left out.
# Whoever changes something of a contact locks the contact's row first, in the order of the ids.
ADD_TAGS = """
WITH missing AS MATERIALIZED (
  SELECT DISTINCT p.contact_id, p.tag_id
    FROM unnest($1::bigint[], $2::bigint[]) AS p (contact_id, tag_id)
   WHERE NOT EXISTS (
     SELECT FROM contact_tag AS t WHERE t.contact_id = p.contact_id AND t.tag_id = p.tag_id)
), locked AS MATERIALIZED (
  SELECT id
    FROM contact
   WHERE id = ANY (ARRAY(SELECT contact_id FROM missing))
   ORDER BY id
     FOR NO KEY UPDATE
)
INSERT INTO contact_tag (contact_id, tag_id, at)
SELECT missing.contact_id, missing.tag_id, $3::timestamptz
  FROM missing
  JOIN locked ON locked.id = missing.contact_id
 ORDER BY missing.contact_id, missing.tag_id
ON CONFLICT DO NOTHING
RETURNING contact_id, tag_id
"""

# remove_tags
# Take tags from contacts; answers the pairs that were there.
REMOVE_TAGS = """
WITH locked AS MATERIALIZED (
  SELECT id
    FROM contact
   WHERE id = ANY (ARRAY(
     SELECT contact_id FROM contact_tag WHERE contact_id = ANY ($1::bigint[]) AND tag_id = ANY ($2::bigint[])))
   ORDER BY id
     FOR NO KEY UPDATE
)
DELETE FROM contact_tag
 USING locked
 WHERE contact_tag.contact_id = locked.id
   AND contact_tag.tag_id = ANY ($2::bigint[])
RETURNING contact_tag.contact_id, contact_tag.tag_id
"""

# match_contacts
# For rows by number, from 1: who has this external id, and who has this e-mail address.
MATCH_CONTACTS = """
SELECT r.n, x.id AS by_external_id, m.id AS by_email, m.external_id AS owner
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS r (external_id, email, n)
  LEFT JOIN contact AS x ON x.external_id = r.external_id
  LEFT JOIN contact AS m ON lower(m.email) = lower(r.email)
 WHERE x.id IS NOT NULL OR m.id IS NOT NULL
"""


def _fields(template: str, between: str = ",\n       ") -> str:
    return between.join(template.format(key=key) for key in TEXT_FIELDS)


# insert_contacts
# Create contacts from documents {field: text, "attributes": {…}}.
INSERT_CONTACTS = f"""
INSERT INTO contact ({_fields("{key}", ", ")}, attributes, created_at, updated_at)
SELECT {_fields("doc->>'{key}'")},
       jsonb_strip_nulls(coalesce(doc->'attributes', '{{}}')), $2::timestamptz, $2::timestamptz
  FROM unnest($1::jsonb[]) AS r (doc)
RETURNING id, external_id, lower(email) AS email
"""

# update_contacts
# Set what each document names, where it differs; answers who changed, and in which keys.
# Unchanged rows are neither written nor locked; the others are locked in the order of their ids.
UPDATE_CONTACTS = f"""
WITH differing AS MATERIALIZED (
  SELECT c.id, r.doc, d.keys
    FROM unnest($1::bigint[], $2::jsonb[]) AS r (id, doc)
    JOIN contact AS c ON c.id = r.id
   CROSS JOIN LATERAL (SELECT array_remove(ARRAY[
           {_fields("CASE WHEN r.doc ? '{key}' AND r.doc->>'{key}' IS DISTINCT FROM c.{key} THEN '{key}' END", ", ")}
         ], NULL) || ARRAY(
           SELECT a.key FROM jsonb_each(coalesce(r.doc->'attributes', '{{}}')) AS a
            WHERE nullif(a.value, 'null') IS DISTINCT FROM c.attributes->a.key) AS keys) AS d
   WHERE cardinality(d.keys) > 0
   ORDER BY c.id
     FOR NO KEY UPDATE OF c
)
UPDATE contact AS c
   SET {_fields("{key} = CASE WHEN d.doc ? '{key}' THEN d.doc->>'{key}' ELSE c.{key} END")},
       attributes = jsonb_strip_nulls(c.attributes || coalesce(d.doc->'attributes', '{{}}')),
       updated_at = $3::timestamptz
  FROM differing AS d
 WHERE c.id = d.id
RETURNING c.id, d.keys
"""

# known_identities
# Of some external ids and lower-case addresses, those that contacts have.
KNOWN_IDENTITIES = """
SELECT 'external_id' AS kind, external_id AS name FROM contact WHERE external_id = ANY ($1::text[])
UNION ALL
SELECT 'email', lower(email) FROM contact WHERE lower(email) = ANY ($2::text[])
"""

# insert_known
# Create contacts of whom only the names are known: for events of strangers.
INSERT_KNOWN = """
INSERT INTO contact (external_id, email, created_at, updated_at)
SELECT external_id, email, $3::timestamptz, $3::timestamptz
  FROM unnest($1::text[], $2::text[]) AS r (external_id, email)
RETURNING id
"""


def _consent(state: str, conflict: str, is_said: str) -> str:
    return f"""
WITH open AS MATERIALIZED (
  SELECT DISTINCT c.contact_id, t.topic_id
    FROM unnest($1::bigint[]) AS c (contact_id)
   CROSS JOIN unnest($2::bigint[]) AS t (topic_id)
   WHERE NOT EXISTS (
     SELECT FROM subscription AS s WHERE s.contact_id = c.contact_id AND s.topic_id = t.topic_id AND {is_said})
), locked AS MATERIALIZED (
  SELECT id
    FROM contact
   WHERE id = ANY (ARRAY(SELECT contact_id FROM open))
   ORDER BY id
     FOR NO KEY UPDATE
), said AS (
  INSERT INTO subscription (contact_id, topic_id, state, at)
  SELECT open.contact_id, open.topic_id, '{state}', $5::timestamptz
    FROM open
    JOIN locked ON locked.id = open.contact_id
   ORDER BY open.contact_id, open.topic_id
  ON CONFLICT (contact_id, topic_id) {conflict}
  RETURNING contact_id, topic_id
), recorded AS (
  INSERT INTO consent_record (contact_id, topic_id, state, source, wording, at)
  SELECT contact_id, topic_id, '{state}', $3::text, $4::text, $5::timestamptz
    FROM said
)
SELECT contact_id, topic_id
  FROM said
"""


_CHANGES = "DO UPDATE SET state = excluded.state, at = excluded.at WHERE subscription.state <> excluded.state"

# give_consent
# Subscribe contacts who said nothing so far, with proof; answers the pairs that are new.
GIVE_CONSENT = _consent("subscribed", "DO NOTHING", "true")

# subscribe, unsubscribe
# Set what contacts say to topics, with proof; answers the pairs that changed.
SUBSCRIBE = _consent("subscribed", _CHANGES, "s.state = 'subscribed'")
UNSUBSCRIBE = _consent("unsubscribed", _CHANGES, "s.state = 'unsubscribed'")

# lock_contact
# The sender shares this lock when it decides to send: one of the two is first (promise P9).
LOCK_CONTACT = """
SELECT id
  FROM contact
 WHERE id = $1
   FOR UPDATE
"""

# erase_contact
# Everything with a foreign key to the contact goes by cascade; these rows have none.
ERASE_CONTACT = (
    "DELETE FROM run WHERE enrollment_id IN (SELECT id FROM enrollment WHERE contact_id = $1)",
    "DELETE FROM event_inbox WHERE contact_id = $1",
    "DELETE FROM contact_change WHERE contact_id = $1",
    "DELETE FROM mailbox_item WHERE lower(recipient) IN (SELECT lower(email) FROM contact WHERE id = $1)",
    "DELETE FROM contact WHERE id = $1",
)
