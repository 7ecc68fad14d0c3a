"""plant."""

import asyncio
import os

from orchard_client import AsyncOrchardClient
from orchard_client.models import Branch, Leaf


async def main() -> None:
    async with AsyncOrchardClient(base_url=os.environ["ORCHARD_BASE_URL"]) as client:
        result = await client.plant(
            Branch(
                length=70.34,
                branches=[Branch(length=69.84)],
                leaf=Leaf(
                    branch=Branch(length=98.49),
                    next={
                        "branch": {"length": 75.8},
                        "next": {
                            "branch": {"length": 76.54},
                            "next": {
                                "branch": {"length": 80.87},
                                "next": {
                                    "branch": {"length": 29.62},
                                    "next": {
                                        "branch": {"length": 76.13},
                                        "next": {
                                            "branch": {"length": 87.34},
                                            "next": {
                                                "branch": {"length": 21.91},
                                                "next": {
                                                    "branch": {"length": 41.61},
                                                    "next": {
                                                        "branch": {"length": 91.01},
                                                        "next": {
                                                            "branch": {"length": 85.82},
                                                            "next": {
                                                                "branch": {"length": 68.99},
                                                                "next": None,
                                                            },
                                                        },
                                                    },
                                                },
                                            },
                                        },
                                    },
                                },
                            },
                        },
                    },
                ),
                by_name={"key1": {"length": 28.03}},
            )
        )
    print(result)


asyncio.run(main())
