"""The map is complete, and what the pages point at is there."""

from __future__ import annotations

import re

import pytest

from ems_desktop.store.migrations.scope import SERVER_ONLY
from ems_desktop.store.tables import metadata
from tests.architecture.sources import ROOT, assert_none

MAP = "docs/map.md"
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md") if path.name != "errors.md")
FOLDERS = ("ems_desktop", "sync", "ui", "tests", "resources", "docs")
PATH = re.compile(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]*|\.ci/run|[\w-]+\.(?:toml|lock|spec))(?:::(\w+))?`")
LINK = re.compile(r"\]\(([\w./-]+\.(?:md|svg))\)")

ENDPOINTS = (
    "POST /api/auth/sign-up", "POST /api/auth/sign-in", "POST /api/auth/sign-out",
    "GET /api/users", "POST /api/users", "PUT /api/users/{id}", "DELETE /api/users/{id}",
    "GET /api/classes", "POST /api/classes", "PUT /api/classes/{id}", "DELETE /api/classes/{id}",
    "GET /api/subjects", "POST /api/subjects", "PUT /api/subjects/{id}", "DELETE /api/subjects/{id}",
    "GET /api/grades?studentId={}", "POST /api/grades", "GET /api/schedules?classId={}", "POST /api/schedules",
    "GET /api/bank-soal?subjectId={}", "POST /api/bank-soal", "GET /api/upload-url?filename={}", "/socket.io",
    "POST /api/auth/google", "POST /api/auth/refresh",
    "GET /api/materials", "POST /api/materials", "GET /api/materials/{id}", "PUT /api/materials/{id}",
    "GET /api/jobs", "GET /api/jobs/{id}", "PATCH /api/users/{id}/role", "POST /api/webhook/n8n",
)  # fmt: skip
COMPONENTS = (
    "Next.js", "Express", "Laravel", "BFF", "Better Auth", "Sanctum", "CSRF", "Rate limiting", "Drizzle", "Eloquent", "Tailwind", "shadcn/ui",
    "RBAC", "Input validation", "Redis", "ElastiCache", "RDS", "Daily backups", "Docker", "ECS", "Fargate", "Kubernetes", "ALB", "Route 53",
    "S3", "CloudFront", "Socket.IO", "TLS", "Encryption at rest", "Secrets Manager", "VPC", "WAF", "Google OAuth2", "Google Sheets", "n8n",
    "Gemini", "CloudWatch", "Winston", "Grafana", "Telescope", "Datadog", "Sentry", "CI/CD", "Dependency updates", "blue/green", "JWT",
)  # fmt: skip


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def rows(text: str) -> list[list[str]]:
    """Every row of the tables on a page, cell by cell."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]


def test_every_table_appears():
    named = {name for row in rows(page(MAP)) for name in re.findall(r"`(\w+)`", row[0])}
    tables = {table.name for table in metadata.tables.values()} | SERVER_ONLY
    assert_none(sorted(tables - named))


def test_every_endpoint_of_the_structure_documents_appears_with_an_answer():
    answers = {row[0]: row[1] for row in rows(page(MAP))}
    assert_none([endpoint for endpoint in ENDPOINTS if not answers.get(f"`{endpoint}`")])


def test_every_component_of_the_structure_documents_appears():
    said = " ".join(row[0] for row in rows(page(MAP)))
    assert_none([component for component in COMPONENTS if component not in said])


@pytest.mark.parametrize("name", [*PAGES, "README.md"])
def test_every_path_and_every_test_that_a_page_names_exists(name):
    text = page(name)
    missing = [target for target in LINK.findall(text) if not (ROOT / name).parent.joinpath(target).exists()]
    for path, test in PATH.findall(text):
        if not (ROOT / path).exists():
            missing.append(path)
        elif test and f"def {test}(" not in page(path):
            missing.append(f"{path}::{test}")
    assert_none([f"{name}: {what}" for what in missing])
