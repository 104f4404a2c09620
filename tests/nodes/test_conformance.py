"""Every installed node type keeps the rules of the house."""

from typing import ClassVar

import pytest

from towpath.engine.node import Batch, Face, Group, Names, Node
from towpath.engine.outcome import Outcome
from towpath.engine.registry import BadNodeType, Registry
from towpath.testing import conform

SETTINGS = {
    "wait": [{"for": "P2D"}, {"for": "PT4H"}, {"for": "P1M"}],
    "branch": [{"condition": {"tag": "vip"}}],
    "send_email": [{"message": "hello", "topic": "news"}, {"message": "receipt", "transactional": True}],
    "tag": [{"add": ["vip"]}, {"remove": ["new"]}],
    "update_attribute": [{"attribute": "plan", "value": "pro"}, {"attribute": "age", "value": 7}],
    "segment_entered": [{"segment": "new-customers"}],
    "event_received": [{"event": "purchase"}],
    "manual_entry": [{"reentry": "never"}],
    "exit": [{"reason": "bought"}],
}


@pytest.mark.parametrize("name", Registry.load().types)
def test_a_node_type_conforms(name: str) -> None:
    conform(Registry.load().types[name], [{}, *SETTINGS[name]])


class Forgetful(Node, frozen=True, kw_only=True):
    """Forgets people."""

    type: ClassVar[str] = "forgetful"
    face: ClassVar[Face] = Face("Forget", "x", Group.END)

    def summary(self, names: Names) -> str:
        return "Forget people"

    def step(self, batch: Batch) -> Outcome:
        return Outcome().move(batch.ids[1:])


def test_the_suite_catches_a_type_that_forgets_somebody() -> None:
    with pytest.raises(AssertionError, match="forgets or doubles"):
        conform(Forgetful)


def test_a_type_under_a_name_that_is_not_its_own_is_refused() -> None:
    with pytest.raises(BadNodeType, match="registered as"):
        Registry({"other": Forgetful})
