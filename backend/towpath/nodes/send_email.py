"""Send an email."""

from collections.abc import Iterable
from typing import Annotated, ClassVar

from towpath.engine import outcome
from towpath.engine.node import (
    Batch,
    Face,
    Group,
    MessageSlug,
    Names,
    Node,
    Reference,
    TopicSlug,
    Trouble,
    field,
)  # fmt: skip
from towpath.engine.outcome import Outcome


class SendEmail(Node, frozen=True, kw_only=True):
    """Sends each person an email, if they are subscribed to its topic when it leaves."""

    type: ClassVar[str] = "send_email"
    face: ClassVar[Face] = Face(label="Send email", icon="mail", group=Group.MESSAGES)

    message: MessageSlug = ""
    topic: TopicSlug = ""
    transactional: Annotated[
        bool,
        field(
            "Service message",
            help="An answer to something the person did, such as a receipt: it needs no topic and must not advertise.",
        ),
    ] = False

    def problems(self) -> Iterable[Trouble]:
        if not self.message:
            yield Trouble("message", "No message is chosen.", "Choose the email to send.")
        if not self.topic and not self.transactional:
            yield Trouble("topic", "No topic is chosen.", "Choose the topic whose subscribers may get this.")
        if self.topic and self.transactional:
            yield Trouble(
                "topic", "A service message has no topic.", "Remove the topic, or untick “Service message”."
            )

    def refers(self) -> Iterable[Reference]:
        if self.message:
            yield Reference("message", self.message, "message")
        if self.topic:
            yield Reference("topic", self.topic, "topic")

    def summary(self, names: Names) -> str:
        return f"Send “{names.name('message', self.message)}”" if self.message else "Send …"

    def step(self, batch: Batch) -> Outcome:
        owed = outcome.SendEmail(ids=batch.ids, message=self.message, topic=self.topic or None)
        return Outcome().intend(owed).move(batch.ids)
