// Create an active/standby backend server group
const baseUrl = process.env.ELB_BASE_URL ?? "https://elb.cn-north-4.myhuaweicloud.com";
const response = await fetch(baseUrl + "/v3/99a3fff0d03c428eac3678da6a7d0f24/elb/master-slave-pools", {
  method: "POST",
  headers: {
    "X-Auth-Token": required("ELB_TOKEN"),
    "Content-Type": "application/json;charset=utf-8",
  },
  body: JSON.stringify({
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
  }),
});
const text = await response.text();
if (response.ok) {
  console.log(text);
} else {
  console.error(text);
  process.exitCode = 1;
}

function required(name) {
  if (process.env[name]) return process.env[name];
  console.error(`set ${name}`);
  process.exit(1);
}
