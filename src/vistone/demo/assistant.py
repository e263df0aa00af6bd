"""How the assistant is told to answer, what it may read, the wiki as its first texts, and two talks with it."""

from typing import Any

from vistone.ai_engine import actions
from vistone.ai_engine.contracts import ContentType, ConversationRole, PromptCategory
from vistone.ai_engine.queries import EMBEDDING, RAG_DOCUMENT, TURN
from vistone.ai_engine.schemas import RagAccessControlCreate, SystemPromptTemplateCreate
from vistone.demo.company import Company, prose
from vistone.demo.pages import PAGES
from vistone.kernel import clock
from vistone.kernel.ids import new_id
from vistone.kernel.rows import add
from vistone.monitoring.queries import CONVERSATION

PROMPTS = (
    ("General", PromptCategory.GENERAL, """
        You help the people of Northwind Studio. Answer from the sources you are given and name them.
        When they do not hold the answer, say so and name who might know. Short, plain, in the language of the question.
        """),
    ("Project status", PromptCategory.PROJECT_QUERY, """
        Answer questions about projects in this order: what is late, why, what is decided, what comes next.
        Give dates as weekday and date. Money in euros without cents.
        """),
    ("For clients", PromptCategory.CLIENT_QUERY, """
        You talk to a client. Use only what is shared with them. Say what we need from them before what we do.
        Never mention internal budgets, rates or other clients.
        """),
    ("Handbook", PromptCategory.KNOWLEDGE_QUERY, """
        Answer from the wiki. Quote the sentence that holds the answer and link its page. If two pages differ, say so.
        """),
    ("Who can do it", PromptCategory.WORKFORCE_QUERY, """
        Name at most three people, with skill level and free hours in the period, and why the others were not named.
        Leave the choice to the person who asks.
        """),
    ("Careful hands", PromptCategory.AGENT, """
        Propose changes as a list and wait for approval. Never delete anything. One change, one line.
        """),
    ("Weekly status", PromptCategory.REPORT, """
        Five short paragraphs: in one sentence, finished, in work, decisions needed, next week. No adjectives.
        """),
)  # fmt: skip

CLOSED = {ContentType.FEEDBACK, ContentType.MESSAGE}
"""Kinds of content that the assistant may not read here."""

# Who talks, tokens used, what was said in turn, and the pages that each answer stands on.
TALKS: tuple[tuple[str, int, str, tuple[tuple[str, str, tuple[str, ...]], ...]], ...] = (
    ("marcus", 4120, "Portal: is the budget red?", (
        ("When does a project count as red, and is the customer portal there?",
         ("Red is when the spent share is more than 20 points above the finished share. The customer portal has spent 76 % of its "
          "budget; with less than half of its tasks done it is red, so Olivia tells the client, with options."), ("estimates",)),
        ("What has to be on the page for the steering group?",
         ("The handbook asks for options, each with its effect on date and budget. Your task *New schedule for the steering "
          "group* lists three of them."), ("estimates", "projects")),
    )),
    ("ingrid", 1870, "Error messages", (
        ("How do we word an error when a payment was not saved?",
         ("Say what happened, then what to do, in two sentences. The guide's example: *We could not save the payment. Nothing "
          "was sent.*"), ("voice",)),
    )),
    ("max", 2240, "Cover for sign-offs", (
        ("What does Daniel have to check before a release while I am away?",
         ("Five points: journeys on three phones, keyboard and screen readers, text at 200 % and contrast, twice the usual load "
          "for ten minutes, and a quarter of an hour by somebody who has not worked on it."), ("quality",)),
    )),
)  # fmt: skip


async def prepare(company: Company) -> None:
    """Prompts and switches by the Organizer, then what the assistant itself would have written."""
    tx = await company.by("olivia")
    for name, category, template in PROMPTS:
        body = SystemPromptTemplateCreate(name=name, category=category, template=prose(template) or "")
        await actions.create_prompt(tx, body)
    for kind in ContentType:
        switch = RagAccessControlCreate(content_type=kind, is_enabled=kind not in CLOSED)
        await actions.create_access_control(tx, switch)
    await _index(company)
    for who, tokens, title, turns in TALKS:
        await _talk(company, who, tokens, title, turns)


async def _index(company: Company) -> None:
    """The wiki's pages as searchable texts, a passage for each; the index makes their embeddings when it runs."""
    tx = await company.by("olivia")
    for key, _, title, _, text in PAGES:
        content = prose(text) or ""
        document = await add(
            tx,
            RAG_DOCUMENT,
            {
                "source_schema": "knowledge",
                "source_table": "wiki_pages",
                "source_id": company.pages[key],
                "title": title,
                "content": content,
                "content_type": ContentType.WIKI,
                "last_synced_at": clock.now(),
                "scope_tokens": ["org+Organizer", "org+Manager", "org+Contributor"],
            },
        )
        for place, passage in enumerate(content.split("\n## ")):
            await add(tx, EMBEDDING, {"document_id": document.id, "chunk_index": place, "chunk_text": passage.strip()})


async def _talk(
    company: Company, who: str, tokens: int, title: str, turns: tuple[tuple[str, str, tuple[str, ...]], ...]
) -> None:
    tx, session_id = await company.by(who), new_id()
    for question, answer, pages in turns:
        sources = [{"entityType": "knowledge.WikiPage", "entityId": str(company.pages[key])} for key in pages]
        said: tuple[tuple[ConversationRole, str, dict[str, Any] | None], ...] = (
            (ConversationRole.USER, question, None),
            (ConversationRole.ASSISTANT, answer, {"sources": sources}),
        )
        for role, content, metadata in said:
            turn = {"session_id": session_id, "role": role, "content": content, "metadata": metadata}
            await add(tx, TURN, {"user_id": company.people[who], **turn})
    context = {"sessionId": str(session_id), "title": title}
    await add(tx, CONVERSATION, {"user_id": company.people[who], "context": context, "tokens_used": tokens})
