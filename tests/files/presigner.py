"""AWS's own signer, botocore, in a process of its own: what our addresses are compared with. Installed once into a cache folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from ems_desktop.demo.outside import pip_folder

VERSION = "1.44.8"
SIGN = """
import datetime, json, sys
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

given = json.load(sys.stdin)
at = datetime.datetime.fromtimestamp(given["at"], datetime.timezone.utc)
botocore.auth.get_current_datetime = lambda *_, **__: at
for case in given["cases"]:
    request = AWSRequest(case["method"], case["url"], headers=case["headers"])
    signer = botocore.auth.S3SigV4QueryAuth(Credentials("AK/SEKOLAH", "rahasia/dari+sekolah"), "s3", "id-1", expires=900)
    signer.add_auth(request)
    print(request.url)
"""


def presigned(at: int, cases: list[dict[str, Any]]) -> list[str]:
    """The address of each case (method, url, headers), signed at this second since 1970."""
    folder = pip_folder("botocore", VERSION, "botocore")
    done = subprocess.run(
        [sys.executable, "-c", SIGN], input=json.dumps({"at": at, "cases": cases}), capture_output=True, text=True, encoding="utf-8", check=False,
        env=os.environ | {"PYTHONPATH": str(folder)}, cwd=Path(__file__).parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()
