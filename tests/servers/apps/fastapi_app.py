"""A shop on FastAPI, with what its manual shows: models, forms, files, security, streams and errors."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID, uuid4

from fastapi import (
    APIRouter,
    Body,
    Cookie,
    Depends,
    FastAPI,
    File,
    Form,
    Header,
    HTTPException,
    Path,
    Query,
    Request,
    Response,
    Security,
    UploadFile,
    status,
)
from fastapi.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    StreamingResponse,
)
from fastapi.security import (
    APIKeyCookie,
    APIKeyHeader,
    APIKeyQuery,
    HTTPBasic,
    HTTPBasicCredentials,
    OAuth2PasswordBearer,
    OAuth2PasswordRequestForm,
    SecurityScopes,
)
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, computed_field
from pydantic.alias_generators import to_camel
from servers.apps.serving import Store, serve

store = Store()
app = FastAPI(title="FastAPI shop", version="1.2.3", summary="A shop.")


class Color(StrEnum):
    red = "red"
    green = "green"
    dark_blue = "dark blue"


class Rank(IntEnum):
    low = 1
    high = 2


class Size(BaseModel):
    width: float = Field(gt=0)
    height: float = Field(gt=0)
    unit: Literal["mm", "cm"] = "cm"


class ItemIn(BaseModel):
    """What a caller says about an item."""

    name: str = Field(min_length=1, max_length=40, examples=["lamp"])
    price: Decimal = Field(ge=0, max_digits=12, decimal_places=2)
    color: Color = Color.red
    rank: Rank = Rank.low
    tags: list[str] = []
    codes: set[int] = set()
    size: Size | None = None
    released: datetime | None = None
    sold_on: date | None = None
    opens: time | None = None
    lasts: timedelta | None = None
    homepage: HttpUrl | None = None
    position: tuple[float, float] | None = None
    extra: dict[str, int | float | str | bool | None] = {}
    per_color: dict[Color, int] = {}


class Item(ItemIn):
    id: UUID
    created: datetime

    @computed_field  # type: ignore[prop-decorator]  # mypy knows no decorators of properties
    @property
    def label(self) -> str:
        """The name and the color."""
        return f"{self.name} ({self.color.value})"


class ItemPatch(BaseModel):
    name: str | None = None
    price: Decimal | None = None
    color: Color | None = None
    sold_on: date | None = None
    tags: list[str] | None = None


class Problem(BaseModel):
    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None


class Message(BaseModel):
    message: str
    code: int


T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    items: list[T]
    total: int
    page: int
    size: int


class CursorPage(BaseModel, Generic[T]):
    items: list[T]
    next_cursor: str | None = None


def made(item: ItemIn) -> Item:
    found = Item(**item.model_dump(), id=uuid4(), created=datetime.now(UTC))
    store.kind("items")[str(found.id)] = found
    return found


def held() -> list[Item]:
    return list(store.kind("items").values())


items = APIRouter(prefix="/items", tags=["items"])


@items.post("/", status_code=status.HTTP_201_CREATED)
def create_item(item: ItemIn, response: Response) -> Item:
    created = made(item)
    store.see("create_item", sent=sorted(item.model_fields_set))
    response.headers["Location"] = f"/items/{created.id}"
    return created


@items.get("/")
def list_items(
    response: Response,
    skip: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    color: Annotated[list[Color] | None, Query()] = None,
    q: Annotated[str | None, Query(alias="search-term", max_length=20)] = None,
    max_price: Decimal | None = None,
    released_after: datetime | None = None,
    on_sale: bool | None = None,
    ranks: Annotated[list[Rank], Query(alias="rank[]")] = [],  # noqa: B006 - FastAPI copies defaults
) -> list[Item]:
    store.see(
        "list_items", skip=skip, limit=limit, color=color, q=q, max_price=max_price,
        released_after=released_after, on_sale=on_sale, ranks=ranks,
    )  # fmt: skip
    found = [item for item in held() if not color or item.color in color]
    response.headers["X-Total-Count"] = str(len(found))
    return found[skip : skip + limit]


@items.get("/paged")
def list_items_paged(
    page: Annotated[int, Query(ge=1)] = 1, size: Annotated[int, Query(ge=1, le=50)] = 2
) -> Page[Item]:
    everything = held()
    chosen = everything[(page - 1) * size : page * size]
    return Page[Item](items=chosen, total=len(everything), page=page, size=size)


@items.get("/cursor")
def list_items_by_cursor(cursor: str | None = None, limit: int = 2) -> CursorPage[Item]:
    everything, start = held(), int(cursor or 0)
    after = start + limit
    return CursorPage[Item](
        items=everything[start:after], next_cursor=str(after) if after < len(everything) else None
    )


class Filters(BaseModel):
    model_config = ConfigDict(extra="forbid")

    limit: int = Field(10, gt=0, le=100)
    offset: int | None = Field(None, ge=0)
    order_by: Literal["created", "-created", "name"] = "created"
    tags: list[str] = []
    since: date | None = None


@items.get("/search", response_model_exclude_unset=True)
def search_items(filters: Annotated[Filters, Query()]) -> list[Item]:
    store.see("search_items", **filters.model_dump())
    start = filters.offset or 0
    return held()[start : start + filters.limit]


def the_item(item_id: Annotated[UUID, Path(description="The id of the item.")]) -> Item:
    found: Item | None = store.kind("items").get(str(item_id))
    if found is None:
        raise HTTPException(404, "no such item")
    return found


TheItem = Annotated[Item, Depends(the_item)]


@items.get("/{item_id}", responses={404: {"description": "There is no such item."}})
def read_item(item: TheItem) -> Item:
    return item


@items.put("/{item_id}")
def replace_item(item: TheItem, body: ItemIn) -> Item:
    changed = Item(**body.model_dump(), id=item.id, created=item.created)
    store.kind("items")[str(item.id)] = changed
    return changed


@items.patch("/{item_id}")
def update_item(item: TheItem, body: ItemPatch) -> Item:
    changes = body.model_dump(exclude_unset=True)
    store.see("update_item", changes=changes)
    changed = Item.model_validate(item.model_dump(exclude={"label"}) | changes)
    store.kind("items")[str(item.id)] = changed
    return changed


@items.delete("/{item_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_item(item: TheItem) -> None:
    del store.kind("items")[str(item.id)]


@items.head("/{item_id}")
def check_item(item: TheItem, response: Response) -> None:
    response.headers["ETag"] = '"1"'


@items.put("/{item_id}/stock/{place}")
def set_stock(
    item: TheItem, place: Annotated[str, Path(min_length=2)], amount: Annotated[int, Body(embed=True, ge=0)]
) -> dict[str, int]:
    kept: dict[str, int] = store.kind("stock").setdefault(str(item.id), {})
    kept[place] = amount
    return kept


class Cat(BaseModel):
    kind: Literal["cat"]
    name: str
    lives: int = 9


class Dog(BaseModel):
    kind: Literal["dog"] = "dog"
    name: str
    barks: bool


class Fish(BaseModel):
    kind: Literal["fish", "shark"]
    name: str
    depth: float | None = None


Pet = Annotated[Cat | Dog | Fish, Field(discriminator="kind")]
pets = APIRouter(prefix="/pets", tags=["pets"])


class Owner(BaseModel):
    name: str
    pets: list[Pet] = []
    favorite: Pet | None = None


@pets.post("")
def add_pet(pet: Pet) -> Pet:
    store.kind("pets")[pet.name] = pet
    return pet


@pets.get("")
def list_pets() -> list[Pet]:
    return list(store.kind("pets").values())


@pets.put("/owners/{name}")
def set_owner(name: str, owner: Owner) -> Owner:
    store.kind("owners")[name] = owner
    return owner


@pets.post("/feed")
def feed_pet(
    pet: Pet, amount: Annotated[float, Body(gt=0)], note: Annotated[str | None, Body()] = None
) -> Pet:
    store.see("feed_pet", pet=pet.model_dump(), amount=amount, note=note)
    return pet


class Node(BaseModel):
    value: int
    children: list[Node] = []


class Camel(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    first_name: str
    home_address: str | None = None
    from_: str = Field("here", alias="from")


class Nulls(BaseModel):
    must: str | None
    may: str | None = None
    both: int | Literal["auto"] | None = None


shapes = APIRouter(prefix="/shapes", tags=["shapes"])


@shapes.post("/tree")
def send_tree(tree: Node) -> Node:
    store.see("send_tree", tree=tree.model_dump())
    return tree


@shapes.post("/camel")
def send_camel(body: Camel) -> Camel:
    store.see("send_camel", **body.model_dump())
    return body


@shapes.post("/nulls")
def send_nulls(body: Nulls) -> Nulls:
    store.see("send_nulls", sent=sorted(body.model_fields_set), **body.model_dump())
    return body


@shapes.post("/list")
def send_list(body: list[Size]) -> list[Size]:
    store.see("send_list", body=[each.model_dump() for each in body])
    return body


@shapes.post("/map")
def send_map(body: dict[str, Size]) -> dict[str, Size]:
    store.see("send_map", body={key: each.model_dump() for key, each in body.items()})
    return body


@shapes.post("/any")
def send_any(body: Annotated[Any, Body()]) -> Any:
    store.see("send_any", body=body)
    return body


@shapes.post("/scalar")
def send_scalar(count: Annotated[int, Body()]) -> int:
    store.see("send_scalar", count=count)
    return count


@shapes.get("/files/{path:path}")
def read_path(path: str) -> str:
    store.see("read_path", path=path)
    return path


@shapes.get("/days/{day}/{color}/{rank}")
def read_day(
    day: date, color: Color, rank: Rank, at: time | None = None, span: timedelta | None = None
) -> dict[str, Any]:
    store.see("read_day", day=day, color=color, rank=rank, at=at, span=span)
    return {"day": day}


files = APIRouter(prefix="/files", tags=["files"])


class Stored(BaseModel):
    name: str | None
    type: str | None
    size: int
    sha256: str


def stored(file: UploadFile) -> Stored:
    data = file.file.read()
    found = Stored(
        name=file.filename, type=file.content_type, size=len(data), sha256=hashlib.sha256(data).hexdigest()
    )
    store.kind("files")[file.filename or ""] = found
    return found


@files.post("/one")
def upload_one(file: UploadFile) -> Stored:
    return stored(file)


@files.post("/many")
def upload_many(
    files: list[UploadFile],
    title: Annotated[str, Form()],
    colors: Annotated[list[Color], Form()] = [],  # noqa: B006 - FastAPI copies defaults
    taken: Annotated[datetime | None, Form()] = None,
    cover: UploadFile | None = None,
) -> list[Stored]:
    store.see("upload_many", title=title, colors=colors, taken=taken, cover=cover and cover.filename)
    return [stored(file) for file in files]


@files.post("/bytes")
def upload_bytes(data: Annotated[bytes, File()], public: Annotated[bool, Form()] = False) -> int:
    store.see("upload_bytes", data=data.decode("latin-1"), public=public)
    return len(data)


@files.put("/raw/{name}")
async def upload_raw(name: str, request: Request) -> int:
    data = b"".join([piece async for piece in request.stream()])
    store.see("upload_raw", name=name, data=data.decode("latin-1"))
    return len(data)


@files.put(
    "/described/{name}",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def upload_described(name: str, request: Request) -> int:
    data = await request.body()
    store.see("upload_described", name=name, type=request.headers.get("content-type"), size=len(data))
    return len(data)


@files.get(
    "/download/{name}",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}},
        404: {"model": Problem},
    },
)
def download(name: str) -> Response:
    if name == "gone":
        problem = Problem(title="Gone", status=404, detail="the file was deleted")
        return JSONResponse(problem.model_dump(), 404, media_type="application/problem+json")
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(b"%PDF-1.7 " + name.encode(), media_type="application/pdf", headers=disposition)


@files.get("/undescribed")
def download_undescribed() -> Response:
    return Response(b"\x00\x01\x02", media_type="application/zip")


@files.get("/chunks")
def download_chunks() -> StreamingResponse:
    def pieces() -> Iterable[bytes]:
        for number in range(100):
            yield bytes([number]) * 1000

    return StreamingResponse(pieces(), media_type="application/octet-stream")


@files.get("/page", response_class=HTMLResponse)
def read_page() -> str:
    return "<h1>Shop</h1>"


@files.get("/text", response_class=PlainTextResponse)
def read_text() -> str:
    return "plain"


class Address(BaseModel):
    model_config = ConfigDict(extra="forbid")

    street: str
    number: int
    notes: list[str] = []
    express: bool = False
    until: date | None = None


forms = APIRouter(prefix="/forms", tags=["forms"])


@forms.post("/address")
def send_address(address: Annotated[Address, Form()]) -> Address:
    store.see("send_address", **address.model_dump())
    return address


@forms.post("/fields")
def send_fields(
    name: Annotated[str, Form()], age: Annotated[int, Form()], tags: Annotated[list[str], Form()]
) -> None:
    store.see("send_fields", name=name, age=age, tags=tags)


class Cookies(BaseModel):
    session_id: str
    tracker: int | None = None


class Headers(BaseModel):
    if_match: str
    save_data: bool = False
    x_tag: list[str] = []


wire = APIRouter(prefix="/wire", tags=["wire"])


@wire.get("/cookies")
def read_cookies(cookies: Annotated[Cookies, Cookie()], response: Response) -> Cookies:
    store.see("read_cookies", **cookies.model_dump())
    response.set_cookie("seen", "yes")
    return cookies


@wire.get("/headers")
def read_headers(
    headers: Annotated[Headers, Header()], user_agent: Annotated[str | None, Header()] = None
) -> Headers:
    store.see("read_headers", user_agent=user_agent, **headers.model_dump())
    return headers


@wire.get("/redirect", response_class=RedirectResponse, status_code=302)
def redirect() -> str:
    return "/files/text"


class Tick(BaseModel):
    number: int
    at: datetime


def ticks() -> list[Tick]:
    return [Tick(number=number, at=datetime(2026, 1, 1, 12, number)) for number in range(3)]


streams = APIRouter(prefix="/streams", tags=["streams"])


@streams.get("/events", response_class=EventSourceResponse)
async def stream_events() -> AsyncIterable[Tick]:
    for tick in ticks():
        yield tick
        await asyncio.sleep(0)


@streams.get("/named", response_class=EventSourceResponse)
async def stream_named(
    last_event_id: Annotated[int | None, Header()] = None,
) -> AsyncIterable[ServerSentEvent]:
    store.see("stream_named", last_event_id=last_event_id)
    yield ServerSentEvent(comment="hello")
    for tick in ticks():
        yield ServerSentEvent(data=tick, event="tick", id=str(tick.number), retry=10)
    yield ServerSentEvent(raw_data="[DONE]")


@streams.get("/lines")
async def stream_lines() -> AsyncIterable[Tick]:
    for tick in ticks():
        yield tick


@streams.get("/by-hand", response_class=StreamingResponse)
async def stream_by_hand() -> StreamingResponse:
    async def lines() -> AsyncIterator[str]:
        for tick in ticks():
            yield f"data: {tick.model_dump_json()}\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream")


@streams.post(
    "/chat",
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def chat(
    prompt: Annotated[str, Body(embed=True)], stream: Annotated[bool, Body(embed=True)] = False
) -> Any:
    if not stream:
        return {"reply": prompt.upper()}

    async def words() -> AsyncIterator[str]:
        for word in prompt.split():
            yield f'data: {{"word": "{word}"}}\n\n'
        yield "data: [DONE]\n\n"

    return StreamingResponse(words(), media_type="text/event-stream")


class Token(BaseModel):
    access_token: str
    token_type: str
    expires_in: int = 3600


class User(BaseModel):
    username: str
    full_name: str | None = None
    disabled: bool = False


class Registration(BaseModel):
    username: str
    password: SecretStr = Field(min_length=3)


oauth = OAuth2PasswordBearer(tokenUrl="token", scopes={"me": "Read who you are.", "admin": "Change users."})
users = APIRouter(tags=["users"])


@users.post("/token")
def login(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> Token:
    store.see("login", username=form.username, password=form.password, scopes=form.scopes)
    if form.password != "pass & word":
        raise HTTPException(400, "Incorrect username or password")
    token = f"token-{form.username}-{'+'.join(form.scopes)}"
    return Token(access_token=token, token_type="bearer")


def current_user(scopes: SecurityScopes, token: Annotated[str, Depends(oauth)]) -> User:
    _, _, rest = token.partition("-")
    username, _, granted = rest.partition("-")
    if not username:
        raise HTTPException(401, "Could not validate credentials", {"WWW-Authenticate": "Bearer"})
    if missing := set(scopes.scopes) - set(granted.split("+")):
        raise HTTPException(403, f"Not enough permissions: {', '.join(sorted(missing))}")
    return User(username=username)


@users.get("/users/me")
def read_me(user: Annotated[User, Security(current_user, scopes=["me"])]) -> User:
    store.see("read_me", username=user.username)
    return user


@users.post("/users", status_code=201)
def register(
    registration: Registration, admin: Annotated[User, Security(current_user, scopes=["admin"])]
) -> User:
    store.kind("users")[registration.username] = registration.password.get_secret_value()
    return User(username=registration.username)


@users.get("/keys/basic")
def basic(credentials: Annotated[HTTPBasicCredentials, Depends(HTTPBasic())]) -> str:
    store.see("basic", username=credentials.username, password=credentials.password)
    return credentials.username


@users.get("/keys/header")
def key_in_header(key: Annotated[str, Depends(APIKeyHeader(name="X-Key"))]) -> str:
    store.see("key_in_header", key=key)
    return key


@users.get("/keys/cookie")
def key_in_cookie(key: Annotated[str, Depends(APIKeyCookie(name="session"))]) -> str:
    store.see("key_in_cookie", key=key)
    return key


@users.get("/keys/query")
def key_in_query(key: Annotated[str, Depends(APIKeyQuery(name="api_key"))]) -> str:
    store.see("key_in_query", key=key)
    return key


class OutOfStock(Exception):
    """Becomes a response by a handler of the app."""


@app.exception_handler(OutOfStock)
def out_of_stock(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"message": "sold out", "code": 17}, 409)


errors = APIRouter(prefix="/errors", tags=["errors"])


@errors.post("/conflict", responses={409: {"model": Message}})
def conflict() -> None:
    raise OutOfStock


@errors.get("/teapot")
def teapot() -> None:
    raise HTTPException(418, {"code": "teapot", "reason": "short and stout"})


@errors.get("/boom")
def boom() -> None:
    raise RuntimeError("boom")


@errors.get("/busy")
def busy(response: Response) -> str:
    times: dict[str, int] = store.kind("busy")
    times["times"] = times.get("times", 0) + 1
    if times["times"] < 2:
        raise HTTPException(503, "try again", {"Retry-After": "0"})
    return "done"


@errors.get("/invalid")
def invalid(even: Annotated[int, Query(description="An even number.")]) -> int:
    from fastapi.exceptions import RequestValidationError

    if even % 2:
        raise RequestValidationError(
            [{"type": "even", "loc": ["query", "even"], "msg": "must be even", "input": even}]
        )
    return even


for router in (items, pets, shapes, files, forms, wire, streams, users, errors):
    app.include_router(router)


def main() -> None:
    """Serve the app."""
    serve(app, store)
