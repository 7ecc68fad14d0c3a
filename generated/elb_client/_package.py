"""What this package declares to the runtime."""

from __future__ import annotations

from ._contract import CONTRACT
from ._operations import operation
from ._runtime.environment import Environment
from ._runtime.package import Package
from ._runtime.security import ApiKey, Security
from ._runtime.signing import AccessKey, SdkHmacSha256

PACKAGE = Package(
    name="elb_client",
    contract=CONTRACT,
    operation=operation,
    access=Security(
        schemes={
            "Token": ApiKey("header", "X-Auth-Token"),
            "Signature": SdkHmacSha256(),
            "SignatureDate": ApiKey("header", "X-Sdk-Date"),
        },
        arguments={"token": "Token", "access_key": "Signature"},
        environments={
            "Signature": (
                Environment(
                    variables={
                        "ak": ("HUAWEICLOUD_SDK_AK", "CLOUD_SDK_AK"),
                        "sk": ("HUAWEICLOUD_SDK_SK", "CLOUD_SDK_SK"),
                        "security_token": ("HUAWEICLOUD_SDK_SECURITY_TOKEN",),
                        "project_id": ("HUAWEICLOUD_SDK_PROJECT_ID",),
                        "domain_id": ("HUAWEICLOUD_SDK_DOMAIN_ID",),
                    },
                    profile="~/.huaweicloud/credentials",
                    profile_variable="HUAWEICLOUD_SDK_CREDENTIALS_FILE",
                    sections=("basic", "basiccredentials"),
                ),
                AccessKey,
            )
        },
    ).access,
)

check = PACKAGE.check
