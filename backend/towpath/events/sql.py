"""The statements of event intake, each for a whole batch."""

# find_names
FIND_NAMES = """
SELECT name, id
  FROM event_name
 WHERE name = ANY ($1::text[])
"""

# create_names
# In the order of the names, so that two batches never wait for each other crosswise.
CREATE_NAMES = """
INSERT INTO event_name (name)
SELECT name
  FROM unnest($1::text[]) AS n (name)
 ORDER BY name
ON CONFLICT DO NOTHING
"""

# find_people
# Of the contacts that a batch names, those that exist: by id, external id, lower-case address.
FIND_PEOPLE = """
SELECT 1 AS kind, id, NULL AS name FROM contact WHERE id = ANY ($1::bigint[])
UNION ALL
SELECT 2, id, external_id FROM contact WHERE external_id = ANY ($2::text[])
UNION ALL
SELECT 3, id, lower(email) FROM contact WHERE lower(email) = ANY ($3::text[])
"""

# keep_keys
# Remember the senders' own ids of events; answers those that were new. In order, as above.
KEEP_KEYS = """
INSERT INTO event_key (key)
SELECT key
  FROM unnest($1::text[]) AS k (key)
 ORDER BY key
ON CONFLICT DO NOTHING
RETURNING key
"""

# next_ids
NEXT_IDS = "SELECT nextval('event_id') AS id FROM generate_series(1, $1)"

# count_events
# Keep how often and when each contact did each thing. In order, as above.
COUNT_EVENTS = """
INSERT INTO event_stat (contact_id, name_id, first_at, last_at, count)
SELECT contact_id, name_id, min(at), max(at), count(*)
  FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) AS e (contact_id, name_id, at)
 GROUP BY contact_id, name_id
 ORDER BY contact_id, name_id
ON CONFLICT (contact_id, name_id) DO UPDATE
   SET first_at = least(event_stat.first_at, excluded.first_at),
       last_at = greatest(event_stat.last_at, excluded.last_at),
       count = event_stat.count + excluded.count
"""

# find_listened
# Of some names, those that a live journey starts from.
FIND_LISTENED = """
SELECT name_id
  FROM event_listener
 WHERE name_id = ANY ($1::bigint[])
"""
