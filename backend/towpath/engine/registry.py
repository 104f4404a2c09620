"""All node types, loaded from entry points; a type that breaks a rule stops the start, loudly."""

from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import msgspec

from towpath.engine.node import Json, Node, Trouble
from towpath.kit.wording import words_of

_OWN = "towpath.nodes."


class BadNodeType(TypeError):
    """A node type breaks a rule of the house."""


class Registry:
    """Node types by name, in the order of the palette."""

    def __init__(self, types: Mapping[str, type[Node]]) -> None:
        for name, cls in types.items():
            _check_rules(name, cls)
        order = {cls.face.group: n for n, cls in enumerate(types.values())}
        groups = list(type(next(iter(order)))) if order else []
        self.types = dict(
            sorted(types.items(), key=lambda kv: (groups.index(kv[1].face.group), kv[1].face.label))
        )

    @classmethod
    def load(cls) -> "Registry":
        """Load every installed type. Raises BadNodeType, naming the package."""
        types: dict[str, type[Node]] = {}
        for point in entry_points(group="towpath.nodes"):
            if point.name in types:
                raise BadNodeType(f"Two packages bring a node type called {point.name!r}.")
            types[point.name] = _load(point)
        return cls(types)

    def build(self, type_name: str, config: Json) -> tuple[Node | None, list[Trouble]]:
        """Make a node of its settings; on errors None and every one of them."""
        cls = self.types[type_name]
        known = {f.encode_name: f for f in msgspec.structs.fields(cls)}
        troubles = [
            Trouble(name, f"“{name}” is not a setting of “{cls.face.label}”.", "Remove it.")
            for name in config
            if name not in known
        ]
        values: dict[str, Any] = {}
        for name, spec in known.items():
            if name not in config:
                if spec.required:
                    troubles.append(Trouble(name, "This is missing.", "Fill it in."))
                continue
            try:
                values[spec.name] = msgspec.convert(config[name], spec.type)
            except msgspec.ValidationError as error:
                troubles.append(_trouble(name, spec.type, str(error)))
        if troubles:
            return None, troubles
        node = cls(**values)
        return node, list(node.problems())

    def summary_types(self) -> Iterable[tuple[str, type[Node]]]:
        return self.types.items()


def _load(point: EntryPoint) -> type[Node]:
    cls = point.load()
    if not (isinstance(cls, type) and issubclass(cls, Node)):
        raise BadNodeType(f"{point.value} is not a Node.")
    if not point.value.startswith(_OWN) and "." not in point.name:
        raise BadNodeType(f"{point.value}: a foreign type's name needs a dot, such as acme.{point.name}.")
    return cls


def _check_rules(name: str, cls: type[Node]) -> None:
    if cls.type != name:
        raise BadNodeType(f"{cls.__name__}.type is {cls.type!r}, but it is registered as {name!r}.")
    if not cls.__doc__ or cls.__doc__ == Node.__doc__:
        raise BadNodeType(f"{name} needs a docstring: it is the help that people read.")
    if not getattr(cls, "face", None) or not cls.face.icon:
        raise BadNodeType(f"{name} needs a face with an icon.")


def _trouble(field: str, kind: Any, message: str) -> Trouble:
    """Turn msgspec's words into ours: 'Expected `int` >= 1 - at `$[0]`'."""
    what, _, where = message.partition(" - at `$")
    path = field + where.rstrip("`")
    if "matching regex" in what and (examples := msgspec.json.schema(kind).get("examples")):
        return Trouble(path, f"This cannot be read. It looks like {' or '.join(examples)}.", "Change it.")
    return Trouble(path, words_of(what), "Change it.")
