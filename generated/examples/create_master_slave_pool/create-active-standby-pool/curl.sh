#!/bin/sh
# Create an active/standby backend server group
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${ELB_BASE_URL:-https://elb.cn-north-4.myhuaweicloud.com}"/v3/99a3fff0d03c428eac3678da6a7d0f24/elb/master-slave-pools \
  --header 'X-Auth-Token: '"${ELB_TOKEN:?set ELB_TOKEN}" \
  --header 'Content-Type: application/json;charset=utf-8' \
  --data-raw '{
  "pool": {
    "name": "My pool",
    "lb_algorithm": "LEAST_CONNECTIONS",
    "listener_id": "0b11747a-b139-492f-9692-2df0b1c87193",
    "protocol": "TCP",
    "type": "ip",
    "members": [
      {
        "protocol_port": 89,
        "name": "My member",
        "address": "120.10.10.16",
        "role": "master"
      },
      {
        "protocol_port": 89,
        "address": "110.4.10.16",
        "role": "slave"
      }
    ],
    "healthmonitor": {
      "name": "My Healthmonitor",
      "max_retries": 3,
      "type": "HTTP",
      "timeout": 30,
      "delay": 1
    }
  }
}'
