"""The API does what its description says: Schemathesis makes up requests, in-process, and nothing may fall over."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from litestar import Litestar
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import text

from towpath.app import create_app
from towpath.kit.clock import FixedClock
from towpath.settings import Settings
from towpath.team.keys import add_key
from towpath.web.auth import Permission
from towpath.web.openapi import describe, operations_of
from towpath.web.problems import MEDIA_TYPE
from towpath.wiring import Wiring, wired

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES_EACH = 6
# Each costs a tenth of a second of hashing, and has tests of its own.
SLOW = {"set_up", "sign_in", "choose_password", "change_password"}


@pytest.fixture
def description(wiring: Wiring) -> dict[str, Any]:
    return describe(create_app(wiring))


def operations(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_the_description_is_valid_openapi(description: dict[str, Any]) -> None:
    json.dumps(description)
    assert description["openapi"] == "3.1.0"
    for name, schema in description["components"]["schemas"].items():
        whole = {"$ref": f"#/components/schemas/{name}", "components": description["components"]}
        jsonschema_rs.validator_for(whole)
        assert schema.get("description") or "enum" in schema, f"{name} has no docstring"


def test_every_operation_is_described(description: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, operation in operations(description)]
    assert len(ids) == len(set(ids))
    described = {tag["name"] for tag in description["tags"] if tag["description"]}
    for name, operation in operations(description):
        assert operation["summary"], name
        assert set(operation["tags"]) <= described | {"Operation"}, f"{name}: its controller has no docstring"
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/Problem"}


def test_every_request_has_an_example_that_fits(description: dict[str, Any]) -> None:
    for name, operation in operations(description):
        for media_type, media in operation.get("requestBody", {}).get("content", {}).items():
            assert media["example"] not in (None, "text"), f"{name} has no example"
            if media_type == "application/json":
                whole = {**media["schema"], "components": description["components"]}
                jsonschema_rs.validate(whole, media["example"])


def test_limits_of_parameters_are_the_ones_that_litestar_keeps(wiring: Wiring) -> None:
    ignored = [
        f"{operation.method} {operation.path}: {name}"
        for operation in operations_of(create_app(wiring))
        for name, field in operation.handler.parsed_fn_signature.parameters.items()
        if name != "data" and name not in operation.handler.resolve_dependencies()
        and any(has_limits(extra) for extra in getattr(field.raw, "__metadata__", ()))
    ]  # fmt: skip
    assert not ignored, (
        "Litestar ignores msgspec's Meta on parameters; use QueryParameter(ge=…), PathParameter(ge=…)"
    )


def has_limits(extra: object) -> bool:
    names = ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern", "multiple_of")
    return isinstance(extra, msgspec.Meta) and any(getattr(extra, name) is not None for name in names)


@pytest.mark.timeout(120)
def test_no_made_up_request_brings_it_down(database_url: str, redis_url: str, tmp_path: Path) -> None:
    settings = Settings(
        database_url=database_url, redis_url=redis_url, data_dir=tmp_path, secret_key="x" * 40,
        public_url="http://towpath.test",
    )  # fmt: skip
    with asyncio.Runner() as runner:
        context = wired(settings, clock=FixedClock(), pool_size=5)
        wiring = runner.run(context.__aenter__())
        try:
            faults = list(try_everything(runner, wiring))
        finally:
            runner.run(context.__aexit__(None, None, None))
    assert not faults, "\n\n".join(faults)


def try_everything(runner: asyncio.Runner, wiring: Wiring) -> Iterator[str]:
    app = create_app(wiring)
    client = runner.run(a_program(app, wiring))
    found = runner.run(some_things(client))
    schema = schemathesis.openapi.from_dict(describe(app))
    everything = [result.ok() for result in schema.get_all_operations()]
    # What was made is looked at and changed before it is deleted.
    for operation in sorted(everything, key=lambda operation: operation.method == "delete"):
        if operation.definition.raw["operationId"] in SLOW:
            continue
        collection, _, parameter = operation.path.partition("/{")
        real = {parameter.partition("}")[0]: found[collection]} if collection in found else {}
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                ask(runner, client, operation, mode, real)
            except Unsatisfiable:
                # Nothing can be wrong in a request that takes nothing.
                continue
            except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 - every finding is reported, not only the first
                yield f"{operation.label} ({mode.name.lower()}): {error}"


def ask(
    runner: asyncio.Runner, client: httpx.AsyncClient, operation: Any, mode: Any, real: dict[str, Any]
) -> None:
    @settings(
        max_examples=EXAMPLES_EACH, derandomize=True, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=real or None))
    def one(case: Any) -> None:
        prepared = requests.Request(**case.as_transport_kwargs(base_url="http://towpath.test")).prepare()
        headers = [
            (name.encode("latin-1"), value if isinstance(value, bytes) else value.encode("latin-1"))
            for name, value in prepared.headers.items()
            if name.lower() != "authorization"
        ]
        answer = runner.run(
            client.request(
                str(prepared.method), str(prepared.url), content=prepared.body or b"", headers=headers
            )
        )
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == MEDIA_TYPE, answer.text
            assert answer.json()["status"] == answer.status_code
        case.validate_response(answer, checks=CHECKS)

    one()


async def a_program(app: Litestar, wiring: Wiring) -> httpx.AsyncClient:
    """Return a client with a key that may do everything, and whose own number no made-up request hits."""
    async with wiring.db.transaction() as conn:
        await conn.execute(text("ALTER TABLE api_key ALTER COLUMN id RESTART WITH 4000000000"))
        scopes = [permission.value for permission in Permission]
        _, key = await add_key(conn, name="Schemathesis", scopes=scopes, expires_at=None, created_by=None)
        await conn.execute(text("ALTER TABLE api_key ALTER COLUMN id RESTART WITH 1"))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(
        transport=transport, base_url="http://towpath.test", headers={"Authorization": f"Bearer {key}"}
    )


async def some_things(client: httpx.AsyncClient) -> dict[str, Any]:
    """Make one of each thing, from the example of its request; return by the address of the list what names it."""
    found: dict[str, Any] = {}
    description = (await client.get("/api/v1/openapi.json")).json()
    for path, methods in sorted(description["paths"].items()):
        body = methods.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json")
        if body is None or "{" in path:
            continue
        answer = await client.post(path, json=body["example"])
        assert answer.status_code < 500, f"{path}: {answer.text}"
        if answer.status_code == 201:
            made = answer.json()
            found[path] = (
                made.get("slug") or made.get("id") or made.get("key") or made.get("user", {}).get("id")
            )
    return found
