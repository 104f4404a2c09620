"""The gallery over HTTP."""

from typing import Annotated

from litestar import Controller, get
from litestar.params import Parameter

from towpath.journeys.gallery import Gallery, Shown, Template
from towpath.web.auth import Permission, requires

_MAY_READ = [requires(Permission.JOURNEYS_READ)]


class TemplatesController(Controller):
    """Templates: journeys to begin with. Import one as a flow file to use it."""

    path = "/templates"
    tags = ["Flow files"]

    @get(guards=_MAY_READ, summary="The gallery")
    async def list_templates(self, gallery: Gallery) -> list[Template]:
        return gallery.all()

    @get("/{template:str}", guards=_MAY_READ, summary="One template with its flow file")
    async def get_template(
        self, gallery: Gallery, template: Annotated[str, Parameter(max_length=64)]
    ) -> Shown:
        return gallery.one(template)
