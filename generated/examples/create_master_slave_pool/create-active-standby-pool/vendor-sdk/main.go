package main

import (
	"fmt"
	"os"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"
	elb "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/elb/v3"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/elb/v3/model"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/elb/v3/region"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	credentials, err := basic.NewCredentialsBuilder().
		WithAk(os.Getenv("CLOUD_SDK_AK")).
		WithSk(os.Getenv("CLOUD_SDK_SK")).
		WithProjectId("99a3fff0d03c428eac3678da6a7d0f24").
		SafeBuild()
	if err != nil {
		return err
	}
	where, err := region.SafeValueOf("cn-north-4")
	if err != nil {
		return err
	}
	transport, err := elb.ElbClientBuilder().
		WithCredential(credentials).
		WithRegion(where).
		SafeBuild()
	if err != nil {
		return err
	}
	client := elb.NewElbClient(transport)

	// Create an active/standby backend server group
	poolName := "My pool"
	poolListenerId := "0b11747a-b139-492f-9692-2df0b1c87193"
	membersProtocolPort := int32(89)
	membersName := "My member"
	membersProtocolPort2 := int32(89)
	healthmonitorName := "My Healthmonitor"
	request := &model.CreateMasterSlavePoolRequest{
		Body: &model.CreateMasterSlavePoolRequestBody{
			Pool: &model.CreateMasterSlavePoolOption{
				Name:        &poolName,
				LbAlgorithm: "LEAST_CONNECTIONS",
				ListenerId:  &poolListenerId,
				Protocol:    "TCP",
				Type:        "ip",
				Members: []model.CreateMasterSlaveMemberOption{
					{
						ProtocolPort: &membersProtocolPort,
						Name:         &membersName,
						Address:      "120.10.10.16",
						Role:         model.GetCreateMasterSlaveMemberOptionRoleEnum().MASTER,
					},
					{
						ProtocolPort: &membersProtocolPort2,
						Address:      "110.4.10.16",
						Role:         model.GetCreateMasterSlaveMemberOptionRoleEnum().SLAVE,
					},
				},
				Healthmonitor: &model.CreateMasterSlaveHealthMonitorOption{
					Name:       &healthmonitorName,
					MaxRetries: 3,
					Type:       "HTTP",
					Timeout:    30,
					Delay:      1,
				},
			},
		},
	}
	response, err := client.CreateMasterSlavePool(request)
	if err != nil {
		return err
	}
	fmt.Println(response)
	return nil
}
