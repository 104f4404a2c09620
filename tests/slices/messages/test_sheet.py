"""What is made around the author's words: footer, preheader, plain text."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from towpath.messages.plaintext import text_of_html
from towpath.messages.sheet import CannotRender, Sheet, Wording
from towpath.messages.templates import Template

VALUES = {
    "contact": {"first_name": "Ada", "city": "London"},
    "data": {"goods": ["Gears", "Cards"]},
    "workspace": {"postal_address": "1 Canal Street\nLeeds", "name": "Acme"},
    "unsubscribe_url": "https://x.example/u/t0ken",
    "preferences_url": "https://x.example/u/t0ken",
}


def rendered(html: str, *, is_marketing: bool = True, **parts: str):
    return Sheet(Wording(subject="Hi", html=html, **parts), is_marketing=is_marketing).render(VALUES)


def links_of(html: str) -> set[str]:
    return {unescape(url) for url in re.findall(r'href="([^"#][^"]*)"', html)}


def test_marketing_gets_the_link_and_the_address() -> None:
    shown = rendered("<html><body><p>Hello</p></body></html>")

    assert shown.html.endswith("</div></body></html>")
    for part in (shown.html, shown.text):
        assert "https://x.example/u/t0ken" in part
        assert "1 Canal Street" in part


def test_what_the_author_has_already_is_not_added() -> None:
    html = '<p>Hi</p><a href="{{ preferences_url }}">Leave</a> {{ workspace.postal_address }}'

    shown = rendered(html)

    assert shown.html.count("t0ken") == 1
    assert shown.html.count("Canal Street") == 1
    assert shown.text.count("t0ken") == 1


def test_a_hand_written_text_gets_its_own_footer() -> None:
    shown = rendered('<a href="{{ unsubscribe_url }}">Leave</a>', text="Hello {{ contact.first_name }}\n")

    assert shown.text == "Hello Ada\n\n-- \n1 Canal Street\nLeeds\nUnsubscribe: https://x.example/u/t0ken\n"


def test_a_service_message_stays_as_it_is() -> None:
    shown = rendered("<p>Your code is 7</p>", is_marketing=False, text="Your code is 7")

    assert shown.html == "<p>Your code is 7</p>"
    assert shown.text == "Your code is 7\n"


def test_the_preheader_comes_first_and_unseen_and_not_in_the_text() -> None:
    shown = rendered("<body class='a'><p>Hello</p></body>", preheader="News & more for {{ contact.city }} <3")

    assert shown.html.startswith("<body class='a'><div style=\"display:none")
    assert "News &amp; more for London &lt;3</div><p>Hello" in shown.html
    assert "News & more" not in shown.text


def test_a_subject_is_one_line() -> None:
    sheet = Sheet(
        Wording(subject="Hi\r\nBcc: {{ contact.first_name }}\n x", html="<p>x</p>"), is_marketing=False
    )

    assert sheet.render(VALUES).subject == "Hi Bcc: Ada x"


def test_a_failure_names_its_part() -> None:
    with pytest.raises(CannotRender, match=r"subject: It divides by zero\."):
        Sheet(Wording(subject="{{ 1 / 0 }}", html="x"), is_marketing=True).render(VALUES)


def test_plain_text_keeps_words_links_and_lists() -> None:
    html = """<html><head><title>No</title><style>p{}</style></head><body>
      <!-- no --><h1>News</h1><p>Hello&nbsp;{{ contact.first_name }},<br>it&#39;s   <b>time</b>.</p>
      <ul><li>One</li><li>Two</li></ul>
      <table><tr><td>A</td><td>B</td></tr><tr><td colspan=2>C</td></tr></table>
      {% for good in data.goods %}<p>{{ good }}</p>{% endfor %}
      <p><a href="https://x.example/a?x=1&amp;y=2">Look</a> <a href="https://x.example">https://x.example</a>
      <a href="#top">up</a> <a href="mailto:a@x.example">a@x.example</a>
      <a href="{{ unsubscribe_url }}"><img alt="Leave"></a>
      <div style="display: none">hidden <div>deep</div> still</div>&lt;b&gt; &#123;{ no }}</p></body></html>"""

    text = Template(text_of_html(html), is_html=False).render(VALUES)

    for part in (
        "News\n\nHello\u00a0Ada,\nit's time.", "- One\n- Two", "A B\nC", "Gears", "Cards",
        "Look <https://x.example/a?x=1&y=2>", "up", "Leave <https://x.example/u/t0ken>", "<b> {{ no }}",
    ):  # fmt: skip
        assert part in text, part
    for part in ("No\n", "hidden", "deep", "still", "#top", "p{}", "mailto:"):
        assert part not in text, part
    assert text.count("https://x.example\n") + text.count("https://x.example ") == 1


@given(
    st.lists(st.tuples(st.text(st.sampled_from("ab <&"), max_size=8), st.sampled_from("abcdef")), max_size=6)
)
def test_both_parts_have_the_same_links(links: list[tuple[str, str]]) -> None:
    from html import escape

    html = "".join(
        f'<p><a href="https://x.example/{path}?a&amp;b">{escape(label)}</a></p>' for label, path in links
    )

    shown = rendered(html)

    found = set(re.findall(r"https://x\.example/[^\s>]*", shown.text))
    assert found == links_of(shown.html)
