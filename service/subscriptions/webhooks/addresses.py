"""
Which addresses may be called: those of the open internet, and those that the settings allow by name.

An address that carries another one inside (IPv4 in IPv6, 6to4, Teredo, NAT64) is judged by both.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import NamedTuple

from service.domain.errors import SetupError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_VARIABLE = "VERBALE_WEBHOOK_ALLOW"
_ENTRY = re.compile(r"(?:\[(?P<host>[^\]]*)\]|(?P<bare>[^:\[\]]*))(?::(?P<port>[1-9]\d{0,4}))?")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Versions of Python differ in what of this block they count as public; none of it is anybody's to be called.
_PROTOCOLS = ipaddress.IPv4Network("192.0.0.0/24")
# Reachable from a machine of that cloud alone, though the registries count it as public.
_METADATA = frozenset({ipaddress.IPv4Address("168.63.129.16")})


class Allowed(NamedTuple):
    """Addresses of a network that may be called although they are not public; on one port, or on any (None)."""

    network: Network
    port: int | None

    def holds(self, address: Address, port: int) -> bool:
        """Whether *address* and *port* are meant."""
        return address.version == self.network.version and address in self.network and self.port in {None, port}


def read_allowed(text: str | None) -> tuple[Allowed, ...]:
    """
    The list that VERBALE_WEBHOOK_ALLOW holds: `127.0.0.1:9000, 10.1.0.0/16, [::1]:9000`.

    Raises SetupError for an entry that is no address or network: names are not taken, since they can come to mean
    another address.
    """
    return tuple(_entry(part.strip()) for part in (text or "").split(",") if part.strip())


def _entry(text: str) -> Allowed:
    found = _ENTRY.fullmatch(text)
    try:
        network = ipaddress.ip_network(found["bare"] or found["host"] if found else text, strict=False)
    except ValueError as error:
        raise SetupError(
            f"{_VARIABLE}: {text!r} is not an address or a network with an optional port, such as 127.0.0.1:9000, "
            "10.1.0.0/16 or [::1]:9000.",
            field=_VARIABLE,
        ) from error
    return Allowed(network, int(found["port"]) if found and found["port"] else None)


def refusal(address: Address, port: int, allowed: tuple[Allowed, ...]) -> str | None:
    """Why *address* is not called, None where it may be."""
    if is_allowed(address, port, allowed):
        return None
    for each in (address, *_inside(address)):
        what = _not_public(each)
        if what is not None:
            return f"{address} is {what}"
    return None


def is_allowed(address: Address, port: int, allowed: tuple[Allowed, ...]) -> bool:
    """Whether the settings name this address; one that is mapped into IPv6 is the IPv4 address that it carries."""
    plain = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return any(each.holds(plain or address, port) for each in allowed)


def _not_public(address: Address) -> str | None:
    if address in _METADATA:
        return "an address that gives out a cloud's metadata"
    if address.is_unspecified:
        return "no address of anybody"
    if address.is_loopback:
        return "a loopback address"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None or address in _NAT64:
            return None  # judged by what it carries
        private = address.is_site_local
    else:
        private = address in _PROTOCOLS
    return "a private or reserved address" if private or not address.is_global or address.is_reserved else None


def _inside(address: Address) -> Iterator[Address]:
    """The IPv4 addresses that an IPv6 address carries, to which a gateway may bring what is sent to it."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
