import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import com.huaweicloud.sdk.elb.v3.ElbClient;
import com.huaweicloud.sdk.elb.v3.model.CreateMasterSlaveHealthMonitorOption;
import com.huaweicloud.sdk.elb.v3.model.CreateMasterSlaveMemberOption;
import com.huaweicloud.sdk.elb.v3.model.CreateMasterSlavePoolOption;
import com.huaweicloud.sdk.elb.v3.model.CreateMasterSlavePoolRequest;
import com.huaweicloud.sdk.elb.v3.model.CreateMasterSlavePoolRequestBody;
import com.huaweicloud.sdk.elb.v3.model.CreateMasterSlavePoolResponse;
import com.huaweicloud.sdk.elb.v3.region.ElbRegion;
import java.util.List;

// Create an active/standby backend server group
public class Sample {
    public static void main(String[] args) {
        BasicCredentials credentials = new BasicCredentials()
            .withAk(System.getenv("CLOUD_SDK_AK"))
            .withSk(System.getenv("CLOUD_SDK_SK"))
            .withProjectId("99a3fff0d03c428eac3678da6a7d0f24");
        ElbClient client = ElbClient.newBuilder()
            .withCredential(credentials)
            .withRegion(ElbRegion.valueOf("cn-north-4"))
            .build();
        CreateMasterSlavePoolRequest request = new CreateMasterSlavePoolRequest()
            .withBody(new CreateMasterSlavePoolRequestBody()
                .withPool(new CreateMasterSlavePoolOption()
                    .withName("My pool")
                    .withLbAlgorithm("LEAST_CONNECTIONS")
                    .withListenerId("0b11747a-b139-492f-9692-2df0b1c87193")
                    .withProtocol("TCP")
                    .withType("ip")
                    .withMembers(List.of(
                        new CreateMasterSlaveMemberOption()
                            .withProtocolPort(89)
                            .withName("My member")
                            .withAddress("120.10.10.16")
                            .withRole(CreateMasterSlaveMemberOption.RoleEnum.fromValue("master")),
                        new CreateMasterSlaveMemberOption()
                            .withProtocolPort(89)
                            .withAddress("110.4.10.16")
                            .withRole(CreateMasterSlaveMemberOption.RoleEnum.fromValue("slave"))))
                    .withHealthmonitor(new CreateMasterSlaveHealthMonitorOption()
                        .withName("My Healthmonitor")
                        .withMaxRetries(3)
                        .withType("HTTP")
                        .withTimeout(30)
                        .withDelay(1))));
        try {
            CreateMasterSlavePoolResponse response = client.createMasterSlavePool(request);
            System.out.println(response);
        } catch (ServiceResponseException e) {
            System.err.printf("%d %s: %s (request %s)%n",
                e.getHttpStatusCode(), e.getErrorCode(), e.getErrorMsg(), e.getRequestId());
            System.exit(1);
        } catch (SdkException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
