"""Stands in for Google's Gemini on loopback, for the full demo and for tests: `generateContent` with the answers and the failures that
the workflows must live with. What it says is made from the request alone, so the same request has the same answer. Knows no n8n.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, get_args

Json = dict[str, Any]
Answer = Literal["ok", "429", "500", "safety", "blocked", "max_tokens", "garbage", "not_json", "empty", "huge", "never"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
_HUGE = 3_000_000  # characters
_LEVEL = "Fase D"
_FIXED = {"MATERIAL_TYPE": "Modul ajar", "MATERIAL_LEVEL": _LEVEL, "MATERIAL_THEME": "Tema umum", "MATERIAL_SUBTHEME": "Pengantar"}


@dataclass
class Gemini:
    """`key`: the one API key it takes. `coming`: the answers to the next requests, in order; after them `answer` to each. `says`: what the
    model writes when it answers well, instead of what fits the request. `released.set()` lets those go who wait for "never".

    `asked` keeps the bodies of the requests, each with the model's name under "model".
    """

    base: str
    key: str
    answer: Answer = "ok"
    coming: list[Answer] = field(default_factory=list)
    says: str | None = None
    asked: list[Json] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def reply(self, model: str, request: Json) -> tuple[int, bytes]:
        """The status and the body for one request."""
        self.asked.append(request | {"model": model})
        kind = self.coming.pop(0) if self.coming else self.answer
        if kind == "never":
            self.released.wait()
        text = _text(request) if self.says is None else self.says
        status, body = _REPLIES.get(kind, _said)(model, text, kind)
        return status, body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()


@contextlib.contextmanager
def running(key: str = "demo-key", port: int = 0) -> Iterator[Gemini]:
    """On 127.0.0.1, on a free port unless one is named, for as long as the block."""
    with _Server(("127.0.0.1", port), _Handler) as server:
        gemini = server.gemini = Gemini(f"http://127.0.0.1:{server.server_port}", key)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="gemini")
        thread.start()
        try:
            yield gemini
        finally:
            gemini.released.set()
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    gemini: Gemini


class _Handler(BaseHTTPRequestHandler):
    """POST /v1beta/models/M:generateContent, and Google's shape of an error for everything else."""

    server: _Server

    def do_POST(self) -> None:
        model, _, method = self.path.removeprefix("/v1beta/models/").partition(":")
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        if not self.path.startswith("/v1beta/models/") or method.partition("?")[0] != "generateContent":
            return self._send(404, b"")
        if self.headers.get("x-goog-api-key") != self.server.gemini.key:
            return self._send(*_encoded(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."))
        try:
            request = json.loads(raw)
            request["contents"][0]["parts"][0]
        except (ValueError, LookupError, TypeError):
            return self._send(*_encoded(400, "INVALID_ARGUMENT", "Invalid JSON payload received."))
        return self._send(*self.server.gemini.reply(model, request))

    def _send(self, status: int, body: bytes) -> None:
        with contextlib.suppress(OSError):  # whoever asked may have given up
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing: requests hold what people wrote."""


def _encoded(code: int, status: str, message: str) -> tuple[int, bytes]:
    return code, json.dumps(_error(code, status, message)).encode()


def _error(code: int, status: str, message: str) -> Json:
    return {"error": {"code": code, "message": message, "status": status}}


def _quota(*_: Any) -> tuple[int, Json]:
    error = _error(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan and billing details.")
    error["error"]["details"] = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "1s"}]
    return 429, error


def _internal(*_: Any) -> tuple[int, Json]:
    return 500, _error(500, "INTERNAL", "An internal error has occurred. Please retry.")


def _blocked(model: str, *_: Any) -> tuple[int, Json]:
    return 200, {"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": _usage(0), "modelVersion": model}


def _not_json(*_: Any) -> tuple[int, bytes]:
    return 200, b"<html><body>502 Bad Gateway</body></html>"


def _said(model: str, right: str, kind: Answer) -> tuple[int, Json]:
    text = {"safety": None, "empty": None, "garbage": "Maaf, tentu! Berikut ini jawabannya: {", "huge": "x" * _HUGE}.get(kind, right)
    if kind == "max_tokens" and text:
        text = text[: len(text) // 2]
    reason = {"safety": "SAFETY", "max_tokens": "MAX_TOKENS"}.get(kind, "STOP")
    candidate: Json = {"finishReason": reason, "index": 0}
    if text is not None:
        candidate["content"] = {"parts": [{"text": text}], "role": "model"}
    if kind == "safety":
        candidate["safetyRatings"] = [{"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "probability": "HIGH", "blocked": True}]
    return 200, {"candidates": [candidate], "usageMetadata": _usage(len(text or "")), "modelVersion": model, "responseId": "stand-in"}


_REPLIES: dict[str, Any] = {"429": _quota, "500": _internal, "blocked": _blocked, "not_json": _not_json}


def _usage(length: int) -> Json:
    return {"promptTokenCount": 10, "candidatesTokenCount": length // 4, "totalTokenCount": 10 + length // 4}


def _text(request: Json) -> str:
    """What the model writes: an object of the schema that was asked for, about the material in the request."""
    asked = request.get("generationConfig", {}).get("responseSchema", {}).get("properties", {})
    material = _material(request)
    if "questions" in asked:
        return json.dumps({"questions": [_question(material, n) for n in range(1, 4)]}, ensure_ascii=False)
    return json.dumps({name: _proposal(name, material) for name in asked}, ensure_ascii=False)


def _material(request: Json) -> Json:
    for part in request["contents"][0]["parts"]:
        with contextlib.suppress(ValueError, KeyError):
            found = json.loads(part["text"])
            if isinstance(found, dict) and "material_title" in found:
                return found
    return {}


def _proposal(name: str, material: Json) -> Json:
    title = material.get("material_title") or "materi ini"
    said = (
        {
            "MATERIAL_DESC": f"Bahan ajar tentang {title} untuk {_LEVEL}: penjelasan singkat, contoh, dan latihan.",
            **_FIXED,
        }.get(name)
        or material.get(name.lower())
        or title
    )
    return {"value": said, "confidence": 0.9 if material.get(name.lower()) else 0.6, "where": "judul"}


def _question(material: Json, number: int) -> Json:
    title = material.get("material_title") or "materi ini"
    options = [f"Contoh {number}", f"Bukan contoh {number}", "Keduanya", "Tidak keduanya"]
    text = f"Manakah yang merupakan contoh {number} dari {title}?"
    return {"question_text": text, "options": options, "correct_answer": options[0], "explanation": f"Lihat penjelasan tentang {title}."}
