"""Domains of addresses, and the proof that one is an organization's.

The proof is a TXT record at `_vistone-challenge.<domain>` with the value that Vistone made for the organization: only
who runs the domain's DNS can set it (RFC 8552 on such names). Addresses belong to exactly the domain that was proven:
`example.com` says nothing about `mail.example.com`.
"""

import ipaddress
import re

import dns.asyncresolver
import dns.exception
import dns.nameserver
import dns.resolver
import idna

from vistone.kernel.errors import Invalid

LABEL = "_vistone-challenge"
_SECONDS = 5.0
_PLAIN = re.compile(r"(?!.*\.\.)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", re.ASCII)


def normal(domain: str) -> str:
    """The domain as DNS has it: lower case, ASCII. ValueError for what is none."""
    text = domain.strip().rstrip(".").lower()
    if not text.isascii():
        try:
            text = idna.encode(text, uts46=True).decode()
        except idna.IDNAError as error:
            raise ValueError(str(error)) from None
    last = text.rpartition(".")[2]
    if not _PLAIN.fullmatch(text) or len(text) > 253 or last.isdigit():
        raise ValueError("a domain has parts of letters, digits and hyphens with dots between, such as example.com")
    return text


def checked(domains: list[str], field: str = "domains") -> list[str]:
    """The domains as DNS has them, each once, in order. Invalid for what is none."""
    try:
        return sorted({normal(one) for one in domains})
    except ValueError as error:
        raise Invalid(field, f"There is no such domain: {error}.") from None


def of_address(email: str) -> str | None:
    """The domain of a mail address as DNS has it, None for what has none."""
    try:
        return normal(email.rpartition("@")[2])
    except ValueError:
        return None


async def has_proof(domain: str, proof: str, servers: str | None) -> bool:
    """Whether the domain's DNS has the proof; False also when it does not answer. `servers` as VISTONE_DNS_SERVERS."""
    resolver = _resolver(servers)
    try:
        found = await resolver.resolve(f"{LABEL}.{domain}.", "TXT", lifetime=_SECONDS)
    except dns.exception.DNSException:
        return False
    texts = {b"".join(record.strings).decode("utf-8", "replace").strip() for record in found}
    return proof in texts


def _resolver(servers: str | None) -> dns.asyncresolver.Resolver:
    if servers is None:
        return dns.asyncresolver.Resolver()
    resolver = dns.asyncresolver.Resolver(configure=False)
    resolver.nameservers = [_server(one.strip()) for one in servers.split(",") if one.strip()]
    return resolver


def _server(text: str) -> dns.nameserver.Nameserver:
    host, colon, port = text.rpartition(":")
    if colon and port.isdigit() and "]" not in port and (host.count(":") == 0 or host.startswith("[")):
        return dns.nameserver.Do53Nameserver(str(ipaddress.ip_address(host.strip("[]"))), int(port))
    return dns.nameserver.Do53Nameserver(str(ipaddress.ip_address(text.strip("[]"))))
