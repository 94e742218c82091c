"""The stand-in for Gemini speaks as the official SDK expects it: google-genai, pointed at it, reads its answers and its errors."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from google import genai
from google.genai import errors, types

from ems_desktop.demo import gemini
from ems_desktop.demo.gemini import Gemini

CONFIG = types.GenerateContentConfig(
    response_mime_type="application/json",
    response_schema={"type": "OBJECT", "properties": {"MATERIAL_TITLE": {"type": "OBJECT", "properties": {"value": {"type": "STRING"}}}}},
)


@pytest.fixture
def model() -> Iterator[Gemini]:
    with gemini.running("key") as running:
        yield running


def ask(model: Gemini, key: str = "key") -> types.GenerateContentResponse:
    once = types.HttpRetryOptions(attempts=1)
    with genai.Client(api_key=key, http_options=types.HttpOptions(base_url=model.base, api_version="v1beta", retry_options=once)) as client:
        return client.models.generate_content(model="gemini-uji", contents=json.dumps({"material_title": "Lensa"}), config=CONFIG)


def test_a_good_answer(model):
    answer = ask(model)
    assert json.loads(answer.text or "")["MATERIAL_TITLE"]["value"] == "Lensa"
    assert answer.model_version == "gemini-uji"
    assert answer.usage_metadata is not None


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("safety", types.FinishReason.SAFETY), ("max_tokens", types.FinishReason.MAX_TOKENS), ("empty", types.FinishReason.STOP)],
)
def test_an_answer_that_ends_early(model, kind, reason):
    model.answer = kind
    (candidate,) = ask(model).candidates or []
    assert candidate.finish_reason == reason


def test_a_request_that_is_blocked(model):
    model.answer = "blocked"
    feedback = ask(model).prompt_feedback
    assert feedback is not None
    assert feedback.block_reason == types.BlockedReason.SAFETY


@pytest.mark.parametrize(("kind", "code", "status"), [("429", 429, "RESOURCE_EXHAUSTED"), ("500", 500, "INTERNAL")])
def test_errors(model, kind, code, status):
    model.answer = kind
    with pytest.raises(errors.APIError) as refused:
        ask(model)
    assert (refused.value.code, refused.value.status) == (code, status)


def test_a_key_that_is_none(model):
    with pytest.raises(errors.ClientError, match="API key not valid"):
        ask(model, "another")
