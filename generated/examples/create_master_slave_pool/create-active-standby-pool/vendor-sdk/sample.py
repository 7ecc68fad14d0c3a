"""Create an active/standby backend server group."""

import os
import sys

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions import exceptions
from huaweicloudsdkelb.v3 import (
    CreateMasterSlaveHealthMonitorOption,
    CreateMasterSlaveMemberOption,
    CreateMasterSlavePoolOption,
    CreateMasterSlavePoolRequest,
    CreateMasterSlavePoolRequestBody,
    ElbClient,
)
from huaweicloudsdkelb.v3.region.elb_region import ElbRegion

credentials = BasicCredentials(
    os.environ["CLOUD_SDK_AK"], os.environ["CLOUD_SDK_SK"], project_id="99a3fff0d03c428eac3678da6a7d0f24"
)
client = (
    ElbClient.new_builder()
    .with_credentials(credentials)
    .with_region(ElbRegion.value_of("cn-north-4"))
    .build()
)
request = CreateMasterSlavePoolRequest(
    body=CreateMasterSlavePoolRequestBody(
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
    )
)
try:
    response = client.create_master_slave_pool(request)
except exceptions.ServiceResponseException as error:
    sys.exit(f"{error.status_code} {error.error_code}: {error.error_msg} (request {error.request_id})")
except exceptions.SdkException as error:
    sys.exit(str(error))
print(response)
