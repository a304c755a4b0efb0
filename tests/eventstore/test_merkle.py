"""The tree over the events: the published vectors, and whatever size against the definition itself."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.eventstore.merkle import (
    EMPTY_ROOT,
    Frontier,
    Leaves,
    consistency_spans,
    extends,
    includes,
    inclusion_spans,
    join,
    node_hash,
    nodes,
    root,
)

# The reference test data of Certificate Transparency, which RFC 6962's authors published: eight leaves, their roots.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
    (6, 7): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
PUBLISHED = [hashlib.sha256(b"\x00" + bytes.fromhex(each)).digest() for each in INPUTS]
MANY = [hashlib.sha256(b"\x00" + number.to_bytes(2, "big")).digest() for number in range(600)]
sizes = st.integers(0, len(MANY))


def mth(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962 section 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(mth(leaves[:k]), mth(leaves[k:]))


def hashes(spans: list[Leaves], leaves: list[bytes]) -> list[bytes]:
    """What a store of complete subtrees answers for *spans*."""
    made_of = [[mth(leaves[n.number << n.level : (n.number + 1) << n.level]) for n in nodes(each)] for each in spans]
    return [join(each) for each in made_of]


def test_the_published_roots() -> None:
    assert EMPTY_ROOT.hex() == ROOTS[0]
    assert [root(PUBLISHED[:size]).hex() for size in range(9)] == ROOTS


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_the_published_inclusion_proofs(index: int, size: int) -> None:
    proof = hashes(inclusion_spans(index, size), PUBLISHED)
    assert [each.hex() for each in proof] == INCLUSION[index, size]
    assert includes(bytes.fromhex(ROOTS[size]), size, index, PUBLISHED[index], proof)


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_the_published_consistency_proofs(old: int, new: int) -> None:
    proof = hashes(consistency_spans(old, new), PUBLISHED)
    assert [each.hex() for each in proof] == CONSISTENCY[old, new]
    assert extends(old, bytes.fromhex(ROOTS[old]), new, bytes.fromhex(ROOTS[new]), proof)


@given(sizes)
def test_the_root_is_the_defined_one(size: int) -> None:
    assert root(MANY[:size]) == mth(MANY[:size])
    assert join(hashes([Leaves(0, size)], MANY)) == mth(MANY[:size])


@given(st.data())
def test_an_inclusion_proof_shows_its_leaf_and_nothing_else(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(MANY)))
    index = data.draw(st.integers(0, size - 1))
    proof = hashes(inclusion_spans(index, size), MANY)
    top = mth(MANY[:size])
    assert includes(top, size, index, MANY[index], proof)
    assert not includes(top, size, index, b"\x00" * 32, proof)
    assert not includes(top, size, index, MANY[index], [*proof, top])
    assert not includes(top, size, size, MANY[index], proof)
    other = data.draw(st.integers(0, size - 1).filter(lambda each: each != index) if size > 1 else st.just(-1))
    assert not includes(top, size, other, MANY[index], proof)
    if proof:
        assert not includes(top, size, index, MANY[index], proof[:-1])
        at = data.draw(st.integers(0, len(proof) - 1))
        assert not includes(top, size, index, MANY[index], [*proof[:at], top, *proof[at + 1 :]])


@given(sizes, sizes, st.data())
def test_a_consistency_proof_shows_that_one_tree_continues_the_other(one: int, two: int, data: st.DataObject) -> None:
    old, new = sorted((one, two))
    proof = hashes(consistency_spans(old, new), MANY)
    old_root, new_root = mth(MANY[:old]), mth(MANY[:new])
    assert extends(old, old_root, new, new_root, proof)
    assert not extends(old, old_root, new, new_root, [*proof, new_root])
    assert not extends(new + 1, old_root, new, new_root, proof)
    if old > 0:
        changed = data.draw(st.integers(0, old - 1))
        leaves = [*MANY[:changed], b"\x00" * 32, *MANY[changed + 1 :]]
        assert not extends(old, mth(leaves[:old]), new, new_root, proof)
        # Whatever proof the changed tree gives, it does not continue the old one.
        assert not extends(old, old_root, new, mth(leaves[:new]), hashes(consistency_spans(old, new), leaves))
    if proof:
        assert not extends(old, old_root, new, new_root, proof[:-1])


@given(sizes, st.data())
def test_a_tree_that_grows_from_any_size_gives_the_same_nodes_and_roots(size: int, data: st.DataObject) -> None:
    begun = data.draw(st.integers(0, size))
    level = data.draw(st.sampled_from([1, 2, 8]))
    edge = [Leaves(node.number << node.level, (node.number + 1) << node.level) for node in nodes(Leaves(0, begun))]
    grown = Frontier(begun, hashes(edge, MANY))
    made = {}
    while grown.size < size:
        step = data.draw(st.integers(1, size - grown.size))
        made |= dict(grown.grow(MANY[grown.size : grown.size + step], level))
    assert grown.root == mth(MANY[:size])
    wanted = {node for node in made if node.level % level == 0}
    assert made.keys() == wanted
    complete = sum((size >> each) - (begun >> each) for each in range(level, 11, level))
    assert len(made) == complete
    for node, found in made.items():
        assert found == mth(MANY[node.number << node.level : (node.number + 1) << node.level])


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_a_proof_in_a_tree_of_any_size_is_short(index: int, more: int) -> None:
    spans = inclusion_spans(index, index + more)
    assert len(spans) <= (index + more).bit_length()
    assert len(consistency_spans(index, index + more)) <= (index + more).bit_length() + 1
    assert all(len(nodes(each)) <= 2 * (index + more).bit_length() for each in spans)
