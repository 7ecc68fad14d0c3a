"""2nd-try."""

import asyncio
import os
import sys
from datetime import date

from names_more_client import APIError, AsyncNamesMoreClient
from names_more_client.models import OtherThing, OtherThingState, Thing


async def main() -> None:
    async with AsyncNamesMoreClient(base_url=os.environ["NAMES_MORE_BASE_URL"]) as client:
        result = await client.try_again(
            OtherThing(
                state=OtherThingState(open=False),
                thing=Thing(
                    id=1,
                    id_2="a",
                    class_="b",
                    n_3_d=True,
                    unnamed="c",
                    model_config_="d",
                    copy_="e",
                    list_=["f"],
                    date=date(2024, 3, 17),
                    str_="g",
                    content_type="h",
                    odata_id="i",
                    private="j",
                ),
            ),
            class_="olive",
        )
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
