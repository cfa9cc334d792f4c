"""Lists that are read page by page: how long a page is, and where the next one starts."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from chassis.grpc_errors import InvalidRequest

T = TypeVar("T")

DEFAULT_PAGE_SIZE = 50


def page_size(request: Any) -> int:
    """How many the request asks for. Read one more: it tells whether there is another page."""
    return int(request.page_size) or DEFAULT_PAGE_SIZE


def cut(found: Sequence[T], size: int, token_of: Callable[[T], object]) -> tuple[Sequence[T], str]:
    """The page, and the token of the next one; empty after the last."""
    page = found[:size]
    return page, str(token_of(page[-1])) if len(found) > size else ""


def id_in(page_token: str) -> UUID | None:
    """The id that the page before ended with; None on the first page."""
    try:
        return UUID(page_token) if page_token else None
    except ValueError:
        raise page_token_refused() from None


def page_token_refused() -> InvalidRequest:
    """The token is none that was given out."""
    return InvalidRequest((("page_token", "must come from the page before"),))
