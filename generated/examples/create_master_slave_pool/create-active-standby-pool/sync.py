"""Create an active/standby backend server group."""

import os
import sys

from elb_client import APIError, ElbClient
from elb_client.models import (
    CreateMasterSlaveHealthMonitorOption,
    CreateMasterSlaveMemberOption,
    CreateMasterSlavePoolOption,
    CreateMasterSlavePoolRequestBody,
)

try:
    with ElbClient(token=os.environ["ELB_TOKEN"], base_url=os.environ.get("ELB_BASE_URL")) as client:
        result = client.create_master_slave_pool(
            CreateMasterSlavePoolRequestBody(
                pool=CreateMasterSlavePoolOption(
                    name="My pool",
                    lb_algorithm="LEAST_CONNECTIONS",
                    listener_id="0b11747a-b139-492f-9692-2df0b1c87193",
                    protocol="TCP",
                    type="ip",
                    members=[
                        CreateMasterSlaveMemberOption(
                            protocol_port=89, name="My member", address="120.10.10.16", role="master"
                        ),
                        CreateMasterSlaveMemberOption(protocol_port=89, address="110.4.10.16", role="slave"),
                    ],
                    healthmonitor=CreateMasterSlaveHealthMonitorOption(
                        name="My Healthmonitor", max_retries=3, type="HTTP", timeout=30, delay=1
                    ),
                )
            ),
            project_id="99a3fff0d03c428eac3678da6a7d0f24",
        )
except APIError as error:
    sys.exit(str(error))
print(result.model_dump_json(indent=2, exclude_unset=True))
