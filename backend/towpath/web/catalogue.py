"""Every kind of problem, at the address that its `type` names."""

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from towpath.kit.errors import DomainError, NotFound
from towpath.web.problems import CODE_OF, TITLE_OF, status_of


def routes() -> list[HTTPRouteHandler]:
    """Return the handler of /problems/<code>."""

    @get("/problems/{code:str}", include_in_schema=False, opt={"public": True}, media_type="text/plain")
    async def problem(code: FromPath[str]) -> str:
        known = {kind.code: (status_of(kind), kind.title()) for kind in problem_kinds()}
        known |= {name: (status, TITLE_OF[status]) for status, name in CODE_OF.items() if name not in known}
        if code not in known:
            raise NotFound
        status, title = known[code]
        return f"{code}\n\n{title}\nAnswered with the status {status}.\n"

    return [problem]


def problem_kinds() -> list[type[DomainError]]:
    """Return every kind of problem that any slice has, by code."""
    found: dict[str, type[DomainError]] = {}
    waiting: list[type[DomainError]] = [DomainError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind is not DomainError:
            found.setdefault(kind.code, kind)
    return [found[code] for code in sorted(found)]
