"""Ground floor: clock, database, ids, errors. Knows nothing of the product."""
