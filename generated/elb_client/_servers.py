"""Server URLs."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ._runtime.server_environment import EnvironmentServer, UrlFile

Region: TypeAlias = Literal[
    "eu-west-101",
    "af-south-1",
    "cn-north-4",
    "cn-north-1",
    "cn-north-2",
    "cn-east-2",
    "cn-east-3",
    "cn-south-1",
    "cn-south-2",
    "cn-south-4",
    "cn-southwest-2",
    "ap-southeast-2",
    "ap-southeast-1",
    "ap-southeast-3",
    "cn-north-9",
    "la-south-2",
    "sa-brazil-1",
    "na-mexico-1",
    "la-north-2",
    "ap-southeast-4",
    "tr-west-1",
    "ae-ad-1",
    "eu-west-0",
    "me-east-1",
    "my-kualalumpur-1",
    "ru-moscow-1",
    "cn-east-4",
    "af-north-1",
    "cn-east-5",
    "ru-northwest-2",
    "ap-southeast-5",
    "cn-north-12",
]
"""ID of the region that holds the project."""

SERVER = EnvironmentServer(
    "https://elb.{region}.myhuaweicloud.com",
    {
        "region": (
            "eu-west-101",
            "af-south-1",
            "cn-north-4",
            "cn-north-1",
            "cn-north-2",
            "cn-east-2",
            "cn-east-3",
            "cn-south-1",
            "cn-south-2",
            "cn-south-4",
            "cn-southwest-2",
            "ap-southeast-2",
            "ap-southeast-1",
            "ap-southeast-3",
            "cn-north-9",
            "la-south-2",
            "sa-brazil-1",
            "na-mexico-1",
            "la-north-2",
            "ap-southeast-4",
            "tr-west-1",
            "ae-ad-1",
            "eu-west-0",
            "me-east-1",
            "my-kualalumpur-1",
            "ru-moscow-1",
            "cn-east-4",
            "af-north-1",
            "cn-east-5",
            "ru-northwest-2",
            "ap-southeast-5",
            "cn-north-12",
        )
    },
    override="HUAWEICLOUD_SDK_REGION_ELB_{region}",
    file=UrlFile(
        path="~/.huaweicloud/regions.yaml",
        path_variable="HUAWEICLOUD_SDK_REGIONS_FILE",
        section="ELB",
        id="{region}",
    ),
)
