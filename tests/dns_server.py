"""A name server on loopback: it answers what a test says, in turn, and counts what it was asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


class NameServer(asyncio.DatagramProtocol):
    """Answers A, AAAA and TXT. `records` holds by name and type the answers in turn; the last one stays."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], list[list[str]]] = {}
        self.asked: list[tuple[str, str]] = []
        self.silent = False
        self.port = 0
        self._transport: Any = None

    def say(self, name: str, kind: str, *turns: list[str]) -> None:
        """What is answered for the name from now on: first this, then that."""
        self.records[name, kind] = list(turns)

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, address: Any) -> None:
        query = dns.message.from_wire(data)
        question = query.question[0]
        name, kind = question.name.to_text().rstrip("."), dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        if self.silent:
            return
        answer = dns.message.make_response(query)
        turns = self.records.get((name, kind), [])
        values = (turns.pop(0) if len(turns) > 1 else turns[0]) if turns else []
        if values:
            answer.answer.append(dns.rrset.from_text(question.name, 0, "IN", kind, *values))
        elif not any(known == name for known, _ in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self._transport.sendto(answer.to_wire(), address)


@asynccontextmanager
async def name_server(port: int = 0) -> AsyncIterator[NameServer]:
    """Such a server, running; on a free port unless one is named."""
    transport, server = await asyncio.get_running_loop().create_datagram_endpoint(
        NameServer, local_addr=("127.0.0.1", port)
    )
    try:
        yield server
    finally:
        transport.close()
