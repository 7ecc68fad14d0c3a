"""A job queue on Litestar: structs, dataclasses and DTOs, pages, files, streams and problem details."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

import msgspec
from litestar import Controller, Litestar, MediaType, Request, Response, delete, get, head, patch, post, put
from litestar.datastructures import Cookie, ResponseHeader, UploadFile
from litestar.di import Provide
from litestar.dto import DataclassDTO, DTOConfig, DTOData
from litestar.enums import RequestEncodingType
from litestar.exceptions import (
    HTTPException,
    NotAuthorizedException,
    NotFoundException,
    PermissionDeniedException,
)
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, OAuthFlow, OAuthFlows, SecurityScheme
from litestar.pagination import ClassicPagination, CursorPagination, OffsetPagination
from litestar.params import Body, Dependency, Parameter
from litestar.plugins.problem_details import ProblemDetailsException, ProblemDetailsPlugin
from litestar.response import File, Redirect, ServerSentEvent, ServerSentEventMessage, Stream
from servers.apps.serving import Store, serve

store = Store()


class State(Enum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"


class Level(IntEnum):
    LOW = 1
    HIGH = 5


@dataclass
class Limits:
    memory: int
    seconds: float = 1.5


@dataclass
class NewJob:
    name: Annotated[str, Parameter(min_length=1, max_length=30)]
    budget: Decimal
    level: Level = Level.LOW
    tags: list[str] = field(default_factory=list)
    limits: Limits | None = None
    starts: datetime | None = None
    due: date | None = None
    at: time | None = None
    lasts: timedelta | None = None
    labels: dict[str, str | int | None] = field(default_factory=dict)
    unique: set[int] = field(default_factory=set)


@dataclass
class Job:
    id: UUID
    name: str
    budget: Decimal
    level: Level
    state: State
    tags: list[str]
    limits: Limits | None
    starts: datetime | None
    due: date | None
    at: time | None
    lasts: timedelta | None
    labels: dict[str, str | int | None]
    unique: set[int]
    created: datetime


class PatchJob(DataclassDTO[Job]):
    config = DTOConfig(partial=True, exclude={"id", "created"}, rename_strategy="camel")


class PublicJob(DataclassDTO[Job]):
    config = DTOConfig(exclude={"labels", "unique"}, rename_fields={"due": "dueDate"})


def values(data: Any) -> dict[str, Any]:
    """The fields of a dataclass; defaults that were not sent are only in its class."""
    return {each.name: getattr(data, each.name) for each in fields(data)}


def jobs() -> list[Job]:
    return list(store.kind("jobs").values())


def found(job_id: UUID) -> Job:
    job: Job | None = store.kind("jobs").get(str(job_id))
    if job is None:
        raise NotFoundException(f"no job {job_id}", extra={"id": str(job_id)})
    return job


@dataclass
class Window:
    limit: int
    offset: int


def window(
    limit: Annotated[int, Parameter(ge=1, le=50)] = 2, offset: Annotated[int, Parameter(ge=0)] = 0
) -> Window:
    return Window(limit, offset)


class Jobs(Controller):
    path = "/jobs"
    tags = ("jobs",)

    @post()
    async def create_job(self, data: NewJob) -> Job:
        job = Job(id=uuid4(), state=State.QUEUED, created=datetime.now(UTC), **values(data))
        store.kind("jobs")[str(job.id)] = job
        return job

    @get(dependencies={"window": Provide(window, sync_to_thread=False)})
    async def list_jobs(
        self,
        window: Annotated[Window, Dependency()],
        states: Annotated[list[State] | None, Parameter(query="state")] = None,
        since: datetime | None = None,
        most: Annotated[Decimal | None, Parameter(query="max-budget")] = None,
        urgent: bool | None = None,
        levels: list[Level] | None = None,
    ) -> OffsetPagination[Job]:
        store.see(
            "list_jobs", states=states, since=since, most=most, urgent=urgent, levels=levels, **values(window)
        )
        everything = jobs()
        part = everything[window.offset : window.offset + window.limit]
        return OffsetPagination(items=part, limit=window.limit, offset=window.offset, total=len(everything))

    @get("/classic")
    async def list_classic(self, current_page: int = 1, page_size: int = 2) -> ClassicPagination[Job]:
        everything = jobs()
        start = (current_page - 1) * page_size
        pages = -(-len(everything) // page_size)
        return ClassicPagination(
            items=everything[start : start + page_size], page_size=page_size, current_page=current_page,
            total_pages=pages,
        )  # fmt: skip

    @get("/cursor")
    async def list_cursor(
        self, cursor: str | None = None, results_per_page: int = 2
    ) -> CursorPagination[str, Job]:
        everything, start = jobs(), int(cursor or 0)
        after = start + results_per_page
        return CursorPagination(
            items=everything[start:after], results_per_page=results_per_page,
            cursor=str(after) if after < len(everything) else None,
        )  # fmt: skip

    @get("/{job_id:uuid}", raises=[NotFoundException])
    async def get_job(self, job_id: UUID) -> Job:
        return found(job_id)

    @get("/{job_id:uuid}/public", return_dto=PublicJob)
    async def get_public(self, job_id: UUID) -> Job:
        return found(job_id)

    @put("/{job_id:uuid}")
    async def replace_job(self, job_id: UUID, data: NewJob) -> Job:
        job = replace(found(job_id), **values(data))
        store.kind("jobs")[str(job_id)] = job
        return job

    @patch("/{job_id:uuid}", dto=PatchJob, return_dto=None)
    async def change_job(self, job_id: UUID, data: DTOData[Job]) -> Job:
        store.see("change_job", changes=data.as_builtins())
        job = data.update_instance(found(job_id))
        store.kind("jobs")[str(job_id)] = job
        return job

    @delete("/{job_id:uuid}")
    async def delete_job(self, job_id: UUID) -> None:
        found(job_id)
        del store.kind("jobs")[str(job_id)]

    @head("/{job_id:uuid}")
    async def head_job(self, job_id: UUID) -> None:
        found(job_id)

    @put("/{job_id:uuid}/state/{new_state:str}")
    async def set_state(self, job_id: UUID, new_state: State) -> Job:
        job = replace(found(job_id), state=new_state)
        store.kind("jobs")[str(job_id)] = job
        return job


class Circle(msgspec.Struct, tag="circle"):
    radius: float


class Square(msgspec.Struct, tag="square"):
    side: float
    color: Literal["red", "blue"] = "red"


class Text(msgspec.Struct, tag="text", rename="camel"):
    the_text: str
    font_size: int | None = None


class Drawing(msgspec.Struct):
    shapes: list[Circle | Square | Text]
    title: str | None
    main: Circle | Square | None = None
    parent: Drawing | None = None
    note: str | msgspec.UnsetType = msgspec.UNSET


class Drawings(Controller):
    path = "/drawings"
    tags = ("drawings",)

    @post("/shape")
    async def draw_shape(self, data: Circle | Square | Text) -> Circle | Square | Text:
        store.see("draw_shape", shape=msgspec.to_builtins(data))
        return data

    @put("/{name:str}")
    async def put_drawing(self, name: str, data: Drawing) -> Drawing:
        store.kind("drawings")[name] = msgspec.to_builtins(data)
        return data

    @post("/many", status_code=200)
    async def draw_many(self, data: list[Square]) -> dict[str, list[Square]]:
        store.see("draw_many", shapes=msgspec.to_builtins(data))
        return {"drawn": data}

    @post("/any")
    async def draw_any(self, data: dict[str, Any]) -> dict[str, Any]:
        store.see("draw_any", data=data)
        return data


@dataclass
class Stored:
    name: str
    type: str
    size: int


@dataclass
class Report:
    title: str
    report: UploadFile
    extras: list[UploadFile] = field(default_factory=list)
    pages: int = 1
    final: bool = False
    levels: list[Level] = field(default_factory=list)


async def stored(file: UploadFile) -> Stored:
    data = await file.read()
    made = Stored(file.filename, file.content_type, len(data))
    store.kind("files")[file.filename] = vars(made)
    return made


@dataclass
class Address:
    street: str
    number: int
    notes: list[str] = field(default_factory=list)
    until: date | None = None
    express: bool = False


class Files(Controller):
    path = "/files"
    tags = ("files",)

    @post("/one")
    async def upload_one(
        self, data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)]
    ) -> Stored:
        return await stored(data)

    @post("/many")
    async def upload_many(
        self, data: Annotated[list[UploadFile], Body(media_type=RequestEncodingType.MULTI_PART)]
    ) -> list[Stored]:
        return [await stored(file) for file in data]

    @post("/report")
    async def upload_report(
        self, data: Annotated[Report, Body(media_type=RequestEncodingType.MULTI_PART)]
    ) -> list[Stored]:
        store.see("upload_report", title=data.title, pages=data.pages, final=data.final, levels=data.levels)
        return [await stored(file) for file in [data.report, *data.extras]]

    @post("/address")
    async def send_address(
        self, data: Annotated[Address, Body(media_type=RequestEncodingType.URL_ENCODED)]
    ) -> Address:
        store.see("send_address", **values(data))
        return data

    @put("/raw/{name:str}")
    async def upload_raw(self, name: str, body: bytes) -> int:
        store.see("upload_raw", name=name, size=len(body))
        return len(body)

    @get("/download")
    async def download(self) -> File:
        return File(Path(__file__).with_name("serving.py"), filename="serving.py", media_type="text/x-python")

    @get("/bytes", media_type="application/octet-stream")
    async def get_bytes(self) -> bytes:
        return b"\x00\x01\xff"

    @get("/text", media_type=MediaType.TEXT)
    async def get_text(self) -> str:
        return "plain"

    @get("/page", media_type=MediaType.HTML)
    async def get_page(self) -> str:
        return "<h1>Jobs</h1>"

    @get("/lines")
    async def get_lines(self) -> Stream:
        async def lines() -> AsyncIterator[bytes]:
            for number in range(3):
                yield msgspec.json.encode({"number": number}) + b"\n"

        return Stream(lines(), media_type="application/x-ndjson")

    @get("/events")
    async def get_events(self) -> ServerSentEvent:
        async def events() -> AsyncIterator[ServerSentEventMessage]:
            for number in range(3):
                yield ServerSentEventMessage(data=f'{{"number": {number}}}', event="tick", id=number)

        return ServerSentEvent(events())

    @get("/moved", status_code=302)
    async def moved(self) -> Redirect:
        return Redirect("/files/text", status_code=302)

    @get("/paths/{path:path}")
    async def get_path(self, path: Path) -> str:
        store.see("get_path", path=path)
        return str(path)

    @get("/days/{day:date}/{level:int}")
    async def get_day(
        self, day: date, level: Level, at: time | None = None, lasts: timedelta | None = None
    ) -> dict[str, date]:
        store.see("get_day", day=day, level=level, at=at, lasts=lasts)
        return {"day": day}


class Wire(Controller):
    path = "/wire"
    tags = ("wire",)

    @get(
        "/values",
        response_headers=[ResponseHeader(name="X-Count", value="3", description="How many.")],
        response_cookies=[Cookie(key="seen", value="yes")],
    )
    async def get_values(
        self,
        version: Annotated[int, Parameter(header="X-Version", ge=1)],
        session: Annotated[str, Parameter(cookie="session-id")],
        trace: Annotated[str | None, Parameter(header="X-Trace")] = None,
    ) -> dict[str, Any]:
        store.see("get_values", version=version, session=session, trace=trace)
        return {"version": version}

    @get("/response")
    async def get_response(self) -> Response[Stored]:
        return Response(Stored("n", "t", 1), headers={"ETag": '"7"'})

    @get("/limited")
    async def limited(self) -> None:
        raise HTTPException("slow down", status_code=429, headers={"Retry-After": "0"})

    @get("/problem")
    async def problem(self) -> None:
        raise ProblemDetailsException(
            detail="the disk is full", title="Out of space", type_="https://jobs.example/full",
            status_code=507, extra={"free": 0},
        )  # fmt: skip

    @get("/broken")
    async def broken(self) -> None:
        raise RuntimeError("broken")


@dataclass
class Login:
    username: str
    password: str
    grant_type: str = "password"
    scope: str = ""


@dataclass
class Token:
    access_token: str
    token_type: Literal["bearer"]
    expires_in: int


@dataclass
class User:
    name: str
    email: str | None


def current_user(request: Request[Any, Any, Any]) -> User:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.startswith("token-"):
        raise NotAuthorizedException("log in first")
    return User(token.removeprefix("token-"), None)


class Users(Controller):
    path = "/users"
    tags = ("users",)

    @post("/token", status_code=200)
    async def log_in(self, data: Annotated[Login, Body(media_type=RequestEncodingType.URL_ENCODED)]) -> Token:
        store.see("log_in", **values(data))
        if data.password != "pass & word":
            raise PermissionDeniedException("wrong password")
        return Token(f"token-{data.username}", "bearer", 3600)

    @get(
        "/me", dependencies={"user": Provide(current_user, sync_to_thread=False)}, security=[{"password": []}]
    )
    async def who_am_i(self, user: Annotated[User, Dependency()]) -> User:
        store.see("who_am_i", name=user.name)
        return user


app = Litestar(
    [Jobs, Drawings, Files, Wire, Users],
    plugins=[ProblemDetailsPlugin()],
    openapi_config=OpenAPIConfig(
        title="Litestar jobs",
        version="1.0.0",
        components=Components(
            security_schemes={
                "password": SecurityScheme(
                    type="oauth2", flows=OAuthFlows(password=OAuthFlow(token_url="/users/token", scopes={}))
                )
            }
        ),
    ),
)


def main() -> None:
    """Serve the app."""
    serve(app, store)
