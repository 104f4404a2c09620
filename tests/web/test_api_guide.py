"""The examples of docs/api.md run as they stand there."""

import asyncio
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from towpath.team.keys import add_key
from towpath.web.auth import Permission
from towpath.wiring import Wiring

GUIDE = Path(__file__).parents[2] / "docs" / "api.md"
EXAMPLES = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(), flags=re.MULTILINE | re.DOTALL)


async def run(script: str, **variables: str) -> str:
    process = await asyncio.create_subprocess_exec(
        "bash", "-ec", script, env={"PATH": os.environ["PATH"], **variables},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, trouble = await process.communicate()
    assert process.returncode == 0, trouble.decode()
    return out.decode()


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
async def test_every_example_does_what_the_guide_says(live: str, wiring: Wiring) -> None:
    async with wiring.db.transaction() as conn:
        scopes = [permission.value for permission in Permission]
        _, key = await add_key(conn, name="guide", scopes=scopes, expires_at=None, created_by=None)
    message = '{"name": "Hello", "slug": "hello", "content": {"subject": "Hello", "body": {"html": "<p>Hello</p>"}}}'
    await run(
        'curl -sSf "$TOWPATH/api/v1/messages" -H "Authorization: Bearer $KEY" '
        f"-H 'Content-Type: application/json' -d '{message}'",
        TOWPATH=live, KEY=key,
    )  # fmt: skip

    new_key, problem, page, created, saved, ready = [
        await run(script, TOWPATH=live, KEY=key) for script in EXAMPLES
    ]
    again = await run(EXAMPLES[3], TOWPATH=live, KEY=key)

    assert json.loads(new_key)["key"].startswith("twp_")
    assert [error["pointer"] for error in json.loads(problem)["errors"]] == ["/name", "/scopes/0"]
    assert json.loads(page)["next"] is None
    assert created.startswith("HTTP/1.1 201")
    assert "idempotency-replayed: true" in again
    assert 'etag: "1"' in saved.lower()
    assert "Hello again" in saved
    assert json.loads(ready)["status"] == "ready"
