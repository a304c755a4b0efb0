"""
`GET /v1/log/head`, `/v1/log/proof`, `/v1/log/consistency`: what somebody else needs to hold the log to its word.

Everything can be checked without us, as docs/log.md shows; hashes are hex, notes are as C2SP tlog-checkpoint has them.
"""

from __future__ import annotations

from typing import Annotated

from litestar import get
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from msgspec import Meta

from service.domain.errors import InvalidInput
from service.eventstore import heads, notes, proofs
from service.http.answering import validated
from service.http.forms import Form
from service.http.log_forms import EXAMPLES, ConsistencyAnswer, HeadAnswer, ProofAnswer
from service.http.openapi import answers, takes
from service.http.parameters import AppRequest, Query, read
from service.http.problems import MEDIA_TYPE, Problem
from service.http.responses import Encoded

_UNSIGNED = (
    "No head of this log has been signed: the worker signs once it has a key (VERBALE_SIGNING_KEY_FILE). This one is "
    "as good as the place where you keep it."
)
_NOT_GIVEN = 0
_MOST = 2**63 - 1


class ProofQuery(Query, frozen=True, kw_only=True):
    """Of which event, under which head; each counts from 1, 0 stands for what is not given."""

    position: Annotated[
        int,
        Meta(ge=1, le=_MOST, description="The event's log position, as a write answers it. Needed.", examples=[1]),
    ] = _NOT_GIVEN
    size: Annotated[
        int,
        Meta(ge=1, le=_MOST, description="How many events the head covers. Default: those of the newest signed one."),
    ] = _NOT_GIVEN


class ConsistencyQuery(Query, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Between which heads; each counts from 1, 0 stands for what is not given."""

    from_: Annotated[
        int, Meta(ge=1, le=_MOST, description="How many events the earlier head covers. Needed.", examples=[1])
    ] = _NOT_GIVEN
    to: Annotated[
        int,
        Meta(ge=1, le=_MOST, description="How many events the later head covers. Default: those of the newest signed."),
    ] = _NOT_GIVEN


def _answers(form: type[Form]) -> dict[int, ResponseSpec]:
    """What a route is answered with, its example included."""
    example = Example(value=EXAMPLES[form])
    spec = ResponseSpec(form, generate_examples=False, description="The answer", examples=[example])
    return {**answers(form), 200: spec}


def _proof_answers(form: type[Form]) -> dict[int, ResponseSpec]:
    said = {
        404: "The event is not under that head, or the heads are in the other order",
        409: "No signed head covers that yet",
    }
    problems = {
        status: ResponseSpec(Problem, generate_examples=False, description=text, media_type=MEDIA_TYPE)
        for status, text in said.items()
    }
    return _answers(form) | problems


@get("/log/head", tags=["log"], summary="The log's newest signed head", responses=_answers(HeadAnswer))
async def show_head(request: AppRequest) -> Encoded:
    """Size and root of the log's Merkle tree, as a signed note; note it down, and the log can never deny it."""
    pool = request.app.state.desk.pool
    kept = await heads.latest(pool)
    head = await heads.unsigned(pool) if kept is None else kept.head
    answer = HeadAnswer(
        origin=head.origin,
        size=head.size,
        root_hash=head.root_hash.hex(),
        signed=kept is not None,
        signed_at=None if head.signed_at is None else f"{head.signed_at:%Y-%m-%dT%H:%M:%S.%fZ}",
        note=notes.write_head(head) if kept is None else kept.note,
        public_key=None if kept is None else str(kept.key),
        explanation=_UNSIGNED if kept is None else None,
    )
    return validated(request, answer, pinned=False)


@get(
    "/log/proof",
    tags=["log"],
    summary="Proof that an event is under a head",
    opt=takes(ProofQuery),
    responses=_proof_answers(ProofAnswer),
)
async def show_proof(request: AppRequest) -> Encoded:
    """The event at a position with its inclusion proof under the head of a size."""
    query = read(request, ProofQuery)
    if query.position == _NOT_GIVEN:
        raise InvalidInput("position: say which event is to be proved, by its log position", field="position")
    found = await proofs.inclusion(request.app.state.desk.pool, query.position, query.size or None)
    answer = ProofAnswer(
        position=found.position,
        size=found.size,
        content=found.content,
        leaf_data=found.leaf_data.hex(),
        leaf_hash=found.leaf_hash.hex(),
        proof=[each.hex() for each in found.hashes],
        root_hash=found.root_hash.hex(),
    )
    return validated(request, answer, pinned=query.size != _NOT_GIVEN)


@get(
    "/log/consistency",
    tags=["log"],
    summary="Proof that a head continues an earlier one",
    opt=takes(ConsistencyQuery),
    responses=_proof_answers(ConsistencyAnswer),
)
async def show_consistency(request: AppRequest) -> Encoded:
    """That nothing was changed or taken out among the events of the earlier head."""
    query = read(request, ConsistencyQuery)
    if query.from_ == _NOT_GIVEN:
        raise InvalidInput("from: say how many events the head covers that you noted", field="from")
    found = await proofs.consistency(request.app.state.desk.pool, query.from_, query.to or None)
    answer = ConsistencyAnswer(
        from_=found.old,
        to=found.new,
        from_root_hash=found.old_root.hex(),
        to_root_hash=found.new_root.hex(),
        proof=[each.hex() for each in found.hashes],
    )
    return validated(request, answer, pinned=query.to != _NOT_GIVEN)
