"""addJar."""

import asyncio
import os

from pantry_client import AsyncPantryClient
from pantry_client.models import Jar, Size


async def main() -> None:
    async with AsyncPantryClient(base_url=os.environ["PANTRY_BASE_URL"]) as client:
        result = await client.add_jar(
            Jar(
                label="ember",
                pin="maple",
                amounts={"key1": 62},
                notes={"key1": "grove"},
                free={},
                best_before="2030-01-31",
                opened="2024-11-10T14:40:42Z",
                weight=0.5,
                lid="tin",
                shelf=50,
                tags=[],
                size=Size(height=10),
            )
        )
    print(result.model_dump_json(indent=2, exclude_unset=True))


asyncio.run(main())
