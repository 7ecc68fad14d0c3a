"""Created resources are read, listed, changed and deleted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
import pytest
from mock.serving import Serve

ZOO = Path(__file__).with_name("zoo.yaml")


@pytest.fixture
def http(serve: Serve) -> httpx2.Client:
    return serve(ZOO, stateful=True).http


def _made(http: httpx2.Client, path: str = "/animals", **fields: Any) -> Any:
    response = http.post(path, json=fields)
    assert response.status_code == 201, response.text
    return response.json()


def test_a_created_resource_has_the_fields_of_the_request(http: httpx2.Client) -> None:
    made = _made(
        http,
        name="Kea",
        password="secret",
        note="no field of the response",
        home={"city": "Nelson", "code": "7010"},
        tags=["bird", "green"],
        toys=[{"name": "car"}, {"name": "cone"}],
    )
    identity = made.pop("id")
    assert identity != "36ce7086-a416-4666-9064-5ba0e6840c75"
    assert made == {
        "name": "Kea",
        "created": "2024-04-18T00:00:00Z",
        "home": {"city": "Nelson", "country": "NZ"},
        "toys": [{"serial": 7, "name": "car"}, {"serial": 7, "name": "cone"}],
        "tags": ["bird", "green"],
    }


def test_show_list_change_delete(http: httpx2.Client) -> None:
    assert http.get("/animals").json()["animals"] == []
    one, two = _made(http, name="Kea"), _made(http, name="Tui")
    assert one["id"] != two["id"]
    address = f"/animals/{one['id']}"
    assert http.get(address).json() == one
    assert http.get("/animals").json()["animals"] == [one, two]
    changed = http.patch(address, json={"home": {"city": "Picton"}}).json()
    assert changed == {**one, "home": {**one["home"], "city": "Picton"}}
    assert http.put(address, json={"name": "Weka"}).status_code == 204
    assert http.get(address).json() == {**changed, "name": "Weka"}
    assert http.delete(address).status_code == 204
    assert http.get("/animals").json()["animals"] == [two]
    for response in (http.get(address), http.delete(address), http.put(address, json={})):
        assert response.status_code == 404
    gone = http.get(address).json()
    assert gone["message"] == f"there is no animal_id '{one['id']}' in /animals"


def test_a_field_that_makes_the_response_invalid_is_not_changed(http: httpx2.Client) -> None:
    made = _made(http, name=5, tags=["bird"])
    assert (made["name"], made["tags"]) == ("Example", ["bird"])
    changed = http.patch(f"/animals/{made['id']}", json={"name": None, "tags": []}).json()
    assert (changed["name"], changed["tags"]) == ("Example", [])


def test_nested_and_wrapped(http: httpx2.Client) -> None:
    kea, tui = _made(http, name="Kea"), _made(http, name="Tui")
    meals = f"/animals/{kea['id']}/meals"
    made = _made(http, meals, meal={"food": "seeds", "spoons": 3})
    assert made["meal"]["food"] == "seeds"
    assert isinstance(made["meal"]["id"], int)
    address = f"{meals}/{made['meal']['id']}"
    assert http.get(address).json()["meal"] == made["meal"]
    assert http.get(meals).json() == [{"id": made["meal"]["id"], "food": "seeds"}]
    assert http.get(f"/animals/{tui['id']}/meals").json() == []
    assert http.delete(address).status_code == 200
    assert http.get(address).status_code == 404


def test_what_is_below_a_deleted_resource_is_deleted_with_it(http: httpx2.Client) -> None:
    kea = _made(http, name="Kea")
    meals = f"/animals/{kea['id']}/meals"
    meal = _made(http, meals, meal={"food": "seeds"})["meal"]
    http.delete(f"/animals/{kea['id']}")
    assert http.get(f"{meals}/{meal['id']}").status_code == 404


def test_a_resource_that_only_put_creates(http: httpx2.Client) -> None:
    assert http.get("/keepers/Mia%20%C3%84").status_code == 404
    put = http.put("/keepers/Mia%20%C3%84", json={"phone": "5"})
    assert put.json()["phone"] == "5"
    assert http.get("/keepers/Mia%20%C3%84").json() == put.json()


def test_the_client_may_choose_the_id(http: httpx2.Client) -> None:
    identity = "0a0a0a0a-416a-4666-9064-5ba0e6840c75"
    assert _made(http, name="Kea", id=identity)["id"] == identity
    assert http.get(f"/animals/{identity}").json()["name"] == "Kea"


def test_ids_are_the_same_for_the_same_seed(serve: Serve) -> None:
    def ids(seed: int) -> list[str]:
        http = serve(ZOO, stateful=True, seed=seed).http
        return [_made(http, name="Kea")["id"] for _ in range(3)]

    assert ids(1) == ids(1) != ids(2)


def test_a_preferred_response_changes_nothing(http: httpx2.Client) -> None:
    response = http.post("/animals", json={"name": "Kea"}, headers={"Prefer": "code=201"})
    assert response.json()["name"] == "Example"
    assert http.get("/animals").json()["animals"] == []


def test_without_state_nothing_is_stored(serve: Serve) -> None:
    http = serve(ZOO).http
    assert _made(http, name="Kea")["name"] == "Example"
    assert http.get("/animals/anything").status_code == 200
