"""Pages of mails: what a frame may show, and what they say as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.html_text import html_to_text
from channels.email.html_view import sanitise_mail

# Each of these once ran a script, loaded something or hid it in some mail reader.
EVIL = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    '<img src="javascript:alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\nscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="vbscript:x">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='https://evil.example/x.swf'></object>",
    "<embed src='https://evil.example/x.swf'>",
    "<form action='https://evil.example'><input name=q><button formaction='javascript:alert(1)'>x</button></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'><a href='x'>x</a>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<style>@import 'https://evil.example/x.css'; body{background:url(https://evil.example/y)}</style>",
    "<p style='background:url(https://evil.example/x)'>x</p>",
    "<p style='position:fixed;top:0;left:0;width:100%;height:100%' id=login class=overlay name=x>x</p>",
    "<table background='https://evil.example/x'><tr><td background='https://evil.example/y'>x</td></tr></table>",
    "<body onload=alert(1) background='https://evil.example/x'>x</body>",
    "<img srcset='https://evil.example/x 2x' lowsrc='https://evil.example/y' dynsrc='https://evil.example/z'>",
    "<picture><source srcset='https://evil.example/x'><img src='cid:a'></picture>",
    "<video poster='https://evil.example/x' src='https://evil.example/y' autoplay></video>",
    "<audio src='https://evil.example/y' autoplay></audio>",
    "<input type=image src='https://evil.example/x'>",
    "<img src='//evil.example/x'>",
    "<img src='/\\evil.example/x'>",
    "<img src='\thttps://evil.example/x'>",
    "<img src='HTTPS://evil.example/x'>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<img src='file:///etc/passwd'><img src='ftp://evil.example/x'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if mso]><img src=https://evil.example/x><![endif]-->",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<template><img src=x onerror=alert(1)></template>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<a title='<img src=x onerror=alert(1)>' href='https://fine.example'>x</a>",
    "<img alt='\"><script>alert(1)</script>' src=cid:x>",
    "<div><a href='https://a.example' target=_top rel=opener ping='https://evil.example'>x</a></div>",
]
ALLOWED_IN_SRC = ("cid:", "data:image/")
TAGS = ["<p>", "</p>", "<b>", "</b>", "<div hidden>", "</div>", "<a href='https://x.example/a?b=1&c=2'>", "</a>", "<table>", "<td>", "<tr>",
        "<svg>", "<style>", "</style>", "<img src=https://x.example/i>", "<img src=cid:a alt='<b>'>", "<!--", "-->", "<", ">", "&", "&lt;", "&#0;", "&nbsp;",
        "<font color=red>", "<blockquote>", "</blockquote>", "text", "'", '"', "<p style='display:none'>", "<title>", "<math>", "<select>", "<form>"]  # fmt: skip
pages = st.lists(st.sampled_from(TAGS) | st.sampled_from(EVIL) | st.text(max_size=8), max_size=25).map("".join)


def assert_harmless(html: str) -> None:
    """Assert that a page loads nothing and runs nothing, looking at every tag a browser would see."""
    for tag in html.split("<")[1:]:
        inside = tag.partition(">")[0].lower()
        assert inside.split(" ")[0].strip("/") not in (
            "script",
            "style",
            "svg",
            "math",
            "iframe",
            "form",
            "input",
            "object",
            "embed",
            "meta",
            "base",
            "link",
        )
        names = [part.rpartition(" ")[2] for part in inside.split('="')[:-1]]
        assert not any(
            name.startswith("on") or name in ("style", "class", "id", "name", "srcset", "background", "poster", "ping")
            for name in names
        )
        if 'src="' in inside.replace("data-remote", ""):
            assert inside.partition(' src="')[2].startswith(ALLOWED_IN_SRC)
        if ' href="' in inside:
            assert inside.partition(' href="')[2].startswith(("http://", "https://", "mailto:", "tel:"))


@pytest.mark.parametrize("html", EVIL)
def test_nothing_evil_is_left(html: str) -> None:
    assert_harmless(sanitise_mail(html).html)


@given(pages)
def test_nothing_evil_is_left_of_any_mixture(html: str) -> None:
    assert_harmless(sanitise_mail(html).html)


@given(pages)
def test_sanitised_page_stays_as_it_is(html: str) -> None:
    view = sanitise_mail(html)

    assert sanitise_mail(view.html) == view


@given(pages)
def test_text_of_a_page_can_be_stored(html: str) -> None:
    text = html_to_text(html)

    assert not set(text) & {chr(code) for code in range(32) if code not in (9, 10)}
    text.encode()


@pytest.mark.parametrize(
    "html", ["one\rtwo", "one\r\ntwo", "one&#13;two", "<pre>one\rtwo</pre>", "<pre>one&#13;&#10;two</pre>"]
)
def test_a_line_of_a_page_ends_one_way(html: str) -> None:
    assert html_to_text(html) == "one\ntwo"


def test_remote_image_keeps_its_address_for_whom_asks() -> None:
    view = sanitise_mail('<img src="https://x.example/i.png?a=1&amp;b=2" alt="Lamp" width="20">')

    assert view.html == '<img alt="Lamp" width="20" data-remote="https://x.example/i.png?a=1&amp;b=2">'
    assert view.has_remote_images


def test_image_that_only_counts_readers_is_left_out() -> None:
    view = sanitise_mail('<p>x</p><img src="https://x.example/open.gif" width="1" height="1">')

    assert view.html == "<p>x</p>"
    assert not view.has_remote_images


def test_own_images_of_a_mail_stay() -> None:
    view = sanitise_mail('<img src="cid:lamp@firm"><img src="data:image/png;base64,iVBORw0KGgo=">')

    assert view.html == '<img src="cid:lamp@firm"><img src="data:image/png;base64,iVBORw0KGgo=">'
    assert not view.has_remote_images


def test_link_opens_elsewhere_and_tells_nothing() -> None:
    html = sanitise_mail('<a href="www.x.example/a">x</a>').html

    assert html == '<a target="_blank" rel="noopener noreferrer nofollow" href="http://www.x.example/a">x</a>'


def test_hidden_preview_stays_hidden_without_a_style() -> None:
    assert sanitise_mail('<div style="color:red; display : none">x</div>').html == '<div hidden="">x</div>'


@pytest.mark.parametrize("depth", [300, 1_400, 5_000])
def test_text_in_deep_nesting_is_shown(depth: int) -> None:
    html = "<div>" * depth + "the lamp" + "</div>" * depth

    assert "the lamp" in sanitise_mail(html).html
    assert html_to_text(html) == "the lamp"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two<br/><br>Three", "One\nTwo\n\nThree"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("<div><div><div>One</div></div></div>", "One"),
        ("<p class=MsoNormal>One</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>Two</p>", "One\n\nTwo"),
        ("<h1>Title</h1>Text", "Title\n\nText"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ("<table><tr><th>Name<th>Sum</tr><tr><td>Lamp<td>5</tr></table>", "Name\tSum\nLamp\t5"),
        ("<table><tr><td><p>Lamp</p></td><td><p>5</p></td></tr></table>", "Lamp\t5"),
        ("<a href='https://x.example/a'>here</a>", "here <https://x.example/a>"),
        ("<a href='https://x.example/'>x.example</a>", "x.example"),
        ("<a href='mailto:a@x.example'>a@x.example</a>", "a@x.example"),
        ("<a href='https://x.example/a'><img src=x alt='Shop'></a>", "[Shop] <https://x.example/a>"),
        ("<a href='javascript:x'>here</a>", "here"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<blockquote>a<br>b</blockquote>c", "> a\n> b\n>\nc"),
        ("a<hr>b", "a\n" + "_" * 32 + "\nb"),
        ("<style>p{}</style><script>x</script><title>t</title>a", "a"),
        ("<!-- no -->a<!--[if mso]>no<![endif]--><![if !mso]>b<![endif]>", "ab"),
        ("<div style='display:none'>no<div>no</div></div>a", "a"),
        ("<div style='display:none'>all there is</div>", "all there is"),
        ("<div hidden>never closed", "never closed"),
        ("a &lt; b &amp; c&nbsp;d &#8364;", "a < b & c d €"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("Anna <anna@firm.example> wrote", "Anna <anna@firm.example> wrote"),
        ('<p title="a > b">x</p>', "x"),
        ("<i>a</i>\n  b\t c", "a b c"),
        ("<b>bo</b>ld", "bold"),
        ("plain &amp; simple", "plain & simple"),
        ("x\u200b\ufeffy<p>\u00adz</p>", "xy\n\nz"),
        ("<img alt='😀'><img alt='logo.png'><img alt='Lamp'>", "😀[Lamp]"),
        ("", ""),
        ("<p>unclosed <b", "unclosed <b"),
    ],
)  # fmt: skip
def test_page_reads_well_as_text(html: str, expected: str) -> None:
    assert html_to_text(html) == expected
