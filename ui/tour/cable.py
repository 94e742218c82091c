"""The network cable of the tour: a relay on loopback between the program and its server, which can be pulled and put back."""

from __future__ import annotations

import contextlib
import socket
import threading
import time


class Cable:
    """Listens on `port` (chosen by the system) and passes bytes to the server's port, as long as it is plugged in. `delay`: seconds that
    each 64 KB take, as over a poor network."""

    def __init__(self, server_port: int) -> None:
        self._server_port, self.delay = server_port, 0.0
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]

    def pull(self) -> None:
        """Every connection ends, new ones are refused."""
        self._listener.close()
        with self._lock:
            for one in self._open:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def plug(self) -> None:
        self._listener = self._listen(self.port)

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, args=(listener,), name="cable", daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        listener.settimeout(0.1)  # a close is noticed by then: accept() itself would hold the port open
        while listener.fileno() != -1:
            try:
                near, _ = listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return  # pulled
            near.settimeout(None)
            far = socket.create_connection(("127.0.0.1", self._server_port))
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with self._lock:
            self._open.add(source)
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                time.sleep(self.delay)
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._open.discard(source)
        source.close()
