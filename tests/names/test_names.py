"""Words, identifiers, and the registry that gives each thing a name of its own."""

from __future__ import annotations

import random

import pytest
from oasmith.names import (
    LONGEST,
    Namespace,
    Wish,
    file_name,
    pascal_case,
    shortened,
    snake_case,
    spelled_out,
    with_underscore,
)

SNAKE = {
    "CreatePool": "create_pool",
    "X-Auth-Token": "x_auth_token",
    "OAuth2Token": "oauth2_token",
    "oAuth2": "oauth2",
    "IPv6Address": "ipv6_address",
    "sourceIPv4": "source_ipv4",
    "URLs": "urls",
    "userIDs": "user_ids",
    "HTTPSession": "http_session",
    "iOSVersion": "ios_version",
    "macOS": "macos",
    "GitHubApp": "github_app",
    "OpenAIKey": "openai_key",
    "GraphQLError": "graphql_error",
    "DNSSEC": "dnssec",
    "v2": "v2",
    "getV2Pets": "get_v2_pets",
    "created_at<": "created_at_lt",
    "+1": "plus_1",
    "-1": "minus_1",
    "2fa": "n_2_fa",
    "class": "class_",
    "self": "self_",
    "Straße": "strasse",
    "naïve": "naive",
    "北京": "bei_jing",
    "用户ID": "yong_hu_id",
    "Имя клиента": "imya_klienta",
    "Пользователь": "polzovatel",
    "user's name": "user_s_name",
    "Ελληνικά": "ellinika",
    "こんにちは": "konnichiha",
    "서울": "seo_ul",
    "مرحبا": "mrhb",
    "👍": "thumbsup",
    "\uff21": "a",
    "\ue000": "u57344",
    "*": "star",
    "-": "dash",
    "": "unnamed",
}


@pytest.mark.parametrize("text", SNAKE)
def test_snake_case(text: str) -> None:
    assert snake_case(text) == SNAKE[text]
    assert snake_case(SNAKE[text]).rstrip("_") == SNAKE[text].rstrip("_")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("elastic load balance", "ElasticLoadBalance"),
        ("OAuth2Token", "OAuth2Token"),
        ("iOSApp", "IOSApp"),
        ("北京市", "BeiJingShi"),
        ("Привет", "Privet"),
        ("None", "None_"),
    ],
)
def test_pascal_case(text: str, expected: str) -> None:
    assert pascal_case(text) == expected


@pytest.mark.parametrize("make", [snake_case, pascal_case, lambda text: shortened(str(pascal_case(text)))])
@pytest.mark.parametrize(
    "text",
    [
        "a" * 300,
        "_".join(f"word{number}" for number in range(60)),
        "get_the_list_of_all_the_members_of_the_organization_with_the_given_id_and_role",
        "1" * 300,
        "-" + "1" * 300,
        f"{'1' * 300} client",
        f"{'1' * 60} {'2' * 60} {'3' * 60}",
        f"{'a' * 80} {'1' * 80} {'b' * 80}",
    ],
)
def test_long_names_are_shortened(make: object, text: str) -> None:
    assert callable(make)
    name, other = make(text), make(f"{text}_x")
    assert len(name) <= LONGEST
    assert name != other


def test_words_go_before_letters_do() -> None:
    text = "get_the_list_of_all_the_members_of_the_organization_with_the_given_id_and_role"
    assert snake_case(text) == "get_list_all_members_organization_given_id_role"


def _assigned(**wishes: Wish) -> dict[str, str]:
    """What is assigned, whatever the order of the wishes."""
    found = Namespace({"models"}, escape=with_underscore).assign(wishes)
    for seed in range(20):
        keys = list(wishes)
        random.Random(seed).shuffle(keys)
        scope = Namespace({"models"}, escape=with_underscore)
        assert scope.assign({key: wishes[key] for key in keys}) == found
    return found


def test_who_bears_a_name_keeps_it() -> None:
    found = _assigned(a=Wish(["pet", "pets_pet"], "Pets_pet"), b=Wish(["pet", "b"], "pet"))
    assert found == {"a": "pets_pet", "b": "pet"}


def test_who_asks_for_a_name_gets_it() -> None:
    found = _assigned(a=Wish(["pet", "a"], "pet"), b=Wish(["pet", "b"], "pet", is_asked=True))
    assert found == {"a": "a", "b": "pet"}


def test_nobody_gets_a_name_that_two_claim_alike() -> None:
    found = _assigned(
        a=Wish(["get", "get_cat"], "CatsController_get"), b=Wish(["get", "get_dog"], "DogsController_get")
    )
    assert found == {"a": "get_cat", "b": "get_dog"}


def test_numbers_come_last() -> None:
    found = _assigned(a=Wish(["pet"], "pet"), b=Wish(["pet"], "Pet"), c=Wish(["pet"], "PET"))
    assert found == {"a": "pet", "b": "pet_2", "c": "pet_3"}


def test_punctuation_distinguishes_before_numbers_do() -> None:
    wishes = {
        text: Wish([snake_case(text), snake_case(spelled_out(text))], text)
        for text in ("type", "@type", "$type")
    }
    assert Namespace().assign(wishes) == {"type": "type", "@type": "at_type", "$type": "dollar_type"}


def test_reserved_names_get_an_underscore() -> None:
    assert _assigned(a=Wish(["models"], "models"), b=Wish(["models_"], "models_")) == {
        "a": "models__2",
        "b": "models_",
    }


def test_without_escape_the_next_candidate_is_used() -> None:
    scope = Namespace({"body"})
    assert scope.take(["body", "body_in_query"]) == "body_in_query"
    assert scope.take(["body"]) == "body_"


def test_case_counts_only_where_it_distinguishes_files() -> None:
    plain, files = Namespace(joint=""), Namespace(joint="", ignores_case=True)
    assert [plain.take(["Pet"]), plain.take(["PET"])] == ["Pet", "PET"]
    assert [files.take(["Pet"]), files.take(["PET"])] == ["Pet", "PET2"]


@pytest.mark.parametrize(
    ("name", "expected"), [("con", "con_"), ("Aux", "Aux_"), ("com1", "com1_"), ("pet", "pet")]
)
def test_files_are_not_called_like_devices_of_windows(name: str, expected: str) -> None:
    assert file_name(name) == expected
