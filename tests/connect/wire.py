"""What a network may hold between a computer and its school: real sockets on loopback that answer well, badly or not at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_BEGINNING = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_END = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Authority:
    """A school's certificate authority."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    folder: Path

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def context(self, address: str, end: dt.datetime = _END) -> ssl.SSLContext:
        """A server's side of TLS, with a certificate for this IP address or host name."""
        key = ec.generate_private_key(ec.SECP256R1())
        named = x509.IPAddress(ipaddress.ip_address(address)) if address[0].isdigit() else x509.DNSName(address)
        certificate = _builder(address, self.certificate.subject, key, end).add_extension(
            x509.SubjectAlternativeName([named]), critical=False
        )
        return self._context(certificate.sign(self.key, hashes.SHA256()), key)

    def _context(self, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
        path = self.folder / f"{certificate.serial_number}.pem"
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def authority(folder: Path) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "School CA")])
    builder = _builder("School CA", name, key, _END).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return Authority(key, builder.sign(key, hashes.SHA256()), folder)


def _builder(name: str, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, end: dt.datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGINNING)
        .not_valid_after(end)
    )


@contextlib.contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port on which each caller gets this answer, in a thread of its own. Its number."""
    threads: list[threading.Thread] = []
    callers: list[socket.socket] = []

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = listener.accept()
                callers.append(caller)
                threads.append(threading.Thread(target=_answered, args=[caller]))
                threads[-1].start()

    def _answered(caller: socket.socket) -> None:
        with contextlib.suppress(OSError), caller:
            answer(caller)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        acceptor = threading.Thread(target=serve)
        acceptor.start()
        try:
            yield listener.getsockname()[1]
        finally:
            _end(listener)
            acceptor.join()
            for caller in callers:
                _end(caller)
            for thread in threads:
                thread.join()


def _end(wire: socket.socket) -> None:
    with contextlib.suppress(OSError):
        wire.shutdown(socket.SHUT_RDWR)


def black_hole(caller: socket.socket) -> None:
    """Takes everything, says nothing."""
    while caller.recv(4096):
        pass


def portal(caller: socket.socket) -> None:
    """A hotel's or a school's sign-in page: speaks HTTP, whatever it is asked."""
    caller.recv(4096)
    caller.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\nContent-Length: 0\r\n\r\n")


def hangs_up(caller: socket.socket) -> None:
    """A firewall."""
    caller.recv(4096)


def without_tls(caller: socket.socket) -> None:
    """A PostgreSQL that was not given a certificate."""
    caller.recv(8)
    caller.sendall(b"N")
    caller.recv(4096)


def tls_before(port: int, context: ssl.SSLContext) -> Callable[[socket.socket], None]:
    """PostgreSQL's TLS in front of a real server that has none."""

    def answer(caller: socket.socket) -> None:
        caller.recv(8)
        caller.sendall(b"S")
        with contextlib.suppress(ssl.SSLError), context.wrap_socket(caller, server_side=True) as client:
            _join(client, port, threading.Event())

    return answer


def through(port: int, silenced: threading.Event) -> Callable[[socket.socket], None]:
    """A network that hands everything on until it is silenced; from then on it swallows the server's answers."""
    return lambda caller: _join(caller, port, silenced)


def _join(client: socket.socket, port: int, silenced: threading.Event) -> None:
    with socket.create_connection(("127.0.0.1", port)) as server:
        back = threading.Thread(target=_copy, args=[server, client, silenced])
        back.start()
        _copy(client, server, threading.Event())
        back.join()


def _copy(source: socket.socket, target: socket.socket, silenced: threading.Event) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            if not silenced.is_set():
                target.sendall(data)
    if not silenced.is_set():
        _end(target)
