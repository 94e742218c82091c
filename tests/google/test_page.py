"""The page at the end of a sign-in, as the browser gets it."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from ems_desktop import i18n
from ems_desktop.domain.errors import EmsError
from ems_desktop.integrations.google_sign_in import Attempt, authorize
from tests.google.stand_in import Browser, TokenEndpoint


def page(endpoint: TokenEndpoint, **answer: str):
    browser = Browser(**answer)
    try:
        authorize(endpoint.client, ["openid"], Attempt(open_browser=browser))
    except EmsError:
        assert "error" in answer
    assert browser.came_back.wait(10)  # it reads the page while the program goes on
    return browser.pages[0]


@pytest.mark.parametrize(("language", "said"), [("en", "You can close this page."), ("id", "Halaman ini boleh ditutup.")])
def test_after_a_yes_it_leads_back_to_the_program(endpoint, language, said):
    i18n.use(language)
    text = page(endpoint, code="x").text
    assert said in text
    assert f'<html lang="{language}">' in text


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Google was told not to say who you are."), ("id", "Google diminta tidak memberi tahu")]
)
def test_after_a_no_it_says_why_with_the_code(endpoint, language, said):
    i18n.use(language)
    text = page(endpoint, error="access_denied").text
    assert said in text
    assert "EMS-1130" in text


def test_it_never_repeats_what_a_stranger_put_into_the_address(endpoint):
    text = page(endpoint, error="<script>alert(1)</script>", error_description="<img src=x>").text
    assert "script" not in text
    assert "<img" not in text
    assert "EMS-1139" in text


def test_it_fetches_nothing_and_lets_nobody_frame_or_keep_it(endpoint):
    got = page(endpoint, code="x")
    assert not re.search(r"https?:|//|<(script|img|link|iframe)|url\(|@import", got.text)
    style = re.search(r"<style>(.*?)</style>", got.text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = got.headers["Content-Security-Policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "frame-ancestors 'none'" in policy
    assert got.headers["Cache-Control"] == "no-store"
    assert got.headers["Referrer-Policy"] == "no-referrer"  # the address holds the code
