package com.ovok.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.cloudformation.include.CfnInclude;
import software.amazon.awscdk.services.s3.assets.Asset;

/** Deploys template.yaml as a CDK stack, with function.zip as an asset. */
public final class UploadApp {
    private static final List<String> FUNCTIONS =
            List.of("S3Function", "EventBridgeFunction", "QueueFunction", "BackfillFunction", "HttpApiFunction");

    /**
     * The functions with a destination for failures, and their conditions. The CDK's class for SAM functions rejects a
     * failure destination without a success destination, so that the CDK must not parse them. It drops their
     * conditions.
     */
    private static final Map<String, String> NOT_PARSED =
            Map.of("S3Function", "ArrivesDirectly", "EventBridgeFunction", "ArrivesByEventBridge");

    private UploadApp() {}

    public static void main(String... arguments) {
        App app = App.Builder.create()
                // The CDK CLI sets the variable. Without it, the CDK writes to a temporary directory by default.
                .outdir(System.getenv().getOrDefault("CDK_OUTDIR", "cdk.out"))
                .build();
        addTemplate(new Stack(app, "ovok-upload"));
        app.synth();
    }

    private static void addTemplate(Stack stack) {
        CfnInclude template = CfnInclude.Builder.create(stack, "Template")
                .templateFile("../../template.yaml")
                .dehydratedResources(List.copyOf(NOT_PARSED.keySet()))
                .build();
        NOT_PARSED.forEach((id, condition) -> {
            CfnResource function = function(template, id);
            // Otherwise the CDK adds a prefix and a hash to the id.
            function.overrideLogicalId(id);
            function.getCfnOptions().setCondition(template.getCondition(condition));
        });
        Asset zip = Asset.Builder.create(stack, "FunctionZip")
                .path("../../function/target/function.zip")
                .build();
        Map<String, String> code = Map.of("Bucket", zip.getS3BucketName(), "Key", zip.getS3ObjectKey());
        FUNCTIONS.forEach(id -> function(template, id).addPropertyOverride("CodeUri", code));
    }

    private static CfnResource function(CfnInclude template, String id) {
        return (CfnResource) template.getNode().findChild(id);
    }
}
