"""A package index on loopback with two packages: this environment's own pip, and `tiny`, made here."""

from __future__ import annotations

import hashlib
import os
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distribution
from pathlib import Path


@dataclass(frozen=True)
class Index:
    folder: Path
    address: str

    def environment(self) -> dict[str, str]:
        """A machine whose pip knows this index alone."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        return own | {"PIP_INDEX_URL": self.address, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}

    def add_tiny(self, version: str) -> None:
        info = f"tiny-{version}.dist-info"
        files = {
            "tiny.py": f"VERSION = '{version}'\n",
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        with self._wheel("tiny", version) as wheel:
            for name, text in files.items():
                wheel.writestr(name, text)
            wheel.writestr(f"{info}/RECORD", "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"]))

    def add_pip(self) -> str:
        """The pip that runs these tests, as the wheel it once was. Answers its version."""
        pip = distribution("pip")
        with self._wheel("pip", pip.version) as wheel:
            for file in pip.files or []:
                if file.suffix != ".pyc" and not file.parts[0].startswith(".."):
                    wheel.write(str(file.locate()), file.as_posix())
        return pip.version

    @contextmanager
    def _wheel(self, name: str, version: str) -> Iterator[zipfile.ZipFile]:
        (self.folder / "simple" / name).mkdir(parents=True, exist_ok=True)
        path = self.folder / "simple" / name / f"{name}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            yield wheel
        links = "".join(f'<a href="{wheel.name}">{wheel.name}</a>\n' for wheel in sorted(path.parent.glob("*.whl")))
        (path.parent / "index.html").write_text(links)

    def locked(self, name: str, version: str) -> str:
        content = (self.folder / "simple" / name / f"{name}-{version}-py3-none-any.whl").read_bytes()
        return f"{name}=={version} \\\n    --hash=sha256:{hashlib.sha256(content).hexdigest()}\n"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[Index]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Index(folder, f"http://127.0.0.1:{server.server_port}/simple")
        server.shutdown()
        thread.join()
