"""The bytes of a message, read back by Python's parser and held against RFC 5322, 2045, 2047, 8058 and 2919."""

import re
from base64 import b64decode
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from towpath.channels.address import BadAddress, wire_address
from towpath.channels.mime import BadHeader, Mail, build

PLAIN = Mail(
    key="0123456789abcdef",
    message_id="<0123@mail.example>",
    date="Mon, 07 Jan 2030 09:00:00 +0000",
    from_name="Acme",
    from_address="news@mail.example",
    to="ada@example.com",
    subject="Welcome",
    html="<p>Hello</p>\n",
    text="Hello\n",
    unsubscribe=(f"https://mail.example/u/{'x' * 90}",),
    list_id="news.lists.mail.example",
    feedback_id="journey-1:news:hello:towpath-abcdef",
)
# Texts as people write them, and as they do not: any character but lone surrogates, which no text can hold.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
MORE = st.one_of(TEXTS, st.text(st.sampled_from("aé 漢\n\r\t.=ß€😀"), max_size=3000), st.just("." * 500))


def with_(**changes: object) -> Mail:
    return Mail(**{name: getattr(PLAIN, name) for name in Mail.__struct_fields__} | changes)  # type: ignore[arg-type]


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)  # type: ignore[return-value]


def body_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return part.get_payload(decode=True).decode().replace("\r\n", "\n")  # type: ignore[union-attr]


def as_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@given(html=MORE, text=MORE)
def test_any_body_comes_back_as_it_was(html: str, text: str) -> None:
    content = build(with_(html=html, text=text)).content()

    message = parsed(content)

    assert body_of(message, "html") == as_lines(html)
    assert body_of(message, "plain") == as_lines(text)
    assert not message.defects


@given(html=MORE, text=MORE, subject=TEXTS, name=TEXTS)
def test_no_line_is_too_long_and_nothing_is_8bit(html: str, text: str, subject: str, name: str) -> None:
    content = build(with_(html=html, text=text, subject=subject, from_name=name)).content()

    head, _, body = content.partition(b"\r\n\r\n")
    lines = content.split(b"\r\n")
    assert content.isascii()
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, body.split(b"\r\n"))) <= 78
    exact = (b"List-Unsubscribe", b"Feedback-ID")
    assert all(len(line) <= 78 for line in head.split(b"\r\n") if not line.startswith(exact))
    assert max(map(len, lines)) <= 998


@given(subject=TEXTS, name=TEXTS)
def test_subject_and_name_come_back_with_spaces_tidied(subject: str, name: str) -> None:
    content = build(with_(subject=subject, from_name=name)).content()

    assert str(parsed(content)["subject"]) == _tidy(subject)
    # Python 3.11's newer parser keeps the space between two encoded words of a name; RFC 2047 6.2 drops it.
    phrase, address = parseaddr(message_from_bytes(content)["from"].replace("\r\n", ""))
    assert address == "news@mail.example"
    assert str(make_header(decode_header(phrase))) == _tidy(name)[:200].rstrip()


def _tidy(text: str) -> str:
    return " ".join(re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).split())


@given(subject=st.text(st.sampled_from("ab é漢😀"), min_size=1, max_size=300))
def test_encoded_words_are_short_and_hold_whole_characters(subject: str) -> None:
    head = build(with_(subject=subject)).head.decode("ascii")

    for coding, text in re.findall(r"=\?utf-8\?(\w)\?([^?]*)\?=", head):
        assert len(f"=?utf-8?{coding}?{text}?=") <= 75
        b64decode(text, validate=True).decode("utf-8")


FIELDS = ("subject", "from_name", "html", "text")
EXACT_FIELDS = ("message_id", "to", "from_address", "reply_to", "list_id", "feedback_id", "date")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r", "\r\n\r\n", "\u2028", "\x85", "\x0b", "\x00"])
def test_a_line_break_in_a_text_adds_no_header(field: str, breaks: str) -> None:
    content = build(with_(**{field: f"Hi{breaks}Bcc: victim@example.com"})).content()

    message = parsed(content)

    assert "bcc" not in message
    assert b"\nBcc" not in content.partition(b"\r\n\r\n")[0]
    assert message.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize("field", EXACT_FIELDS)
@pytest.mark.parametrize("breaks", ["\r\nBcc: v@example.com", "\n", "\r", "\x00", "é"])
def test_a_line_break_in_an_address_or_id_is_refused(field: str, breaks: str) -> None:
    with pytest.raises(BadHeader):
        build(with_(**{field: f"<x{breaks}@mail.example>"}))


def test_a_line_break_in_the_unsubscribe_link_is_refused() -> None:
    with pytest.raises(BadHeader):
        build(with_(unsubscribe=("https://mail.example/u/x\r\nBcc: v@example.com",)))


def test_plain_comes_first_and_html_last() -> None:
    message = parsed(build(PLAIN).content())

    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_there_is_one_of_each_header_and_one_recipient() -> None:
    message = parsed(build(PLAIN).content())

    for name in ("From", "To", "Date", "Message-ID", "Subject", "MIME-Version", "Content-Type", "List-Id"):
        assert len(message.get_all(name) or ()) == 1, name
    assert len(message["to"].addresses) == 1
    assert "bcc" not in message
    assert "cc" not in message


def test_list_headers_are_written_as_they_are() -> None:
    link = f"https://mail.example/u/{'y' * 120}"
    mail = with_(unsubscribe=(link, "mailto:leave@mail.example"), from_name="Grüße", subject="ö" * 90)

    head = build(mail).head.decode()

    assert f"List-Unsubscribe: <{link}>,\r\n <mailto:leave@mail.example>\r\n" in head
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in head
    assert "List-Id: <news.lists.mail.example>\r\n" in head
    for line in head.split("\r\n"):
        if line.startswith(("List-", "Message-ID", "Feedback-ID", "To")):
            assert "=?" not in line


def test_a_message_without_a_link_has_no_list_unsubscribe() -> None:
    head = build(with_(unsubscribe=(), list_id="")).head

    assert b"List-" not in head


def test_scripts_without_latin_letters_travel_as_base64() -> None:
    content = build(with_(text="Привет, мир! " * 40)).content()

    assert b"base64" in content
    assert body_of(parsed(content), "plain") == "Привет, мир! " * 40


def test_a_line_of_one_dot_survives() -> None:
    text = ".\n..\n.hidden\n"

    assert body_of(parsed(build(with_(text=text)).content()), "plain") == text


@pytest.mark.parametrize(
    ("given", "wire"),
    [
        ("Ada@Example.COM", "Ada@example.com"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ada@straße.example", "ada@xn--strae-oqa.example"),
        ("ada@ตัวอย่าง.example", "ada@xn--72c1a1bt4awk9o.example"),
        ("ada@مثال.example", "ada@xn--mgbh0fb.example"),
        (f"{'a' * 64}@example.com", f"{'a' * 64}@example.com"),
        ("o'neil+tag@example.com", "o'neil+tag@example.com"),
    ],
)
def test_domains_travel_as_a_labels(given: str, wire: str) -> None:
    assert wire_address(given) == wire


@pytest.mark.parametrize(
    "address",
    [
        "", "ada", "@example.com", "ada@", "ada@@example.com", "ada@example..com", "ada@-x.example", ".a@example.com",
        "a..b@example.com", f"{'a' * 65}@example.com", f"a@{'x' * 250}.example", "ädä@example.com",
        "a b@example.com", "a@exa mple.com", "a\r\nRCPT TO:<b@example.com>@example.com", "a@example.com\r\nDATA",
        "a@example.com>", "<a@example.com", "a\x00@example.com", 'a"b@example.com', "a@[127.0.0.1]",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadAddress):
        wire_address(address)
