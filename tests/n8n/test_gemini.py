"""The stand-in for Gemini: what it says, and how it fails. Its shape is that of Google's REST reference, v1beta."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ems_desktop.demo import gemini
from ems_desktop.demo.gemini import ANSWERS, Gemini

TEXT = {"type": "STRING"}
PROPOSAL = {"type": "OBJECT", "properties": {"value": TEXT, "confidence": {"type": "NUMBER"}, "where": TEXT}}


@pytest.fixture
def model() -> Iterator[Gemini]:
    with gemini.running("key") as running:
        yield running


def ask(model: Gemini, schema: dict[str, Any] | None = None, key: str = "key", **more: Any) -> httpx.Response:
    request = {
        "contents": [{"role": "user", "parts": [{"text": json.dumps({"material_title": "Lensa", "subject_name": "IPA"})}]}],
        "generationConfig": {
            "responseMimeType": "application/json",
            "responseSchema": schema or {"properties": {"MATERIAL_TITLE": PROPOSAL}},
        },
    } | more
    url = f"{model.base}/v1beta/models/gemini-uji:generateContent"
    return httpx.post(url, json=request, headers={"x-goog-api-key": key}, timeout=5)


def said(answer: httpx.Response) -> Any:
    (candidate,) = answer.json()["candidates"]
    assert candidate["finishReason"] == "STOP"
    return json.loads(candidate["content"]["parts"][0]["text"])


def test_the_same_request_has_the_same_answer_about_its_material(model):
    first, second = ask(model), ask(model)
    assert first.json() == second.json()
    assert first.json()["modelVersion"] == "gemini-uji"
    assert said(first) == {"MATERIAL_TITLE": {"value": "Lensa", "confidence": 0.9, "where": "judul"}}


def test_it_writes_questions_where_the_schema_asks_for_them(model):
    for question in said(ask(model, {"properties": {"questions": {"type": "ARRAY"}}}))["questions"]:
        assert question["correct_answer"] in question["options"]
        assert "Lensa" in question["question_text"]


@pytest.mark.parametrize(
    ("answer", "status", "part"),
    [
        ("429", 429, '"status": "RESOURCE_EXHAUSTED"'), ("500", 500, '"status": "INTERNAL"'), ("safety", 200, '"finishReason": "SAFETY"'),
        ("blocked", 200, '"blockReason": "SAFETY"'), ("max_tokens", 200, '"finishReason": "MAX_TOKENS"'), ("garbage", 200, "Maaf"),
        ("not_json", 200, "<html>"), ("empty", 200, '"finishReason": "STOP"'),
    ],
)  # fmt: skip
def test_it_fails_as_the_real_one(model, answer, status, part):
    model.answer = answer
    found = ask(model)
    assert found.status_code == status
    assert part in found.text


def test_a_huge_answer_has_megabytes(model):
    model.answer = "huge"
    assert len(ask(model).content) > 3_000_000


def test_never_answers_until_it_is_let_go(model):
    model.answer = "never"
    released = threading.Timer(0.2, model.released.set)
    released.start()
    assert ask(model).status_code == httpx.codes.OK
    released.join()


def test_answers_that_are_coming_are_given_in_turn(model):
    model.coming = ["429", "500"]
    assert [ask(model).status_code for _ in range(3)] == [429, 500, 200]
    assert len(model.asked) == 3
    assert {"429", "500"} <= set(ANSWERS)


@pytest.mark.parametrize(("path", "status"), [("/v1beta/models/gemini-uji:countTokens", 404), ("/v1/chat", 404)])
def test_it_does_nothing_else(model, path, status):
    assert httpx.post(model.base + path, json={}).status_code == status


def test_it_wants_its_key_and_a_request(model):
    assert ask(model, key="another").json()["error"]["message"] == "API key not valid. Please pass a valid API key."
    assert ask(model, contents=[]).json()["error"]["status"] == "INVALID_ARGUMENT"
    assert model.asked == []
