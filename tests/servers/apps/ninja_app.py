"""A library on Django Ninja: schemas, filters, forms and files, its pagination, security, errors."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID, uuid4

from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"], DEBUG=False, ROOT_URLCONF=__name__, SECRET_KEY="for tests only", USE_TZ=False
)

from django.core.asgi import get_asgi_application  # noqa: E402 - settings come first
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from ninja import (  # noqa: E402
    Body,
    Cookie,
    Field,
    File,
    FilterSchema,
    Form,
    Header,
    NinjaAPI,
    PatchDict,
    Path,
    Query,
    Router,
    Schema,
    Status,
    UploadedFile,
)
from ninja.errors import HttpError  # noqa: E402
from ninja.pagination import LimitOffsetPagination, PageNumberPagination, paginate  # noqa: E402
from ninja.security import APIKeyCookie, APIKeyHeader, APIKeyQuery, HttpBasicAuth, HttpBearer  # noqa: E402
from servers.apps.serving import Store, serve  # noqa: E402

store = Store()


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Any) -> str:
        """The name of the function, without its module, as the manual of Django Ninja proposes it."""
        return str(operation.view_func.__name__)


api = Api(title="Ninja library", version="1.0.0")


class Genre(StrEnum):
    novel = "novel"
    poetry = "poetry"
    science = "science & technology"


class BookIn(Schema):
    title: str = Field(min_length=1, max_length=60)
    price: Decimal = Field(ge=0)
    genre: Genre = Genre.novel
    pages: int | None = None
    tags: list[str] = []
    published: datetime | None = None
    day: date | None = None
    extra: dict[str, int | float | str | bool] = {}


class Book(BookIn):
    id: UUID
    created: datetime


class BookPatch(Schema):
    title: str
    price: Decimal
    pages: int | None = None


class Message(Schema):
    message: str


class Audio(Schema):
    kind: Literal["audio"] = "audio"
    minutes: int


class Print(Schema):
    kind: Literal["print"] = "print"
    pages: int
    hardcover: bool = False


Edition = Annotated[Audio | Print, Field(discriminator="kind")]


class Shelf(Schema):
    name: str
    editions: list[Edition]
    first: Edition | None = None


T = TypeVar("T")


class Envelope(Schema, Generic[T]):
    data: T
    count: int


def books() -> list[Book]:
    return list(store.kind("books").values())


def found(book_id: UUID) -> Book:
    book: Book | None = store.kind("books").get(str(book_id))
    if book is None:
        raise HttpError(404, "no such book")
    return book


library = Router(tags=["books"])


@library.post("", response={201: Book})
def create_book(request: HttpRequest, payload: BookIn) -> Status[Any]:
    book = Book(**payload.dict(), id=uuid4(), created=datetime(2026, 1, 1, 12))
    store.kind("books")[str(book.id)] = book
    store.see("create_book", sent=sorted(payload.model_fields_set))
    return Status(201, book)


class BookFilter(FilterSchema):
    genre: list[Genre] | None = None
    title: str | None = None
    since: date | None = None
    cheap: bool | None = None


@library.get("", response=list[Book])
@paginate(LimitOffsetPagination)
def list_books(request: HttpRequest, filters: Annotated[BookFilter, Query()]) -> list[Book]:
    store.see("list_books", **filters.dict())
    return [book for book in books() if not filters.genre or book.genre in filters.genre]


@library.get("/pages", response=list[Book])
@paginate(PageNumberPagination, page_size=2)
def list_books_by_page(request: HttpRequest) -> list[Book]:
    return books()


@library.get("/plain", response=Envelope[list[Book]])
def list_plain(
    request: HttpRequest, ids: Annotated[list[int], Query()], price: Decimal | None = None
) -> dict[str, Any]:
    store.see("list_plain", ids=ids, price=price)
    return {"data": books(), "count": len(books())}


@library.get("/{uuid:book_id}", response={200: Book, 404: Message})
def get_book(request: HttpRequest, book_id: UUID) -> Any:
    book = store.kind("books").get(str(book_id))
    return Status(200, book) if book else Status(404, {"message": "this book was never there"})


@library.put("/{uuid:book_id}", response=Book)
def replace_book(request: HttpRequest, book_id: UUID, payload: BookIn) -> Book:
    book = Book(**payload.dict(), id=book_id, created=found(book_id).created)
    store.kind("books")[str(book_id)] = book
    return book


@library.patch("/{uuid:book_id}", response=Book)
def change_book(request: HttpRequest, book_id: UUID, payload: PatchDict[BookPatch]) -> Book:
    store.see("change_book", changes=dict(payload))
    book = found(book_id).copy(update=dict(payload))
    store.kind("books")[str(book_id)] = book
    return book


@library.delete("/{uuid:book_id}", response={204: None})
def delete_book(request: HttpRequest, book_id: UUID) -> Status[Any]:
    del store.kind("books")[str(found(book_id).id)]
    return Status(204, None)


shelves = Router(tags=["shelves"])


@shelves.post("/edition", response=Edition)
def add_edition(request: HttpRequest, edition: Annotated[Edition, Body()]) -> Any:
    store.see("add_edition", edition=edition)
    return edition


@shelves.put("/by-name/{name}", response=Shelf)
def put_shelf(request: HttpRequest, name: str, shelf: Shelf) -> Shelf:
    store.kind("shelves")[name] = shelf
    return shelf


@shelves.post("/two", response=dict[str, int])
def two_bodies(request: HttpRequest, audio: Audio, copies: Annotated[int, Body()]) -> dict[str, int]:
    store.see("two_bodies", audio=audio, copies=copies)
    return {"minutes": audio.minutes * copies}


@shelves.post("/many", response=list[Print])
def many(request: HttpRequest, prints: list[Print]) -> list[Print]:
    store.see("many", prints=prints)
    return prints


files = Router(tags=["files"])


@files.post("/one", response=dict[str, int])
def upload_one(request: HttpRequest, file: Annotated[UploadedFile, File()]) -> dict[str, int]:
    data = file.read()
    store.kind("files")[str(file.name)] = {"type": file.content_type, "data": data.decode("latin-1")}
    return {"size": len(data)}


class Details(Schema):
    title: str
    genres: list[Genre] = []
    day: date | None = None


@files.post("/many")
def upload_many(
    request: HttpRequest, details: Annotated[Details, Form()], scans: Annotated[list[UploadedFile], File()],
    cover: Annotated[UploadedFile | None, File()] = None, public: Annotated[bool, Form()] = False,
) -> dict[str, Any]:  # fmt: skip
    store.see(
        "upload_many", **details.dict(), public=public, cover=cover and cover.name,
        scans={scan.name: len(scan.read()) for scan in scans},
    )  # fmt: skip
    return {"title": details.title, "sizes": [scan.size for scan in scans]}


@files.post("/form", response=Details)
def send_form(request: HttpRequest, details: Annotated[Details, Form()]) -> Details:
    store.see("send_form", **details.dict())
    return details


@files.post("/fields", response=str)
def send_fields(request: HttpRequest, name: Annotated[str, Form()], age: Annotated[int, Form()]) -> str:
    store.see("send_fields", name=name, age=age)
    return name


@files.get("/csv")
def download_csv(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a,b\r\n1,2\r\n", content_type="text/csv")


@files.get("/bytes")
def download_bytes(request: HttpRequest) -> HttpResponse:
    disposition = {"Content-Disposition": 'attachment; filename="a.bin"'}
    return HttpResponse(b"\x00\xff", content_type="application/octet-stream", headers=disposition)


@files.get("/lines")
def stream_lines(request: HttpRequest) -> StreamingHttpResponse:
    def lines() -> Iterator[bytes]:
        for number in range(3):
            yield b'{"number": %d}\n' % number

    return StreamingHttpResponse(lines(), content_type="application/x-ndjson")


wire = Router(tags=["wire"])


@wire.get("/values")
def get_values(
    request: HttpRequest, x_trace: Annotated[str, Header(alias="X-Trace")], session: Annotated[str, Cookie()],
    user_agent: Annotated[str | None, Header(alias="User-Agent")] = None,
) -> dict[str, str]:  # fmt: skip
    store.see("get_values", trace=x_trace, session=session, agent=user_agent)
    return {"trace": x_trace}


@wire.get("/day/{day}/{genre}", response=str)
def get_day(request: HttpRequest, day: date, genre: Genre, at: datetime | None = None) -> str:
    store.see("get_day", day=day, genre=genre, at=at)
    return day.isoformat()


@wire.get("/deep/{path:rest}", response=str)
def get_deep(request: HttpRequest, rest: Annotated[str, Path()]) -> str:
    store.see("get_deep", rest=rest)
    return rest


@wire.get("/conflict", response={200: str, 409: Message})
def conflict(request: HttpRequest) -> Status[Any]:
    return Status(409, {"message": "already lent"})


class Lost(Exception):
    """Becomes a response by a handler of the app."""


@api.exception_handler(Lost)
def on_lost(request: HttpRequest, error: Lost) -> HttpResponse:
    return api.create_response(
        request, {"error": {"code": "lost", "message": "the book is lost"}}, status=410
    )


@wire.get("/lost")
def lost(request: HttpRequest) -> None:
    raise Lost


@wire.get("/invalid", response=int)
def invalid(request: HttpRequest, number: int) -> int:
    return number


class Bearer(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> str | None:
        return token.removeprefix("token-") if token.startswith("token-") else None


class Key(APIKeyHeader):
    param_name = "X-API-Key"

    def authenticate(self, request: HttpRequest, key: str | None) -> str | None:
        return key or None


class CookieKey(APIKeyCookie):
    param_name = "key"

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> str | None:
        return key or None


class QueryKey(APIKeyQuery):
    param_name = "api_key"

    def authenticate(self, request: HttpRequest, key: str | None) -> str | None:
        return key or None


class Basic(HttpBasicAuth):
    def authenticate(self, request: HttpRequest, username: str, password: str) -> str | None:
        return f"{username}/{password}"


users = Router(tags=["users"])


class Login(Schema):
    username: str
    password: str


class Token(Schema):
    access: str


@users.post("/login", response=Token)
def log_in(request: HttpRequest, login: Annotated[Login, Form()]) -> dict[str, str]:
    store.see("log_in", **login.dict())
    if login.password != "pass & word":
        raise HttpError(401, "wrong password")
    return {"access": f"token-{login.username}"}


@users.get("/me", response=str, auth=Bearer())
def who_am_i(request: Any) -> str:
    store.see("who_am_i", auth=request.auth)
    return str(request.auth)


@users.get("/basic", response=str, auth=Basic())
def basic(request: Any) -> str:
    return str(request.auth)


@users.get("/keys", response=str, auth=[Key(), CookieKey(), QueryKey()])
def keys(request: Any) -> str:
    return str(request.auth)


for prefix, router in {
    "books": library,
    "shelves": shelves,
    "files": files,
    "wire": wire,
    "users": users,
}.items():
    api.add_router(f"/{prefix}", router)

urlpatterns = [path("api/", api.urls)]


def main() -> None:
    """Serve the app."""
    serve(get_asgi_application(), store)
