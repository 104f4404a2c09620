"""The statements that keep the members of watched segments; each for a whole set."""

# lock_watch
# Alone: waits for everybody who changes contacts, and makes them wait (see contacts/sql.py).
LOCK_WATCH = "SELECT pg_advisory_xact_lock(hashtext('towpath.watch'))"

# try_refresh
# One refresh at a time; whoever comes second has nothing to do.
TRY_REFRESH = "SELECT pg_try_advisory_xact_lock(hashtext('towpath.segments.refresh'))"

# watched_segments
WATCHED_SEGMENTS = """
SELECT id, slug, name, kind, condition, watched_as, looked_at, looked_to
  FROM segment
 WHERE is_watched
 ORDER BY id
"""

# take_changed
# Take a bite out of the queue of changed contacts.
TAKE_CHANGED = """
DELETE FROM contact_change
 WHERE ctid = ANY (ARRAY(SELECT ctid FROM contact_change LIMIT $1))
RETURNING contact_id
"""

# due_rechecks
# Of these segments only: rows of one that cannot be used must not stand in the way for ever.
DUE_RECHECKS = """
SELECT segment_id, contact_id
  FROM segment_recheck
 WHERE at <= $1
   AND segment_id = ANY ($3::bigint[])
 ORDER BY at
 LIMIT $2
"""

# add_members
# Contacts that are being deleted are left out.
ADD_MEMBERS = """
INSERT INTO segment_member (segment_id, contact_id, since)
SELECT $1, c.id, $3
  FROM contact AS c
 WHERE c.id = ANY ($2::bigint[])
 ORDER BY c.id
   FOR KEY SHARE
ON CONFLICT DO NOTHING
RETURNING contact_id
"""

# remove_members
REMOVE_MEMBERS = """
DELETE FROM segment_member
 WHERE segment_id = $1
   AND contact_id = ANY ($2::bigint[])
RETURNING contact_id
"""

# of_these_inside
# Of some contacts, those who are members.
OF_THESE_INSIDE = """
SELECT contact_id
  FROM segment_member
 WHERE segment_id = $1
   AND contact_id = ANY ($2::bigint[])
"""

# keep_rechecks
# Note when to look at contacts again; what is noted already is neither written nor locked.
KEEP_RECHECKS = """
INSERT INTO segment_recheck (segment_id, contact_id, at)
SELECT $1, c.id, r.at
  FROM unnest($2::bigint[], $3::timestamptz[]) AS r (contact_id, at)
  JOIN contact AS c ON c.id = r.contact_id
 WHERE NOT EXISTS (SELECT FROM segment_recheck AS k
                    WHERE k.segment_id = $1 AND k.contact_id = r.contact_id AND k.at = r.at)
 ORDER BY c.id
   FOR KEY SHARE OF c
ON CONFLICT (segment_id, contact_id) DO UPDATE
   SET at = excluded.at
"""

# tell_later
# Of a watched fixed segment: note whose membership was changed by hand, for the next refresh to tell.
TELL_LATER = """
INSERT INTO segment_recheck (segment_id, contact_id, at)
SELECT $1, c.id, $3
  FROM contact AS c
 WHERE c.id = ANY ($2::bigint[])
 ORDER BY c.id
   FOR KEY SHARE
ON CONFLICT (segment_id, contact_id) DO UPDATE
   SET at = excluded.at
"""

# drop_rechecks
DROP_RECHECKS = """
DELETE FROM segment_recheck
 WHERE segment_id = $1
   AND contact_id = ANY ($2::bigint[])
"""

FORGET_RECHECKS = "DELETE FROM segment_recheck WHERE segment_id = $1"

# refill
# Make the members of segment $1 those whom the condition selects; answers who came and who went.
REFILL = """
WITH inside AS MATERIALIZED ({ids}),
gone AS (
  DELETE FROM segment_member AS m
   WHERE m.segment_id = $1
     AND NOT EXISTS (SELECT FROM inside AS i WHERE i.id = m.contact_id)
  RETURNING m.contact_id
), come AS (
  INSERT INTO segment_member (segment_id, contact_id, since)
  SELECT $1, c.id, $2
    FROM inside AS i
    JOIN contact AS c ON c.id = i.id
   WHERE NOT EXISTS (SELECT FROM segment_member AS m WHERE m.segment_id = $1 AND m.contact_id = i.id)
   ORDER BY c.id
     FOR KEY SHARE OF c
  RETURNING contact_id
)
SELECT ARRAY(SELECT contact_id FROM come ORDER BY 1) AS come,
       ARRAY(SELECT contact_id FROM gone ORDER BY 1) AS gone
"""

# settled
# Note what the kept members of a segment reflect now, and whether everybody must still be looked at.
SETTLED = "UPDATE segment SET watched_as = $2, looked_at = $3, looked_to = $4 WHERE id = $1"

# next_contacts
NEXT_CONTACTS = "SELECT id FROM contact WHERE id > $1 ORDER BY id LIMIT $2"

# looked_to
LOOKED_TO = "UPDATE segment SET looked_to = $2 WHERE id = $1"

# looked
LOOKED = "UPDATE segment SET looked_at = $1 WHERE is_watched"

# begin_watching
BEGIN_WATCHING = """
UPDATE segment
   SET is_watched = TRUE, watched_as = NULL, looked_at = NULL, looked_to = NULL
 WHERE slug = ANY ($1::text[])
   AND NOT is_watched
RETURNING id
"""

# stop_watching
# Forget about segments that are watched no more; the members of fixed ones stay.
STOP_WATCHING = """
WITH stopped AS (
  UPDATE segment
     SET is_watched = FALSE, watched_as = NULL, looked_at = NULL, looked_to = NULL
   WHERE is_watched
     AND slug <> ALL ($1::text[])
  RETURNING id, kind
), rechecks AS (
  DELETE FROM segment_recheck WHERE segment_id IN (SELECT id FROM stopped)
)
DELETE FROM segment_member
 WHERE segment_id IN (SELECT id FROM stopped WHERE kind = 'dynamic')
"""

# write_facts
# From now on exactly these facts are told.
FORGET_FACTS = "DELETE FROM watched_fact WHERE fact <> ALL ($1::text[])"
WRITE_FACTS = "INSERT INTO watched_fact (fact) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING"
FORGET_CHANGES = "DELETE FROM contact_change"
