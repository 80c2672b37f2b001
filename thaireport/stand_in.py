"""Stand-ins: what is known of faulty data, so that the rules its good parts break are told in the same round.

A stand-in is of a class below the real one and lacks the fields that could not be read: asking for one raises
``Unknown``, and the rule that asked keeps silent (``errors.as_known``). A record that is good by itself is the real
one. Nothing here is asked of data in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, Optional, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, WrapValidator, field_validator
from pydantic_core import PydanticOmit

from thaireport.errors import Unknown
from thaireport.thai.text import closest

_M = TypeVar("_M", bound=BaseModel)
_Handler = Callable[[Any], Any]


_MOST_UNKNOWN = 100
"""Names that nobody knows, up to which each is held against the fields; of more, any field may be meant."""


class StandIn(BaseModel):
    """What a class of stand-ins has besides its model: fields are left out, and raise when asked for."""

    @field_validator("*", mode="wrap")
    @classmethod
    def _read_or_leave_out(cls, value: Any, handler: _Handler) -> Any:
        try:
            return handler(value)
        except (ValidationError, Unknown):
            raise PydanticOmit from None

    def model_post_init(self, context: Any, /) -> None:
        """Leave out what had to be given and was not, and what may have been meant by a name that nobody knows."""
        super().model_post_init(context)
        fields = type(self).__bases__[1].__pydantic_fields__  # type: ignore[attr-defined]
        unknown = self.__pydantic_extra__ or {}
        meant = {closest(name, list(fields)) for name in unknown} if len(unknown) <= _MOST_UNKNOWN else {None}
        for name in fields.keys() - self.model_fields_set:
            if fields[name].is_required() or name in meant or None in meant:
                self.__dict__.pop(name, None)
        object.__setattr__(self, "__pydantic_extra__", None)

    def __getattr__(self, name: str) -> Any:
        if name in type(self).__pydantic_fields__:
            raise Unknown(name)
        return super().__getattr__(name)  # type: ignore[misc] # pydantic hides it from type checkers


def stand_in(model: type[_M], value: object) -> _M:
    """What is known of faulty data, as an instance of ``model``: of some of its fields, perhaps of none."""
    twin: type[_M] = _twin(model)
    try:
        return twin.model_validate(value)
    except (ValidationError, Unknown):
        bare = twin.model_construct()
        bare.__dict__.clear()
        return bare


class Partial(Mapping[Any, Any]):
    """A mapping some of whose values could not be read; its keys are all known."""

    def __init__(self, read: Mapping[Any, Any]) -> None:
        self._read = read

    def __getitem__(self, key: Any) -> Any:
        if self._read[key] is _UNREAD:
            raise Unknown(str(key))
        return self._read[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


_UNREAD = object()
_ANNOTATED: Any = Annotated  # types are made here that no type checker can read


@lru_cache(maxsize=64)
def _twin(model: Any) -> Any:
    """The class of the stand-ins of a model: what it requires may be missing, records in it may be stand-ins."""
    annotations: dict[str, Any] = {}
    namespace: dict[str, Any] = {
        "__module__": model.__module__,
        "__annotations__": annotations,
        "model_config": ConfigDict(extra="allow"),
    }
    for name, field in model.model_fields.items():
        loose = _loose(field.annotation)
        if loose == field.annotation and not field.is_required():
            continue
        usual: dict[str, Any] = {"default": None if field.is_required() else field.default}
        if field.default_factory:
            usual = {"default_factory": field.default_factory}
        known = Field(title=field.title, validation_alias=field.validation_alias, **usual)
        noted = (loose, *field.metadata, known)
        annotations[name] = _ANNOTATED[noted]
    return type(model)(model.__name__, (StandIn, model), namespace)


def _loose(annotation: Any) -> Any:
    """A field's type, taking stand-ins for faulty records and mappings inside it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Annotated[annotation, WrapValidator(partial(_record, annotation))]
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        noted = (_loose(inner[0]), *inner[1:])
        return _ANNOTATED[noted]
    if origin in {tuple, list}:
        return origin[tuple(map(_loose, inner))]
    if origin is dict:
        value = _ANNOTATED[_loose(inner[1]), WrapValidator(_value)]
        return _ANNOTATED[origin[inner[0], value], AfterValidator(_mapping)]
    named = [part for part in inner if part is not NoneType]
    if origin in {Union, UnionType} and len(named) == 1:
        return Optional[_loose(named[0])]  # noqa: UP045
    # Of several sorts nobody can say which one a faulty value was meant to be.
    return annotation


def _record(model: type[BaseModel], value: Any, handler: _Handler) -> Any:
    try:
        return handler(value)
    except ValidationError:
        return stand_in(model, value)


def _value(value: Any, handler: _Handler) -> Any:
    try:
        return handler(value)
    except ValidationError:
        return _UNREAD


def _mapping(read: dict[Any, Any]) -> Any:
    return Partial(read) if any(value is _UNREAD for value in read.values()) else read
