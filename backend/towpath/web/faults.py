"""What is wrong with a request's values: every fault at once, each with a JSON pointer and plain words."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

import msgspec
from litestar.exceptions import ValidationException
from litestar.types import Scope

from towpath.kit.errors import Fault
from towpath.kit.wording import words_of
from towpath.web.request import NOTHING, json_of

_LIMIT: Final = 50


def faults_of(error: ValidationException, scope: Scope) -> list[Fault]:
    """Return what `error` found; of a JSON body all faults, where Litestar would stop at the first."""
    found = [item for item in error.extra or [] if isinstance(item, dict)]
    of_body = [item for item in found if item.get("source") == "body" or item.get("key", "data") == "data"]
    faults = [
        Fault(f"/{item['key']}", words_of(str(item.get("message", ""))))
        for item in found
        if item not in of_body and "key" in item
    ]
    if of_body:
        faults += _body_faults(scope) or [
            Fault(_pointer_of_path(item.get("key", "")), words_of(str(item.get("message", ""))))
            for item in of_body
        ]
    return faults or [Fault("", words_of(error.detail))]


def faults_in(value: Any, kind: Any) -> list[Fault]:
    """Return every fault of `value`, decoded JSON, as a `kind`: a Struct, a list of them, or a plain type."""
    return list(islice(_faults(value, kind, ""), _LIMIT))


def _body_faults(scope: Scope) -> list[Fault]:
    data = scope["route_handler"].parsed_fn_signature.parameters.get("data")
    if data is None:
        return []
    body = json_of(scope)
    if body is NOTHING:
        return [Fault("", "A JSON body is missing.")]
    return faults_in(body, data.raw)


def _faults(value: Any, kind: Any, pointer: str) -> Iterator[Fault]:
    message = _complaint(value, kind)
    if message is None:
        return
    plain = _plain(kind)
    inner: Iterator[Fault] = iter(())
    if isinstance(plain, type) and issubclass(plain, msgspec.Struct) and isinstance(value, dict):
        inner = _struct_faults(value, plain, pointer)
    elif get_origin(plain) in (list, tuple, set, frozenset) and isinstance(value, list):
        item_kind = next(iter(get_args(plain)), Any)
        inner = (f for n, item in enumerate(value) for f in _faults(item, item_kind, f"{pointer}/{n}"))
    elif get_origin(plain) in (dict, Mapping) and isinstance(value, dict):
        item_kind = get_args(plain)[1]
        inner = (f for k, item in value.items() for f in _faults(item, item_kind, f"{pointer}/{escaped(k)}"))
    first = next(inner, None)
    if first is None:
        what, _, path = message.partition(" - at `$")
        yield Fault(pointer + _pointer_of_path(path.rstrip("`")), words_of(what, plain))
        return
    yield first
    yield from inner


def _struct_faults(value: dict[str, Any], kind: type[msgspec.Struct], pointer: str) -> Iterator[Fault]:
    config = kind.__struct_config__
    known = {spec.encode_name: spec for spec in msgspec.structs.fields(kind)}
    for name, spec in known.items():
        if name in value:
            yield from _faults(value[name], spec.type, f"{pointer}/{escaped(name)}")
        elif spec.required:
            yield Fault(f"{pointer}/{escaped(name)}", "This is missing.")
    if config.forbid_unknown_fields:
        for name in value:
            if name not in known and name != config.tag_field:
                yield Fault(f"{pointer}/{escaped(name)}", "There is no such field here. Remove it.")


def _complaint(value: Any, kind: Any) -> str | None:
    try:
        msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        return str(error)
    return None


def _plain(kind: Any) -> Any:
    """Strip Annotated and `| None`."""
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        members = [member for member in get_args(kind) if member is not NoneType]
        return _plain(members[0]) if len(members) == 1 else kind
    return kind


def _pointer_of_path(path: str) -> str:
    """Turn msgspec's `.items[0].name` into `/items/0/name`."""
    return "".join(f"/{escaped(part)}" for part in re.findall(r"[^.\[\]]+", path))


def escaped(name: str) -> str:
    """Escape a member name for a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
