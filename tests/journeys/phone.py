"""A phone without JavaScript: it keeps cookies, follows the links that it is shown and sends the forms of a page."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urldefrag, urljoin

from django.http.response import HttpResponseBase
from django.test import Client

Found = TypeVar("Found")


class Form:
    """One form of a page: where it goes, and what it sends as it stands."""

    def __init__(self, action: str, method: str) -> None:
        self.action, self.method = action, method
        self.values: dict[str, str] = {}
        self.buttons: dict[str, tuple[str, str]] = {}
        self.choices: dict[str, list[str]] = {}


class Reader(HTMLParser):
    """Reads links, forms and words out of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self.words: list[str] = []
        self._inside: list[tuple[str, dict[str, str], int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what is needed of a tag."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag == "input" and self.forms and "disabled" not in given:
            self._field(given)
        elif tag in {"a", "button"}:
            self._inside.append((tag, given, len(self.words)))

    def handle_endtag(self, tag: str) -> None:
        """Close what was open, with the words that stood in it."""
        if tag in {"a", "button"} and self._inside:
            opened, given, since = self._inside.pop()
            said = " ".join(self.words[since:])
            if opened == "a" and given.get("href"):
                self.links.append((said, given["href"]))
            elif opened == "button" and self.forms:
                self.forms[-1].buttons[said] = (given.get("name", ""), given.get("value", ""))

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words += data.split()

    def _field(self, given: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], given.get("name", ""), given.get("type", "text")
        if kind in {"radio", "checkbox"}:
            form.choices.setdefault(name, []).append(given.get("value", "on"))
        if kind not in {"radio", "checkbox"} or "checked" in given:
            form.values[name] = given.get("value", "")


class Phone:
    """Opens pages and remembers the last one; what is answered with an error ends the test."""

    def __init__(self) -> None:
        self._client = Client(enforce_csrf_checks=True)
        self.address, self.page = "/", Reader()
        self.body = b""

    @property
    def text(self) -> str:
        """The words of the page, with single spaces."""
        return " ".join(self.page.words)

    def open(self, address: str) -> Phone:
        """Open a page, wherever it leads to."""
        return self._arrive(self._client.get(urldefrag(urljoin(self.address, address)).url, follow=True))

    def follow(self, words: str) -> Phone:
        """Follow the first link whose text holds these words."""
        return self.open(_first((href for said, href in self.page.links if words in said), words, self.text))

    def form(self, button: str) -> Form:
        """Return the first form that has a button with these words."""
        forms = (form for form in self.page.forms if any(button in said for said in form.buttons))
        return _first(forms, button, self.text)

    def send(self, button: str, **typed: str) -> Phone:
        """Fill in the form of this button, and press it."""
        form = self.form(button)
        name, value = next(pressed for said, pressed in form.buttons.items() if button in said)
        values = {**form.values, **typed, **({name: value} if name else {})}
        address = urldefrag(urljoin(self.address, form.action)).url
        if form.method == "post":
            return self._arrive(self._client.post(address, values, follow=True))
        return self._arrive(self._client.get(address, values, follow=True))

    def _arrive(self, answer: HttpResponseBase) -> Phone:
        redirects: list[tuple[str, int]] = getattr(answer, "redirect_chain", [])
        self.address = redirects[-1][0] if redirects else answer.request["PATH_INFO"]  # type: ignore[attr-defined]
        self.body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
        self.page = Reader()
        if answer.headers["Content-Type"].startswith("text/html"):
            self.page.feed(self.body.decode())
        assert answer.status_code == HTTPStatus.OK, f"{self.address}: {answer.status_code} {self.text}"
        return self


def _first(found: Iterable[Found], words: str, text: str) -> Found:
    for one in found:
        return one
    raise AssertionError(f"{words!r} is nowhere on this page: {text}")
