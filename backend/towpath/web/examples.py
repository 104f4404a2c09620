"""An example of each request, put together from the examples of its fields."""

from typing import Any

Json = dict[str, Any]
_DEPTH = 8


def example_of(schema: Json, schemas: Json, depth: int = 0) -> Any:
    """Return a value that fits `schema`: its own example, or one made of what is required or has an example."""
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas, depth + 1)
    for known in ("examples", "enum"):
        if schema.get(known):
            return schema[known][0]
    for known in ("example", "const"):
        if known in schema:
            return schema[known]
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return example_of(next((c for c in choices if c.get("type") != "null"), choices[0]), schemas, depth)
    if "default" in schema:
        return schema["default"]
    return _made(schema, schemas, depth)


def has_example(schema: Json, schemas: Json) -> bool:
    if "$ref" in schema:
        return has_example(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    inner = [*schema.get("anyOf", []), *schema.get("oneOf", [])]
    return (
        "examples" in schema
        or "example" in schema
        or any("$ref" not in s and has_example(s, schemas) for s in inner)
    )


def _made(schema: Json, schemas: Json, depth: int) -> Any:
    kind = schema.get("type")
    if kind == "object":
        return _object(schema, schemas, depth)
    if kind == "array":
        wanted = max(schema.get("minItems", 0), 1 if schema.get("items") and depth < _DEPTH else 0)
        return (
            [example_of(schema["items"], schemas, depth + 1) for _ in range(wanted)]
            if "items" in schema
            else []
        )
    if kind in ("integer", "number"):
        return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
    if kind == "boolean":
        return True
    if kind == "string":
        return _text(schema)
    return None


def _object(schema: Json, schemas: Json, depth: int) -> Json:
    required = set(schema.get("required", ()))
    return {
        name: example_of(inner, schemas, depth + 1)
        for name, inner in schema.get("properties", {}).items()
        if name in required or (depth < _DEPTH and has_example(inner, schemas))
    }


def _text(schema: Json) -> str:
    by_format = {
        "date-time": "2030-01-07T09:00:00Z", "date": "2030-01-07", "uuid": "0190a6e4-2f5c-7c1e-9d53-0d7d6f0f3b52",
    }  # fmt: skip
    return by_format.get(schema.get("format", ""), "text")
