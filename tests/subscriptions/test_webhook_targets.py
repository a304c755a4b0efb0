"""No address is called that must not be, whatever a name resolves to, and whenever."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from service.domain.errors import InvalidInput, SetupError
from service.subscriptions.webhooks.addresses import read_allowed, refusal
from service.subscriptions.webhooks.sending import Caller, Message
from service.subscriptions.webhooks.signing import new_secret
from service.subscriptions.webhooks.targets import read_target, resolve
from tests.subscriptions.receiving import LOOPBACK, Receiver, resolving

MESSAGE = Message("some-id", '{"data": {"cursor": 1}}')
SECRETS = [new_secret()]
PRIVATE = (
    "127.0.0.1 127.8.9.10 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 "
    "192.0.0.192 192.0.2.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16 "
    ":: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 fe80::1 fec0::1 fc00::1 fd00:ec2::254 "
    "ff02::1 2001:db8::1 2002:7f00:1:: 2002:a00:1:: 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 "
    "2001:0:7f00:1::"
).split()
PUBLIC = (
    "8.8.8.8 1.1.1.1 93.184.216.34 2606:4700::1111 2a00:1450:4001:81b::200e ::ffff:8.8.8.8 64:ff9b::808:808".split()
)


@pytest.mark.parametrize("text", PRIVATE)
def test_an_address_that_is_not_public_is_not_called(text: str) -> None:
    assert refusal(ipaddress.ip_address(text), 443, ()) is not None


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_called(text: str) -> None:
    assert refusal(ipaddress.ip_address(text), 443, ()) is None


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_never_makes_it_public(address: ipaddress.IPv4Address) -> None:
    if refusal(address, 443, ()) is None:
        return
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        wrapped = ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | int(address))
        assert refusal(wrapped, 443, ()) is not None
    assert refusal(ipaddress.IPv6Address((0x2002 << 112) | (int(address) << 80)), 443, ()) is not None


def test_the_allow_list_opens_what_it_names_and_no_more() -> None:
    allowed = read_allowed("127.0.0.1:9000, 10.1.0.0/16, [::1]:9000")
    for text, port, opened in [
        ("127.0.0.1", 9000, True), ("127.0.0.1", 9001, False), ("127.0.0.2", 9000, False),
        ("::ffff:127.0.0.1", 9000, True), ("::ffff:127.0.0.1", 80, False),
        ("10.1.2.3", 1, True), ("10.2.2.3", 1, False), ("::1", 9000, True), ("::1", 443, False),
    ]:  # fmt: skip
        assert (refusal(ipaddress.ip_address(text), port, allowed) is None) is opened, (text, port)
    assert read_allowed(None) == read_allowed(" , ") == ()


@pytest.mark.parametrize(
    "text", ["localhost:9000", "127.0.0.1:0", "127.0.0.1:x", "[::1", "300.1.1.1", ":80", "10.0.0.0/99"]
)
def test_an_allow_list_that_names_no_address_stops_the_start(text: str) -> None:
    with pytest.raises(SetupError, match="VERBALE_WEBHOOK_ALLOW"):
        read_allowed(text)


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org/hook", "ftp://example.org/", "https://", "https://user:pw@example.org/", "https://user@example.org/",
        "https://example.org/#part", "https://example.org:99999/", "https://exämple.org/", "https://example.org/a b",
        "https://[::1/", "https://example.org/\r\nX: y", "https://example.org/" + "a" * 2_000,
    ],
)  # fmt: skip
def test_what_is_no_target_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_target(url)
    assert caught.value.field == "target"
    assert "pw" not in str(caught.value)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as found:
        yield found


async def test_a_name_that_comes_to_mean_this_machine_is_not_called(receiver: Receiver) -> None:
    """DNS rebinding: the name is public when it is registered, and each attempt looks again."""
    target = read_target(f"http://rebound.example:{receiver.port}/hook")
    open_at_first = resolving(["127.0.0.1"], ["127.0.0.2"], ["127.0.0.1", "10.0.0.1"], ["127.0.0.1"])
    caller = Caller(read_allowed(f"127.0.0.1:{receiver.port}"), open_at_first)
    async with caller.line(target, 2.0) as line:
        attempts = [await line.send(MESSAGE, SECRETS) for _ in range(4)]
    assert [each.delivered for each in attempts] == [True, False, False, True]
    assert "127.0.0.2 is a loopback address" in str(attempts[1].error)
    assert "10.0.0.1 is a private or reserved address" in str(attempts[2].error)
    assert len(receiver.received) == 2
    assert receiver.received[0].headers["host"] == f"rebound.example:{receiver.port}"


async def test_the_address_that_was_checked_is_the_one_that_is_called(receiver: Receiver) -> None:
    """The resolver would answer otherwise the second time: it is asked once an attempt."""
    caller = Caller(LOOPBACK, resolving(["127.0.0.1"], ["192.0.2.1"]))
    async with caller.line(read_target(f"http://once.example:{receiver.port}/"), 2.0) as line:
        assert (await line.send(MESSAGE, SECRETS)).delivered
        assert "192.0.2.1" in str((await line.send(MESSAGE, SECRETS)).error)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "localhost"])
async def test_however_this_machine_is_written_it_is_not_called(receiver: Receiver, host: str) -> None:
    async with Caller().line(read_target(f"https://{host}:{receiver.port}/"), 2.0) as line:
        attempt = await line.send(MESSAGE, SECRETS)
    assert not attempt.delivered
    assert "loopback" in str(attempt.error)
    assert receiver.connections == 0


async def test_a_redirect_leads_nowhere(receiver: Receiver) -> None:
    receiver.behave = lambda _: (307, {"Location": "http://169.254.169.254/latest/meta-data"})
    async with Caller(LOOPBACK).line(read_target(receiver.url), 2.0) as line:
        attempt = await line.send(MESSAGE, SECRETS)
    assert (attempt.delivered, attempt.status) == (False, 307)
    assert "redirects are not followed" in str(attempt.error)


async def test_plain_http_is_for_addresses_of_the_allow_list_alone() -> None:
    caller = Caller((), resolving(["93.184.216.34"]))
    async with caller.line(read_target("http://example.org/"), 2.0) as line:
        assert "use https" in str((await line.send(MESSAGE, SECRETS)).error)


async def test_a_name_without_an_address_and_a_port_without_a_server_are_failed_attempts(receiver: Receiver) -> None:
    async def find_nothing(_host: str, _port: int) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
        raise OSError("no such name")

    async with Caller(LOOPBACK, find_nothing).line(read_target("https://nobody.example/"), 2.0) as line:
        assert "no such name" in str((await line.send(MESSAGE, SECRETS)).error)
    receiver.behave = lambda _: None
    async with Caller(LOOPBACK).line(read_target(receiver.url), 2.0) as line:
        assert not (await line.send(MESSAGE, SECRETS)).delivered
    async with Caller(LOOPBACK).line(read_target("http://127.0.0.1:1/"), 2.0) as line:
        assert "ConnectError" in str((await line.send(MESSAGE, SECRETS)).error)


async def test_a_name_that_nobody_answers_for_ends_with_the_attempt() -> None:
    async def find(_host: str, _port: int) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
        await asyncio.Event().wait()
        return []

    async with Caller(LOOPBACK, find).line(read_target("https://silent.example/"), 0.2) as line:
        assert (await line.send(MESSAGE, SECRETS)).error == "no answer within 0.2 s"


async def test_the_status_counts_and_not_what_an_answer_says_after_it(receiver: Receiver) -> None:
    receiver.behave = lambda _: (202, {"Content-Length": "100000000000"})
    async with Caller(LOOPBACK).line(read_target(receiver.url), 5.0) as line:
        attempts = [await line.send(MESSAGE, SECRETS) for _ in range(2)]
    assert [(each.delivered, each.status) for each in attempts] == [(True, 202), (True, 202)]


async def test_the_next_address_is_tried_where_the_first_takes_no_connection(receiver: Receiver) -> None:
    caller = Caller(LOOPBACK, resolving(["::1", "127.0.0.1"]))
    async with caller.line(read_target(f"http://both.example:{receiver.port}/"), 2.0) as line:
        assert (await line.send(MESSAGE, SECRETS)).delivered


async def test_a_certificate_is_held_against_the_name_and_not_the_address(tmp_path: Path) -> None:
    server, trusted = certificate(tmp_path, "hooks.example")
    async with Receiver(trusted=server) as receiver:
        caller = Caller(LOOPBACK, resolving(["127.0.0.1"]), trusted)
        async with caller.line(read_target(f"https://hooks.example:{receiver.port}/"), 5.0) as line:
            assert (await line.send(MESSAGE, SECRETS)).delivered
        async with caller.line(read_target(f"https://other.example:{receiver.port}/"), 5.0) as line:
            assert "certificate verify failed" in str((await line.send(MESSAGE, SECRETS)).error)


async def test_the_system_resolves_names() -> None:
    assert all(each.is_loopback for each in await resolve("localhost", 80))


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server of that name shows, and what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain, secret)
    trusted = ssl.create_default_context(cafile=str(chain))
    return server, trusted
