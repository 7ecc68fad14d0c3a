"""What a type checker knows of a client: the whole answers of its operations, and what each takes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

from support.checkers import mypy

USE = """
from typing import Any, assert_type

from courier_client import AsyncCourierClient, AsyncStream, CourierClient, Event, RawResponse, Stream, models
from courier_client import streamed


def use(client: CourierClient) -> None:
    parcel = client.with_raw_response.get_parcel(id="1")
    assert_type(parcel, RawResponse[models.Parcel])
    assert_type(parcel.parse(), models.Parcel)
    assert_type(client.with_raw_response.get_parcel("1"), RawResponse[models.Parcel])
    assert_type(client.with_raw_response.labels.put(b"", id="1", timeout=1.0), RawResponse[None])
    assert_type(client.with_options(timeout=1).with_raw_response.drop_parcel(id="1").parse(), None)
    assert_type(client.labels.find_template(id="1"), list[str] | None)
    with open("label.png", "wb") as file:
        assert_type(client.download_to(file).labels.get(id="1"), RawResponse[bytes])
    assert_type(streamed(client.labels.get)(id="1"), Stream[Any])


async def use_async(client: AsyncCourierClient) -> None:
    parcel = await client.with_raw_response.get_parcel(id="1")
    assert_type(parcel, RawResponse[models.Parcel])
    assert_type(await client.with_raw_response.labels.put(b"", id="1"), RawResponse[None])
    assert_type(streamed(client.labels.get)(id="1"), AsyncStream[Any])
    async for event in client.watch_positions():
        assert_type(event, Event[models.Position])
    async with client.watch_positions() as stream:
        assert_type(stream, AsyncStream[Event[models.Position]])
    assert_type(await client.watch_positions(), AsyncStream[Event[models.Position]])
"""

MISUSE = {
    'client.with_raw_response.list_parcels("1")': "Too many positional arguments",
    "client.with_raw_response.get_parcel()": "Too few arguments",
    "client.with_raw_response.get_parcel(id=1)": 'Argument "id" has incompatible type "int"',
    "client.with_raw_response.labels.fetch(id='1')": 'has no attribute "fetch"',
    "client.with_raw_response.iter_parcels()": 'has no attribute "iter_parcels"',
    "client.with_raw_response.watch_positions()": 'has no attribute "watch_positions"',
}
"""What is refused and why. An iterator has many answers, a stream shows its own."""


def test_whole_answers_are_typed(courier: ModuleType, tmp_path: Path) -> None:
    told = mypy(courier, tmp_path / "use.py", USE)
    assert told == ["Success: no issues found in 1 source file"]


def test_whole_answers_are_held_to_their_types(courier: ModuleType, tmp_path: Path) -> None:
    lines = ["from courier_client import CourierClient", "client = CourierClient(base_url='')", *MISUSE]
    *told, _ = mypy(courier, tmp_path / "misuse.py", "\n".join(lines))
    found = [line for line in told if ": error: " in line]
    for number, (line, expected) in enumerate(zip(found, MISUSE.values(), strict=True), 3):
        assert line.startswith(f"misuse.py:{number}: error: ")
        assert expected in line


def test_what_only_type_checkers_read_can_be_imported(courier: ModuleType) -> None:
    """Tools that list a package import all of its modules."""
    import_module(f"{courier.__name__}._raw")
