#!/bin/sh
# Create an active/standby backend server group
http --check-status --ignore-stdin --body \
  POST "${ELB_BASE_URL:-https://elb.cn-north-4.myhuaweicloud.com}"/v3/99a3fff0d03c428eac3678da6a7d0f24/elb/master-slave-pools \
  'X-Auth-Token: '"${ELB_TOKEN:?set ELB_TOKEN}" \
  'Content-Type: application/json;charset=utf-8' \
  'pool[name]=My pool' \
  'pool[lb_algorithm]=LEAST_CONNECTIONS' \
  'pool[listener_id]=0b11747a-b139-492f-9692-2df0b1c87193' \
  'pool[protocol]=TCP' \
  'pool[type]=ip' \
  'pool[members][0][protocol_port]:=89' \
  'pool[members][0][name]=My member' \
  'pool[members][0][address]=120.10.10.16' \
  'pool[members][0][role]=master' \
  'pool[members][1][protocol_port]:=89' \
  'pool[members][1][address]=110.4.10.16' \
  'pool[members][1][role]=slave' \
  'pool[healthmonitor][name]=My Healthmonitor' \
  'pool[healthmonitor][max_retries]:=3' \
  'pool[healthmonitor][type]=HTTP' \
  'pool[healthmonitor][timeout]:=30' \
  'pool[healthmonitor][delay]:=1'
