"""2nd-try."""

import asyncio
import os

from names_more_client import AsyncNamesMoreClient
from names_more_client.models import OtherThing, OtherThingState, Thing


async def main() -> None:
    async with AsyncNamesMoreClient(base_url=os.environ["NAMES_MORE_BASE_URL"]) as client:
        result = await client.try_again(
            OtherThing(
                state=OtherThingState(open=False),
                thing=Thing(
                    id=67,
                    id_2="cedar",
                    class_="ember",
                    n_3_d=True,
                    unnamed="birch",
                    model_config_="birch",
                    copy_="cedar",
                    list_=["kelp"],
                    date="2024-03-17",
                    str_="pearl",
                    content_type="lotus",
                    odata_id="fjord",
                    private="fjord",
                ),
            ),
            class_="olive",
        )
    print(result)


asyncio.run(main())
