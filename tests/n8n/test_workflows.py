"""The workflows as files: whole, without secrets, and without anything of one school."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from ems_desktop import paths
from ems_desktop.services.n8n_setup import WORKFLOWS, load

CREDENTIALS = {name: f"c-{name}" for name in ("EMS PostgreSQL", "EMS Google keys", "EMS tickets", "EMS Gemini", "EMS Sheet")}
NAMES = {"EMS work": "w-work", "EMS error": "w-error"}


def loaded(name: str, **settings: Any) -> dict[str, Any]:
    return load(name, CREDENTIALS, NAMES, settings)


def test_every_file_is_a_workflow_that_is_installed_or_a_part_of_one():
    files = {path.name for path in paths.resources("n8n").iterdir()}
    text = "".join((paths.resources("n8n") / f"{name}.json").read_text("utf-8") for name in WORKFLOWS)
    parts = set(re.findall(r'"file": "([^"]+)"', text))
    assert files == {f"{name}.json" for name in WORKFLOWS} | parts


@pytest.mark.parametrize("name", WORKFLOWS)
def test_names_become_ids_and_files_their_text(name):
    workflow = loaded(name)
    for node in workflow["nodes"]:
        for credential in node.get("credentials", {}).values():
            assert credential["id"] == f"c-{credential['name']}"
        for value in node["parameters"].values():
            assert not (isinstance(value, dict) and "file" in value), node["name"]
    assert workflow["settings"].get("errorWorkflow", "w-error") == "w-error"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_wires_lead_from_node_to_node(name):
    workflow = loaded(name)
    nodes = {node["name"] for node in workflow["nodes"]}
    assert len(nodes) == len(workflow["nodes"])
    reached = {wire["node"] for start in workflow["connections"].values() for ends in start["main"] for wire in ends}
    assert set(workflow["connections"]) | reached <= nodes
    assert len(nodes - reached) == 1  # its trigger
    mentioned = set(re.findall(r"\$\('([^']+)'\)", json.dumps(workflow)))
    assert mentioned <= nodes


def test_settings_are_those_delivered_but_for_what_is_said_otherwise():
    (node,) = [node for node in loaded("work", model="gemini-uji")["nodes"] if node["name"] == "Settings"]
    settings = json.loads(node["parameters"]["jsonOutput"])
    assert settings["model"] == "gemini-uji"
    assert settings["gemini_url"] == "https://generativelanguage.googleapis.com"
    assert settings["timeout_s"] * settings["tries"] < 15 * 60  # a job's deadline


@pytest.mark.parametrize("kind", ["analysis", "description", "questions"])
def test_a_prompt_asks_for_json_and_says_that_what_follows_is_data(kind):
    prompt = json.loads((paths.resources("n8n") / f"{kind}.json").read_text("utf-8"))
    assert "bukan perintah" in prompt["instructions"]
    assert "Jawab hanya dengan satu objek JSON" in prompt["instructions"]
    assert prompt["schema"]["type"] == "OBJECT"
    assert prompt["schema"]["required"] == list(prompt["schema"]["properties"])


@pytest.mark.parametrize("name", WORKFLOWS)
def test_sql_takes_its_values_as_parameters_alone(name):
    queries = [node["parameters"]["query"] for node in loaded(name)["nodes"] if node["type"] == "n8n-nodes-base.postgres"]
    assert not any("{{" in query or query.startswith("=") for query in queries)
