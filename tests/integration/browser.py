"""The person's browser: a real HTTP client with cookies, that follows redirects and fills in the provider's forms."""

from __future__ import annotations

import threading
from collections.abc import Callable
from html.parser import HTMLParser

import httpx

Change = Callable[[str], str]


class Browser:
    """Opens the page it is given, like a system browser. `email`: who signs in; `allow`: the scopes ticked, True: all, False: "no".

    `on_the_way` and `on_the_way_back` may change the provider's and the loopback's address; `pages` keeps what was shown, redirects among it.
    """

    def __init__(self, email: str, allow: tuple[str, ...] | bool = True) -> None:
        self.email, self.allow = email, allow
        self.on_the_way: Change = lambda url: url
        self.on_the_way_back: Change = lambda url: url
        self.pages: list[httpx.Response] = []
        self.trouble: httpx.HTTPError | None = None
        self._done = threading.Event()

    def __call__(self, url: str) -> bool:
        home = httpx.URL(url).params["redirect_uri"]
        with httpx.Client(timeout=20) as client:
            try:
                self._visit(client, self.on_the_way(url), home)
            except httpx.HTTPError as error:
                self.trouble = error  # the person sees the browser's own page
        self._done.set()
        return True

    def last(self) -> httpx.Response:
        """What the person sees in the end."""
        assert self._done.wait(20)
        return self.pages[-1]

    def _visit(self, client: httpx.Client, url: str, home: str) -> None:
        page = client.get(url)
        while True:
            self.pages.append(page)
            if page.next_request is not None:
                to = str(page.next_request.url)
                page = client.get(self.on_the_way_back(to) if to.startswith(home) else to)
            elif forms := _forms(page.text):
                action, fields = self._fill(forms)
                page = client.post(page.url.join(action), data=fields)
            else:
                return

    def _fill(self, forms: dict[str, list[tuple[str, str]]]) -> tuple[str, dict[str, list[str]]]:
        chosen = "deny" if self.allow is False else "allow"
        action = next((one for one in forms if one.endswith(("login", chosen))), "")
        if action.endswith("login"):
            return action, {"email": [self.email]}
        ticked = [value for name, value in forms[action] if name == "scope" and (self.allow is True or value in (self.allow or ()))]
        return action, {"scope": ticked}


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[tuple[str, str]]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.found[given["action"] or ""] = []
        elif tag == "input":
            self.found[list(self.found)[-1]].append((given["name"] or "", given.get("value") or ""))


def _forms(text: str) -> dict[str, list[tuple[str, str]]]:
    """Action → its fields, for each form of a page."""
    parser = _Forms()
    parser.feed(text)
    return parser.found
