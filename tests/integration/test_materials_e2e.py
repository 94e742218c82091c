"""A material from the form in the window to the Google Sheet and back, in a process of its own: it ends with its window, its n8n and its S3."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

pytestmark = [pytest.mark.integration, pytest.mark.timeout(1200)]  # the first time it may have to install n8n


def test_a_material_goes_from_the_form_to_the_sheet_is_analysed_and_its_accepted_proposal_stands_in_the_sheet():
    inside = Path(__file__).with_name("e2e_materials.py")
    command = [sys.executable, "-m", "pytest", "-q", "-m", "integration", "-p", "no:cacheprovider", str(inside)]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
