package com.ovok.upload.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.PartitionEndpointKey;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;
import software.amazon.awssdk.services.secretsmanager.endpoints.SecretsManagerEndpointProvider;

/** Compared with the SDK's own tables, for all Regions that the SDK contains and some future ones. */
class AwsEndpointsTest {
    private static final List<String> FUTURE_REGIONS = List.of(
            "eu-west-9",
            "cn-south-9",
            "us-gov-north-9",
            "us-iso-north-9",
            "us-isob-north-9",
            "us-isof-north-9",
            "eu-isoe-north-9",
            "eusc-de-north-9",
            "mx-north-9",
            "zz-north-9");

    private static final DynamoDbEndpointProvider DYNAMODB = DynamoDbEndpointProvider.defaultProvider();
    private static final SecretsManagerEndpointProvider SECRETS_MANAGER =
            SecretsManagerEndpointProvider.defaultProvider();
    private static final S3EndpointProvider S3 = S3EndpointProvider.defaultProvider();

    static Stream<String> regions() {
        return Stream.concat(
                Region.regions().stream()
                        .filter(region -> !region.isGlobalRegion())
                        .map(Region::id),
                FUTURE_REGIONS.stream());
    }

    /** Every kind of endpoint in every Region. */
    static Stream<Arguments> kinds() {
        return regions()
                .flatMap(region -> Stream.of(
                        Arguments.of(region, false, false),
                        Arguments.of(region, false, true),
                        Arguments.of(region, true, false),
                        Arguments.of(region, true, true)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void equalsTheSdksEndpoints(String region, boolean fips, boolean dualStack) {
        AwsEndpoints endpoints = new AwsEndpoints(region, fips, dualStack, Map.of());
        CompletableFuture<Endpoint> dynamoDb = DYNAMODB.resolveEndpoint(
                p -> p.region(Region.of(region)).useFips(fips).useDualStack(dualStack));
        CompletableFuture<Endpoint> secretsManager = SECRETS_MANAGER.resolveEndpoint(
                p -> p.region(Region.of(region)).useFips(fips).useDualStack(dualStack));
        CompletableFuture<Endpoint> s3 = S3.resolveEndpoint(p -> p.region(Region.of(region))
                .useFips(fips)
                .useDualStack(dualStack)
                .bucket("inbox"));

        assertSame(dynamoDb, endpoints.address(AwsService.DYNAMODB).getHost());
        assertSame(secretsManager, endpoints.address(AwsService.SECRETS_MANAGER).getHost());
        assertSame(s3, URI.create(endpoints.bucket("inbox", region)).getHost());
    }

    @ParameterizedTest
    @MethodSource("regions")
    void hasDomainsOfEveryPartition(String region) {
        PartitionMetadata partition = PartitionMetadata.of(Region.of(region));
        PartitionEndpointKey dualStack =
                PartitionEndpointKey.builder().tags(EndpointTag.DUALSTACK).build();

        assertThat(Partition.of(region).dnsSuffix()).isEqualTo(partition.dnsSuffix());
        assertThat(Partition.of(region).dualStackDnsSuffix()).isEqualTo(partition.dnsSuffix(dualStack));
    }

    /** The SDK throws if an endpoint does not exist; its host name does not exist either. */
    private static void assertSame(CompletableFuture<Endpoint> sdk, String host) {
        try {
            assertThat(sdk.join().endpointUrl().toUri()).isEqualTo(URI.create("https://" + host));
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(SdkClientException.class);
        }
    }

    /** See https://docs.aws.amazon.com/general/latest/gr/ev.html. */
    @ParameterizedTest
    @CsvSource({
        "eu-central-1, false, false, events.eu-central-1.amazonaws.com",
        "us-east-1, true, false, events-fips.us-east-1.amazonaws.com",
        "eu-central-1, false, true, events.eu-central-1.api.aws",
        "us-gov-west-1, true, false, events.us-gov-west-1.amazonaws.com",
        "cn-north-1, false, false, events.cn-north-1.amazonaws.com.cn"
    })
    void knowsTheHostsOfEventBridge(String region, boolean fips, boolean dualStack, String host) {
        AwsEndpoints endpoints = new AwsEndpoints(region, fips, dualStack, Map.of());

        assertThat(endpoints.address(AwsService.EVENT_BRIDGE)).isEqualTo(URI.create("https://" + host + "/"));
    }

    @Test
    void keepsOverriddenUrls() {
        AwsEndpoints endpoints = new AwsEndpoints(
                "eu-central-1", false, false, Map.of("dynamodb", URI.create("http://127.0.0.1:8000/table")));

        assertThat(endpoints.address(AwsService.DYNAMODB)).isEqualTo(URI.create("http://127.0.0.1:8000/table"));
        assertThat(endpoints.address(AwsService.SECRETS_MANAGER))
                .isEqualTo(URI.create("https://secretsmanager.eu-central-1.amazonaws.com/"));
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true", "true, true"})
    void rejectsOverridesBesideFipsAndDualStack(boolean fips, boolean dualStack) {
        Map<String, URI> overrides = Map.of("s3", URI.create("http://127.0.0.1:9000"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AwsEndpoints("eu-central-1", fips, dualStack, overrides));
    }
}
