"""What a handler's signature says to the API's description: parameters, body, answer."""

from collections.abc import Iterator
from typing import Annotated, Any, Final, get_args, get_origin

import msgspec
from litestar import Response
from litestar.constants import RESERVED_KWARGS
from litestar.enums import RequestEncodingType
from litestar.handlers import HTTPRouteHandler
from litestar.params import BodyKwarg, ParameterKwarg
from litestar.types import Empty
from litestar.typing import FieldDefinition

Json = dict[str, Any]
REF: Final = "#/components/schemas/{name}"

_BOUNDS: Final = {
    "ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum", "min_length": "minLength",
    "max_length": "maxLength", "pattern": "pattern", "min_items": "minItems", "max_items": "maxItems",
}  # fmt: skip


def schema_of(kind: Any) -> Json:
    """Return the JSON Schema of a type; structs by reference."""
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=REF)
    return schema


def types_of(handler: HTTPRouteHandler, path: str) -> Iterator[Any]:
    """Yield every type that the handler takes or gives as JSON."""
    data = handler.parsed_fn_signature.parameters.get("data")
    if data is not None and _media_type(data) == RequestEncodingType.JSON:
        yield data.raw
    for field, _ in _parameters(handler, path):
        yield _type(field)
    answer = _answer_type(handler)
    if _is_json(handler, answer):
        yield answer


def parameters_of(handler: HTTPRouteHandler, path: str) -> list[Json]:
    return [_parameter(field, where) for field, where in _parameters(handler, path)]


def body_of(handler: HTTPRouteHandler) -> Json | None:
    """Return the body that the handler takes: its `data`, or what its opt `body` describes by media type."""
    streamed: Json | None = handler.opt.get("body")
    if streamed is not None:
        return {"required": True, "content": streamed}
    data = handler.parsed_fn_signature.parameters.get("data")
    if data is None:
        return None
    return {"required": not data.has_default, "content": {_media_type(data): {"schema": schema_of(data.raw)}}}


def content_of(handler: HTTPRouteHandler) -> Json | None:
    """Return what a successful answer contains, by media type; None for an empty one."""
    answer = _answer_type(handler)
    if answer in (None, type(None)) or handler.status_code == 204:
        return None
    if _is_json(handler, answer):
        return {"application/json": {"schema": schema_of(answer)}}
    media_type = str(getattr(handler.media_type, "value", handler.media_type))
    return {media_type: {"schema": {} if media_type.endswith("json") else {"type": "string"}}}


def _parameters(handler: HTTPRouteHandler, path: str) -> Iterator[tuple[FieldDefinition, str]]:
    """Yield the parameters and where each travels. One without a marker is in the path if it is named there."""
    given = {*handler.resolve_dependencies(), *RESERVED_KWARGS}
    for name, field in handler.parsed_fn_signature.parameters.items():
        spec = field.kwarg_definition
        marked = getattr(spec, "param_type", None) if isinstance(spec, ParameterKwarg) else None
        if name in given:
            continue
        if f"{{{name}}}" in path:
            yield field, "path"
        else:
            yield field, "query" if marked is None else str(getattr(marked, "value", marked))


def _parameter(field: FieldDefinition, where: str) -> Json:
    spec = field.kwarg_definition
    schema = _without_null(schema_of(_type(field)))
    for name, keyword in _BOUNDS.items():
        if (value := getattr(spec, name, None)) is not None:
            schema[keyword] = value
    if field.has_default and field.default not in (None, Empty):
        schema["default"] = msgspec.to_builtins(field.default)
    described: Json = {
        "name": getattr(spec, "name", None) or field.name,
        "in": where,
        "required": where == "path" or not field.has_default,
        "schema": schema,
    }
    description = getattr(spec, "description", None) or schema.pop("description", None)
    if description:
        described["description"] = description
    return described


def _without_null(schema: Json) -> Json:
    """A parameter that may be left out is not sent as null."""
    choices = [choice for choice in schema.get("anyOf", []) if choice.get("type") != "null"]
    if len(choices) != 1:
        return schema
    return {
        **choices[0],
        **{name: value for name, value in schema.items() if name not in {"anyOf", "default"}},
    }


def _type(field: FieldDefinition) -> Any:
    """Return the field's type with msgspec's own constraints, without Litestar's markers."""
    kind = field.raw
    if get_origin(kind) is Annotated:
        plain, *extras = get_args(kind)
        ours = [extra for extra in extras if isinstance(extra, msgspec.Meta)]
        for extra in ours:
            plain = Annotated[plain, extra]
        return plain
    return kind


def _media_type(data: FieldDefinition) -> str:
    spec = data.kwarg_definition
    kind = spec.media_type if isinstance(spec, BodyKwarg) else RequestEncodingType.JSON
    return str(getattr(kind, "value", kind))


def _answer_type(handler: HTTPRouteHandler) -> Any:
    kind = handler.parsed_fn_signature.return_type.raw
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    origin = get_origin(kind)
    if isinstance(origin, type) and issubclass(origin, Response):
        return get_args(kind)[0]
    if isinstance(kind, type) and issubclass(kind, Response):
        return bytes
    return kind


def _is_json(handler: HTTPRouteHandler, answer: Any) -> bool:
    media_type = str(getattr(handler.media_type, "value", handler.media_type) or "application/json")
    return (
        answer not in (None, type(None), bytes, str)
        and media_type.endswith("json")
        and not _is_stream(answer)
    )


def _is_stream(answer: Any) -> bool:
    return isinstance(answer, type) and answer.__module__.startswith("litestar.")
