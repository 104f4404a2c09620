"""Flow documents: read strictly, written canonically."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from towpath.engine.canonical import canonical, fingerprint
from towpath.engine.document import BadDocument, as_document, read_document

WELCOME = {
    "format": "towpath.flow/1",
    "name": "Welcome",
    "nodes": {
        "joins": {"type": "segment_entered", "config": {"segment": "new"}},
        "wait": {"type": "wait", "config": {"for": "P2D"}},
        "done": {"type": "exit"},
    },
    "edges": [
        {"from": "wait", "port": "next", "to": "done"},
        {"from": "joins", "port": "next", "to": "wait"},
    ],
    "layout": {"joins": [0, 0]},
    "notes": [{"text": "Ask legal.", "at": [10, 0]}],
}


def test_the_canonical_text_reads_back_to_itself() -> None:
    first = canonical(as_document(WELCOME))

    assert canonical(read_document(first)) == first
    assert first.endswith(b"}\n")


def test_an_empty_draft_has_a_text_too() -> None:
    assert read_document(canonical(as_document({}))) == as_document({})


def test_nodes_are_written_as_people_walk() -> None:
    text = canonical(as_document(WELCOME)).decode()

    assert text.index('"joins"') < text.index('"wait"') < text.index('"done"')


def test_the_order_of_keys_does_not_change_the_text() -> None:
    shuffled = json.loads(json.dumps(WELCOME, sort_keys=True))

    assert canonical(as_document(shuffled)) == canonical(as_document(WELCOME))


def test_moving_a_box_keeps_the_fingerprint_and_changing_a_setting_does_not() -> None:
    moved = as_document({**WELCOME, "layout": {"joins": [50, 7]}, "notes": []})
    changed = as_document(
        {**WELCOME, "nodes": {**WELCOME["nodes"], "wait": {"type": "wait", "config": {"for": "P3D"}}}}
    )

    assert fingerprint(moved) == fingerprint(as_document(WELCOME))
    assert fingerprint(changed) != fingerprint(as_document(WELCOME))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "not JSON"),
        (b"[1, 2]", "must be an object"),
        (b'{"format": "other/9"}', "not known here"),
        (b'{"nodes": {"a/../b": {"type": "exit"}}}', "expected form"),
        (b'{"nodes": {"a": {"type": "exit", "more": 1}}}', "more"),
        (b'{"nodes": {"a\\n": {"type": "exit"}}}', "expected form"),
        (b'{"name": "two\\nlines"}', "expected form"),
        (b'{"hosts": ["x"]}', "hosts"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "nested deeper"),
        (b"[" * 100_000, "nested deeper|not JSON"),
        (b" " * (2 * 1024 * 1024 + 1), "larger than 2 MiB"),
        (
            b'{"nodes": {' + b",".join(b'"n%d": {"type": "exit"}' % i for i in range(501)) + b"}}",
            "at most 500",
        ),
    ],
)
def test_a_file_that_is_no_flow_is_refused_in_words(raw: bytes, words: str) -> None:
    with pytest.raises(BadDocument) as caught:
        read_document(raw)

    text = caught.value.detail + " ".join(f.detail for f in caught.value.faults)
    assert any(word in text for word in words.split("|"))


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_do_anything_but_be_refused_or_read(raw: bytes) -> None:
    try:
        document = read_document(raw)
    except BadDocument:
        return
    assert read_document(canonical(document)) == document
