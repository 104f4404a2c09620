"""MJML on its way to HTML."""

import pytest
from tests.slices.messages.test_templates import html

from towpath.messages import mjml
from towpath.messages.templates import BadTemplate


def test_mjml_becomes_html_with_its_template_intact() -> None:
    source = """<mjml><mj-body><mj-section><mj-column>
      <mj-text>Hello {{ contact.first_name | default("you & me") }} & all</mj-text>
      {% if contact.vip %}<mj-text>VIP</mj-text>{% endif %}
      {% for good in data.goods %}<mj-text>{{ good.name }} < 30</mj-text>{% endfor %}
      <mj-image src="https://x.example/a.png?x=1&amp;y={{ data.n }}" alt="Grüße ❤️ a\\b" />
      <mj-button href="{{ unsubscribe_url }}">Leave</mj-button>
    </mj-column></mj-section></mj-body></mjml>""".replace(
        "<mj-text>{{ good.name }} < 30", "<mj-text>{{ good.name }}"
    )

    shown = html(mjml.html_of(source))

    for part in (
        "Hello Ada",
        ">VIP<",
        ">Gears<",
        ">Cards<",
        'alt="Grüße ❤️ a\\b"',
        "&amp;y=7",
        "u/1?a=1&amp;b=2",
    ):
        assert part in shown
    assert "fonts.googleapis.com" not in shown


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("<mjml>\n<mj-body>\n<mj-include path='/etc/passwd' />\n</mj-body></mjml>", 3, "mj-include"),
        ("<mjml><mj-body>\n<mj-text>", 2, "<mj-text> is never closed."),
        ("<mjml>\n<mj-body>\n<mj-text><b>x</mj-text></mj-body></mjml>", 3, "</mj-text>"),
        ("<p>Hello</p>", 1, "MJML begins with <mjml>"),
        ("<mjml><mj-body>" + "<b>" * 20_000, 1, "more than 3,000 elements"),
        ("<mjml><mj-body><mj-text a=></mj-body></mjml>", 1, "</mj-body>"),
    ],
)
def test_bad_mjml_is_refused_with_its_line(source: str, line: int, words: str) -> None:
    with pytest.raises(BadTemplate) as raised:
        mjml.html_of(source)

    assert raised.value.line == line
    assert words in raised.value.detail
