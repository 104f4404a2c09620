"""Tags, topics and fixed segments: who is linked to what."""

from towpath.engine.conditions.tree import SegmentTest, TagTest, TopicTest
from towpath.segments.sql.binds import Binds

Link = TagTest | TopicTest | SegmentTest


def link_row(leaf: Link, contact: str, binds: Binds) -> str:
    """Return a link as an expression about one contact; there is one at most."""
    # Not EXISTS: for that, PostgreSQL may read the links of everybody into a hash first.
    return f"(SELECT TRUE FROM {_links(leaf, binds)} AND l.contact_id = {contact})"


def link_set(leaf: Link, binds: Binds) -> str:
    """Return a link as a SELECT of contact ids, each once."""
    return f"SELECT l.contact_id AS id FROM {_links(leaf, binds)}"


def _links(leaf: Link, binds: Binds) -> str:
    match leaf:
        case TagTest():
            tag = f"(SELECT t.id FROM tag AS t WHERE lower(t.name) = lower({binds.value('text', leaf.tag)}))"
            return f"contact_tag AS l WHERE l.tag_id = {tag}"
        case TopicTest():
            topic = f"(SELECT t.id FROM topic AS t WHERE t.slug = {binds.value('text', leaf.topic)})"
            return f"subscription AS l WHERE l.topic_id = {topic} AND l.state = '{leaf.state}'"
        case SegmentTest():
            # Dynamic segments were put in place by their conditions: what is left is a fixed list, or nothing.
            slug = binds.value("text", leaf.segment)
            segment = f"(SELECT g.id FROM segment AS g WHERE g.slug = {slug} AND g.kind = 'fixed')"
            return f"segment_member AS l WHERE l.segment_id = {segment}"
