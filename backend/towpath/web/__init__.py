"""What every HTTP answer shares: problems, sign-in, pages. Knows Litestar, knows no slice.

A handler says where each argument comes from (Litestar 2.25 warns of anything it must guess):

    class Things(Controller):
        # with a docstring: the text of its group in the API documentation

        path = "/things"

        @get(summary="List things", guards=[requires(Permission.CONTACTS_READ)])
        async def index(self, conn: NamedDependency[Conn], cursor: FromQuery[str | None] = None) -> Page[ThingOut]: ...

        @put("/{slug:str}", summary="Save a thing", guards=[requires(Permission.CONTACTS_WRITE)])
        async def save(
            self, slug: FromPath[str], data: JSONBody[ThingIn], conn: NamedDependency[Conn],
            if_match: Annotated[str | None, HeaderParameter(name="If-Match")] = None,
        ) -> Response[ThingOut]:
            revision = expected_revision(if_match)
            ...

NamedDependency comes from litestar.di; FromQuery, FromPath, JSONBody and HeaderParameter from litestar.params.
"""
