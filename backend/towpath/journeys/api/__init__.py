"""Journeys over HTTP: drafts, versions, their life, the people inside, and flow files."""

from towpath.journeys.api.drafts import DraftsController, JourneysController
from towpath.journeys.api.flows import FlowsController, NodeTypesController
from towpath.journeys.api.gallery import TemplatesController
from towpath.journeys.api.life import LifeController, VersionsController
from towpath.journeys.api.people import PeopleController
from towpath.journeys.api.trials import TrialsController

ROUTES = [
    JourneysController,
    DraftsController,
    LifeController,
    VersionsController,
    PeopleController,
    TrialsController,
    FlowsController,
    TemplatesController,
    NodeTypesController,
]
